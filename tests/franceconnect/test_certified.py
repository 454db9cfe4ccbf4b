"""Against a certified OpenID provider, run locally: the whole way, and what it refuses or we refuse of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin

import httpx
import pytest

from parvis.factors.franceconnect.factor import FranceConnect
from parvis.settings import Settings
from tests.franceconnect.conftest import BACK, certified
from tests.franceconnect.world import (
    anne_of,
    approves,
    binds,
    code_of,
    comes_back,
    is_identified,
    leaves,
    parameters,
    signs_in_as_usual,
    the_office,
    travels,
)
from tests.gate.world import Person
from tests.window import Window, a_window


@asynccontextmanager
async def bound(settings: Settings, issuer: str, place: Path) -> AsyncIterator[tuple[Person, Window]]:
    """Anne, who has bound her identity and has signed out; and a browser of hers."""
    async with the_office(settings, issuer, place) as here, a_window(here, "allocations") as window:
        anne = await anne_of(here)
        await signs_in_as_usual(window, anne)
        await binds(window, anne)
        await window.submits(f"{window.path}")
        await approves(window, anne)
        await window.goes_to("/security/means")
        assert "FranceConnect" in window.page
        await window.sends("/sign-out")
        yield anne, window


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
async def test_the_whole_way(settings: Settings, tmp_path: Path, algorithm: str) -> None:
    """Bound once under the office's own two steps, it opens by itself afterwards, on any browser."""
    with certified(ALGORITHM=algorithm) as issuer:
        async with bound(settings, issuer, tmp_path) as (anne, window):
            await travels(window)
            assert window.path == "/accounts", window.page[-1500:]
            async with a_window(anne.here, "allocations") as elsewhere:
                await travels(elsewhere)
                assert elsewhere.path == "/accounts"
                await elsewhere.goes_to("/security")
                assert FranceConnect.kind in {*(await last_means(anne)).split("+")}


async def last_means(anne: Person) -> str:
    async with anne.here.reading() as tx:
        found: str = await tx.value("select means from session order by opened_at desc limit 1")
    return found


async def test_whoever_is_not_bound_is_told_the_same_as_a_stranger(
    settings: Settings, judge: str, tmp_path: Path
) -> None:
    """A client whose civil status matches, and somebody whom nobody knows: one page, to the byte."""
    async with the_office(settings, judge, tmp_path) as here:
        await anne_of(here)
        told = []
        for who in ("anne", "hugo"):
            async with a_window(here, "allocations") as window:
                told.append((await travels(window, who=who), window.status, code_of(window)))
        assert told[0] == told[1]
        assert told[0][1:] == (403, "identity_unknown")


async def test_somebody_else_s_identity_is_not_bound(settings: Settings, judge: str, tmp_path: Path) -> None:
    async with the_office(settings, judge, tmp_path) as here, a_window(here, "allocations") as window:
        anne = await anne_of(here)
        await signs_in_as_usual(window, anne)
        await binds(window, anne, who="hugo")
        assert (window.status, code_of(window)) == (403, "identity_differs")
        async with here.reading() as tx:
            assert not await tx.found("select 1 from authenticator where kind = 'franceconnect' and handle <> ''")


async def test_nothing_is_bound_to_a_client_whose_civil_status_is_not_known(
    settings: Settings, judge: str, tmp_path: Path
) -> None:
    async with the_office(settings, judge, tmp_path) as here, a_window(here, "allocations") as window:
        anne = await anne_of(here, identity=False)
        await signs_in_as_usual(window, anne)
        await binds(window, anne)
        assert (window.status, code_of(window)) == (403, "identity_differs")


async def test_it_serves_nothing_before_it_is_approved(settings: Settings, judge: str, tmp_path: Path) -> None:
    async with the_office(settings, judge, tmp_path) as here, a_window(here, "allocations") as window:
        anne = await anne_of(here)
        await signs_in_as_usual(window, anne)
        await binds(window, anne)
        await window.submits(f"{window.path}")
        assert "/requests/" in window.path
        async with a_window(here, "allocations") as elsewhere:
            await travels(elsewhere)
            assert code_of(elsewhere) == "identity_unknown"


async def test_a_level_that_is_too_low(settings: Settings, judge: str, tmp_path: Path) -> None:
    async with bound(settings, judge, tmp_path) as (_, window):
        await travels(window, acr="eidas0")
        assert (window.status, code_of(window)) == (403, "identity_level_too_low")
        await travels(window, acr="eidas2")
        assert window.path == "/accounts"


async def test_the_person_says_no(settings: Settings, judge: str, tmp_path: Path) -> None:
    async with bound(settings, judge, tmp_path) as (_, window):
        await travels(window, no=True)
        assert (window.status, code_of(window)) == (409, "identity_cancelled")
        assert 'href="/sign-in"' in window.page


async def test_an_answer_serves_once(settings: Settings, judge: str, tmp_path: Path) -> None:
    """Replayed state: without its cookie, then with it."""
    async with bound(settings, judge, tmp_path) as (_, window):
        address = await is_identified(await leaves(window))
        kept = dict(window.browser.cookies)
        await comes_back(window, address)
        assert window.path == "/accounts"
        await window.sends("/sign-out")
        await comes_back(window, address)
        assert (window.status, code_of(window)) == (409, "identity_stale")
        window.browser.cookies.set("identity", kept["identity"], domain="allocations.localhost")
        await comes_back(window, address)
        assert (window.status, code_of(window)) == (409, "identity_stale")


async def test_an_answer_is_for_the_browser_that_left(settings: Settings, judge: str, tmp_path: Path) -> None:
    """RFC 9700, 4.7: whoever is led to the answer of another browser is not signed in as somebody else."""
    async with bound(settings, judge, tmp_path) as (anne, window), a_window(anne.here, "allocations") as victim:
        address = await is_identified(await leaves(window))
        await comes_back(victim, address)
        assert (victim.status, code_of(victim)) == (409, "identity_stale")
        await leaves(victim)
        await comes_back(victim, address)
        assert (victim.status, code_of(victim)) == (409, "identity_stale")
        await comes_back(window, address)
        assert window.path == "/accounts"


async def test_a_code_injected_into_another_browser_s_journey_opens_nothing(
    settings: Settings, judge: str, tmp_path: Path
) -> None:
    """RFC 9700, 4.5: the victim's own state, and the code of somebody else. PKCE is what the provider checks."""
    async with bound(settings, judge, tmp_path) as (anne, window), a_window(anne.here, "allocations") as thief:
        stolen = parameters(await is_identified(await leaves(window)))
        own = parameters(await is_identified(await leaves(thief), who="hugo"))
        await comes_back(thief, f"{BACK}/return?{urlencode(own | {'code': stolen['code']})}")
        assert (thief.status, code_of(thief)) == (409, "identity_stale")


async def test_a_code_serves_once_and_not_for_long(settings: Settings, tmp_path: Path) -> None:
    with certified(CODE_SECONDS="6") as issuer:
        async with bound(settings, issuer, tmp_path) as (_, window):
            first = parameters(await is_identified(await leaves(window)))
            await comes_back(window, f"{BACK}/return?{urlencode(first)}")
            await window.sends("/sign-out")
            again = parameters(await is_identified(await leaves(window)))
            await comes_back(window, f"{BACK}/return?{urlencode(again | {'code': first['code']})}")
            assert (window.status, code_of(window)) == (409, "identity_stale")
            late = await is_identified(await leaves(window))
            await asyncio.sleep(7)
            await comes_back(window, late)
            assert (window.status, code_of(window)) == (409, "identity_stale")


async def test_a_provider_that_signs_with_our_secret_is_not_believed(settings: Settings, tmp_path: Path) -> None:
    """HS256: whoever reads our secret would be anybody. What is signed so is refused, however certified."""
    with certified(ALGORITHM="HS256") as issuer:
        async with the_office(settings, issuer, tmp_path) as here, a_window(here, "allocations") as window:
            await travels(window)
            assert (window.status, code_of(window)) == (403, "identity_unsound")


async def test_signing_out_leads_there_and_back(settings: Settings, judge: str, tmp_path: Path) -> None:
    async with bound(settings, judge, tmp_path) as (_, window):
        await travels(window)
        answer = await window.browser.post("/sign-out", follow_redirects=False)
        assert answer.headers["location"] == FranceConnect.signs_out
        await leaves_and_comes_back(window, answer.headers["location"])
        assert (window.path, window.status) == ("/signed-out", 200)
        await window.goes_to("/franceconnect/sign-out")  # Once: there is nothing left to sign out of.
        assert window.path == "/signed-out"


async def leaves_and_comes_back(window: Window, location: str) -> None:
    """What the browser does by itself once it is signed out here."""
    leaving = await window.browser.get(location)
    address = leaving.headers["refresh"].removeprefix("0; url=")
    told = parameters(address)
    assert told["post_logout_redirect_uri"] == f"{BACK}/signed-out"
    assert told["id_token_hint"].count(".") == 2
    async with httpx.AsyncClient(follow_redirects=False) as there:
        page = await there.get(address)
        assert page.status_code == 200, page.text
        secret = page.text.split('name="xsrf" value="')[1].split('"')[0]
        ended = await there.post(urljoin(address, "/session/end/confirm"), data={"xsrf": secret, "logout": "yes"})
    back = ended.headers["location"]
    assert back.startswith(f"{BACK}/signed-out")
    assert parameters(back)["state"] == told["state"]
    await comes_back(window, back)


async def test_a_session_that_ended_by_itself_leads_there_too(settings: Settings, judge: str, tmp_path: Path) -> None:
    """Whoever sits down at that computer next is not one click from coming back in: and why it ended is still said."""
    async with bound(settings, judge, tmp_path) as (anne, window):
        await travels(window)
        answer = await window.browser.get("/signed-out?because=idle", follow_redirects=False)
        assert answer.status_code == 200, "somebody is signed in: a link does not send them away"
        async with anne.here.transaction() as tx:
            await tx.run("update session set last_activity_at = last_activity_at - interval '1 day'")
        answer = await window.browser.get("/signed-out?because=idle", follow_redirects=False)
        assert answer.headers["location"] == f"{FranceConnect.signs_out}?because=idle"
        await leaves_and_comes_back(window, answer.headers["location"])
        assert (window.path, window.status) == ("/signed-out", 200)
        assert "Vous ne l'utilisiez plus" in window.page
        answer = await window.browser.get("/signed-out?because=idle", follow_redirects=False)
        assert answer.status_code == 200, "once"


async def test_a_session_opened_otherwise_does_not_lead_there(settings: Settings, judge: str, tmp_path: Path) -> None:
    async with bound(settings, judge, tmp_path) as (anne, window):
        await signs_in_as_usual(window, anne)
        answer = await window.browser.post("/sign-out", follow_redirects=False)
        assert answer.headers["location"] == "/signed-out"
