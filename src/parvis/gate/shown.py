"""What a person sees of a request: the means they may answer with, in the order of the policy, and its outcome."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from fastapi import Response

from parvis.authenticators import tables as authenticators
from parvis.authenticators.tables import Answering, Authenticator
from parvis.errors import Refused
from parvis.factors import Borrows, DrawsForm, Factor, Instructs, Presents, Together, pages_of
from parvis.gate import answers, tables
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.seal import SealBroken
from parvis.web.answers import sentence
from parvis.web.visit import Visit

# What is said beside the field that was filled in, rather than above the form. Not `answer_expired`: the page has no
# field any more then, only the button that sends another code.
_ABOUT_THE_ANSWER = ("answer_wrong", "answer_last_try", "answer_spent")


# Where a request may have been asked for by somebody who is not signed in.
OPEN_PAGES = ("/sign-in", "/phone/", "/recovery/secret")


class Option(msgspec.Struct, frozen=True):
    """One means that may answer next, and the kinds that its way asks for afterwards.

    `id` is what addresses name it by: see `means_id`.
    """

    id: str
    kind: str
    name: str
    then: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """A means to answer with now, by the factor `kind`, and the kinds that its way asks for afterwards."""

    means: Answering
    kind: str
    then: tuple[str, ...]

    @property
    def id(self) -> str:
        own = self.means.authenticator.kind == self.kind
        return means_id(self.means.authenticator.id, "" if own else self.kind)


class Open(msgspec.Struct, frozen=True):
    """What is left to do: the means to answer with now, and kinds that must first be enrolled."""

    options: tuple[Step, ...]
    enrollable: tuple[str, ...]
    proven: frozenset[str]


def means_id(authenticator_id: UUID, kind: str) -> str:
    """How addresses name a means, and with it the factor that answers with it, where it is not the means' own."""
    return f"{authenticator_id}/{kind}" if kind else str(authenticator_id)


def left_to_do(
    request: Request, proven: frozenset[str], means: list[Answering], *, order: tuple[str, ...],
    enrols: tuple[str, ...], now: datetime, together: frozenset[str] = frozenset(),
    borrowing: Mapping[str, tuple[str, ...]] | None = None, opens: str = "",
) -> Open:
    """The next steps of each way, in the policy's order; within a way, in the order of the institution's means.

    A way that the client cannot finish is not offered: having no means for one of its steps, and unable to enrol one.
    Of the kinds that answer `together`, the oldest means stands for all. `borrowing` lists, by kind of means, the other
    factors that answer with it. `opens`: the kind that everybody has given before, which begins no way.
    """
    also = borrowing or {}
    usable = [
        (one, kind)
        for one in means
        for kind in (one.authenticator.kind, *also.get(one.authenticator.kind, ()))
        if answers.usable(one.authenticator, request, now, kind)
    ]
    have = {kind for _, kind in usable}
    options: dict[str, Step] = {}
    enrollable: dict[str, None] = {}
    # A way that was begun goes on, before one that would begin anew.
    begun = proven - {opens}
    for way in sorted(request.ways, key=lambda way: begun.isdisjoint(way)):
        missing = sorted(set(way) - proven, key=lambda kind: order.index(kind) if kind in order else len(order))
        lacking = [kind for kind in missing if kind not in have]
        if all(kind in enrols for kind in lacking) and lacking:
            enrollable.update(dict.fromkeys(lacking))
        if lacking or not missing:
            continue
        able = [Step(one, kind, tuple(missing[1:])) for one, kind in usable if kind == missing[0]]
        for step in able[:1] if missing[0] in together else able:
            options.setdefault(step.id, step)
    return Open(tuple(options.values()), tuple(enrollable), proven)


async def waiting_page(
    visit: Visit, request: Request, *, asked_here: bool, chosen: str = "", wrong: Refused | None = None
) -> Response:
    """The page of a request that waits: what is asked, the means chosen, the other ones.

    Asked from another browser, it can be read and taken back here, and answered only there or on the phone.
    """
    here, institution = visit.here, visit.institution
    async with here.reading() as tx:
        proven = await tables.kinds_proven(tx, institution.slug, request.id, request.parent_id)
        means = await authenticators.all_answering(tx, institution.slug, request.client_id, request.id)
    todo = left_to_do(
        request, proven, means, order=institution.means,
        enrols=institution.sign_in.enrols if request.operation == "sign_in" else (), now=visit.now,
        together=frozenset(answers.together(tuple(here.factors.items()))),
        borrowing=_borrowing(tuple(here.factors.values())),
        opens=institution.sign_in.secret if request.operation == "sign_in" else "",
    )
    picked = next((one for one in todo.options if one.id == chosen), None)
    picked = picked or (todo.options[0] if todo.options else None)
    if not asked_here:
        picked, todo = None, Open((), (), proven)
    code = "" if wrong is None else wrong.refusal.code
    told = "" if wrong is None else _told(visit, wrong, picked)
    typed = here.factors[picked.kind].fields if picked is not None else ()
    field = typed[0] if typed and code in _ABOUT_THE_ANSWER else ""
    operation = here.operations[request.operation]
    response: Response = here.templates.page(
        visit, "gate/waiting.html",
        status=200 if wrong is None else wrong.refusal.status,
        request=request, asked_here=asked_here, left=_seconds_left(visit, request, picked),
        others=[_option(one) for one in todo.options if one is not picked],
        rewrite=f"{operation.rewrite}{request.id}" if operation.rewrite and asked_here else "",
        enrollable=todo.enrollable, step=len(todo.proven) + 1, code=code, general="" if field else told,
        errors={field: told} if field else {}, **_picked(visit, request, means, picked),
    )
    return response


def _seconds_left(visit: Visit, request: Request, picked: Step | None) -> int:
    """How long this page can be answered: as long as the request waits, or the code that was sent is good."""
    challenge = None if picked is None else picked.means.challenge
    until = request.expires_at
    if challenge is not None and visit.now < challenge.expires_at:
        until = min(until, challenge.expires_at)
    return max(0, int((until - visit.now).total_seconds()))


def _told(visit: Visit, wrong: Refused, picked: Step | None) -> str:
    """What went wrong; in the factor's own words where what it takes is not a code."""
    own = "" if picked is None else f"factor-{picked.kind}-wrong"
    wordless = wrong.refusal.code == "answer_wrong" and own and visit.say.has(own)
    return visit.say(own) if wordless else sentence(visit, wrong)


@lru_cache(maxsize=8)
def _borrowing(factors: tuple[Factor, ...]) -> dict[str, tuple[str, ...]]:
    """By kind of means, the factors that answer with it beside its own."""
    found: dict[str, tuple[str, ...]] = {}
    for factor in factors:
        if isinstance(factor, Borrows):
            found[factor.borrows] = (*found.get(factor.borrows, ()), factor.kind)
    return found


def _picked(visit: Visit, request: Request, means: list[Answering], picked: Step | None) -> dict[str, Any]:
    """What `factors/<kind>/prove.html` is given."""
    if picked is None:
        return {"authenticator": None, "proving": "", "challenge": {}, "action": "", "challenge_action": ""}
    authenticator, challenge = picked.means.authenticator, picked.means.challenge
    factor = visit.here.factors[picked.kind]
    shown = dict(challenge.shown) if challenge is not None and challenge.expires_at > visit.now else {}
    if isinstance(factor, DrawsForm):
        shown |= factor.form(visit.here.random, visit.now)
    if isinstance(factor, Together):
        handles = tuple(
            one.authenticator.handle
            for one in means
            if one.authenticator.kind == authenticator.kind and answers.usable(one.authenticator, request, visit.now)
        )
        shown |= factor.together(answers.asked_of(visit.here, visit.institution, request), handles)
    if isinstance(factor, Instructs):
        shown |= factor.instructions(answers.asked_of(visit.here, visit.institution, request))
    if isinstance(factor, Presents):
        shown |= _presented(visit, request, factor, authenticator)
    address = f"/requests/{request.id}"
    return {
        "authenticator": _option(Step(picked.means, picked.kind, ())),
        "proving": f"{pages_of(factor)}/prove.html",
        "challenge": shown,
        "action": f"{address}/proofs/{picked.id}",
        "challenge_action": f"{address}/challenges/{authenticator.id}",
    }


def _presented(visit: Visit, request: Request, factor: Presents, means: Authenticator) -> dict[str, Any]:
    try:
        material = visit.here.keys.unseal(means.material, purpose=f"authenticator:{means.id}")
    except SealBroken:
        material = b""
    return factor.present(material, answers.asked_of(visit.here, visit.institution, request))


def outcome_page(visit: Visit, request: Request) -> Response:
    """The page of a request that has ended: executed, refused, expired, withdrawn or failed, and what comes next."""
    operation = visit.here.operations[request.operation]
    again = f"{operation.rewrite}{request.id}" if operation.rewrite else operation.before
    after = operation.after(request.result or {}) if request.state == State.EXECUTED else again
    because = ""
    if request.state == State.FAILED and request.because:
        because = visit.say("refusal-" + request.because.replace("_", "-"))
    if visit.client is None:
        after = _without_session(request, operation.before)
    response: Response = visit.here.templates.page(
        visit, "gate/outcome.html", request=request, because=because, after=after,
        signs_in=visit.client is None and (after == "/sign-in" or request.parent_id is not None),
    )
    return response


def _without_session(request: Request, before: str) -> str:
    """Where to go on without a session: back to the sign-in that asked for this one, to the app, or to a new one."""
    if request.parent_id is not None:
        return f"/requests/{request.parent_id}"
    return before if before in OPEN_PAGES else "/sign-in"


def _option(one: Step) -> Option:
    return Option(one.id, one.kind, one.means.authenticator.name, one.then)
