"""Cases written beside an institution's policy: what is asked, what is proven, what must follow.

They are run by `parvis specs` and by the tests. A rule that no case meets is reported: nobody has said
what it is for.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from parvis.errors import CATALOGUE
from parvis.factors import Factor
from parvis.gate.risk import LEVELS, RiskFacts, assess
from parvis.gate.rules import Allow, Decision, Need, PolicyFacts, Refuse, decide
from parvis.institution.domain import conditions_of
from parvis.institution.loader import AGENCY_FILE, FILE, load
from parvis.institution.reading import Document, InstitutionUnsound, Table, unknown
from parvis.institution.rules import RISK_REASONS, Institution
from parvis.operations import Operation

PAYEES = ("own", "known", "new")
# What a case need not say: a browser that is known, in the early afternoon, and nothing that stands out.
CALM = {"device": "known", "risk": "ordinary"}
CALM_HOUR = 14
MOST = 10_000_000


class Report(msgspec.Struct, frozen=True):
    """How one institution's cases went. No problem means that all is as written."""

    slug: str
    passed: tuple[str, ...]  # the sentence of each case that came out as expected
    problems: tuple[str, ...]  # « file:line: sentence »


def run(place: Path, *, factors: Mapping[str, Factor], operations: Mapping[str, Operation]) -> Report:
    """Load the institution of that folder, or of one file in it, and run the cases written beside it."""
    try:
        institution = load(place, factors=factors, operations=operations)
    except InstitutionUnsound as unsound:
        return Report(place.name, (), tuple(unsound.problems))
    name = (AGENCY_FILE if institution.agency_of else FILE).replace(".toml", ".specs.toml")
    document = Document(institution.folder / name)
    if document.problems:
        return Report(institution.slug, (), tuple(document.problems))
    root, passed, met = document.root, [], set()
    cases = root.tables("case", title="what must follow when something is asked")
    risks = root.tables("risk", title="the score that some facts must get")
    for table in [*cases, *risks]:
        before = len(document.problems)
        it = table.text("it")
        if it in passed:
            table.problem("it", "another case has the same sentence.")
        if table in cases:
            met.add(_case(table, institution, operations))
        else:
            _risk_case(table, institution)
        table.finish()
        if len(document.problems) == before:
            passed.append(it)
    root.finish()
    for rule in institution.rules:
        if rule.id not in met:
            root.problem("", f"no case meets the rule “{rule.id}”.")
    return Report(institution.slug, tuple(passed), tuple(document.problems))


def _case(table: Table, institution: Institution, operations: Mapping[str, Operation]) -> str:
    """Run one case; report what differs. Returns the rule that decided, "" if none."""
    asked = table.table("asked")
    name = asked.one_of("operation", operations, what="operation")
    facts = _facts(asked, operations[name]) if name else {}
    asked.finish()
    proven = frozenset(table.some_of("proven", institution.means, what="offered factor", may_be_empty=True))
    found = decide(institution.rules, name, facts, proven)
    expected = _expected(table.table("expect"))
    if name and expected is not None and expected != _shown(found):
        table.problem("expect", f"expected {expected}, found {_shown(found)}.")
    return found.rule


def _facts(asked: Table, operation: Operation) -> PolicyFacts:
    """What the policy looks at: every condition of the operation, those of CALM where nothing is said."""
    facts: dict[str, str | int] = {}
    for name, allowed in conditions_of(operation).items():
        if name in CALM and name not in asked:
            facts[name] = CALM[name]
        elif isinstance(allowed, tuple):
            facts[name] = asked.one_of(name, allowed, what=f"value of “{name}”")
        else:
            facts[name] = asked.amount(name)
    return facts


def _expected(expect: Table) -> str | None:
    """The decision that a case expects, in the words of `_shown`. None when it is not well written."""
    written = [name for name in ("allow", "need", "refuse") if name in expect]
    if len(written) != 1:
        expect.problem("", 'say one of allow = "rule", need = [["factor"]] or refuse = "code".')
        for name in written:
            expect.take(name)
    if written == ["allow"]:
        decision: Decision = Allow(expect.text("allow"))
    elif written == ["need"]:
        decision = Need(expect.text("rule"), _ways(expect))
    else:
        code = expect.text("refuse")
        if code and code not in CATALOGUE:
            expect.problem("refuse", unknown("refusal", code, tuple(CATALOGUE)))
        decision = Refuse(code, expect.text("rule", optional=True))
    expect.finish()
    return _shown(decision) if len(written) == 1 else None


def _ways(expect: Table) -> tuple[frozenset[str], ...]:
    value = expect.take("need")
    if not isinstance(value, list) or not all(isinstance(way, list) and way for way in value):
        expect.problem("need", 'must be a list of lists of factors, as [["phone"], ["sms_code"]].')
        return ()
    return tuple(frozenset(str(kind) for kind in way) for way in value)


def _shown(decision: Decision) -> str:
    """A decision in words, in which the order of alternatives does not matter."""
    if isinstance(decision, Allow):
        return f"allow by “{decision.rule}”"
    if isinstance(decision, Need):
        ways = sorted(" + ".join(sorted(way)) for way in decision.ways)
        return f"need {' or '.join(ways)} by “{decision.rule}”"
    return f"refuse {decision.code}" + (f" by “{decision.rule}”" if decision.rule else "")


def _risk_case(table: Table, institution: Institution) -> None:
    facts = table.table("facts")
    amounts = {name: facts.amount(name) if name in facts else None for name in ("amount", "usual_amount")}
    risk = assess(
        RiskFacts(
            known_device=facts.yes("known_device", default=True),
            known_network=facts.yes("known_network", default=True),
            local_hour=facts.number("local_hour", least=0, most=23, default=CALM_HOUR),
            recent_failures=facts.number("recent_failures", least=0, most=MOST, default=0),
            hours_since_change=(
                facts.number("hours_since_change", least=0, most=MOST) if "hours_since_change" in facts else None
            ),
            payee=facts.one_of("payee", PAYEES, what="payee") if "payee" in facts else None,
            recent_payments=facts.number("recent_payments", least=0, most=MOST, default=0),
            **amounts,
        ),
        institution.risk,
    )
    facts.finish()
    expect = table.table("expect")
    expected: dict[str, Any] = {
        "score": expect.number("score", least=0, most=MOST),
        "level": expect.one_of("level", LEVELS, what="level"),
        "reasons": expect.some_of("reasons", RISK_REASONS, what="reason", may_be_empty=True),
    }
    expect.finish()
    for name, found in (("score", risk.score), ("level", risk.level)):
        if expected[name] != found:
            expect.problem(name, f"{name}: expected {expected[name]}, found {found}.")
    if set(expected["reasons"]) != set(risk.reasons):
        listed = ", ".join(risk.reasons) or "none"
        expect.problem("reasons", f"reasons: found {listed}.")
