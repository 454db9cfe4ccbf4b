"""Refusals, events, settings: each is data in one list, said in both languages, used, and documented from it."""

import ast
import re

import pytest

from parvis import docs
from parvis.errors import CATALOGUE
from parvis.events import Event
from parvis.settings import ROOT, Settings
from parvis.ui.render import PACKAGE
from parvis.ui.words import LANGUAGES, Words
from parvis.web.headers import PLAIN_WORDS
from tests.conventions.code import TOP, dotted, modules, tell

WORDS = Words.load(PACKAGE, ROOT / "institutions")


def _codes_used() -> dict[str, str]:
    """Every text of the program that is a refusal's code → one place where it stands."""
    return {
        text: module.at(node)
        for module in modules()
        if module.name != "errors.py"
        for node, text in module.strings()
        if text in CATALOGUE
    }


def test_every_refusal_is_said_in_both_languages() -> None:
    found = [
        f"{refusal.key} in {language}"
        for refusal in CATALOGUE.values()
        for language in LANGUAGES
        if not WORDS.sayer(language, None).has(refusal.key)
    ]
    assert not found, tell("Say it in words.<language>.ftl of the feature that returns it:", found)


def test_every_refusal_happens() -> None:
    used = _codes_used()
    found = [code for code in CATALOGUE if code not in used]
    assert not found, tell("Nothing returns it: remove it from errors.CATALOGUE, and its sentences.", found)


def test_every_code_is_in_the_catalogue() -> None:
    """refused("…"), Failed("…"), Refuse("…"): the code is a whole text that the catalogue has."""
    found = []
    for module in modules():
        for call in module.calls():
            if dotted(call.func).rpartition(".")[2] not in {"refused", "Failed", "Refuse"} or not call.args:
                continue
            for code in _texts_of(call.args[0]):
                if code not in CATALOGUE:
                    found.append(f"{module.at(call)}: {code!r}")
    assert not found, tell("Add it to errors.CATALOGUE, with a note for support.", found)


def _texts_of(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return _texts_of(node.body) + _texts_of(node.orelse)
    return []


def test_refusals_are_returned_never_raised() -> None:
    found = [
        module.at(node)
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Raise) and node.exc is not None and "refused(" in ast.unparse(node.exc)
        if not ast.unparse(node.exc).startswith("Denied(")  # web/access.py: before anything was done
    ]
    assert not found, tell("Return it: what it counted must commit.", found)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_refusal_is_well_made(code: str) -> None:
    refusal = CATALOGUE[code]
    assert re.fullmatch(r"[a-z][a-z_]+", code)
    assert refusal.status in {400, 401, 403, 404, 408, 409, 410, 413, 421, 422, 423, 429, 500, 503}
    assert refusal.note.endswith((".", ")")) and len(refusal.note) > 20, "The note is a sentence for support."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_to_do_and_blames_nobody(language: str) -> None:
    """A sentence, closed by a full stop; no code, no « erreur », no exclamation."""
    found = []
    for refusal in CATALOGUE.values():
        for text in _sources(refusal.key, language):
            bad = re.search(r"!|\berreur \d|\berror\b|\binvalide?\b|\billegal|\boops", text, re.IGNORECASE)
            if bad or not text.rstrip().endswith((".", "}", "?", "…", "»", "”")):
                found.append(f"{refusal.key}: {text[:90]}")
    assert not found, tell("Say what happened and what to do, in a sentence.", found)


def _sources(key: str, language: str) -> list[str]:
    """The text of a message as it is written, its variants apart."""
    for path in sorted(PACKAGE.rglob(f"words.{language}.ftl")):
        match = re.search(rf"^{key} =(.*(?:\n[ \t]+.*)*)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if match and "->" not in match[1]:
            return [" ".join(match[1].partition("\n    .")[0].split())]
    return []


def test_the_plain_pages_say_refusals_of_the_catalogue() -> None:
    """What is answered when nothing else works: the middlewares' own."""
    from parvis.web import headers

    given = {
        str(call.args[-1].value)
        for module in modules()
        if module.name == "web/headers.py"
        for call in module.calls()
        if call.args and isinstance(call.args[-1], ast.Constant) and call.args[-1].value in CATALOGUE
    }
    assert given <= headers.PLAIN_WORDS.keys(), tell("Add it to PLAIN_WORDS.", sorted(given - PLAIN_WORDS.keys()))


@pytest.mark.parametrize("path", docs.pages())
def test_what_is_made_from_the_program_is_up_to_date(path: str) -> None:
    found = (TOP / path).read_text(encoding="utf-8")
    assert found == docs.pages()[path], f"Run `parvis docs` and commit {path}."


def test_every_setting_is_documented_and_read() -> None:
    documented = docs.pages()["docs/settings.md"]
    fields = list(Settings.__struct_fields__)
    missing = [name for name in fields if f"`PARVIS_{name.upper()}`" not in documented]
    assert not missing, tell("Give it a description in settings.py.", missing)
    texts = "".join(module.text for module in modules() if module.name != "settings.py")
    unread = [name for name in fields if f".{name}" not in texts]
    assert not unread, tell("Nothing reads this setting: remove it.", unread)


def test_every_event_happens_and_is_listed() -> None:
    used: dict[str, str] = {}
    unknown = []
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and dotted(node.value) == "Event":
                used[node.attr] = module.at(node)
                if node.attr not in Event.__members__ and not node.attr.startswith("_"):
                    unknown.append(f"{module.at(node)}: {node.attr}")
    assert not unknown, tell("Add it to events.Event.", unknown)
    made = {name for name in Event.__members__ if name.startswith("REQUEST_")} if _settles() else set()
    silent = sorted(Event.__members__.keys() - used.keys() - made)
    assert not silent, tell("Nothing tells this event: remove it from events.Event, or write it where it is.", silent)


def _settles() -> bool:
    """The gate tells how a request ended by the name of its state: `Event(f"request:{state}")`."""
    return any('Event(f"request:{' in module.text for module in modules())


def test_events_have_a_subject_and_an_action() -> None:
    assert not [event for event in Event if not re.fullmatch(r"[a-z_]+:[a-z]+", event.value)]


def test_events_named_in_sql_exist() -> None:
    """`event in ('sign_in:failed', …)`: a renamed event must not silently count nothing."""
    known = {event.value for event in Event}
    found = [
        f"{module.at(node)}: {name}"
        for module in modules()
        for node, text in module.statements()
        for name in re.findall(r"'([a-z_]+:[a-z]+)'", text)
        if name not in known
    ]
    assert not found, tell("No such event in events.Event:", found)
