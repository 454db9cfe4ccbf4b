"""The sentences of the screens: Fluent files that lie beside each feature, and an institution's own words over them.

French typography is put right when a file is read, so that whoever writes « Bonjour ! » with an ordinary space
still gets the narrow one that never breaks a line, and « l'accès » gets its apostrophe.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Resource

from parvis.institution.rules import agency_slug
from parvis.ui import format as fmt

LANGUAGES = ("fr", "en")

_NARROW, _WIDE = "\u202f", "\u00a0"
_FRENCH = (
    (re.compile(r"(?<=\S)[ \u00a0\u202f](?=[;!?](?:\s|$|»|\)|\.))", re.MULTILINE), _NARROW),
    (re.compile(r"(?<=\S)[ \u202f](?=:(?:\s|$))", re.MULTILINE), _WIDE),
    (re.compile(r"«[ \u202f]?(?=\S)"), "«" + _WIDE),
    (re.compile(r"(?<=\S)[ \u202f]?»"), _WIDE + "»"),
    (re.compile(r"(?<=\d)[ ](?=[%€])"), _WIDE),
    (re.compile(r"(?<=\w)'(?=[\w«{])"), "’"),
)


def french_spaces(text: str) -> str:
    """`text` with U+202F before ; ! ?, U+00A0 before : and inside « », and ’, as the Imprimerie nationale sets them."""
    for pattern, replacement in _FRENCH:
        text = pattern.sub(replacement, text)
    return text


SMALL = 100


class WordsUnsound(Exception):
    """A file of words cannot be read; the message names the file and the line that is not Fluent."""


class Say:
    """`say("transfers-title", amount="12,50 €")` → the sentence, in one language and for one institution.

    A key or a value that is missing raises KeyError: a hole in a sentence must be seen by a test, not by a client.
    Dates and times among the values are written in words; everything else is expected already formatted.
    """

    __slots__ = ("_bundle", "_plain", "language")

    def __init__(self, language: str, bundle: FluentBundle) -> None:
        self.language = language
        self._bundle = bundle
        self._plain: dict[Any, str] = {}

    def __call__(self, key: str, /, **values: Any) -> str:
        # What says nothing of anybody is kept: a sentence without values, or with small numbers alone.
        asked = (key, *values.items()) if values else key
        kept = not values or all(type(value) is int and 0 <= value < SMALL for value in values.values())
        plain = self._plain.get(asked) if kept else None
        if plain is not None:
            return plain
        pattern = self._pattern(key)
        if pattern is None:
            raise KeyError(f"no sentence {key!r} in {self.language}")
        text, errors = self._bundle.format_pattern(pattern, {name: self._worded(v) for name, v in values.items()})
        if errors:
            raise KeyError(f"the sentence {key!r} ({self.language}): {errors[0]}")
        if kept:
            self._plain[asked] = str(text)
        return str(text)

    def has(self, key: str) -> bool:
        """Whether that sentence exists. For optional ones, such as the title of a refusal."""
        return key in self._plain or self._pattern(key) is not None

    def _pattern(self, key: str) -> Any:
        name, _, attribute = key.partition(".")
        if not self._bundle.has_message(name):
            return None
        message = self._bundle.get_message(name)
        return message.attributes.get(attribute) if attribute else message.value

    def _worded(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return fmt.moment(value, self.language)
        if isinstance(value, date):
            return fmt.day(value, self.language)
        return value


class Words:
    """Every sentence of the program, by language and institution. Read once, when the program starts."""

    def __init__(self, sayers: dict[tuple[str, str | None], Say]) -> None:
        self._sayers = sayers

    @classmethod
    def load(cls, package_dir: Path, institutions_dir: Path) -> "Words":
        """Read every `words.<language>.ftl` of the package, then each institution's own over them."""
        sayers: dict[tuple[str, str | None], Say] = {}
        for language in LANGUAGES:
            ours = tuple(_resource(path, language) for path in files_of(package_dir, language))
            sayers[language, None] = _sayer(language, ours)
            for folder in _institutions(institutions_dir):
                own = folder / "words" / f"{language}.ftl"
                resources = (*ours, _resource(own, language)) if own.is_file() else ours
                sayers[language, folder.name] = _sayer(language, resources)
                # An agency speaks as the institution it belongs to.
                sayers[language, agency_slug(folder.name)] = sayers[language, folder.name]
        return cls(sayers)

    def sayer(self, language: str, slug: str | None) -> Say:
        """The sentences of one institution (None: of none, for the demo's start page). Unknown: KeyError."""
        return self._sayers[language, slug]


def files_of(package_dir: Path, language: str) -> list[Path]:
    """The files of words of the package in one language; the ui first, so that a feature may be more precise."""
    found = sorted(package_dir.rglob(f"words.{language}.ftl"))
    return sorted(found, key=lambda path: path.parent.name != "ui")


def _institutions(directory: Path) -> Iterator[Path]:
    if directory.is_dir():
        yield from (folder for folder in sorted(directory.iterdir()) if folder.is_dir())


def _resource(path: Path, language: str) -> Resource:
    text = path.read_text(encoding="utf-8")
    resource = _read(text, language)
    for entry in resource.body:
        if isinstance(entry, Junk):
            start = entry.span.start if entry.span else 0
            line = text.count("\n", 0, start) + 1
            raise WordsUnsound(f"{path}:{line}: this is not Fluent: {(entry.content or '').splitlines()[0]!r}")
    return resource


@cache
def _read(text: str, language: str) -> Resource:
    """The sentences of a file. Kept by its text: a program that is made again in one process reads it once."""
    return FluentResource(french_spaces(text) if language == "fr" else text)


@cache
def _sayer(language: str, resources: tuple[Resource, ...]) -> Say:
    # Isolating marks would travel with every copied amount or IBAN; our two languages are both left to right.
    bundle = FluentBundle([language], use_isolating=False)
    for resource in resources:
        bundle.add_resource(resource, allow_overrides=True)
    return Say(language, bundle)
