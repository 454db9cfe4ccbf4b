"""Every sentence exists in both languages, with the same figures in it, is used, and is set as French is set."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from jinja2 import Environment, nodes

from parvis.known import known
from parvis.ui.render import PACKAGE
from parvis.ui.words import LANGUAGES, files_of, french_spaces
from tests.conventions.code import TOP, dotted, modules, tell

FOLDERS = sorted(path.parent for path in (TOP / "institutions").glob("*/institution.toml"))

# Sentences found by a key that comes from data, not from a template or a line of code: why each prefix is used.
FROM_DATA = {
    "refusal-": "errors.CATALOGUE: tests/conventions/test_refusals.py looks at them",
    "phone-app-": "the phone's own words, given to it as a whole (phone/shell.py)",
    "explain-": "institution/explain.py writes a decision in words, from the policy's own names",
    "demo-about-": "the stories of the demonstration name theirs",
    "demo-how-": "the start page, one for each institution",
    "identifier-": "the parts of an identifier, as the institution's file names them",
}


@dataclass(frozen=True)
class Sentence:
    """A message as it is written: where, and what it needs."""

    key: str
    place: str
    values: frozenset[str]
    attributes: frozenset[str]
    texts: tuple[str, ...]


class _Reader(Visitor):
    def __init__(self) -> None:
        self.values: set[str] = set()
        self.texts: list[str] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.values.add(node.id.name)

    def visit_Pattern(self, node: ftl.Pattern) -> None:  # noqa: N802
        """The text, with a figure for each value; the variants of a choice are patterns of their own."""
        self.texts.append("".join(part.value if isinstance(part, ftl.TextElement) else "0" for part in node.elements))
        self.generic_visit(node)


@cache
def sentences(language: str, institution: Path | None = None) -> dict[str, Sentence]:
    """Every message of the package in one language, or the institution's own."""
    paths = files_of(PACKAGE, language) if institution is None else [institution / "words" / f"{language}.ftl"]
    found: dict[str, Sentence] = {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for entry in FluentParser().parse(text).body:
            if not isinstance(entry, ftl.Message):
                continue
            reader = _Reader()
            reader.visit(entry)
            line = text.count("\n", 0, entry.span.start if entry.span else 0) + 1
            place = f"{path.relative_to(TOP).as_posix()}:{line}"
            attributes = frozenset(attribute.id.name for attribute in entry.attributes)
            found[entry.id.name] = Sentence(
                entry.id.name, place, frozenset(reader.values), attributes, tuple(reader.texts)
            )
    return found


FRENCH, ENGLISH = sentences("fr"), sentences("en")


@pytest.mark.parametrize("folder", [None, *FOLDERS], ids=["package", *(folder.name for folder in FOLDERS)])
def test_both_languages_say_the_same_things(folder: Path | None) -> None:
    french, english = sentences("fr", folder), sentences("en", folder)
    found = [f"{french[key].place} {key}: not in English" for key in french.keys() - english.keys()]
    found += [f"{english[key].place} {key}: not in French" for key in english.keys() - french.keys()]
    for key in french.keys() & english.keys():
        for what in ("values", "attributes"):
            ours, theirs = getattr(french[key], what), getattr(english[key], what)
            if ours != theirs:
                found.append(f"{french[key].place} {key}: {what} {sorted(ours ^ theirs)} in one language only")
    assert not found, tell("Say it in both languages, with the same figures.", sorted(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_twice(language: str) -> None:
    seen: dict[str, str] = {}
    found = []
    for path in files_of(PACKAGE, language):
        for key in re.findall(r"^([a-z][\w-]*) =", path.read_text(encoding="utf-8"), re.MULTILINE):
            if key in seen:
                found.append(f"{key}: {seen[key]} and {path.relative_to(TOP)}")
            seen[key] = str(path.relative_to(TOP))
    assert not found, tell("One place says it.", found)


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_an_institution_says_otherwise_only_what_is_said(folder: Path) -> None:
    """Its words replace the program's, or name the parts of its own identifier."""
    own = {key for key in sentences("fr", folder) if not key.startswith("identifier-")}
    unknown = sorted(own - FRENCH.keys())
    assert not unknown, tell(f"institutions/{folder.name}/words: the program never says", unknown)
    other = sorted(key for key in own if sentences("fr", folder)[key].values - FRENCH[key].values)
    assert not other, tell("The program does not give these figures:", other)


# What templates and code say.


@dataclass(frozen=True)
class Said:
    """One use of a sentence: its key, or the shape of its key; and the names of the values given, None if unknown."""

    place: str
    key: re.Pattern[str] | str
    values: frozenset[str] | None = None


def _shape(parts: list[str | None]) -> re.Pattern[str] | str:
    """A key with holes, as a pattern; without holes, the key."""
    if None not in parts:
        return "".join(part or "" for part in parts)
    return re.compile("".join(r"[a-z0-9_-]+" if part is None else re.escape(part) for part in parts))


def _jinja_parts(node: nodes.Node) -> list[list[str | None]]:
    """The texts that an expression can be, with None for what is not known."""
    if isinstance(node, nodes.Const):
        return [[str(node.value)]]
    if isinstance(node, nodes.TemplateData):
        return [[node.data]]
    if isinstance(node, nodes.CondExpr):
        return _jinja_parts(node.expr1) + (_jinja_parts(node.expr2) if node.expr2 else [])
    if isinstance(node, nodes.Concat | nodes.Add):
        ends: list[list[str | None]] = [[]]
        parts = node.nodes if isinstance(node, nodes.Concat) else [node.left, node.right]
        for part in parts:
            ends = [before + after for before in ends for after in _jinja_parts(part)]
        return ends
    return [[None]]


@cache
def said_in_templates() -> tuple[Said, ...]:
    """Every `say(…)` of every template, and every text of a template that is a key (given to a macro)."""
    environment = Environment(autoescape=True)
    found = []
    for path in sorted(PACKAGE.rglob("*.html")):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(TOP).as_posix()
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say" and call.args:
                given = frozenset(pair.key for pair in call.kwargs) if call.dyn_kwargs is None else None
                for parts in _jinja_parts(call.args[0]):
                    found.append(Said(f"{name}:{call.lineno}", _shape(parts), given))
        for const in tree.find_all(nodes.Const):
            if isinstance(const.value, str) and const.value in FRENCH:
                found.append(Said(f"{name}:{const.lineno}", const.value))
        for concat in tree.find_all(nodes.Concat):
            found += [Said(f"{name}:{concat.lineno}", _shape(parts)) for parts in _jinja_parts(concat)]
    return tuple(found)


@cache
def said_in_code() -> tuple[Said, ...]:
    found = []
    for module in modules():
        for call in module.calls():
            if dotted(call.func).rpartition(".")[2] in {"say", "sayer"} and call.args:
                for parts in _python_parts(call.args[0]):
                    given = frozenset(word.arg for word in call.keywords if word.arg)
                    known_values = all(word.arg for word in call.keywords)
                    found.append(Said(module.at(call), _shape(parts), given if known_values else None))
        for node in module.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in FRENCH:
                found.append(Said(module.at(node), node.value))
            elif isinstance(node, ast.JoinedStr):
                found += [Said(module.at(node), _shape(parts)) for parts in _python_parts(node)]
    return tuple(found)


def _python_parts(node: ast.expr) -> list[list[str | None]]:
    if isinstance(node, ast.Constant):
        return [[str(node.value)]]
    if isinstance(node, ast.IfExp):
        return _python_parts(node.body) + _python_parts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return [[str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [a + b for a in _python_parts(node.left) for b in _python_parts(node.right)]
    return [[None]]


def _called(uses: tuple[Said, ...]) -> Iterator[Said]:
    """The uses that are calls of `say` with a key that is known, whole or in part."""
    for use in uses:
        if use.values is not None and (isinstance(use.key, str) or not use.key.pattern.startswith("[")):
            yield use


def test_what_is_said_exists() -> None:
    own = {key for folder in FOLDERS for key in sentences("fr", folder)}
    keys = FRENCH.keys() | own
    found = []
    for use in _called((*said_in_templates(), *said_in_code())):
        if isinstance(use.key, str):
            name, _, attribute = use.key.partition(".")
            if name not in keys or (attribute and attribute not in FRENCH[name].attributes):
                found.append(f"{use.place}: {use.key}")
        elif not any(use.key.fullmatch(key) for key in keys):
            found.append(f"{use.place}: {use.key.pattern}")
    assert not found, tell("Write the sentence in words.fr.ftl and words.en.ftl beside the feature.", found)


def test_what_is_said_is_given_its_figures() -> None:
    """Strictly: what the sentence needs, and nothing that it does not use."""
    found = []
    for use in _called((*said_in_templates(), *said_in_code())):
        if isinstance(use.key, str) and use.key in FRENCH and FRENCH[use.key].values != use.values:
            needs, gets = sorted(FRENCH[use.key].values), sorted(use.values or ())
            found.append(f"{use.place}: {use.key} needs {needs}, gets {gets}")
    assert not found, tell("Give it exactly what it says.", found)


def test_every_sentence_is_said() -> None:
    whole: set[str] = set()
    shapes: list[re.Pattern[str]] = []
    endings = {"-email", "-sms"}  # f"{key}-{contact.channel}"
    for use in (*said_in_templates(), *said_in_code()):
        if isinstance(use.key, str):
            whole.add(use.key.partition(".")[0])
        elif re.match(r"[a-z]+\\?-", use.key.pattern):
            shapes.append(use.key)
        elif re.fullmatch(r"\[a-z0-9_-\]\+(\\-[a-z]+)+", use.key.pattern):
            endings.add(use.key.pattern.rpartition("]+")[2].replace("\\", ""))
    # A sentence in several parts: the code names the first words of its key, and « -title », « -text » follow.
    begun = {text for module in modules() for _, text in module.strings() if "-" in text} | _texts_of_templates()
    whole |= {beginning + ending for beginning in begun for ending in endings}
    listed = _keys_of_lists()
    found = [
        f"{sentence.place} {key}"
        for key, sentence in FRENCH.items()
        if key not in whole | listed
        and not key.startswith(tuple(FROM_DATA))
        and not any(shape.fullmatch(key) for shape in shapes)
    ]
    assert not found, tell("Nobody says it: remove it from both languages, or list its prefix in FROM_DATA.", found)


def _texts_of_templates() -> set[str]:
    environment = Environment(autoescape=True)
    trees = [environment.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.html"))]
    return {const.value for tree in trees for const in tree.find_all(nodes.Const) if isinstance(const.value, str)}


def _keys_of_lists() -> set[str]:
    """Sentences that belong to what is listed by hand: factors and operations."""
    factors, operations = known()
    about = {f"factor-{kind}{end}" for kind in factors for end in ("", "-ask", "-about")}
    return about | {f"operation-{name}" for name in operations}


def test_the_prefixes_from_data_are_true() -> None:
    gone = [prefix for prefix in FROM_DATA if not any(key.startswith(prefix) for key in _everywhere())]
    assert not gone, tell("No sentence begins so: take it off FROM_DATA.", gone)


def _everywhere() -> set[str]:
    return FRENCH.keys() | {key for folder in FOLDERS for key in sentences("fr", folder)}


# French as it is set.


def _french() -> Iterator[tuple[str, str]]:
    for folder in (None, *FOLDERS):
        for key, sentence in sentences("fr", folder).items():
            yield from ((f"{sentence.place} {key}", french_spaces(text)) for text in sentence.texts)


@pytest.mark.parametrize(
    ("wrong", "what_to_do"),
    [
        (r"[^\s\u202f][;!?](\s|$)", "U+202F before ; ! ? (an ordinary space will do: it is put right)"),
        (r"[^\s\d\u00a0]:\s", "U+00A0 before : (an ordinary space will do: it is put right)"),
        (r"\"|“|”", "« » are the quotation marks"),
        (r"«(?!\u00a0)|(?<!\u00a0)»", "U+00A0 inside « » (an ordinary space will do: it is put right)"),
        (r"\w'\w", "the apostrophe is ’ (a straight one will do: it is put right)"),
        (r"\.\.\.", "… is one character"),
        (r"  ", "one space"),
        (r"\b[Ee]mail\b|(?<!e-)\bmail\b|\b[Ll]ogin\b|\b[Cc]liquez\b", "e-mail; se connecter; choisissez, touchez"),
        (r"\boeuvre|\bcoeur|\bsoeur|\bvoeu|\bnoeud", "œ"),
    ],
)
def test_french_is_set_as_french(wrong: str, what_to_do: str) -> None:
    found = [f"{place}: {text.strip()[:80]}" for place, text in _french() if re.search(wrong, text)]
    assert not found, tell(what_to_do, found)


def test_english_is_set_as_english() -> None:
    wrong = re.compile(r"[\u00a0\u202f][;:!?]|[«»]|\s[;:!?](\s|$)|\.\.\.|\b(log ?in|email|click)\b", re.IGNORECASE)
    found = [
        f"{sentence.place} {sentence.key}: {text[:80]}"
        for sentence in ENGLISH.values()
        for text in sentence.texts
        if wrong.search(text)
    ]
    assert not found, tell("No space before ; : ! ?, no « », … is one character; e-mail, sign in, choose.", found)


def test_nobody_is_asked_for_a_code_by_a_link() -> None:
    """AL4, DR16: no message that is sent holds an address to go to."""
    sent = [key for key in FRENCH if key.startswith(("message-code-", "means-notice", "security-notice", "outbox-"))]
    assert sent
    found = [
        f"{words[key].place} {key}" for words in (FRENCH, ENGLISH) for key in sent
        for text in words[key].texts if re.search(r"https?:|www\.", text)
    ]
    assert not found, tell("A message that asks for or gives a code has no link.", found)


CARRIES_A_CODE = {"code", "secret", "password"}
# A code that only names a refusal, for support.
NO_SECRET = ("explain-", "ui-refusal-")


@pytest.mark.parametrize(("language", "never"), [("fr", r"[Aa]ucun conseiller"), ("en", r"[Nn]o adviser")])
def test_dr16_al4_a_message_that_carries_a_code_says_that_nobody_asks_for_it(language: str, never: str) -> None:
    """SMS and e-mails alike, those of payments too, in the text itself; a subject has no room for it."""
    found = [
        f"{sentence.place} {key}"
        for key, sentence in sentences(language).items()
        if sentence.values & CARRIES_A_CODE and not key.endswith("-subject") and not key.startswith(NO_SECRET)
        and not any(re.search(never, text) for text in sentence.texts)
    ]
    assert not found, tell("Say in it that no adviser will ask for this code:", found)
