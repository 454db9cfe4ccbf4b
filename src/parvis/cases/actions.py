"""What happens to a case on the client's side: opened, documented, answered, followed, taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.cases import rules, tables
from parvis.cases.rules import State
from parvis.cases.tables import Case, Document, Step
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal

REFERENCES_TRIED = 5
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


class Progress(msgspec.Struct, frozen=True):
    """What the client reads of a case: the same that agents read, but for who holds it at the moment."""

    case: Case
    steps: list[Step]
    documents: list[Document]


async def open_case(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, kind: str, detail: dict[str, Any],
    now: datetime, *, reference: str = "", due_at: datetime | None = None,
) -> Case:
    """Open a case of that kind, or find the one that this client has open already: the same comes back.

    `reference` is one that the client has been given already, where it is free; `due_at` what they were told, else
    the target of the institution's file counts from now.

    `detail` holds facts for who decides: no secret, and no address in clear. Raises LookupError for a kind that the
    institution's file does not name: a bug of the caller, who asks `institution.cases.takes(kind)` first.
    """
    if not institution.cases.takes(kind):
        raise LookupError(f"{institution.slug} takes no case of the kind {kind}")
    for tried in range(REFERENCES_TRIED):
        earlier = await tables.waiting_of(tx, institution.slug, client_id, kind)
        if earlier is not None:
            return earlier
        case = Case(
            id=here.new_id(), institution=institution.slug, client_id=client_id, kind=kind, state=State.OPEN,
            reference=reference if reference and tried == 0 else rules.reference(institution.short_name, here.random),
            detail=detail, opened_at=now,
            due_at=due_at or rules.due(now, institution.cases.hours[kind]), claimed_by=None, claimed_at=None,
            decided_by=None, confirmed_by=None, closed_at=None,
        )
        if await tables.insert(tx, case):
            await _step(tx, here, case, "opened", Event.CASE_OPENED, now)
            await _ring(tx, case)
            return case
    raise RuntimeError("no free reference was drawn")


async def add_document(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, case_id: UUID, *, name: str,
    media_type: str, content: bytes, now: datetime,
) -> Document | Refused:
    """Keep a document for this case, sealed. `content` was cleaned, and `media_type` is what its bytes say.

    Refused: `page_not_found` for nobody's case, `case_closed`, `case_no_documents`, `case_documents_enough`.
    """
    assert media_type in MEDIA_TYPES, "its bytes were not looked at"
    case = await tables.one_of_client(tx, institution.slug, client_id, case_id, lock=True)
    if case is None:
        return refused("page_not_found")
    if case.state not in rules.WAITING:
        return refused("case_closed")
    if case.kind not in institution.cases.documents:
        return refused("case_no_documents")
    document = Document(here.new_id(), case_id, rules.document_name(name), media_type, len(content), now)
    sealed = here.keys.seal(content, purpose=f"document:{document.id}")
    if not await tables.add_document(tx, document, institution.slug, client_id, sealed, rules.DOCUMENTS_AT_MOST):
        return refused("case_documents_enough", at_most=rules.DOCUMENTS_AT_MOST)
    await _step(tx, here, case, "document_added", Event.CASE_DOCUMENTED, now)
    await _back_to_agency(tx, case, now)
    return document


async def widen(
    tx: Transaction, here: Here, institution: Institution, case: Case, detail: dict[str, Any], now: datetime
) -> Case:
    """The same client asks for more in a case that is open: `detail` takes the place of its facts.

    Whoever was deciding on the earlier ones has to look again, and so has whoever had accepted it a first time.
    """
    found = await tables.one_of_client(tx, institution.slug, case.client_id, case.id, lock=True)
    if found is None or found.state not in rules.WAITING:
        return case
    await tables.widen(tx, institution.slug, case.id, detail)
    await _step(tx, here, case, "widened", Event.CASE_WIDENED, now)
    await _back_to_agency(tx, case, now)
    return msgspec.structs.replace(found, detail=detail)


async def answer(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, case_id: UUID, words: str, now: datetime
) -> Case | Refused:
    """What the client writes to the agency about a case that waits.

    Refused: `page_not_found`, `case_closed`, `form_incomplete` without words, `case_words_too_long`,
    `case_words_enough`.
    """
    case = await tables.one_of_client(tx, institution.slug, client_id, case_id, lock=True)
    if case is None:
        return refused("page_not_found")
    if case.state not in rules.WAITING:
        return refused("case_closed")
    if not words.strip():
        return refused("form_incomplete", field="words")
    if len(words) > rules.WORDS_LONGEST:
        return refused("case_words_too_long", field="words", at_most=rules.WORDS_LONGEST)
    if await tables.count_steps(tx, institution.slug, case.id, "answered") >= rules.ANSWERS_AT_MOST:
        return refused("case_words_enough", at_most=rules.ANSWERS_AT_MOST)
    await _step(tx, here, case, "answered", Event.CASE_ANSWERED, now, words=words.strip())
    await _back_to_agency(tx, case, now)
    return case


async def withdraw(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, case_id: UUID, now: datetime
) -> Case | Refused:
    """The client takes the case back, while nothing is decided.

    Refused: `page_not_found`, `case_closed`.
    """
    case = await tables.one_of_client(tx, institution.slug, client_id, case_id, lock=True)
    if case is None:
        return refused("page_not_found")
    if not await tables.withdraw(tx, institution.slug, client_id, case_id, now):
        return refused("case_closed")
    await _step(tx, here, case, "withdrawn", Event.CASE_WITHDRAWN, now)
    await _ring(tx, case)
    return msgspec.structs.replace(case, state=State.WITHDRAWN, closed_at=now)


async def progress(
    tx: Transaction, institution: Institution, client_id: UUID, case_id: UUID
) -> Progress | Refused:
    """Where a case of this client stands, with its steps and documents. Refused: `page_not_found`."""
    case = await tables.one_of_client(tx, institution.slug, client_id, case_id)
    if case is None:
        return refused("page_not_found")
    return Progress(
        case,
        await tables.steps(tx, institution.slug, case.id),
        await tables.documents(tx, institution.slug, case.id),
    )


async def _back_to_agency(tx: Transaction, case: Case, now: datetime) -> None:
    await tables.answered(tx, case.institution, case.id, now)
    await _ring(tx, case)


async def _ring(tx: Transaction, case: Case) -> None:
    """Whoever has the case, or the queue, on their screen sees that it moved."""
    await ring(tx, f"case:{case.id}", f"queue:{case.institution}")


async def _step(
    tx: Transaction, here: Here, case: Case, what: str, event: Event, now: datetime, *, words: str = ""
) -> None:
    await tables.add_step(
        tx, step_id=here.new_id(), institution=case.institution, case_id=case.id, what=what, now=now, words=words
    )
    await journal.record(
        tx, here, event, now, institution=case.institution, client_id=case.client_id, case=str(case.id), kind=case.kind
    )
