"""The lines of the law, and the tests that carry their ids. Nothing is run here."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).parent / "law.toml"

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line. It applies unless it says why it does not yet."""

    id: str
    rule: str
    shows: str = ""
    also: tuple[str, ...] = ()
    not_yet: str = ""
    since: str = ""  # the feature with which it will apply

    @property
    def applies(self) -> bool:
        return not self.not_yet

    def named_in(self, text: str) -> bool:
        """Whether a name or a docstring carries this line, however its id is spelled."""
        spelled = _plain(text)
        return any(
            re.search(rf"(?<![a-z0-9]){re.escape(_plain(one))}(?![a-z0-9])", spelled) for one in (self.id, *self.also)
        )


class _File(msgspec.Struct, forbid_unknown_fields=True):
    line: tuple[Line, ...]


@cache
def lines() -> tuple[Line, ...]:
    """Every line, in the order of the file."""
    return msgspec.toml.decode(FILE.read_bytes(), type=_File).line


def ids_in(text: str) -> set[str]:
    """The lines that a text names."""
    return {line.id for line in lines() if line.named_in(text)}


def carried(top: Path) -> dict[str, list[str]]:
    """id → the tests under `top`/tests that carry it, as « file::name ». Empty where there are no tests."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((top / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole = ids_in(ast.get_docstring(tree) or "")
        for node in ast.walk(tree):
            if isinstance(node, Function) and node.name.startswith("test_"):
                own = ids_in(node.name.removeprefix("test_")) | ids_in(ast.get_docstring(node) or "")
                for line_id in sorted(own | whole):
                    found[line_id].append(f"{path.relative_to(top).as_posix()}::{node.name}")
    return dict(found)


def _plain(text: str) -> str:
    """One spelling for « ASVS 8.2.2 », « RTS article 10 » and `test_rts_4_1_…`."""
    return re.sub(r"[ ./_]+", "-", text.lower().replace(" article ", "-"))
