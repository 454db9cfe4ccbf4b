"""Making a letter that holds a temporary secret, and handing those that wait to the institution's printer."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.here import Here
from parvis.institution.rules import LETTER, Institution
from parvis.letters import pdf, tables
from parvis.ui import format as fmt


def by_post(institution: Institution) -> bool:
    """Whether this institution prints letters."""
    return institution.activation is not None and LETTER in institution.activation.by


def lifetime(institution: Institution) -> timedelta:
    """For how long the secret in a letter serves: the post takes its time."""
    assert institution.activation is not None
    return timedelta(days=institution.activation.letter_days)


async def write(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, secret: str, until: datetime, now: datetime
) -> None:
    """Put a letter with that secret to the others. It does not say who to type: whoever opens it has half of it."""
    whom = await clients.client_of(tx, institution.slug, client_id)
    assert whom is not None
    say, kind = here.words.sayer(whom.language, institution.slug), institution.sign_in.secret
    called = say(f"identifier-{institution.identifier[0].name}")
    sentences = {
        "institution": institution.name,
        "name": f"{whom.given_name} {whom.family_name}",
        "made": fmt.day(fmt.local(now, institution.timezone).date(), whom.language),
        "title": say(f"letter-title-{kind}"),
        "lead": say("letter-lead", called=called),
        "secret": secret,
        "until": say("activation-letter-until", until=fmt.moment(until, whom.language, institution.timezone)),
        "how": say("activation-letter-how", address=institution.address),
        "never": say("activation-letter-never"),
    }
    colour = pdf.colour_of(here, institution)
    made = await here.hasher.run(lambda: pdf.letter(sentences, colour=colour, language=whom.language))
    letter_id = here.new_id()
    sealed = here.keys.seal(made, purpose=f"letter:{letter_id}")
    await tables.insert(tx, institution.slug, letter_id, client_id, sealed, now, until)


async def hand_over(here: Here, institution: Institution, folder: Path, now: datetime) -> list[Path]:
    """Write the letters that wait into this folder, for nobody else to read, and forget them here. Returns the files.

    Where this is cut short, what was not forgotten is written again. Raises OSError for a folder that takes no file.
    """
    written = []
    async with here.transaction() as tx:
        for one in await tables.waiting(tx, institution.slug, now):
            path = folder / f"{one.identifier}-{one.id}.pdf"
            path.unlink(missing_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(here.keys.unseal(one.content, purpose=f"letter:{one.id}"))
            await tables.taken(tx, institution.slug, one.id, now)
            written.append(path)
    return written


async def forget_old(here: Here, now: datetime) -> int:
    """Drop the letters whose secret serves no more. Returns how many."""
    async with here.transaction() as tx:
        return await tables.forget(tx, now)
