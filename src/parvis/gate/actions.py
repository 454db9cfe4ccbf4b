"""The one path: request → policy → proofs → performed once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from parvis.bell import ring
from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Checked, Consults, itself
from parvis.gate import answers, challenges, tables
from parvis.gate.frozen import builtins, facts_hash, freeze
from parvis.gate.risk import Risk, RiskFacts, assess
from parvis.gate.rules import Allow, Decision, Need, PolicyFacts, Refuse, State, decide
from parvis.gate.tables import Proven, Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.operations import Failed, Operation, Waits
from parvis.protection.actions import Disavowed, protect
from parvis.ui import format

NOT_ME = "not_me"  # Said on the phone: somebody else asked.


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, by whom, from where. `key` is made by the caller: a retry carries the same one."""

    client_id: UUID
    operation: str
    facts: msgspec.Struct
    key: UUID
    request_id: UUID | None = None
    session_id: UUID | None = None
    ticket_hash: bytes | None = None
    parent_id: UUID | None = None
    device_id: UUID | None = None
    network: str = ""
    browser: str = ""
    language: str = "fr"
    proven: tuple[Proven, ...] = ()
    only: UUID | None = None  # the one means that is alerted: the device that asks for itself


async def ask(here: Here, institution: Institution, asking: Asking, now: datetime) -> Request | Refused:
    """Open a request as `open` does, and nothing beside it. Commits before it returns."""
    async with here.transaction() as tx:
        return await open(tx, here, institution, asking, now, nothing_else=True)


async def open(  # noqa: A001 (a request is opened: the trade's word, never used bare)
    tx: Transaction, here: Here, institution: Institution, asking: Asking, now: datetime, *, nothing_else: bool = False
) -> Request | Refused:
    """Open a request, or find the one that the same key already serves.

    Executes it at once when the policy asks for nothing more than `asking.proven`. Same key and same content: the first
    answer. Same key and other content: the waiting request is voided and a new one opened; if it was settled, 409.
    Refuses what no rule covers, what is impossible already, and more waiting requests than the institution allows.
    `nothing_else`: the transaction was begun for this alone.
    """
    meant = facts_hash(asking.operation, builtins(asking.facts))
    outcome = await _open(tx, here, institution, asking, meant, now, nothing_else=nothing_else)
    if isinstance(outcome, Refused):
        # The same key may have come twice at once: what this one lacks may be what its twin has spent.
        twin = await tables.by_key(tx, institution.slug, asking.client_id, asking.key)
        if twin is not None and twin.facts_hash == meant:
            return twin
    return outcome


async def _open(
    tx: Transaction, here: Here, institution: Institution, asking: Asking, meant: bytes, now: datetime, *,
    nothing_else: bool,
) -> Request | Refused:
    operation = here.operations[asking.operation]
    history = await tables.history(
        tx, institution.slug, asking.client_id, device_id=asking.device_id, network=asking.network,
        operation=asking.operation, key=asking.key, now=now,
    )
    if history.same_key is not None:
        earlier = await _earlier(tx, here, institution, asking, meant, now)
        if earlier is not None:
            return earlier
    weighed = await operation.weigh(tx, here, institution, asking.client_id, asking.facts, now)
    if isinstance(weighed, Failed):
        return refused(weighed.code)
    risk = assess(_risk_facts(institution, history, weighed, now), institution.risk)
    device = "known" if history.known_device else "new"
    proven = frozenset(one.kind for one in asking.proven)
    if asking.parent_id is not None:
        proven |= await tables.kinds_proven(tx, institution.slug, asking.parent_id)
    decision = decide(institution.rules, asking.operation, {**weighed, "risk": risk.level, "device": device}, proven)
    if isinstance(decision, Refuse):
        return refused(decision.code)
    if isinstance(decision, Need) and history.same_key is None:
        # What needs nobody's answer bothers nobody; what replaces a waiting request adds none.
        crowded = _too_many(institution, history, now)
        if crowded is not None:
            return crowded

    request = _frozen(here, institution, operation, asking, risk, device, decision, now)
    told = journal.Entry(
        event=Event.REQUEST_OPENED, at=now, institution=institution.slug, client_id=request.client_id,
        request_id=request.id, detail={
            "operation": request.operation, "rule": request.rule, "risk": risk.score, "reasons": list(risk.reasons),
        },
    )
    unspent = all(one.spends == itself(request.id) for one in asking.proven)
    if nothing_else and isinstance(decision, Need) and unspent and not challenges.alerted(here, request, proven):
        tx.closes()
    proofs = [(here.new_id(), one) for one in asking.proven]
    inserted = await tables.insert(tx, request, proofs, journal.line(here, told), now)
    if not inserted.asked:
        return refused("key_reused")
    if inserted.proven < len(asking.proven):
        return await _settle(tx, here, institution, request, State.FAILED, now, "answer_spent")
    if isinstance(decision, Allow):
        return await _execute(tx, here, institution, request, now)
    await challenges.alert(tx, here, institution, request, proven, now, only=asking.only)
    return request


async def _earlier(
    tx: Transaction, here: Here, institution: Institution, asking: Asking, meant: bytes, now: datetime
) -> Request | Refused | None:
    """What the same key serves already; None once the waiting request has been voided by a change."""
    voided = await tables.withdraw_changed(tx, institution.slug, asking.client_id, asking.key, meant, now)
    if voided is not None:
        await _tell(tx, here, institution, Event.REQUEST_WITHDRAWN, asking.client_id, voided, now, because="changed")
        await ring(tx, str(voided))
        return None
    earlier = await tables.by_key(tx, institution.slug, asking.client_id, asking.key)
    if earlier is None:
        return None
    return earlier if earlier.facts_hash == meant else refused("key_reused")


async def prove(
    here: Here,
    institution: Institution,
    request: Request,
    authenticator_id: UUID,
    answer: Mapping[str, str],
    now: datetime,
    kind: str = "",
) -> Request | Refused:
    """Take one answer to one request. Commits before it returns.

    `kind` names the factor that answers with this means, where it is not the means' own: a phone without network.
    Returns the request as it then is: executed, refused by the client, failed, or still waiting for another proof.
    Refuses a wrong answer (counted), one that has served, one that comes too late, and means that cannot be used here.
    """
    asked, answer = answers.asked_of(here, institution, request), answers.readable(answer)
    async with here.transaction() as tx:
        authenticator_id = (
            await answers.addressed(tx, here, institution, request.client_id, answer) or authenticator_id
        )
        ready = await answers.ready(tx, here, institution, request, authenticator_id, now, kind)
        if isinstance(ready, Refused):
            return ready
        factor = here.factors[ready.kind]
        if not factor.slow and not isinstance(factor, Consults):
            checked = factor.check(ready.material, ready.challenge, answer, asked, now)
            return await _take(tx, here, institution, request, ready, checked, now)
    # Nobody's row is held while others are asked or a slow secret is verified. What it was verified against is then
    # looked at again.
    if isinstance(factor, Consults):
        told = await factor.consult(ready.material, answer, asked, here.outside.ask, now)
        asked = msgspec.structs.replace(asked, told=told)
    judged = (ready.material, ready.challenge, answer, asked, now)
    checked = await here.hasher.run(factor.check, *judged) if factor.slow else factor.check(*judged)
    async with here.transaction() as tx:
        again = await answers.ready(tx, here, institution, request, authenticator_id, now, kind)
        if isinstance(again, Refused):
            return again
        if again.authenticator.version != ready.authenticator.version:
            return refused("means_not_usable")
        return await _take(tx, here, institution, request, again, checked, now)


async def _take(
    tx: Transaction, here: Here, institution: Institution, request: Request, ready: answers.Ready, checked: Checked,
    now: datetime,
) -> Request | Refused:
    """Count what the factor judged, spend the proof once, and go on with the request. Means and request are locked."""
    counted = await answers.count(tx, here, institution, request, ready, checked, now)
    if isinstance(counted, Refused):
        return counted
    accepted = await tables.accept(
        tx, institution.slug, request.id, counted.proven, parent_id=request.parent_id, proof_id=here.new_id(),
        lane=answers.LANE,
        # A refusal proves the phone and not the code: it forgets no wrong one.
        forgets=counted.declined is None, now=now,
    )
    if accepted.held_until is not None:
        return refused("held", until=accepted.held_until)
    if not accepted.spent:
        await _tell(tx, here, institution, Event.PROOF_SPENT, request.client_id, request.id, now,
                    kind=counted.proven.kind)
        return refused("answer_spent")
    if counted.declined is not None:
        return await _decline(tx, here, institution, request, counted.proven, counted.declined, now)
    await _tell(tx, here, institution, Event.PROOF_ACCEPTED, request.client_id, request.id, now,
                kind=counted.proven.kind)
    if counted.notice is not None:
        await notices.tell(
            tx, here, institution, request.client_id, notice=counted.notice.words_key, values=counted.notice.values,
            language=request.language, now=now, request_id=request.id,
        )
    return await advance(tx, here, institution, request, frozenset(accepted.kinds), now)


async def _decline(
    tx: Transaction, here: Here, institution: Institution, request: Request, proven: Proven, because: str, now: datetime
) -> Request | Refused:
    """A no is final. « Ce n'est pas moi » also protects, in the same transaction; the means it is said with stays."""
    settled = await _settle(tx, here, institution, request, State.REFUSED, now, because)
    if isinstance(settled, Request) and because == NOT_ME:
        said = Disavowed(
            client_id=request.client_id, request_id=request.id, session_id=request.session_id,
            device_id=request.device_id, own_means=proven.authenticator_id, language=request.language,
        )
        what = here.words.sayer(request.language, institution.slug)(f"operation-{request.operation}")
        moment = format.moment(request.opened_at, request.language, institution.timezone)
        await protect(
            tx, here, institution, said, now, event=Event.REQUEST_DISAVOWED, notice="gate-notice-not-me",
            values={"what": what, "moment": moment}, operation=request.operation,
        )
    return settled


async def advance(
    tx: Transaction, here: Here, institution: Institution, request: Request, proven: frozenset[str], now: datetime
) -> Request | Refused:
    """Decide again with the proofs that there are, on fresh facts and today's policy, and perform what is allowed.

    A policy that has become stricter sends the client back: the request goes on waiting, for more.
    """
    operation = here.operations[request.operation]
    facts = msgspec.convert(request.facts, operation.facts)
    weighed = await operation.weigh(tx, here, institution, request.client_id, facts, now)
    if isinstance(weighed, Failed):
        return await _settle(tx, here, institution, request, State.FAILED, now, weighed.code)
    decision = decide(
        institution.rules, request.operation,
        {**weighed, "risk": request.risk["level"], "device": request.risk["device"]}, proven,
    )
    if isinstance(decision, Refuse):
        return await _settle(tx, here, institution, request, State.FAILED, now, decision.code)
    if isinstance(decision, Allow):
        return await _execute(tx, here, institution, request, now)
    if decision.rule != request.rule:
        await tables.reweigh(tx, request.id, decision.rule, ways_of(institution, decision), institution.hash)
        return refused("stricter_now")
    return request


async def withdraw(
    tx: Transaction, here: Here, institution: Institution, request: Request, now: datetime
) -> Request | Refused:
    """The client takes the request back. Refused once it has left `waiting`."""
    return await _settle(tx, here, institution, request, State.WITHDRAWN, now, "by_client")


async def expire_due(here: Here, now: datetime, at_most: int = 200) -> int:
    """Let the requests whose time has passed go, several workers at once. Returns how many.

    Each is told at the instant its time was up, not when a worker came by: that is when it could no longer be answered.
    """
    async with here.transaction() as tx:
        late = await tables.expired(tx, now, at_most)
        for request in late:
            institution = here.institutions.by_slug(request.institution)
            if institution is not None:
                await _settle(tx, here, institution, request, State.EXPIRED, request.expires_at, None)
    return len(late)


def ways_of(institution: Institution, decision: Decision) -> list[list[str]]:
    """The alternatives of the rule that decided, in the order of the institution's file."""
    rule = next(rule for rule in institution.rules if rule.id == getattr(decision, "rule", ""))
    return [sorted(way) for way in rule.ways]


async def _execute(
    tx: Transaction, here: Here, institution: Institution, request: Request, now: datetime
) -> Request | Refused:
    """Perform and settle. Nobody else settles it meanwhile: it is locked, or this very transaction has opened it."""
    operation = here.operations[request.operation]
    facts = msgspec.convert(request.facts, operation.facts)
    if isinstance(operation, Waits) and await operation.waits(tx, here, institution, request.client_id, facts):
        return request
    outcome = await operation.perform(tx, here, institution, request, facts, now)
    if isinstance(outcome, Failed):
        return await _settle(tx, here, institution, request, State.FAILED, now, outcome.code)
    settled = msgspec.structs.replace(request, state=State.EXECUTED, result=outcome.result, settled_at=now)
    tables.settle_at_last(tx, request.id, State.EXECUTED, now, outcome.result)
    return await _settled(tx, here, institution, settled, now)


async def _settle(
    tx: Transaction, here: Here, institution: Institution, request: Request, state: State, now: datetime,
    because: str | None,
) -> Request | Refused:
    if not await tables.settle(tx, request.id, state, now, because=because):
        return await _already(tx, institution, request, now)
    settled = msgspec.structs.replace(request, state=state, because=because, settled_at=now)
    return await _settled(tx, here, institution, settled, now)


async def _settled(tx: Transaction, here: Here, institution: Institution, request: Request, now: datetime) -> Request:
    """Tell that the request has left `waiting`, as it now is."""
    detail = {"operation": request.operation} | ({"because": request.because} if request.because else {})
    if request.state == State.EXECUTED:
        detail["rule"] = request.rule
    event = Event(f"request:{request.state.value}")
    await _tell(tx, here, institution, event, request.client_id, request.id, now, **detail)
    await ring(tx, str(request.id))
    return request


async def _already(tx: Transaction, institution: Institution, request: Request, now: datetime) -> Refused:
    found = await tables.of_client(tx, institution.slug, request.client_id, request.id)
    late = found is not None and found.state == State.WAITING and found.expires_at <= now
    return refused("request_expired" if late else "request_settled")


async def _tell(
    tx: Transaction, here: Here, institution: Institution, event: Event, client_id: UUID, request_id: UUID,
    now: datetime, **detail: Any,
) -> None:
    await journal.record(
        tx, here, event, now, institution=institution.slug, client_id=client_id, request_id=request_id, **detail
    )


def _too_many(institution: Institution, history: tables.History, now: datetime) -> Refused | None:
    """Push bombing is resisted (ASVS 6.6.4): a few requests at once, and silence after refusals in a row.

    Counted for each operation apart: transfers that wait do not keep their owner from signing in again.
    """
    if history.waiting >= institution.waiting.at_most:
        return refused("too_many_waiting", at_most=institution.waiting.at_most)
    if history.unanswered >= institution.waiting.at_most and history.last_unanswered_at is not None:
        until = history.last_unanswered_at + timedelta(minutes=institution.waiting.cool_down_minutes)
        if now < until:
            return refused("cooling_down", until=until)
    return None


def _risk_facts(
    institution: Institution, history: tables.History, weighed: PolicyFacts, now: datetime
) -> RiskFacts:
    amount, payee = weighed.get("amount"), weighed.get("payee")
    changed = history.changed_at
    return RiskFacts(
        known_device=history.known_device,
        known_network=history.known_network,
        local_hour=now.astimezone(ZoneInfo(institution.timezone)).hour,
        recent_failures=history.recent_failures,
        hours_since_change=None if changed is None else int((now - changed).total_seconds() // 3600),
        amount=amount if isinstance(amount, int) else None,
        usual_amount=history.usual_amount,
        payee=payee if isinstance(payee, str) else None,
        recent_payments=history.recent_payments,
    )


def _frozen(
    here: Here, institution: Institution, operation: Operation, asking: Asking, risk: Risk, device: str,
    decision: Allow | Need, now: datetime,
) -> Request:
    say = here.words.sayer(asking.language, institution.slug)
    lines = [builtins(line) for line in operation.lines(asking.facts, say, institution)]
    request_id, facts, expires_at = asking.request_id or here.new_id(), builtins(asking.facts), now + operation.lifetime
    frozen = freeze(
        request_id=request_id, institution=institution.slug, client_id=asking.client_id,
        operation=asking.operation, facts=facts, lines=lines, opened_at=now, expires_at=expires_at,
    )
    return Request(
        id=request_id, institution=institution.slug, client_id=asking.client_id, parent_id=asking.parent_id,
        session_id=asking.session_id, ticket_hash=asking.ticket_hash, device_id=asking.device_id,
        operation=asking.operation, key=asking.key, facts=facts, lines=lines, canonical=frozen.canonical,
        digest=frozen.digest, facts_hash=frozen.facts_hash, match_number=10 + here.random.below(90),
        policy_hash=institution.hash, rule=decision.rule, ways=ways_of(institution, decision),
        risk={"score": risk.score, "level": risk.level, "reasons": list(risk.reasons), "device": device},
        state=State.WAITING, because=None, result=None, network=asking.network, browser=asking.browser,
        language=asking.language, opened_at=now, expires_at=expires_at, settled_at=None,
    )
