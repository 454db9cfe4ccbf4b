"""Asking to be let in again, and what a worker makes of it.

Whoever asks is answered before anybody looks whether they exist: the same statements, the same work, for a client's
identifier and for nobody's. What differs is done later, by a worker, where no one can time it.
"""

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.blocked import rules, tables
from parvis.blocked.tables import Document, Unblocking
from parvis.cases import actions as cases
from parvis.cases import rules as case_rules
from parvis.cases.tables import Case
from parvis.cleaning import Clean
from parvis.clients import notices
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.lockout import tables as lockout
from parvis.sessions.tokens import hashed
from parvis.ui import format


class Begun(msgspec.Struct, frozen=True):
    """What is given once: the reference, the code that follows it from elsewhere, and the token of this browser."""

    reference: str
    code: str
    token: str


async def begin(
    here: Here, institution: Institution, identifier: str, *, key: UUID, account: str, wanted: list[str], network: str,
    language: str, now: datetime,
) -> Begun | Refused:
    """Write down what somebody asks. Commits before it returns. `key` makes a double click one request.

    Refused, for a client's identifier as for nobody's: `unblocking_too_many`.
    """
    token = token_of(here, key)
    asked = Unblocking(
        id=key, institution=institution.slug, client_id=None, wanted=wanted, language=language, begun_at=now,
        reference=rules.reference_of(institution.short_name, here.keys.mac("unblocking-reference", key.bytes)),
        case_id=None, case_state=None,
        account=here.keys.seal(rules.account_of(account).encode(), purpose=f"unblocking:{key}"),
        sent_at=None, due_at=None, closes_at=None, taken_up_at=None,
    )
    async with here.transaction() as tx:
        begun = await tables.begin(
            tx, asked, identifier=identifier, token_hash=hashed(token), network=network, since=now - rules.A_DAY,
            typed=here.keys.mac("identifier", institution.slug.encode(), identifier.encode()),
            of_one_identifier=rules.OF_ONE_IDENTIFIER, of_one_network=rules.OF_ONE_NETWORK,
        )
    return Begun(asked.reference, code_of(here, key), token) if begun else refused("unblocking_too_many")


async def follow(here: Here, institution: Institution, reference: str, code: str) -> str | Refused:
    """The token of what is followed from another browser. Refused, whichever is wrong: `unblocking_unknown`."""
    async with here.reading() as tx:
        found = await tables.of_reference(tx, institution.slug, rules.plain(reference))
    expected = code_of(here, UUID(int=0) if found is None else found.id)
    right = hmac.compare_digest(rules.plain(expected).encode(), rules.plain(code).encode())
    return token_of(here, found.id) if found is not None and right else refused("unblocking_unknown")


async def add_document(
    here: Here, institution: Institution, asked: Unblocking, name: str, clean: Clean, now: datetime
) -> Refused | None:
    """Keep a cleaned document, sealed. Commits before it returns. Refused: `case_documents_enough`, `case_closed`."""
    if not _takes_documents(asked, now):
        return refused("case_closed")
    document_id = here.new_id()
    document = Document(
        id=document_id, name=case_rules.document_name(name), media_type=clean.media_type, size=len(clean.content),
        sent_at=now, content=here.keys.seal(clean.content, purpose=f"unblocking-document:{document_id}"),
    )
    async with here.transaction() as tx:
        await tables.lock(tx, institution.slug, asked.id)
        if not await tables.add_document(
            tx, institution.slug, asked.id, document, at_most=rules.DOCUMENTS_AT_MOST
        ):
            return refused("case_documents_enough", at_most=rules.DOCUMENTS_AT_MOST)
        await ring(tx, "work")
    return None


async def send(here: Here, institution: Institution, asked: Unblocking, now: datetime) -> Refused | None:
    """All is there: the agency's time begins. Commits before it returns. Refused without a document."""
    due_at = case_rules.due(now, institution.cases.hours[rules.kind_asked(asked.wanted)])
    closes_at = rules.closes_at(now, due_at, institution.timezone, here.random)
    async with here.transaction() as tx:
        sent = await tables.send(tx, institution.slug, asked.id, now=now, due_at=due_at, closes_at=closes_at)
        await ring(tx, "work")
    return None if sent or asked.sent_at is not None else refused("unblocking_without_document")


async def take_up_sent(here: Here, now: datetime) -> int:
    """Make a case of what was sent, or nothing. Several workers at once. Returns how many were taken up."""
    async with here.transaction() as tx:
        asked = await tables.lock_sent(tx)
        if asked is None:
            return 0
        institution = here.institutions.by_slug(asked.institution)
        case = None if institution is None else await _case(tx, here, institution, asked, now)
        if institution is not None and case is not None:
            for document in await tables.contents_of(tx, asked.institution, asked.id):
                assert document.content is not None
                content = here.keys.unseal(document.content, purpose=f"unblocking-document:{document.id}")
                await cases.add_document(
                    tx, here, institution, case.client_id, case.id, name=document.name,
                    media_type=document.media_type, content=content, now=now,
                )
        await tables.take_up(tx, asked.institution, asked.id, None if case is None else case.id, now)
    return 1


async def forget_old(here: Here, now: datetime) -> int:
    """Drop what was begun and never sent, and what is over since long."""
    async with here.transaction() as tx:
        return await tables.forget(tx, unsent_before=now - rules.TO_SEND, begun_before=now - rules.KEPT)


async def _case(
    tx: Transaction, here: Here, institution: Institution, asked: Unblocking, now: datetime
) -> Case | None:
    """The case of this client, who is told of it; None for nobody, and for who is not blocked, who is told that."""
    if asked.client_id is None or not institution.cases.takes(rules.KIND):
        return None
    if asked.case_id is not None:
        found = await cases.progress(tx, institution, asked.client_id, asked.case_id)
        return None if isinstance(found, Refused) else found.case
    blocked = set(await tables.shut_kinds(tx, institution.slug, asked.client_id, now))
    if await lockout.blocked_since(tx, institution.slug, asked.client_id) is not None:
        blocked.add(rules.ACCESS)
    # Emptied where it was looked at before, and documents came later.
    given = here.keys.unseal(asked.account, purpose=f"unblocking:{asked.id}").decode() if asked.account else ""
    numbers = await tables.accounts_of(tx, institution.slug, asked.client_id)
    theirs = len(given) >= rules.ACCOUNT_SHORTEST and any(number.endswith(given) for number in numbers)
    if theirs or not numbers:
        # Anybody may say that they have forgotten, or lost: an agent looks at it where an account number of theirs
        # comes along.
        blocked |= {rules.FORGOTTEN, rules.LOST}
    wanted = [one for one in asked.wanted if one in blocked]
    if not wanted:
        if not await tables.told_since(tx, institution.slug, asked.client_id, now - rules.A_DAY):
            await _tell(tx, here, institution, asked, "blocked-notice-nothing", now)
        return None
    lost = rules.LOST in wanted  # Who starts again gets back all the rest.
    detail: dict[str, Any] = {"means": []} if lost else {"wanted": wanted}
    if given:
        detail["account"] = theirs
    case = await cases.open_case(
        tx, here, institution, asked.client_id, rules.LOST_KIND if lost else rules.KIND, detail, now,
        reference=asked.reference, due_at=asked.due_at,
    )
    added = [] if lost else [one for one in wanted if one not in case.detail["wanted"]]
    if added:
        detail = {**case.detail, **detail, "wanted": [*case.detail["wanted"], *added]}
        case = await cases.widen(tx, here, institution, case, detail, now)
    await _tell(tx, here, institution, asked, "blocked-notice-begun", now)
    return case


async def _tell(
    tx: Transaction, here: Here, institution: Institution, asked: Unblocking, notice: str, now: datetime
) -> None:
    assert asked.client_id is not None
    language = await clients.language_of(tx, institution.slug, asked.client_id)
    due_at = asked.due_at or now
    await notices.tell(
        tx, here, institution, asked.client_id, notice=notice, language=language, now=now,
        values={
            "reference": asked.reference, "code": code_of(here, asked.id), "address": institution.address,
            "until": format.moment(due_at, language, institution.timezone, now=now),
        },
    )


def _takes_documents(asked: Unblocking, now: datetime) -> bool:
    stage = rules.stage(
        sent_at=asked.sent_at, closes_at=asked.closes_at, case_state=asked.case_state, now=now
    )
    return stage in (rules.Stage.BEGUN, rules.Stage.SENT, rules.Stage.MORE_ASKED)


def token_of(here: Here, key: UUID) -> str:
    """The cookie of the browser that asked."""
    return rules.token_of(here.keys.mac("unblocking-token", key.bytes))


def code_of(here: Here, key: UUID) -> str:
    """The code that follows a request from elsewhere."""
    return rules.code_of(here.keys.mac("unblocking-code", key.bytes))
