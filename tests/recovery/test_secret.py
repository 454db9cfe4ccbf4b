"""« Code oublié »: from the sign-in page to the new secret, and everything that may go otherwise."""

import asyncio
import re

import pytest

from parvis import db
from parvis.errors import Refused
from parvis.gate.rules import State
from parvis.here import Here
from tests.conftest import FakeClock
from tests.recovery.world import NEW, Owner, an_owner, begins, opens
from tests.window import Window, a_window

WRITES = re.compile(r"(?<!for )(?<!do )\b(insert\s+into|update|delete\s+from)\s+\w", re.IGNORECASE)


async def _recovered(window: Window, owner: Owner, first: str, second: str) -> str:
    """As far as the choice of the new secret; the id of the request."""
    request_id = await opens(window, owner, first)
    assert not isinstance(await owner.proves(request_id, second), Refused)
    await window.goes_to(f"/requests/{request_id}")
    assert window.path == f"/recovery/{request_id}/secret", (window.path, window.page[-1500:])
    return request_id


async def _signs_in(window: Window, owner: Owner, *, new: bool) -> str:
    await window.sends("/sign-in", **owner.typed(), **owner.secret(new=new))
    return window.path


@pytest.mark.parametrize("slug", ["allocations", "cooperative", "deuxrives", "epargne", "municipal"])
async def test_dr5_mu4_two_messages_then_a_new_secret(here: Here, clock: FakeClock, slug: str) -> None:
    """By e-mail and by SMS, on forms alone; sessions end, every address is told, the old secret opens nothing."""
    owner = await an_owner(here, slug)
    held = owner.secret_kind in owner.institution.safety.holds
    async with a_window(here, slug) as window:
        await window.goes_to("/sign-in")
        assert "/recovery/secret" in window.page and "/recovery/identifier" in window.page
        request_id = await opens(window, owner, "email_code")
        page = await window.goes_to(f"{window.path}?means={owner.means['sms_code']}")
        assert "(oublié)" in page
        await window.sends(f"/requests/{request_id}/challenges/{owner.means['sms_code']}")
        await window.sends(f"/requests/{request_id}/proofs/{owner.means['sms_code']}", code=await owner.code("sms"))
        assert window.path == f"/recovery/{request_id}/secret"
        assert ("Il ne servira pas tout de suite" in window.page) == held
        await window.sends(window.path, **owner.new_secret())
        assert window.status == 200 and "enregistré" in window.page, window.page[-1500:]
        for channel in ("email", "sms"):
            assert "oublié" in (await owner.messages(channel))[-1]
        assert "/sign-in" in await _signs_in(window, owner, new=False)
        if held:
            assert "/sign-in" in await _signs_in(window, owner, new=True)
            assert "ne sert pas tout de suite" in window.page
            clock.advance(hours=owner.institution.safety.hold_hours)
        assert "/requests/" in await _signs_in(window, owner, new=True)


async def test_two_elements_serve_at_once_where_two_messages_wait(here: Here) -> None:
    """PSR-4h: the phone's own key and code are a strong authentication; nothing is held back."""
    owner = await an_owner(here, "deuxrives")
    async with a_window(here) as window:
        request_id = await _recovered(window, owner, "sms_code", "phone")
        await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert "dès maintenant" in window.page
        assert "/requests/" in await _signs_in(window, owner, new=True)


async def test_a_recovery_ends_sessions_and_lifts_the_owners_own_hold(here: Here) -> None:
    """Somebody who failed three times as a stranger recovers, and comes in; growing holds begin anew no sooner."""
    owner = await an_owner(here, "epargne")
    async with a_window(here, "epargne") as inside, a_window(here, "epargne") as window:
        waits = await _signs_in(inside, owner, new=False)
        await owner.proves(waits.rsplit("/", 1)[-1], "sms_code")
        await inside.goes_to(waits)
        assert inside.path == "/accounts"
        for _ in range(3):
            await window.sends("/sign-in", **owner.typed(), code="111119")
        assert "pause" in window.page
        request_id = await _recovered(window, owner, "email_code", "phone")
        assert "pause" in (await window.goes_to("/sign-in"), await _sent(window, owner))[1], "nothing lifted yet"
        await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert "/requests/" in await _signs_in(window, owner, new=True)
        await inside.goes_to("/accounts")
        assert inside.path != "/accounts"


async def test_what_only_the_agency_opens_a_recovery_does_not(here: Here) -> None:
    """DR6: a lane that is blocked for good stays so, and the page says whom to ask."""
    owner = await an_owner(here, "deuxrives")
    async with here.transaction() as tx:
        await tx.run(
            "insert into lock_counter (institution, subject, lane, blocked_at)"
            " values ('deuxrives', uuid_send($1), 'stranger', $2)",
            owner.id, here.clock(),
        )
    async with a_window(here) as window:
        request_id = await _recovered(window, owner, "sms_code", "phone")
        await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert "reste bloqué" in window.page
        assert "/requests/" not in await _signs_in(window, owner, new=True)


async def _sent(window: Window, owner: Owner) -> str:
    await _signs_in(window, owner, new=False)
    return window.page


async def test_pitfall_4_an_unfinished_recovery_changes_nothing(here: Here, clock: FakeClock) -> None:
    """Begun, half proven, or proven and not chosen in time: the old secret opens, the holds are as they were."""
    owner = await an_owner(here, "deuxrives")
    async with a_window(here) as window:
        for _ in range(2):
            await window.sends("/sign-in", **owner.typed(), code="111119")
        request_id = await _recovered(window, owner, "sms_code", "email_code")
        clock.advance(minutes=16)
        await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert window.status == 410
        async with here.reading() as tx:
            assert await tx.value("select failures from lock_counter where subject = uuid_send($1)", owner.id) == 2
        assert "/requests/" in await _signs_in(window, owner, new=False)


async def test_the_new_secret_is_chosen_once_by_whoever_asked(here: Here) -> None:
    """Two at once: one takes place. From another browser: no such page. Read, nothing is written."""
    owner, other = await an_owner(here, "deuxrives"), await an_owner(here, "deuxrives")
    async with a_window(here) as window, a_window(here) as elsewhere:
        request_id = await _recovered(window, owner, "sms_code", "email_code")
        await _recovered(elsewhere, other, "sms_code", "email_code")
        assert (await elsewhere.goes_to(f"/recovery/{request_id}/secret"), elsewhere.status)[1] == 404
        await elsewhere.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert elsewhere.status == 404
        asked: list[str] = []
        token = db.statements.set(asked)
        await window.goes_to(f"/recovery/{request_id}/secret")
        db.statements.reset(token)
        assert window.status == 200 and asked and not [sql for sql in asked if WRITES.search(sql)]
        twice = [dict.fromkeys(("secret", "secret_again"), code) for code in (NEW["secret_code"], "417205")]
        answers = await asyncio.gather(
            *(window.browser.post(f"/recovery/{request_id}/secret", data=one) for one in twice)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 410]


async def test_cnil_pwd_the_same_rules_as_any_new_secret(here: Here) -> None:
    owner = await an_owner(here, "municipal")
    async with a_window(here, "municipal") as window:
        request_id = await _recovered(window, owner, "sms_code", "email_code")
        for first, again in (("bref7", "bref7"), ("Corde-lune-8", "autre")):
            await window.sends(f"/recovery/{request_id}/secret", secret=first, secret_again=again)
            assert window.status == 422, first
            assert first not in window.page
        await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert window.status == 200


async def test_another_requests_code_opens_nothing(here: Here, clock: FakeClock) -> None:
    """The code of an earlier message, or of somebody else's recovery; then a right one, too late; then too many."""
    owner, other = await an_owner(here, "epargne"), await an_owner(here, "epargne")
    async with a_window(here, "epargne") as window, a_window(here, "epargne") as elsewhere:
        await begins(elsewhere, other, "sms_code")
        await begins(window, owner, "sms_code")
        earlier = await owner.code("sms")
        await window.sends("/recovery/secret/code", code=await other.code("sms"))
        assert window.status == 422
        clock.advance(minutes=1)
        await window.sends("/recovery/secret/messages")
        assert window.path == "/recovery/secret/code"
        await window.sends("/recovery/secret/code", code=earlier)
        assert window.status == 422
        clock.advance(minutes=6)
        await window.sends("/recovery/secret/code", code=await owner.code("sms"))
        assert window.status == 410
        await begins(window, owner, "sms_code")
        for _ in range(3):
            await window.sends("/recovery/secret/code", code="000000")
            assert window.status == 422
        await window.sends("/recovery/secret/code", code=await owner.code("sms"))
        assert window.status == 410, "the fourth answer is not judged, right or wrong"


async def test_the_same_right_code_sent_twice_at_once_opens_one_request(here: Here) -> None:
    owner = await an_owner(here, "epargne")
    async with a_window(here, "epargne") as window:
        await begins(window, owner, "sms_code")
        code = await owner.code("sms")
        answers = await asyncio.gather(
            *(
                window.browser.post("/recovery/secret/code", data={"code": code}, follow_redirects=False)
                for _ in range(2)
            )
        )
        assert {answer.headers.get("location") for answer in answers} == {answers[0].headers["location"]}
        async with here.reading() as tx:
            assert await tx.value("select count(*) from request where client_id = $1", owner.id) == 1


async def test_a_stranger_cannot_flood_a_client_nor_keep_them_from_recovering(here: Here, clock: FakeClock) -> None:
    """ASVS-6.1.1: four messages an hour for strangers; the client's own browser has an allowance of its own."""
    owner = await an_owner(here, "municipal")
    async with a_window(here, "municipal") as window, a_window(here, "municipal") as stranger:
        waits = await _signs_in(window, owner, new=False)
        await owner.proves(waits.rsplit("/", 1)[-1], "totp")
        await window.goes_to(waits)
        await window.sends("/sign-out")
        for number in range(6):
            await begins(stranger, owner, "sms_code")
            assert stranger.status == (200 if number < 4 else 429), number
            clock.advance(minutes=1)
        assert len(await owner.messages("sms")) == 4
        await begins(window, owner, "sms_code")
        assert window.path == "/recovery/secret/code" and len(await owner.messages("sms")) == 5
        await begins(window, owner, "email_code")
        assert window.status == 429, "not twice within half a minute"


async def test_whoever_came_in_with_a_passkey_chooses_a_new_code(here: Here, clock: FakeClock) -> None:
    """Signed in, without the secret: the passkey again, and the new secret serves at once."""
    owner = await an_owner(here, "deuxrives")
    async with a_window(here) as window:
        waits = await _signs_in(window, owner, new=False)
        await owner.proves(waits.rsplit("/", 1)[-1], "passkey")
        await window.goes_to(waits)
        page = await window.goes_to("/security/secret")
        assert "/recovery/secret" in page
        await window.goes_to("/recovery/secret")
        await window.submits("/security/secret/recovery")
        request_id = window.path.rsplit("/", 1)[-1]
        done = await owner.proves(request_id, "passkey")
        assert not isinstance(done, Refused) and done.state == State.EXECUTED
        await window.goes_to(f"/requests/{request_id}")
        await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        assert "dès maintenant" in window.page
        await window.goes_to("/accounts")
        assert window.path == "/accounts", "the session that asked goes on"


async def test_whoever_asked_for_nothing_undoes_it_with_the_code_of_the_notice(here: Here, clock: FakeClock) -> None:
    """« Je n'ai rien demandé »: sessions end, the new secret is shut; wrong or stranger, answered alike."""
    owner = await an_owner(here, "deuxrives")
    async with a_window(here) as thief, a_window(here) as window:
        request_id = await _recovered(thief, owner, "sms_code", "email_code")
        await thief.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
        code = re.search(r"(\d{4}) (\d{4})", (await owner.messages("sms"))[-1].replace("\u00a0", " "))
        assert code is not None
        answers = {}
        stranger = {"client_id": "99999999999"}
        for who, typed in (("wrong", owner.typed()), ("stranger", stranger)):
            answers[who] = await window.sends("/recovery/objection", **typed, number="00000000")
        assert answers["wrong"] == answers["stranger"] and "C'est noté" in window.page
        clock.advance(hours=5)
        assert "/requests/" in await _signs_in(thief, owner, new=True), "nobody has objected yet"
        number = f"{code[1]} {code[2]}"
        answers["right"] = await window.sends("/recovery/objection", **owner.typed(), number=number)
        assert answers["right"] == answers["wrong"]
        assert "/requests/" not in await _signs_in(thief, owner, new=True)
        assert "n’ouvre plus rien" in (await owner.messages("email"))[-1]
        for _ in range(5):
            await window.sends("/recovery/objection", **owner.typed(), number="00000000")
        assert window.status == 429
