"""The road through the program, with a provider that lies or is not there: nobody comes in, and it is said kindly."""

import base64
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest
from joserfc.jwk import ECKey

from parvis.app import make_here
from parvis.factors.franceconnect.departure import Departure
from parvis.factors.franceconnect.factor import FranceConnect, handle_of
from parvis.here import Here
from parvis.settings import Settings
from tests.franceconnect.conftest import BACK
from tests.franceconnect.hostile import SECRET, SUBJECT, Provider, hmac_token, serving, unsigned_token
from tests.franceconnect.world import anne_of, code_of, comes_back, leaves, parameters, the_office
from tests.gate.world import Person
from tests.window import Window, a_window

CLIENT_ID = "allocations-du-littoral"


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setattr("tests.franceconnect.hostile.CLIENT_ID", CLIENT_ID)
    with serving(Provider()) as one:
        yield one


@pytest.fixture
async def office(settings: Settings, liar: Provider, tmp_path: Path) -> AsyncIterator[Here]:
    async with the_office(settings, liar.issuer, tmp_path) as here:
        yield here


async def bound(here: Here, liar: Provider) -> Person:
    """Anne, whose identity is bound."""
    anne = await anne_of(here)
    anne.means[FranceConnect.kind] = here.new_id()
    handle = handle_of(liar.issuer, SUBJECT)
    async with here.transaction() as tx:
        await tx.run(
            "insert into authenticator"
            " (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)"
            " values ($1, 'allocations', $2, $3, 'FranceConnect', 'active', $4, $5, $6, $6)",
            anne.means[FranceConnect.kind], anne.id, FranceConnect.kind,
            here.keys.seal(handle, purpose=f"authenticator:{anne.means[FranceConnect.kind]}"), handle, here.clock(),
        )
    return anne


async def goes_and_comes(window: Window, liar: Provider, path: str = "/franceconnect/departure", **more: str) -> str:
    """There, and back with a code that the provider never gave: it redeems anything."""
    asked = parameters(await leaves(window, path))
    liar.nonce = asked["nonce"]
    return await comes_back(window, f"{BACK}/return?{urlencode({'state': asked['state'], 'code': 'c'} | more)}")


async def test_an_honest_one_opens(office: Here, liar: Provider) -> None:
    await bound(office, liar)
    async with a_window(office, "allocations") as window:
        await goes_and_comes(window, liar, iss=liar.issuer)
        assert window.path == "/accounts", (window.page[-1500:])


LIES: dict[str, Callable[[Provider], object]] = {
    "none": lambda one: setattr(one, "id_token", unsigned_token(one)),
    "HS256 with our secret": lambda one: setattr(one, "id_token", hmac_token(one, SECRET.encode())),
    "another key": lambda one: setattr(one, "header", {"key": ECKey.generate_key("P-256", {"kid": "one"})}),
    "another nonce": lambda one: setattr(one, "claims", {"nonce": "of another browser"}),
    "another issuer": lambda one: setattr(one, "claims", {"iss": "https://elsewhere.example"}),
    "another audience": lambda one: setattr(one, "claims", {"aud": "elsewhere"}),
    "expired": lambda one: setattr(one, "claims", {"exp": 1}),
    "userinfo of another": lambda one: setattr(one, "about", {"sub": "somebody-else"}),
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_opens_nothing(office: Here, liar: Provider, lie: str) -> None:
    await bound(office, liar)
    async with a_window(office, "allocations") as window:
        asked = parameters(await leaves(window))
        liar.nonce = asked["nonce"]
        LIES[lie](liar)
        await comes_back(window, f"{BACK}/return?{urlencode({'state': asked['state'], 'code': 'c'})}")
        assert (window.status, code_of(window)) == (403, "identity_unsound")
        assert "session" not in window.browser.cookies
        assert 'href="/sign-in"' in window.page


async def test_an_answer_of_another_issuer_opens_nothing(office: Here, liar: Provider) -> None:
    """RFC 9207: mix-up. The code never leaves for the token endpoint."""
    await bound(office, liar)
    async with a_window(office, "allocations") as window:
        await goes_and_comes(window, liar, iss="https://elsewhere.example")
        assert code_of(window) == "identity_unsound"
        assert not [path for path, _ in liar.asked if path == "/token"]


async def test_a_journey_begun_for_another_provider_ends_nowhere(office: Here, liar: Provider) -> None:
    """The settings have changed meanwhile: what was asked of one is not redeemed at the other."""
    async with a_window(office, "allocations") as window:
        asked = parameters(await leaves(window))
        text = window.browser.cookies["identity"]
        purpose = "cookie:identity:allocations"
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        journey = msgspec.json.decode(office.keys.unseal(sealed, purpose=purpose), type=Departure)
        other = msgspec.structs.replace(journey, issuer="https://elsewhere.example")
        resealed = office.keys.seal(msgspec.json.encode(other), purpose=purpose)
        window.browser.cookies.set(
            "identity", base64.urlsafe_b64encode(resealed).decode().rstrip("="), domain="allocations.localhost"
        )
        await comes_back(window, f"{BACK}/return?{urlencode({'state': asked['state'], 'code': 'c'})}")
        assert code_of(window) == "identity_unsound"


async def test_a_provider_that_is_down_leaves_the_other_ways_in(office: Here, liar: Provider) -> None:
    liar.down = True
    async with a_window(office, "allocations") as window:
        page = await window.goes_to("/franceconnect/departure")
        assert (window.status, code_of(window)) == (503, "identity_unreachable")
        assert "Vos autres moyens de connexion fonctionnent" in page
        assert 'href="/sign-in"' in page


async def test_without_our_secret_nobody_leaves(office: Here, liar: Provider, tmp_path: Path) -> None:
    (tmp_path / "secrets" / "allocations").unlink()
    async with a_window(office, "allocations") as window:
        await window.goes_to("/franceconnect/departure")
        assert code_of(window) == "identity_unreachable"


async def test_without_a_provider_there_is_no_door(settings: Settings) -> None:
    async with make_here(settings) as here, a_window(here, "allocations") as window:
        assert "S'identifier avec FranceConnect" not in await window.goes_to("/sign-in")
        await window.goes_to("/franceconnect/departure")
        assert code_of(window) == "identity_unreachable"


async def test_an_institution_without_the_door_has_no_such_page(office: Here) -> None:
    async with a_window(office, "deuxrives") as window:
        await window.goes_to("/franceconnect/departure")
        assert window.status == 404


async def test_it_answers_a_request_that_waits(office: Here, liar: Provider) -> None:
    """The password first, then FranceConnect in place of the e-mailed code."""
    anne = await bound(office, liar)
    async with a_window(office, "allocations") as window:
        await window.sends("/sign-in", nir=anne.identifier, password="Brise-marine.27")
        path = window.path.replace("/requests/", "/franceconnect/requests/")
        await goes_and_comes(window, liar, f"{path}/{anne.means[FranceConnect.kind]}")
        assert window.path == "/accounts", window.page[-1500:]


async def test_somebody_else_does_not_answer_it(office: Here, liar: Provider) -> None:
    anne = await bound(office, liar)
    async with a_window(office, "allocations") as window:
        await window.sends("/sign-in", nir=anne.identifier, password="Brise-marine.27")
        liar.claims, liar.about = {"sub": "somebody-else"}, {"sub": "somebody-else"}
        path = window.path.replace("/requests/", "/franceconnect/requests/")
        await goes_and_comes(window, liar, f"{path}/{anne.means[FranceConnect.kind]}")
        assert (window.status, code_of(window)) == (422, "answer_wrong")


async def test_a_means_that_is_removed_opens_nothing(office: Here, liar: Provider) -> None:
    await bound(office, liar)
    async with office.transaction() as tx:
        await tx.run("update authenticator set state = 'removed' where kind = 'franceconnect'")
    async with a_window(office, "allocations") as window:
        await goes_and_comes(window, liar)
        assert code_of(window) == "identity_unknown"


@pytest.mark.parametrize("query", ["", "?state=", "?code=c&code=d", "?state=x&unknown=1", "?state=%ff", "?error=x"])
async def test_an_address_that_nobody_left_for(office: Here, query: str) -> None:
    async with a_window(office, "allocations") as window:
        await window.goes_to(f"/franceconnect/return{query}")
        assert (window.status, code_of(window)) == (409, "identity_stale")
        await window.goes_to(f"/franceconnect/signed-out{query}")
        assert (window.path, window.status) == ("/signed-out", 200)
