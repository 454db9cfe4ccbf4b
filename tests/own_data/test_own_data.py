"""GDPR: one's data can be taken away, how long they are kept is set, and what is past its time is forgotten."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from parvis.own_data import actions, tables
from tests.accounts.test_older import weak
from tests.accounts.test_pages import Space, space
from tests.conftest import FakeClock
from tests.gate.world import CODE, a_person, last_code

__all__ = ["space", "weak"]  # fixtures


async def archive_of(space: Space) -> dict[str, Any]:
    """What the button of the page gives."""
    await space.window.goes_to("/security/data")
    answer = await space.window.browser.post("/security/data", data=space.window.form("/security/data"))
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "README.txt" in archive.namelist()
        return {name[:-5]: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}


async def test_gdpr_everything_of_ones_own_and_nothing_of_others(space: Space, clock: FakeClock) -> None:
    await space.receives((-1_000, "Marché", "Primeur", clock()))
    await a_person(space.here, identifier="60504030201")
    found = await archive_of(space)
    assert set(found) == set(tables.READ)
    assert found["me"][0]["given_name"] == "Anne"
    assert [one["address"] for one in found["contacts"]] == ["+33639980112"], "in clear: it is theirs"
    assert [one["value"] for one in found["identifiers"]] == ["10203040506"]
    assert "Marché" in {one["label"] for one in found["operations"]}
    assert {one["kind"] for one in found["means"]} == {"secret_code", "sms_code"}
    assert found["journal"] and found["requests"] and found["sessions"]
    text = json.dumps(found)
    assert "60504030201" not in text and "material" not in text and CODE not in text and "token" not in text
    async with space.here.reading() as tx:
        assert await tx.value("select count(*) from journal where event = 'data:exported'") == 1
        told = await tx.value("select count(*) from outbox where purpose = 'notice'")
        assert told == await tx.value("select count(*) from contact where client_id = $1", space.anne.id)


async def test_gdpr_a_session_that_the_code_alone_opened_proves_more_first(weak: Space) -> None:
    """RTS-10: the archive goes back further than ninety days."""
    await weak.window.goes_to("/security/data")
    await weak.window.submits("/security/data")
    request = weak.window.path
    assert request.startswith("/requests/")
    await weak.window.sends(f"{request}/proofs/{weak.anne.means['secret_code']}", code=CODE)
    await weak.window.sends(f"{request}/challenges/{weak.anne.means['sms_code']}")
    await weak.window.sends(f"{request}/proofs/{weak.anne.means['sms_code']}", code=await last_code(weak.here))
    assert 'href="/security/data"' in weak.window.page
    assert "Marché du printemps" in json.dumps(await archive_of(weak), ensure_ascii=False)


async def test_gdpr_what_is_past_its_time_is_forgotten_and_nothing_else(space: Space, clock: FakeClock) -> None:
    here = space.here

    async def counts() -> list[int]:
        async with here.reading() as tx:
            return [
                await tx.value(f"select count(*) from {what}")
                for what in (
                    "outbox", "session where network <> '' or browser <> ''",
                    "device where name <> '' or network <> ''", "request", "proof", "journal", "entry",
                )
            ]

    async with here.transaction() as tx:
        await tx.run("update outbox set state = 'sent'")
    before = await counts()
    assert await actions.forget_due(here, clock()) == 0 and await counts() == before
    clock.advance(days=here.settings.keep_messages_days + 1)
    assert await actions.forget_due(here, clock()) > 0
    after = await counts()
    assert after[0] == 0 and after[1:] == before[1:], "messages first"
    clock.now += timedelta(days=here.settings.keep_requests_days)
    while await actions.forget_due(here, clock()):
        pass
    after = await counts()
    assert after[:5] == [0, 0, 0, 0, 0]
    assert after[5:] == before[5:], "the journal and the books are for good"
    async with here.reading() as tx:
        assert await tx.value("select count(*) from session") > 0, "that there was one stays"
