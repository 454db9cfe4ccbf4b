"""What the screens say: complete in both languages, and set as French is set."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Resource, Term

from parvis.errors import CATALOGUE
from parvis.ui.render import PACKAGE
from parvis.ui.words import LANGUAGES, Words, WordsUnsound, files_of, french_spaces
from tests.ui.gallery import INSTITUTIONS, SLUGS

VARIABLES = re.compile(r"\$([a-zA-Z][\w-]*)")


def entries(path: Path) -> dict[str, str]:
    """The messages and terms of a file, each with its source text."""
    text = path.read_text(encoding="utf-8")
    resource: Resource = FluentParser().parse(text)
    found: dict[str, str] = {}
    for entry in resource.body:
        if isinstance(entry, (Message, Term)):
            assert entry.span is not None
            name = ("-" if isinstance(entry, Term) else "") + entry.id.name
            assert name not in found, f"{path}: {name} stands twice"
            found[name] = text[entry.span.start : entry.span.end]
            found |= {f"{name}.{attribute.id.name}": "" for attribute in entry.attributes}
    return found


def pairs() -> list[tuple[Path, Path]]:
    ours = [(path, path.with_name("words.en.ftl")) for path in files_of(PACKAGE, "fr")]
    theirs = [INSTITUTIONS / slug / "words" for slug in SLUGS]
    return ours + [(folder / "fr.ftl", folder / "en.ftl") for folder in theirs]


@pytest.mark.parametrize(("french", "english"), pairs(), ids=lambda path: str(path.relative_to(path.parents[2])))
def test_each_sentence_stands_in_both_languages_with_the_same_figures(french: Path, english: Path) -> None:
    fr, en = entries(french), entries(english)
    assert fr.keys() == en.keys()
    for key in fr:
        assert set(VARIABLES.findall(fr[key])) == set(VARIABLES.findall(en[key])), key


def test_no_sentence_stands_in_two_features() -> None:
    for language in LANGUAGES:
        homes: dict[str, Path] = {}
        for path in files_of(PACKAGE, language):
            for key in entries(path):
                assert key not in homes, f"{key} stands in {homes[key]} and in {path}"
                homes[key] = path


def test_an_institution_only_says_again_what_is_said() -> None:
    known = {key for path in files_of(PACKAGE, "fr") for key in entries(path)}
    for slug in SLUGS:
        assert entries(INSTITUTIONS / slug / "words" / "fr.ftl").keys() <= known, slug


def test_every_refusal_has_its_sentence() -> None:
    words = Words.load(PACKAGE, INSTITUTIONS)
    for language in LANGUAGES:
        say = words.sayer(language, None)
        assert [code for code, refusal in CATALOGUE.items() if not say.has(refusal.key)] == [], language


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Bonjour !", "Bonjour\u202f!"),
        ("Qui ? Vous ; eux.", "Qui\u202f? Vous\u202f; eux."),
        ("Attention : lisez", "Attention\u00a0: lisez"),
        ("« Sécurité »", "«\u00a0Sécurité\u00a0»"),
        ("Êtes-vous sûr ? »", "Êtes-vous sûr\u202f?\u00a0»"),
        ("12 %", "12\u00a0%"),
        ("https://parvis.example/a?b=c", "https://parvis.example/a?b=c"),
        ("à 14:05", "à 14:05"),
    ],
)
def test_french_spaces(typed: str, expected: str) -> None:
    assert french_spaces(typed) == expected


def test_no_french_sentence_keeps_an_ordinary_space_before_a_high_sign() -> None:
    for path in files_of(PACKAGE, "fr"):
        spaced = french_spaces(path.read_text(encoding="utf-8"))
        sentences = [line for line in spaced.splitlines() if not line.startswith("#")]
        assert [line for line in sentences if re.search(r"\w [;!?»]|« ", line)] == [], path


def test_a_sentence_or_a_figure_that_is_missing_is_seen() -> None:
    say = Words.load(PACKAGE, INSTITUTIONS).sayer("fr", "deuxrives")
    with pytest.raises(KeyError, match="no-such-sentence"):
        say("no-such-sentence")
    with pytest.raises(KeyError, match="refusal-held"):
        say("refusal-held")


def test_an_institution_has_its_own_words() -> None:
    words = Words.load(PACKAGE, INSTITUTIONS)
    assert "votre caisse" in words.sayer("fr", "allocations")("refusal-means-blocked")
    assert "votre agence" in words.sayer("fr", "deuxrives")("refusal-means-blocked")


def test_a_file_that_is_not_fluent_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "words.fr.ftl").write_text("a = bien\nceci n'en est pas\n", encoding="utf-8")
    with pytest.raises(WordsUnsound, match=r"words\.fr\.ftl:2"):
        Words.load(tmp_path, tmp_path)
