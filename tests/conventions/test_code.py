"""What every file of the program keeps to: one commit, one clock, one source of randomness, short functions."""

import ast
import re
from fnmatch import fnmatch

import pytest

from tests.conventions.code import Function, Module, dotted, modules, tell

LONGEST_FUNCTION, LONGEST_FILE = 70, 400

# What may be used in a few files only: pattern of the name → (files, what to do instead).
KEPT = {
    "datetime.now|datetime.utcnow|datetime.today|date.today|time.time|time.time_ns": (
        {"clock.py"},
        "Take the time as an argument: pages ask visit.now, workers here.clock(). The one clock is clock.py.",
    ),
    "time.monotonic|time.perf_counter": (
        # Durations of the machine, never a moment that a rule looks at.
        {"serving.py", "web/headers.py", "outside.py"},
        "A duration that matters to a client is reckoned from here.clock(); only the machine's own are measured so.",
    ),
    "uuid.uuid1|uuid.uuid4|uuid4|os.urandom|secrets.*": (
        {
            "seal.py",  # SystemRandom and the keys
            "hashing.py",  # the secret whose hash nobody has, for unknown identifiers
            "embedded.py",  # the private server's password
            "migrate.py",  # the program role's password
            "web/headers.py",  # the reference of a failure, when nothing else may be trusted to work
        },
        "Take randomness as an argument (factors.Random); the program's own is here.random (seal.SystemRandom).",
    ),
    "print": ({"cli.py", "serving.py"}, "Say it with typer.echo in cli.py, or with a line of the log."),
    "breakpoint|eval|exec|compile|pickle.*|os.system": (set(), "Not here."),
    "*.commit|*.rollback": (set(), "here.transaction() is the only commit."),
}
KEPT_NAMES = [(name, files, instead) for names, (files, instead) in KEPT.items() for name in names.split("|")]
IMPORTED_FROM = {"random", "secrets", "time"}

# « .transaction() » on what is not `here`: the connection itself. db.py makes the program's, migrate.py changes schemas
# before there is a program.
OPENERS = {"here.transaction", "visit.here.transaction", "self._here.transaction"}


def _functions() -> list[tuple[Module, Function]]:
    return [(module, function) for module in modules() for function in module.functions()]


@pytest.mark.parametrize(("name", "files", "instead"), KEPT_NAMES, ids=[name for name, _, _ in KEPT_NAMES])
def test_is_used_only_where_it_belongs(name: str, files: set[str], instead: str) -> None:
    found = [
        f"{module.at(call)} calls {dotted(call.func)}"
        for module in modules()
        if module.name not in files
        for call in module.calls()
        if fnmatch(dotted(call.func), name)
    ]
    assert not found, tell(instead, found)


def test_clocks_and_randomness_are_not_imported_by_name() -> None:
    """`from time import time` would hide from the test above."""
    found = [
        f"{module.at(node)} imports {alias.name} from {node.module}"
        for module in modules()
        if not module.name.startswith("demo/")
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module in IMPORTED_FROM
        for alias in node.names
    ]
    assert not found, tell("Import the module, not its function.", found)


def test_pseudo_randomness_is_for_the_demonstration() -> None:
    """`random` can be foretold. The demonstration wants just that: the same world each time."""
    found = [
        module.at(node)
        for module in modules()
        if not module.name.startswith("demo/")
        for node in module.nodes
        if isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names)
    ]
    assert not found, tell("Take randomness as an argument (factors.Random).", found)


def test_a_transaction_is_opened_by_here_alone() -> None:
    found = [
        f"{module.at(call)} calls {dotted(call.func)}"
        for module in modules()
        if module.name not in {"db.py", "here.py", "migrate.py"}
        for call in module.calls()
        if dotted(call.func).endswith(".transaction") and dotted(call.func) not in OPENERS
    ]
    assert not found, tell("here.transaction() is the only commit: take `tx`, or open it from `here`.", found)


def test_tables_and_rules_never_open_a_transaction() -> None:
    """Whoever commits is an action or a page: what is asked of the database joins the transaction that is there."""
    found = [
        module.at(call)
        for module in modules()
        if module.path.name in {"tables.py", "rules.py"}
        for call in module.calls()
        if dotted(call.func).rpartition(".")[2] in {"transaction", "reading"}
    ]
    assert not found, tell("Take `tx` as an argument.", found)


def test_pitfall_22_money_never_meets_a_float() -> None:
    money = ("money.py", "ledger/*", "payments/*", "accounts/*", "operations/*")
    found = [
        f"{module.at(node)}: {ast.unparse(node)}"
        for module in modules()
        if any(fnmatch(module.name, pattern) for pattern in money)
        for node in module.nodes
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Call) and dotted(node.func) == "round")
    ]
    assert not found, tell("Money is whole cents: use //, divmod or Decimal at the edge.", found)


def test_no_function_is_too_long() -> None:
    found = [
        f"{module.at(function)} {function.name}: {length} lines"
        for module, function in _functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not found, tell(f"At most {LONGEST_FUNCTION} lines: the parent branches, helpers stay pure.", found)


def test_no_file_is_too_long() -> None:
    found = [
        f"src/parvis/{module.name}: {length} lines"
        for module in modules()
        if (length := len(module.text.splitlines())) > LONGEST_FILE
    ]
    assert not found, tell(f"At most {LONGEST_FILE} lines: which second idea is in there?", found)


def test_what_a_feature_offers_is_documented() -> None:
    """Public functions of rules, tables and actions say what they take, give and refuse."""
    found = [
        f"{module.at(function)} {function.name}"
        for module in modules()
        if module.path.name in {"actions.py", "rules.py", "tables.py"}
        for function in module.tree.body
        if isinstance(function, Function) and not function.name.startswith("_") and not ast.get_docstring(function)
    ]
    assert not found, tell("Write its docstring: arguments with units, result, refusals, the standard.", found)


def test_each_file_says_what_it_is_for() -> None:
    found = [
        f"src/parvis/{module.name}"
        for module in modules()
        if module.text.strip() and not ast.get_docstring(module.tree)
    ]
    assert not found, tell("Begin the file with a docstring.", found)


def test_two_arguments_that_could_be_swapped_are_named() -> None:
    """Two identifiers or two figures side by side, without a `*` before them, wait for an accident."""
    found = [
        f"{module.at(function)} {function.name}({first.arg}, {second.arg})"
        for module, function in _functions()
        if module.path.name in {"actions.py", "tables.py", "rules.py"} and not function.name.startswith("_")
        for first, second in zip(function.args.args, function.args.args[1:], strict=False)
        if first.annotation is not None
        and second.annotation is not None
        and ast.unparse(first.annotation) == ast.unparse(second.annotation) in {"UUID", "int", "bytes"}
        and not {first.arg, second.arg} & {"client_id", "account_id"}  # the owner comes first, always
    ]
    assert not found, tell("Put `*` before them: the caller names them.", found)


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    found = [
        f"src/parvis/{module.name}:{number}: {line.strip()}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if later.search(line)
    ]
    assert not found, tell("Do it, or open an issue.", found)
