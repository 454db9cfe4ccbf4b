"""`parvis client activate`: what the institution's own programs call when somebody has become a client."""

import os
from pathlib import Path

import msgspec

from parvis.activation import actions
from parvis.activation.actions import Person
from parvis.errors import Refused
from parvis.here import Here
from parvis.identifiers import canonical
from parvis.institution.rules import LETTER, SMS, Institution
from parvis.ui import format as fmt

LANGUAGE = "en"  # of the commands


class Announced(msgspec.Struct, frozen=True):
    """What was typed on the command line."""

    institution: str
    identifier: str
    given_name: str
    family_name: str
    email: str
    mobile: str
    language: str
    letter: Path | None


class Told(msgspec.Struct, frozen=True):
    """What the command prints: what was done, or what stood in the way."""

    said: str = ""
    wrong: str = ""


async def announce(here: Here, announced: Announced) -> Told:
    """Make or find the client, and activate. Never prints the secret: it is in the SMS, or in the letter."""
    institution = here.institutions.by_slug(announced.institution)
    if institution is None:
        return Told(wrong=f"no institution is called {announced.institution}.")
    if announced.language not in ("fr", "en"):
        return Told(wrong=f"{announced.language} is not a language of Parvis, fr and en are.")
    now, by = here.clock(), SMS if announced.letter is None else LETTER
    parts = dict(zip((part.name for part in institution.identifier), announced.identifier.split("-"), strict=False))
    identifier = canonical(institution.identifier, parts)
    if isinstance(identifier, Refused):
        return _told(here, institution, identifier)
    person = Person(
        identifier=identifier, given_name=announced.given_name.strip(), family_name=announced.family_name.strip(),
        language=announced.language, email=announced.email, sms=announced.mobile,
    )
    if institution.activation is None or by not in institution.activation.by:
        return Told(wrong=f"{institution.slug} does not activate by {by}: see [activation] in its file.")
    client_id = await actions.enter(here, institution, person, now)
    if isinstance(client_id, Refused):
        return _told(here, institution, client_id)
    sent = await actions.activate(here, institution, client_id, by, now)
    if isinstance(sent, Refused):
        return _told(here, institution, sent)
    if announced.letter is not None:
        _write(announced.letter, sent.letter)
    until = fmt.moment(sent.until, LANGUAGE, institution.timezone)
    where = "leaves by SMS" if announced.letter is None else f"is in {announced.letter}: print it, then remove it"
    return Told(f"{identifier}: the identifier leaves by e-mail, the first secret {where}. It serves until {until}.")


def _told(here: Here, institution: Institution, why: Refused) -> Told:
    say = here.words.sayer(LANGUAGE, institution.slug)
    return Told(wrong=f"{say(why.refusal.key, **why.values)} ({why.refusal.code})")


def _write(path: Path, content: bytes) -> None:
    """A file that nobody else reads, and that was not there before."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
