"""CO5: a main user has a new code sent to a colleague; nobody but its owner ever sees it."""

import re

import pytest

from parvis import db
from parvis.errors import Refused
from parvis.gate.rules import State
from parvis.here import Here
from tests.recovery.world import NEW, Owner, an_owner
from tests.window import Window, a_window

WRITES = re.compile(r"(?<!for )(?<!do )\b(insert\s+into|update|delete\s+from)\s+\w", re.IGNORECASE)
COMPANY = "Atelier des Tilleuls"


async def _team(here: Here) -> dict[str, Owner]:
    """A main user, an administrator, a user, and the main user of another company that bears the same name."""
    roles = {"sabine": "main", "adil": "administrator", "idris": ""}
    team = {}
    for who, role in roles.items():
        team[who] = await an_owner(here, "cooperative", name=(who.title(), "Test"), company=COMPANY, role=role)
    team["other"] = await an_owner(here, "cooperative", name=("Autre", "Test"), company=COMPANY, role="main")
    async with here.transaction() as tx:
        other = team["other"]
        other.identifier = "90909090-" + other.identifier.partition("-")[2]
        await tx.run("update identifier set value = $2 where client_id = $1", other.id, other.identifier)
    return team


async def _enters(window: Window, owner: Owner) -> None:
    await window.sends("/sign-in", **owner.typed(), **owner.secret())
    if "/requests/" in window.path:
        await owner.proves(window.path.rsplit("/", 1)[-1], "sms_code")
        await window.goes_to(window.path)
    assert window.path == "/accounts", (window.path, window.page[-1500:])


async def _asks_for(window: Window, owner: Owner) -> None:
    await window.goes_to("/company/users")
    await window.submits(f"/company/users/{owner.id}/code")


async def test_co5_the_main_user_asks_and_the_code_goes_to_its_owner_alone(here: Here) -> None:
    """Approved with the card in its reader; the old code dies, sessions end, the new one is changed at once."""
    team = await _team(here)
    sabine, idris = team["sabine"], team["idris"]
    async with a_window(here, "cooperative") as window, a_window(here, "cooperative") as his:
        await _enters(his, idris)
        await _enters(window, sabine)
        page = await window.goes_to("/security")
        assert "/company/users" in page
        await _asks_for(window, idris)
        request_id = window.path.rsplit("/", 1)[-1]
        assert "Idris Test" in window.page and "temporaire" in window.page
        asked = await sabine.request(request_id)
        assert asked.ways == [["cap_reader"], ["certificate"]], "no code opens somebody else's access (CO6)"
        done = await sabine.proves(request_id, "cap_reader")
        assert not isinstance(done, Refused) and done.state == State.EXECUTED, done
        sent, told = (await idris.messages("sms"))[-1], (await idris.messages("email"))[-1]
        code = re.search(r"(?<!\d)\d{6}(?!\d)", sent)
        assert code is not None and code.group() not in told and "Sabine Test" in told
        page = await window.goes_to(f"/requests/{request_id}")
        assert code.group() not in page and code.group() not in str(done)
        assert (await his.goes_to("/accounts"), his.path)[1] != "/accounts"
        await his.sends("/sign-in", **idris.typed(), **idris.secret())
        assert his.path == "/sign-in"
        await his.sends("/sign-in", **idris.typed(), code=code.group())
        assert "/requests/" in his.path, his.page[-1500:]
        await his.goes_to("/accounts")
        assert his.path != "/accounts", "not before it is changed"
    assert NEW["secret_code"] != code.group()


@pytest.mark.parametrize("who", ["idris", "other"])
async def test_co5_nobody_else_asks(here: Here, who: str) -> None:
    """Neither a plain user, nor the main user of another company of the same name, nor anybody for themselves."""
    team = await _team(here)
    asker = team[who]
    async with a_window(here, "cooperative") as window:
        await _enters(window, asker)
        page = await window.goes_to("/company/users")
        assert "/code" not in page
        if who == "idris":
            assert "Sabine Test" in page and "Adil Test" in page
        else:
            assert "Sabine Test" not in page
        for target in (team["sabine"], asker):
            before = len(await target.messages())
            await window.sends(f"/company/users/{target.id}/code", key=str(here.new_id()))
            assert window.status in (403, 404)
            assert len(await target.messages()) == before


async def test_co5_who_is_blocked_for_good_goes_to_the_agency(here: Here) -> None:
    """A colleague does not open what only the agency opens; an administrator helps as the main user does."""
    team = await _team(here)
    async with here.transaction() as tx:
        await tx.run(
            "insert into lock_counter (institution, subject, lane, blocked_at)"
            " values ('cooperative', uuid_send($1), 'stranger', $2)",
            team["idris"].id, here.clock(),
        )
    async with a_window(here, "cooperative") as window:
        await _enters(window, team["adil"])
        await _asks_for(window, team["idris"])
        assert window.status == 409 and "agence" in window.page
        await _asks_for(window, team["sabine"])
        done = await team["adil"].proves(window.path.rsplit("/", 1)[-1], "certificate")
        assert not isinstance(done, Refused) and done.state == State.EXECUTED


async def test_co5_reading_the_list_writes_nothing_and_is_nowhere_else(here: Here) -> None:
    team = await _team(here)
    async with a_window(here, "cooperative") as window:
        await _enters(window, team["sabine"])
        asked: list[str] = []
        token = db.statements.set(asked)
        await window.goes_to("/company/users")
        db.statements.reset(token)
        assert asked and not [sql for sql in asked if WRITES.search(sql) and "last_activity_at" not in sql]
    owner = await an_owner(here, "deuxrives")
    async with a_window(here) as window:
        await _enters(window, owner)
        await window.goes_to("/company/users")
        assert window.status == 404
