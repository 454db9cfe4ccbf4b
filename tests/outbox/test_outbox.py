"""What must be sent is sent: not before the commit, not for what rolled back, at least once, recognisably."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from parvis.here import Here
from parvis.outbox import actions as outbox
from parvis.outbox.senders import Delivered, Letter, Sender, SmsGateway, Smtp, Undelivered
from tests.conftest import FakeClock
from tests.outbox.conftest import EMAIL, SMS, Camille, Gateway, MailServer

CODE = "739204"
TEXT = f"Votre code est {CODE}. Il vaut 15 minutes."


async def write(here: Here, contact: UUID, channel: str = "email", **changes: Any) -> None:
    asked: dict[str, Any] = {
        "institution": "deuxrives", "contact_id": contact, "channel": channel, "subject": "Votre code",
        "text": TEXT, "purpose": "code", "now": here.clock(), **changes,
    }  # fmt: skip
    async with here.transaction() as tx:
        await outbox.write(tx, here, **asked)


def smtp(server: MailServer) -> dict[str, Sender]:
    return {"email": Smtp(host=server.host, port=server.port, tls="none")}


def sms(gateway: Gateway) -> dict[str, Sender]:
    return {"sms": SmsGateway(url=gateway.url, token="jeton")}


async def send(here: Here, senders: dict[str, Sender]) -> int:
    return await outbox.send_due(here, senders, here.clock())


async def states(here: Here) -> list[tuple[str, int, bool]]:
    """(state, tries, is there still a content) of each message, in the order in which they were written."""
    async with here.reading() as tx:
        found: list[list[Any]] = await tx.value(
            "select array_agg(array[state, tries::text, (content is not null)::text] order by id) from outbox"
        )
    return [(state, int(tries), kept == "true") for state, tries, kept in found or []]


async def events(here: Here) -> list[tuple[str, str]]:
    async with here.reading() as tx:
        found: list[list[str]] = await tx.value(
            "select array_agg(array[event, detail->>'purpose'] order by id) from journal"
        )
    return [(event, purpose) for event, purpose in found or []]


async def test_an_email_arrives_as_it_was_written(here: Here, camille: Camille, mail_server: MailServer) -> None:
    await write(here, camille.email, subject="Votre code d’accès")
    assert await send(here, smtp(mail_server)) == 1
    (mail,) = mail_server.received
    assert mail_server.recipients == [EMAIL]
    assert mail["Subject"] == "Votre code d’accès"
    assert "deuxrives" in mail["From"]
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_content()
    assert TEXT in body
    assert "Aucun conseiller ne vous demandera ce code" in body
    assert "http" not in body
    assert await states(here) == [("sent", 1, False)]
    assert await events(here) == [("message:sent", "code")]
    assert await send(here, smtp(mail_server)) == 0


async def test_nothing_is_sent_for_what_rolled_back(here: Here, camille: Camille, mail_server: MailServer) -> None:
    async def write_then_fail() -> None:
        async with here.transaction() as tx:
            await outbox.write(
                tx, here, institution="deuxrives", contact_id=camille.email, channel="email", subject="",
                text=TEXT, purpose="code", now=here.clock(),
            )  # fmt: skip
            assert await send(here, smtp(mail_server)) == 0  # Not even while the transaction is open.
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_then_fail()
    assert await send(here, smtp(mail_server)) == 0
    assert mail_server.received == []


async def test_what_waits_cannot_be_read_in_the_database(here: Here, camille: Camille) -> None:
    await write(here, camille.email)
    async with here.reading() as tx:
        whole: str = await tx.value(
            "select string_agg(outbox::text || encode(content, 'escape') || contact::text, ' ')"
            " from outbox join contact on contact.id = contact_id"
        )
    assert CODE not in whole
    assert EMAIL not in whole


async def test_refused_for_now_then_accepted_later(
    here: Here, camille: Camille, mail_server: MailServer, clock: FakeClock
) -> None:
    mail_server.answers = ["451 try again", "421 closing"]
    await write(here, camille.email)
    assert await send(here, smtp(mail_server)) == 1
    assert await states(here) == [("waiting", 1, True)]
    assert await send(here, smtp(mail_server)) == 0  # Not before its delay.
    clock.advance(seconds=8)
    assert await send(here, smtp(mail_server)) == 1
    clock.advance(seconds=16)
    assert await send(here, smtp(mail_server)) == 1
    assert await states(here) == [("sent", 3, False)]
    assert len(mail_server.received) == 1


async def test_refused_for_good_is_not_tried_again(
    here: Here, camille: Camille, mail_server: MailServer, clock: FakeClock
) -> None:
    mail_server.answers = ["550 no such box"]
    await write(here, camille.email)
    await send(here, smtp(mail_server))
    clock.advance(days=1)
    assert await send(here, smtp(mail_server)) == 0
    assert await states(here) == [("abandoned", 1, False)]
    assert await events(here) == [("message:abandoned", "code")]


async def test_a_server_that_is_down_is_waited_for_and_given_up_in_the_end(
    here: Here, camille: Camille, clock: FakeClock
) -> None:
    nobody: dict[str, Sender] = {"email": Smtp(host="127.0.0.1", port=9, tls="none")}
    await write(here, camille.email, purpose="notice")
    began = clock.now
    while (await states(here))[0][0] == "waiting":
        clock.advance(minutes=90)
        assert await send(here, nobody) == 1
        assert clock.now - began < timedelta(days=2)
    assert await states(here) == [("abandoned", 14, False)]


async def test_a_code_that_would_come_too_late_is_not_sent(
    here: Here, camille: Camille, mail_server: MailServer, clock: FakeClock
) -> None:
    await write(here, camille.email, useless_after=clock.now + timedelta(minutes=15))
    clock.advance(minutes=15)
    await send(here, smtp(mail_server))
    assert mail_server.received == []
    assert await states(here) == [("abandoned", 0, False)]
    assert await events(here) == [("message:abandoned", "code")]


async def test_an_sms_arrives_with_its_idempotency_key(here: Here, camille: Camille, gateway: Gateway) -> None:
    await write(here, camille.sms, "sms")
    await send(here, sms(gateway))
    (call,) = gateway.calls
    assert (call["to"], call["text"], call["token"]) == (SMS, TEXT, "Bearer jeton")
    assert call["key"] == call["id"]
    assert await states(here) == [("sent", 1, False)]


async def test_the_gateway_sees_the_same_key_at_each_try(
    here: Here, camille: Camille, gateway: Gateway, clock: FakeClock
) -> None:
    gateway.statuses = [503, 429]
    await write(here, camille.sms, "sms")
    for _ in range(3):
        await send(here, sms(gateway))
        clock.advance(seconds=30)
    assert len({call["key"] for call in gateway.calls}) == 1
    assert len(gateway.calls) == 3
    assert len(gateway.delivered) == 1


async def test_a_number_that_the_gateway_refuses_is_given_up(
    here: Here, camille: Camille, gateway: Gateway
) -> None:
    gateway.statuses = [422]
    await write(here, camille.sms, "sms")
    await send(here, sms(gateway))
    assert await states(here) == [("abandoned", 1, False)]


async def test_several_workers_send_each_message_once(
    here: Here, camille: Camille, mail_server: MailServer
) -> None:
    for _ in range(40):
        await write(here, camille.email)
    mail_server.slow_seconds = 0.02
    while sum(await asyncio.gather(*(send(here, smtp(mail_server)) for _ in range(3)))):
        pass
    assert len(mail_server.received) == 40
    assert len(set(mail_server.ids())) == 40


class Interrupted:
    """A sender that hands the letter over, then dies before saying so."""

    def __init__(self, through: Sender) -> None:
        self.through = through

    async def send(self, letter: Letter) -> Delivered | Undelivered:
        await self.through.send(letter)
        raise asyncio.CancelledError


async def test_a_second_delivery_carries_the_same_message_id(
    here: Here, camille: Camille, mail_server: MailServer, clock: FakeClock
) -> None:
    await write(here, camille.email)
    with pytest.raises(asyncio.CancelledError):
        await send(here, {"email": Interrupted(smtp(mail_server)["email"])})
    assert await send(here, smtp(mail_server)) == 0  # The lease still runs.
    clock.advance(minutes=3)
    assert await send(here, smtp(mail_server)) == 1
    first, second = mail_server.ids()
    assert first == second
    assert await states(here) == [("sent", 2, False)]


async def test_one_bad_message_does_not_hold_up_the_others(
    here: Here, camille: Camille, mail_server: MailServer
) -> None:
    await write(here, camille.email)
    await write(here, camille.sms, "sms")  # Nobody carries SMS here.
    await write(here, camille.email)
    async with here.transaction() as tx:
        await tx.run("update outbox set content = '\\x00' where id = (select id from outbox order by id limit 1)")
    await send(here, smtp(mail_server))
    assert [state for state, _, _ in await states(here)] == ["abandoned", "waiting", "sent"]


async def test_neither_code_nor_address_reaches_a_log(
    here: Here, camille: Camille, mail_server: MailServer
) -> None:
    mail_server.answers = [f"451 <{EMAIL}> said {CODE}"]
    await write(here, camille.email)
    with capture_logs() as logs:
        await send(here, smtp(mail_server))
    async with here.reading() as tx:
        error: str = await tx.value("select last_error from outbox")
    assert error == "smtp 451"
    assert logs[0]["event"] == "message_not_sent"
    assert CODE not in str(logs)
    assert EMAIL not in str(logs)


async def test_a_contact_of_another_institution_is_not_written_to(here: Here, camille: Camille) -> None:
    with pytest.raises(LookupError):
        await write(here, camille.email, institution="epargne")
    with pytest.raises(LookupError):
        await write(here, camille.email, "sms")
    assert await states(here) == []
