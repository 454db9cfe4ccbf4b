"""What the law and plain sense ask of an institution's file, beyond its being well written.

Each check says the rule it comes from. A way that proves fewer than two elements is not forbidden: it
must state on what it rests, and may not be called strong.
"""

from collections.abc import Iterator, Mapping

from parvis.factors import Borrows, Factor, WritesTo, device_of
from parvis.gate.rules import PolicyFacts, Rule
from parvis.institution.domain import cases_of
from parvis.institution.reading import Document
from parvis.institution.recovery import proven_by, weaknesses
from parvis.institution.rules import Institution
from parvis.operations import AboutMeans, ByAgents, ChangesChannel, OfFeature, Operation, Recovers, TakesSeveral

TWO_ELEMENTS = 2  # strong customer authentication: Directive (EU) 2015/2366, article 4(30)
SIGN_IN, ENROLL = "sign_in", "enroll_factor"


Factors = Mapping[str, Factor]
Operations = Mapping[str, Operation]


def check_law(document: Document, institution: Institution, factors: Factors, operations: Operations) -> None:
    """Report ways that prove too little or link nothing, and what leaves people without a smartphone out."""
    for number, rule in enumerate(institution.rules):
        for index, way in enumerate(rule.ways):
            for sentence in _faults(rule, way, institution, factors, operations):
                document.problem(("rule", number, "ways", index), f"rule “{rule.id}”: {sentence}")
    _check_claim(document, institution, factors)
    _check_smartphone(document, institution, factors, operations)
    _check_borrowed(document, institution, factors)
    _check_used(document, institution)
    _check_doors(document, institution)


def _faults(
    rule: Rule, way: frozenset[str], institution: Institution, factors: Factors, operations: Operations
) -> Iterator[str]:
    """What the law has against one way of a rule."""
    elements = proven_by(way, institution, factors)
    shown = f"“{' + '.join(sorted(way))}”" if way else "the empty way"
    proven = f"{' and '.join(sorted(elements))} only" if elements else "no element"
    if len(elements) < TWO_ELEMENTS and not rule.basis:
        yield (f"{shown} proves {proven}, not two different elements. State on what this rests with “basis”.")
    if isinstance(operations.get(rule.operation), Recovers):
        # A secret that is forgotten is no element left to prove: what takes its place is compared with a sign-in.
        yield from weaknesses(rule, way, institution, factors)
        return
    if institution.sign_in.strong and len(way) >= TWO_ELEMENTS > len(elements):
        yield (
            f"{shown} proves {proven}: two steps, not two factors (CNIL-MFA). Add a factor of another "
            "element, or say strong = false in [sign_in]."
        )
    pays = rule.operation in operations and operations[rule.operation].pays
    if pays and not rule.basis and not any(factors[kind].links for kind in way):
        yield (
            f"nothing in {shown} links the proof to amount and payee (RTS article 5). "
            "Use a factor that does, or state a “basis”."
        )
    if isinstance(operations.get(rule.operation), TakesSeveral) and len(way) < TWO_ELEMENTS:
        yield f"{shown} is one means at most, which could approve its own end or return: ask for a second one."
    if isinstance(operations.get(rule.operation), ChangesChannel) and _only_by(_channels(rule), way, factors):
        yield f"{shown} is written to the very address that changes: another means must approve it too."
    begins = {institution.sign_in.secret, *institution.sign_in.doors, *institution.sign_in.on_device}
    if rule.operation == SIGN_IN and not begins & way:
        yield f"sign-in always begins with “{'” or “'.join(sorted(begins))}”: name one in each way."


def _channels(rule: Rule) -> tuple[str, ...]:
    """The channels that a rule about a change of address speaks of; none where it speaks of each."""
    named = rule.when.get("channel", ())
    return named if isinstance(named, tuple) else ()


def _only_by(channels: tuple[str, ...], way: frozenset[str], factors: Factors) -> bool:
    """Whether whoever holds one of these addresses alone has the whole way. Nothing asked: nobody approves."""
    written = {factor.channel if isinstance(factor := factors[kind], WritesTo) else "" for kind in way}
    return not way or (len(written) == 1 and "" not in written and (not channels or written <= set(channels)))


def _check_claim(document: Document, institution: Institution, factors: Factors) -> None:
    ways = [way for rule in institution.rules if rule.operation == SIGN_IN for way in rule.ways]
    two = any(len(proven_by(way, institution, factors)) >= TWO_ELEMENTS for way in ways)
    if institution.sign_in.strong and not two:
        document.problem(
            ("sign_in", "strong"),
            "strong authentication is claimed, yet no way to sign in proves two different elements "
            "(RTS article 4, CNIL-MFA).",
        )


def _check_smartphone(
    document: Document, institution: Institution, factors: Factors, operations: Operations
) -> None:
    """PSR-means, a switch: wherever something is asked for, one way at least is answered without a
    smartphone.
    """
    if not institution.requires_means_without_smartphone:
        return
    # What concerns the smartphone itself leaves nobody out.
    about = {name for name, one in operations.items() if isinstance(one, AboutMeans)}
    for number, rule in enumerate(institution.rules):
        if rule.operation in about:
            continue
        if rule.ways and not any(all(_on_any_screen(factors[kind], factors) for kind in way) for way in rule.ways):
            document.problem(
                ("rule", number, "ways"),
                f"rule “{rule.id}”: every way needs a smartphone (PSR-means). Add one without, or switch "
                "means_without_smartphone off in [requires].",
            )


def _on_any_screen(factor: Factor, factors: Factors) -> bool:
    """Whether it takes no smartphone. What borrows an app's means takes one, even where its code is typed elsewhere."""
    return factor.by_browser and factors[device_of(factor)].by_browser


def _check_borrowed(document: Document, institution: Institution, factors: Factors) -> None:
    for index, kind in enumerate(institution.means):
        factor = factors[kind]
        if isinstance(factor, Borrows) and factor.borrows not in institution.means:
            document.problem(
                ("means", index), f"“{kind}” answers with a “{factor.borrows}”, which “means” does not offer."
            )


def _check_used(document: Document, institution: Institution) -> None:
    used = {kind for rule in institution.rules for way in rule.ways for kind in way}
    for index, kind in enumerate(institution.means):
        if kind not in used:
            document.problem(("means", index), f"“{kind}” is offered, but no rule takes it.")


def check_reach(document: Document, institution: Institution, operations: Operations) -> None:
    """Report rules no request can reach, operations without a rule, first sign-ins that could not end."""
    for operation in operations.values():
        rules = tuple(rule for rule in institution.rules if rule.operation == operation.name)
        offered = not operation.pays or "transfers" in institution.features
        lacking = isinstance(operation, AboutMeans) and operation.about not in institution.means
        offered = offered and not lacking and (institution.agency_of != "" or not isinstance(operation, ByAgents))
        offered = offered and (not isinstance(operation, OfFeature) or operation.feature in institution.features)
        # An agency says what its agents may ask; of what clients ask for, only what its own file speaks of.
        expected = offered and (not institution.agency_of or isinstance(operation, ByAgents))
        if not rules and expected:
            document.problem(
                ("rule",),
                f"no rule speaks of “{operation.name}”: write one, with refuse = true if it is not offered.",
            )
        reached = [_covering(rules, operation.name, facts) for facts in cases_of(operation, rules)]
        for number, rule in enumerate(institution.rules):
            if rule not in rules:
                continue
            if not offered:
                said = f"which “{'means' if lacking else 'features'}” does not offer"
                said = "which agents ask for: it belongs in agency.toml" if isinstance(operation, ByAgents) else said
                document.problem(("rule", number), f"rule “{rule.id}” speaks of “{operation.name}”, {said}.")
            elif rule not in reached:
                document.problem(
                    ("rule", number),
                    f"rule “{rule.id}” is never reached: the rules before it cover all its cases.",
                )
    for index, kind in enumerate(institution.sign_in.enrols):
        # A first sign-in comes from a browser that was never seen, at a risk that may well be ordinary.
        facts = {"kind": kind, "within": "sign_in", "risk": "ordinary", "device": "new"}
        covering = _covering(institution.rules, ENROLL, facts)
        if ENROLL in operations and (covering is None or not covering.ways):
            document.problem(
                ("sign_in", "enrols", index), f"no rule of “{ENROLL}” lets “{kind}” be enrolled at sign-in."
            )


def _check_doors(document: Document, institution: Institution) -> None:
    """A door that no way of a sign-in begins with would let nobody in."""
    ways = [way for rule in institution.rules if rule.operation == SIGN_IN for way in rule.ways]
    for index, kind in enumerate(institution.sign_in.doors):
        if not any(kind in way for way in ways):
            document.problem(
                ("sign_in", "doors", index), f"“{kind}” is a door, but no rule of “{SIGN_IN}” has a way with it."
            )
    for index, kind in enumerate(institution.sign_in.on_device):
        if not any(way == {kind} for way in ways):
            document.problem(
                ("sign_in", "on_device", index),
                f"“{kind}” signs in on its own device, but no rule of “{SIGN_IN}” is satisfied with it alone.",
            )


def _covering(rules: tuple[Rule, ...], operation: str, facts: PolicyFacts) -> Rule | None:
    return next((rule for rule in rules if rule.covers(operation, facts)), None)


