"""The [[rule]] tables of an institution's file: what each operation takes."""

from collections.abc import Mapping

from parvis.gate.rules import Rule
from parvis.institution.domain import conditions_of
from parvis.institution.reading import Table, as_cents, unknown
from parvis.operations import Operation

Operations = Mapping[str, Operation]


def rules(root: Table, means: tuple[str, ...], operations: Operations) -> tuple[Rule, ...]:
    found: list[Rule] = []
    seen: set[str] = set()
    for table in root.tables("rule", title="the default answer is no"):
        rule = _rule(table, means, operations)
        if rule.id and rule.id in seen:
            table.problem("id", f"two rules have the id “{rule.id}”.")
        seen.add(rule.id)
        found.append(rule)
    return tuple(found)


def _rule(table: Table, means: tuple[str, ...], operations: Operations) -> Rule:
    id_ = table.text("id", shape=r"[a-z][a-z0-9-]{1,60}", what="small letters, digits and hyphens")
    operation = table.one_of("operation", operations, what="operation")
    when = _when(table.table("when"), operations[operation]) if operation and "when" in table else {}
    table.take("when", optional=True)
    ways: tuple[frozenset[str], ...] = ()
    if table.yes("refuse", default=False):
        if "ways" in table:
            table.problem("ways", "a rule that refuses has no ways: keep “refuse” or “ways”.")
            table.take("ways")
    else:
        ways = _ways(table, means)
    basis = table.text("basis", optional=True)
    table.finish()
    return Rule(id_, operation, when, ways, basis)


def _when(table: Table, operation: Operation) -> dict[str, tuple[str, ...] | int]:
    known = conditions_of(operation)
    when: dict[str, tuple[str, ...] | int] = {}
    if not table.values and isinstance(table.values, dict):
        table.problem("", "“when” is empty: leave it out, the rule then covers every request of its operation.")
    for name, value in table.values.items():
        table.take(name)
        if name == "up_to":
            when.update(_up_to(table, value, "amount" in known))
            continue
        allowed = known.get(name)
        if not isinstance(allowed, tuple):
            names = (*(key for key, values in known.items() if isinstance(values, tuple)), "up_to")
            table.problem(name, unknown(f"condition of “{operation.name}”", name, names))
        elif isinstance(value, str):
            when[name] = (table.one_of(name, allowed, what=f"value of “{name}”"),)
        else:
            when[name] = table.some_of(name, allowed, what=f"value of “{name}”")
    return when


def _up_to(table: Table, value: object, has_amount: bool) -> dict[str, tuple[str, ...] | int]:
    if not has_amount:
        table.problem("up_to", "this operation has no amount: “up_to” cannot be tested.")
        return {}
    cents = as_cents(value)
    return {"up_to": table.amount("up_to") if cents is None else cents}


def _ways(table: Table, means: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The alternatives of a rule: a list of lists of offered factors. One empty list asks for nothing
    more.
    """
    value = table.take("ways")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(way, list) for way in value):
        table.problem("ways", 'ways must be a list of lists of factors, as [["password", "totp"]].')
        return ()
    if not value:
        table.problem("ways", "“ways” is an empty list: write refuse = true, or [[]] to ask for nothing more.")
    ways: list[frozenset[str]] = []
    for number, way in enumerate(value):
        place = (*table.place, "ways", number)
        for index, kind in enumerate(way):
            if not isinstance(kind, str) or kind not in means:
                table.document.problem((*place, index), unknown("or not offered factor", str(kind), means))
            elif kind in way[:index]:
                table.document.problem((*place, index), f"“{kind}” stands twice in one way.")
        ways.append(frozenset(kind for kind in way if kind in means))
        useless = [other for other in ways[:-1] if other <= ways[-1] or ways[-1] <= other]
        if useless:
            table.document.problem(place, "one way holds the whole of another: the longer one is never needed.")
    return tuple(ways)
