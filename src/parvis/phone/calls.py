"""« Is my bank calling me? » on the phone (EP7): who calls, and reporting that it is nobody of ours."""

from datetime import datetime

import msgspec

from parvis.agency.rules import signature
from parvis.bank_calls import actions as bank_calls
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Say
from parvis.phone import tables


class CallNow(msgspec.Struct, frozen=True):
    """An agent telephones the phone's owner: who, from where, since when."""

    agent: str
    branch: str
    since: int


class Reported(msgspec.Struct, frozen=True):
    """A call was reported: the sentences for it."""

    title: str
    message: str
    next: str


def call_to(phone: tables.PhoneNow) -> CallNow | None:
    """The agent who telephones this phone's owner now."""
    if phone.called_at is None or phone.given_name is None or phone.family_name is None:
        return None
    return CallNow(
        signature(phone.given_name, phone.family_name), phone.branch or "", int(phone.called_at.timestamp())
    )


async def report(
    here: Here, institution: Institution, phone: tables.Phone, *, say: Say, now: datetime
) -> Reported:
    """Somebody calls in the institution's name: an agent is told, and the owner what to do now."""
    async with here.transaction() as tx:
        case = await bank_calls.report(tx, here, institution, phone.client_id, now, said="phone")
    text = say("phone-call-reported-text")
    if case is not None:
        text += " " + say("phone-call-reported-case", reference=case.reference)
    return Reported(say("phone-call-reported-title"), text, say("phone-call-reported-next"))
