"""What a client asks of the agency about their addresses: it decides, on documents, and they follow it."""

import base64
import unicodedata
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.cases import actions as cases
from parvis.cases.tables import Case
from parvis.clients import notices
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.profile import actions, tables
from parvis.profile.tables import Change
from parvis.ui import format as fmt

POSTAL, CONTACT = "address_change", "contact_change"  # kinds of case
LONGEST_LINE = 60
POSTCODE = 5


class Postal(msgspec.Struct, frozen=True):
    """Where somebody lives, as it stands on an envelope."""

    street: str
    more: str
    postcode: str
    city: str

    @property
    def lines(self) -> list[str]:
        return [line for line in (self.street, self.more, f"{self.postcode} {self.city}") if line]


def postal(street: str, more: str, postcode: str, city: str) -> Postal | Refused:
    """A French address in one form. Refused: `form_incomplete`, `postcode_malformed`, `address_too_long`."""
    given = {name: _line(typed) for name, typed in (("street", street), ("more", more), ("city", city))}
    code = "".join(postcode.split())
    for name in ("street", "city"):
        if not given[name]:
            return refused("form_incomplete", field=name)
    for name, line in given.items():
        if len(line) > LONGEST_LINE:
            return refused("address_too_long", field=name, at_most=LONGEST_LINE)
    if not (code.isascii() and code.isdigit() and len(code) == POSTCODE):
        return refused("postcode_malformed", field="postcode")
    return Postal(given["street"], given["more"], code, given["city"])


async def ask_postal(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, wanted: Postal, *, language: str,
    now: datetime,
) -> Case:
    """Open the case, or find the one that waits: it is then about this address. Every address is told at once."""
    sealed = here.keys.seal(msgspec.json.encode(wanted), purpose=f"postal:{client_id}")
    detail = {"address": base64.b64encode(sealed).decode()}
    case = await cases.open_case(tx, here, institution, client_id, POSTAL, detail, now)
    if case.opened_at == now:
        await notices.tell(
            tx, here, institution, client_id, notice="profile-notice-postal-asked", language=language, now=now,
            values={"reference": case.reference, "when": fmt.moment(now, language, institution.timezone)},
        )
    return case


def wanted_of(here: Here, case: Case) -> Postal:
    """The address that a case is about."""
    sealed = base64.b64decode(case.detail["address"])
    return msgspec.json.decode(here.keys.unseal(sealed, purpose=f"postal:{case.client_id}"), type=Postal)


async def lives_at(tx: Transaction, here: Here, institution: Institution, client_id: UUID) -> Postal | None:
    """Where this client lives, as the institution knows it."""
    sealed = await tables.postal_address(tx, institution.slug, client_id)
    if not sealed:
        return None
    return msgspec.json.decode(here.keys.unseal(sealed, purpose=f"postal:{client_id}"), type=Postal)


async def move(tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime) -> None:
    """The agency has accepted: they live there now, and every address is told."""
    sealed = here.keys.seal(msgspec.json.encode(wanted_of(here, case)), purpose=f"postal:{case.client_id}")
    await tables.set_postal_address(tx, institution.slug, case.client_id, sealed)
    await journal.record(
        tx, here, Event.POSTAL_CHANGED, now, institution=institution.slug, client_id=case.client_id, case=str(case.id)
    )
    language = await clients.language_of(tx, institution.slug, case.client_id)
    await notices.tell(
        tx, here, institution, case.client_id, notice="profile-notice-postal-done", language=language, now=now,
        values={"reference": case.reference, "when": fmt.moment(now, language, institution.timezone)},
    )


async def ask_contact(
    tx: Transaction, here: Here, institution: Institution, change: Change, *, language: str, now: datetime
) -> Case | Refused:
    """Whoever cannot approve by themselves lets the agency decide; the new address has been read already.

    Refused: `contact_change_over`, `contact_change_waits` while another one is with the agency.
    """
    if not actions.is_open(change, now) or not await tables.to_agency(tx, institution.slug, change.id):
        return refused("contact_change_over")
    detail = {"change": str(change.id), "channel": change.channel, "hint": change.hint}
    case = await cases.open_case(tx, here, institution, change.client_id, CONTACT, detail, now)
    if case.detail != detail:
        return refused("contact_change_waits")
    await actions.tell_asked(tx, here, institution, change, case.reference, language, now)
    return case


def _line(typed: str) -> str:
    """One line of what is seen: nothing that turns or hides what stands around it."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    return "".join(one for one in spaced if unicodedata.category(one)[0] != "C")
