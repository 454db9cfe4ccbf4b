"""Reading a TOML file strictly: every key is asked for by name, what nobody asked for is a problem.

Problems are gathered, not raised, so that whoever writes an institution sees all of them at once. A value
that is wrong is replaced by a harmless one of the right type, and nothing is built from a file that has a
problem.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from parvis.institution.places import Place, places

AMOUNT = re.compile(r"(0|[1-9][0-9]{0,8})\.([0-9]{2})")
TEXT_LENGTH, LIST_LENGTH = 400, 50


class InstitutionUnsound(Exception):
    """An institution's folder cannot be used. `problems` holds « file:line: sentence », in the order
    of the file.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class Document:
    """One TOML file: its values, where they stand, and what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""
        self.values: dict[str, Any] = {}
        self._problems: list[tuple[int, str]] = []
        try:
            self.text = path.read_bytes().decode("utf-8")
            self.values = tomllib.loads(self.text)
        except OSError as problem:
            self._problems.append((1, f"cannot be read: {problem.strerror}."))
        except UnicodeDecodeError as problem:
            self._problems.append((_line_of_byte(path, problem.start), "is not UTF-8 text."))
        except tomllib.TOMLDecodeError as problem:
            self._problems.append(_syntax(str(problem), self.text))

    @cached_property
    def _lines(self) -> dict[Place, int]:
        """Where values stand: looked for once something is wrong."""
        return places(self.text.replace("\r\n", "\n")) if self.values else {(): 1}

    def problem(self, place: Place, sentence: str) -> None:
        """Say what is wrong with the value at `place`; its own line, or that of the nearest thing
        around it.
        """
        while place not in self._lines:
            place = place[:-1]
        # A value may hold line ends or a terminal's commands: the problem stays one harmless line.
        sentence = "".join(character if character.isprintable() else "�" for character in sentence)
        if (self._lines[place], sentence) not in self._problems:
            self._problems.append((self._lines[place], sentence))

    @property
    def problems(self) -> list[str]:
        return [f"{self.path}:{line}: {sentence}" for line, sentence in sorted(self._problems)]

    @property
    def root(self) -> "Table":
        return Table(self, (), self.values)


class Table:
    """One table of a document. Ask for each key, then `finish`."""

    def __init__(self, document: Document, place: Place, values: object) -> None:
        self.document = document
        self.place = place
        self.values: dict[str, Any] = values if isinstance(values, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(values, dict):
            document.problem(place, f"“{place[-1]}” must be a table.")

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def problem(self, name: str, sentence: str) -> None:
        self.document.problem((*self.place, name) if name else self.place, sentence)

    def take(self, name: str, *, optional: bool = False) -> Any:
        """The raw value, or None where there is none; that is a problem unless `optional`."""
        self._asked.add(name)
        if name not in self.values and not optional:
            self.problem("", f"“{name}” is missing{self._where()}.")
        return self.values.get(name)

    def text(self, name: str, *, optional: bool = False, shape: str = "", what: str = "") -> str:
        """A text of at most 400 characters; `shape` is the regular expression it must be, `what` its
        name.
        """
        value = self.take(name, optional=optional)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.problem(name, f"“{name}” must be a text between quotes, not empty.")
        elif len(value) > TEXT_LENGTH:
            self.problem(name, f"“{name}” has {len(value)} characters; {TEXT_LENGTH} at most.")
        elif shape and not re.fullmatch(shape, value):
            self.problem(name, f"“{name}” must be {what}; found “{value}”.")
        else:
            return value
        return ""

    def number(self, name: str, *, least: int, most: int, because: str = "", default: int | None = None) -> int:
        """A whole number between `least` and `most`; `because` says where the bound comes from."""
        value = self.take(name, optional=default is not None)
        if value is None:
            return least if default is None else default
        if not isinstance(value, int) or isinstance(value, bool):
            self.problem(name, f"“{name}” must be a whole number.")
        elif not least <= value <= most:
            reason = f" ({because})" if because else ""
            self.problem(name, f"“{name}” must be from {least} to {most}{reason}; found {value}.")
        else:
            return value
        return least

    def numbers(self, name: str, *, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers, not empty."""
        for index, item in enumerate(values := self._list(name)):
            if not isinstance(item, int) or isinstance(item, bool) or not least <= item <= most:
                self.document.problem(
                    (*self.place, name, index),
                    f"“{name}” must hold whole numbers from {least} to {most}; found {item!r}.",
                )
                return ()
        return tuple(values)

    def yes(self, name: str, *, default: bool | None = None) -> bool:
        """true or false."""
        value = self.take(name, optional=default is not None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self.problem(name, f"“{name}” must be true or false.")
            return False
        return value

    def one_of(self, name: str, allowed: Iterable[str], *, what: str) -> str:
        """One text out of a closed list."""
        value = self.text(name)
        if value and value not in (known := tuple(allowed)):
            self.problem(name, unknown(what, value, known))
            return ""
        return value

    def some_of(self, name: str, allowed: Iterable[str], *, what: str, may_be_empty: bool = False) -> tuple[str, ...]:
        """A list of texts out of a closed list, each at most once."""
        known = tuple(allowed)
        values = self.texts(name, may_be_empty=may_be_empty)
        for index, value in enumerate(values):
            if value not in known:
                self.document.problem((*self.place, name, index), unknown(what, value, known))
        return tuple(value for value in values if value in known)

    def texts(self, name: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """A list of different texts; not empty, unless it may be (it may then be left out)."""
        values = self._list(name, may_be_empty=may_be_empty)
        for index, value in enumerate(values):
            place = (*self.place, name, index)
            if not isinstance(value, str) or not value:
                self.document.problem(place, f"“{name}” must hold texts between quotes; found {value!r}.")
            elif value in values[:index]:
                self.document.problem(place, f"“{value}” stands twice in “{name}”.")
        return tuple(value for value in values if isinstance(value, str))

    def amount(self, name: str) -> int:
        """An amount of money as a text, « "1234.56" », in cents: a number with a point is not exact."""
        cents = as_cents(value := self.take(name))
        if cents is None and value is not None:
            self.problem(
                name,
                f'“{name}” must be an amount between quotes, as "1234.56"; found {value!r}.',
            )
        return cents or 0

    def table(self, name: str) -> "Table":
        value = self.take(name)
        return Table(self.document, (*self.place, name), {} if value is None else value)

    def tables(self, name: str, *, title: str) -> list["Table"]:
        """The tables `[[name]]`: at least one. `title` is what one of them is called."""
        values = self.take(name, optional=True)
        if not isinstance(values, list) or not values:
            self.problem(name, f"at least one [[{name}]] is needed: {title}.")
            return []
        return [Table(self.document, (*self.place, name, index), value) for index, value in enumerate(values)]

    def finish(self) -> None:
        """Everything that was not asked for is unknown."""
        for name in self.values:
            if name not in self._asked:
                self.problem(name, unknown("key", name, tuple(self._asked)))

    def _list(self, name: str, *, may_be_empty: bool = False) -> list[Any]:
        value = self.take(name, optional=may_be_empty)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(name, f"“{name}” must be a list between brackets.")
        elif not value and not may_be_empty:
            self.problem(name, f"“{name}” is an empty list.")
        elif len(value) > LIST_LENGTH:
            self.problem(name, f"“{name}” has {len(value)} items; {LIST_LENGTH} at most.")
        else:
            return value
        return []

    def _where(self) -> str:
        names = [str(step) for step in self.place if isinstance(step, str)]
        return f" in [{'.'.join(names)}]" if names else ""


def as_cents(value: object) -> int | None:
    """The cents of « "1234.56" », or None if it is written in any other way."""
    found = AMOUNT.fullmatch(value) if isinstance(value, str) else None
    return None if found is None else int(found[1]) * 100 + int(found[2])


def unknown(what: str, found: str, known: tuple[str, ...]) -> str:
    """« unknown key “idel_minutes”; did you mean “idle_minutes”? »"""
    near = difflib.get_close_matches(found, known, n=1)
    hint = f"; did you mean “{near[0]}”?" if near else f": it may be {', '.join(sorted(known))}."
    return f"unknown {what} “{found}”{hint}"


def _syntax(message: str, text: str) -> tuple[int, str]:
    """The line that `tomllib` puts at the end of its message, and the message as a sentence."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    return line, f"is not TOML: {message[: found.start()] if found else message}."


def _line_of_byte(path: Path, position: int) -> int:
    return path.read_bytes()[:position].count(b"\n") + 1
