"""The archive that a client takes away, and the worker's duty of forgetting."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import msgspec

from parvis.clients import notices
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.journal import actions as journal
from parvis.own_data import tables
from parvis.seal import SealBroken
from parvis.ui import format as fmt
from parvis.web.visit import Visit

FORGOTTEN_AT_ONCE = 500


async def gather(tx: Transaction, visit: Visit) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept of who is signed in, and a line in the journal; the client is told by every address."""
    here, institution, me = visit.here, visit.institution, visit.me
    found = await tables.everything_of(tx, institution.slug, me.id)
    for contact in found["contacts"]:
        sealed = bytes.fromhex(contact["address"].removeprefix("\\x"))
        try:
            opened = here.keys.unseal(sealed, purpose=f"contact:{contact['id']}").decode()
        except SealBroken:
            opened = ""
        contact["address"] = opened
    await journal.record(
        tx, here, Event.DATA_EXPORTED, visit.now, institution=institution.slug, client_id=me.id,
        session_id=visit.mine.id,
    )
    await notices.tell(
        tx, here, institution, me.id, notice="own-data-notice",
        values={"moment": fmt.moment(visit.now, visit.language, institution.timezone)}, language=visit.language,
        now=visit.now,
    )
    return found


def packed(found: dict[str, list[dict[str, Any]]], words: str, now: datetime) -> bytes:
    """The archive: one JSON file for each kind of thing, and a page that says what they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {"README.txt": words.encode()} | {
            f"{name}.json": msgspec.json.format(msgspec.json.encode(rows), indent=2) for name, rows in found.items()
        }
        for name, content in files.items():
            info = zipfile.ZipInfo(name, now.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()


async def forget_due(here: Here, now: datetime) -> int:
    """Forget what is past its time, a few hundred rows of each at once. Returns how many."""
    kept = here.settings
    duties = (
        (tables.forget_messages, kept.keep_messages_days),
        (tables.forget_places, kept.keep_places_days),
        (tables.forget_devices, kept.keep_places_days),
        (tables.forget_failures, kept.keep_places_days),
        (tables.forget_documents, kept.keep_documents_days),
        (tables.forget_requests, kept.keep_requests_days),
    )
    forgotten = 0
    for institution in here.institutions.all:
        for forget, days in duties:
            async with here.transaction() as tx:
                forgotten += await forget(tx, institution.slug, now - timedelta(days=days), FORGOTTEN_AT_ONCE)
    return forgotten
