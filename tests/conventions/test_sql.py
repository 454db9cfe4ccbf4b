"""The SQL of the program: where it stands, and that it always says whose rows it reads."""

import ast
import re
from functools import cache

from tests.conventions.code import TOP, Module, modules, tell

# Elsewhere than in tables.py: what no feature owns.
SQL_STANDS_ALSO_IN = {
    "backup.py": "asks whether a database is empty before it restores",
    "embedded.py": "makes the database before there is a schema",
    "migrate.py": "is about the schema itself",
    "web/operations_pages.py": "counts rows of every feature, for whoever runs the machine",
    "work.py": "forgets tokens that are too old to serve",
}


# Statements that read or change rows of an institution without naming it: place → why it is right.
LOCKED = "changes by its key a row that the same transaction has read from its owner"
WORKER = "the worker serves every institution: what it takes up carries its own"
SEALING = "the chain of seals covers the whole journal, of every institution, in one order"
COUNTING = "a figure of the machine: no row is shown"
WITHOUT_INSTITUTION = {
    "authenticators/tables.py block": LOCKED,
    "authenticators/tables.py renew": LOCKED,
    "gate/tables.py settle": LOCKED,
    "gate/tables.py reweigh": LOCKED,
    "gate/tables.py expired": WORKER,
    "bank_calls/tables.py end_due": WORKER,
    "means/tables.py undated": WORKER,
    "means/tables.py ending": WORKER,
    "profile/tables.py due": WORKER,
    "outbox/tables.py claim": WORKER,
    "outbox/tables.py abandon_hopeless": WORKER,
    "outbox/tables.py settle_sent": WORKER,
    "outbox/tables.py settle_failed": WORKER,
    "outbox/tables.py settle_abandoned": WORKER,
    "outbox/tables.py forget_phone_address": WORKER,
    "activation/tables.py take": WORKER,
    "blocked/tables.py lock_sent": WORKER,
    "blocked/tables.py forget": WORKER,
    "letters/tables.py forget": WORKER,
    "recovery/tables.py unindexed": WORKER,
    "recovery/tables.py forget_counted": WORKER,
    "journal/tables.py unsealed": SEALING,
    "journal/tables.py rows_of": SEALING,
    "journal/tables.py waiting_rows": SEALING,
    "journal/tables.py oddly_sealed": SEALING,
    "web/operations_pages.py": COUNTING,
    "institution/tables.py decided": "support explains a request from its number alone, on the machine itself",
}

# Statements with a part that is not a constant, and is made by the program alone.
MADE_OF_FIELDS = {
    ("gate/tables.py", "', '.join((f'${n}' for n in range(1, _WIDTH + 1)))"),
    # One of two constants: of a request, or of its parents as well.
    ("gate/tables.py accept", "_counted(parent_id)"),
    ("gate/tables.py kinds_proven", "_counted(parent_id)"),
    # One of the statements of READ, above it.
    ("own_data/tables.py everything_of", "query"),
}

TABLE = re.compile(r"create table (\w+) \((.*?)\n\);", re.DOTALL)
NAMED = re.compile(r"\b(?:from|join|update|into|using)\s+(?:only\s+)?(\w+)", re.IGNORECASE)
SAYS = re.compile(
    r"\binstitution\s*(=|in\b)|\binsert into \w+(?: as \w+)?\s*\((\{_COLUMNS\}|[^)]*\binstitution\b)", re.IGNORECASE
)
COMMENT = re.compile(r"--[^\n]*")


@cache
def owned_tables() -> frozenset[str]:
    """The tables whose rows belong to an institution."""
    schema = "".join(path.read_text() for path in sorted((TOP / "migrations").glob("*.up.sql")))
    tables = TABLE.findall(COMMENT.sub("", schema))
    found = {name for name, columns in tables if re.search(r"^\s*institution ", columns, re.MULTILINE)}
    assert {"client", "request", "journal", "transfer"} <= found
    return frozenset(found)


def _place(module: Module, node: ast.AST) -> str:
    """`gate/tables.py settle`: the function that holds the statement, whatever its line."""
    for function in module.functions():
        if function.lineno <= node.lineno <= (function.end_lineno or 0):  # type: ignore[attr-defined]
            return f"{module.name} {function.name}"
    return f"{module.name}"


def test_sql_stands_in_tables() -> None:
    found = [
        f"{module.at(node)}: {' '.join(sql.split())[:80]}"
        for module in modules()
        if module.path.name != "tables.py" and module.name not in SQL_STANDS_ALSO_IN
        for node, sql in module.statements()
        if NAMED.search(sql)
    ]
    assert not found, tell("Move the statement to the feature's tables.py, and give it a name there.", found)


def test_the_list_of_other_places_is_true() -> None:
    speaking = {module.name for module in modules() if any(True for _ in module.statements())}
    gone = sorted(SQL_STANDS_ALSO_IN.keys() - speaking)
    assert not gone, tell("These have no SQL any more: take them off SQL_STANDS_ALSO_IN.", gone)


def test_every_statement_says_whose_rows_it_touches() -> None:
    found, used = [], set()
    for module in modules():
        for node, sql in module.statements():
            bare = COMMENT.sub("", sql)
            touched = {name.lower() for name in NAMED.findall(bare)} & owned_tables()
            if touched and not SAYS.search(bare):
                place = _place(module, node)
                used.add(place)
                if place not in WITHOUT_INSTITUTION:
                    found.append(f"{module.at(node)} ({place}): {' '.join(bare.split())[:90]}")
    assert not found, tell(
        "Add « institution = $n » beside the owner, or list the place in WITHOUT_INSTITUTION with its reason.", found
    )
    gone = sorted(WITHOUT_INSTITUTION.keys() - used)
    assert not gone, tell("These name their institution now: take them off WITHOUT_INSTITUTION.", gone)


def test_sql_is_never_made_of_what_a_client_sends() -> None:
    """Values are parameters. What an f-string inserts in a statement is a constant, in capitals."""
    found = [
        f"{module.at(node)} ({_place(module, node)}): {{{inserted}}}"
        for module in modules()
        for node, _ in module.statements()
        if isinstance(node, ast.JoinedStr)
        for part in node.values
        if isinstance(part, ast.FormattedValue)
        for inserted in [ast.unparse(part.value)]
        if not re.fullmatch(r"_?[A-Z][A-Z_]*( \+ \d)?", inserted)
        and (_place(module, node), inserted) not in MADE_OF_FIELDS
    ]
    assert not found, tell("Pass it as $n.", found)


def test_rows_are_locked_so_that_others_may_still_name_them() -> None:
    """« for update » also stops whoever only names the row by a foreign key: two who each name what the other has
    locked wait in a ring. No key is ever changed here: « for no key update » is what is meant.
    """
    found = [
        f"{module.at(node)}: {' '.join(text.split())[-60:]}"
        for module in modules()
        for node, text in module.strings()
        if re.search(r"\bfor update\b", text)
    ]
    assert not found, tell("Lock with « for no key update ».", found)
