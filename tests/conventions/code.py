"""The program as data: its files, its trees, its SQL. What the other tests of this folder read it with."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "src" / "parvis"
STATEMENT = re.compile(r"\s*(select|insert|update|delete|with)\s", re.IGNORECASE)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the program."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path under the package: `gate/tables.py`."""
        return self.path.relative_to(PACKAGE).as_posix()

    def at(self, node: ast.AST) -> str:
        """Where it stands, as editors read it: `src/parvis/gate/tables.py:12`."""
        return f"{self.path.relative_to(TOP).as_posix()}:{getattr(node, 'lineno', 1)}"

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in its tree. Dozens of tests ask for it again."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        yield from (node for node in self.nodes if isinstance(node, Function))

    def calls(self) -> Iterator[ast.Call]:
        yield from (node for node in self.nodes if isinstance(node, ast.Call))

    def strings(self) -> tuple[tuple[ast.AST, str], ...]:
        """Every text of the code but its docstrings; what an f-string inserts is read where it is a known text."""
        return self._strings

    @cached_property
    def _strings(self) -> tuple[tuple[ast.AST, str], ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[tuple[ast.AST, str]]:
        skipped = {id(node) for node in _docstrings(self.nodes)}
        for node in self.nodes:
            if isinstance(node, ast.JoinedStr):
                skipped.update(id(part) for part in ast.walk(node) if part is not node)
        for node in self.nodes:
            if id(node) in skipped:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node, node.value
            elif isinstance(node, ast.JoinedStr):
                yield node, self._joined(node)

    def statements(self) -> Iterator[tuple[ast.AST, str]]:
        """Every text that is SQL, whole: the beginning of a statement that others go on with is read there."""
        begun = {value for name, value in self._constants().items() if f"{{{name}}}" in self.text}
        yield from ((node, text) for node, text in self.strings() if STATEMENT.match(text) and text not in begun)

    def _joined(self, node: ast.JoinedStr, known: dict[str, str] | None = None) -> str:
        known = self._constants() if known is None else known
        parts = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            elif isinstance(part, ast.FormattedValue):
                parts.append(known.get(ast.unparse(part.value), "{" + ast.unparse(part.value) + "}"))
        return "".join(parts)

    def _constants(self) -> dict[str, str]:
        """The texts that the file names at its top: pieces of statements among them."""
        known: dict[str, str] = {}
        for node in self.tree.body:
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                known[node.targets[0].id] = node.value.value
            elif isinstance(node.value, ast.JoinedStr):
                known[node.targets[0].id] = self._joined(node.value, known)
        return known


def _docstrings(nodes: tuple[ast.AST, ...]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the program."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, text, ast.parse(text)))
    return tuple(found)


def dotted(node: ast.AST) -> str:
    """`here.database.transaction` for what is called so; "" for what has no such name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def tell(what_to_do: str, found: list[str]) -> str:
    """The message of a test that failed: what to do, then every place."""
    return f"\n{what_to_do}\n" + "\n".join(f"  {line}" for line in found)
