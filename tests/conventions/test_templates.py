"""Every page, in every shape, in both languages: nothing is missing, nothing is broken, nothing is inline."""

import importlib
import pkgutil
import re
from dataclasses import replace
from functools import cache
from typing import Any, cast

import pytest
from jinja2 import FileSystemLoader
from justhtml import JustHTML

from parvis.clients.tables import Client
from parvis.factors import Random
from parvis.here import Here
from parvis.known import institutions_of, known
from parvis.seal import Keyring, SystemRandom
from parvis.sessions.tables import Session
from parvis.settings import ROOT, Settings
from parvis.ui.render import PACKAGE, Templates
from parvis.ui.words import LANGUAGES, Words
from parvis.web.visit import Visit
from tests.conventions import samples
from tests.conventions.code import tell
from tests.conventions.routes import addresses
from tests.conventions.samples import NOW, ONE, TWO, Sample

LOADED: set[str] = set()


class Remembering(FileSystemLoader):
    """Loads templates, and remembers which."""

    def get_source(self, environment: Any, template: str) -> Any:
        LOADED.add(template)
        return super().get_source(environment, template)


@cache
def here() -> Here:
    """The program without a database: pages ask it for factors, institutions, words and templates only."""
    settings = Settings(mode="test")
    factors, operations = known()
    templates = Templates.load(ROOT / "institutions")
    templates.environment.loader = Remembering(PACKAGE)
    nothing = cast(Any, None)
    return Here(
        settings=settings, database=nothing, clock=lambda: NOW, random=cast(Random, SystemRandom()),
        keys=cast(Keyring, nothing), hasher=nothing, institutions=institutions_of(settings), factors=factors,
        operations=operations, words=Words.load(PACKAGE, ROOT / "institutions"), templates=templates, bell=nothing,
            outside=nothing,
    )


def visit(sample: Sample, slug: str, language: str, *, template: str) -> Visit:
    institution = here().institutions.by_slug(slug)
    assert institution is not None
    nowhere = template.startswith("demo/")
    seen = Visit(
        here=here(), institution=institution, language=language, now=NOW, network="192.0.2.0/24",
        browser="Firefox · Linux", path="/", say=here().words.sayer(language, None if nowhere else slug), origin=f"http://{slug}.localhost:8000",
    )
    if not sample.signed_in:
        return seen
    if institution.agency_of:
        seen = replace(seen, agent=samples.agent(sample.role))
    client = Client(id=TWO, given_name="Anne <b>", family_name="Roy", language=language)
    session = Session(
        id=ONE, device_id=None, opened_at=NOW, last_activity_at=NOW, expires_at=NOW, means="secret_code", strong=True,
        network="", browser="",
    )
    return replace(seen, client=client, session=session)


@cache
def shapes() -> tuple[tuple[str, Sample], ...]:
    found: list[tuple[str, Sample]] = []
    for module in pkgutil.iter_modules(samples.__path__):
        made = importlib.import_module(f"{samples.__name__}.{module.name}")
        for template, listed in made.TEMPLATES.items():
            found += [(template, sample) for sample in listed]
    return tuple(found)


Page = tuple[str, str, str]  # where (template, shape, institution), language, html


BROKEN: list[str] = []


@cache
def pages() -> tuple[Page, ...]:
    """Every page that can be rendered. A name or a sentence that is missing stands in BROKEN, with the page."""
    found: list[Page] = []
    for template, sample in shapes():
        for slug in sample.institutions:
            for language in LANGUAGES:
                seen = visit(sample, slug, language, template=template)
                where = f"{template} ({sample.it}, {slug}, {language})"
                try:
                    html = here().templates.render(seen, template, **sample.given(seen))
                except Exception as problem:
                    BROKEN.append(f"{where}: {type(problem).__name__}: {problem}")
                    continue
                found.append((where, language, html))
    return tuple(found)


@cache
def documents() -> tuple[tuple[str, str, JustHTML], ...]:
    return tuple(
        (where, language, JustHTML(html, collect_errors=True, sanitize=False)) for where, language, html in pages()
    )


def test_every_page_renders_in_both_languages() -> None:
    rendered = len(pages())
    assert not BROKEN, tell("The example of tests/conventions/samples is not what the page gives:", BROKEN)
    assert rendered > 200


def test_every_template_is_rendered() -> None:
    pages()
    every = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.html")}
    missing = sorted(every - LOADED)
    assert not missing, tell("Give it an example in tests/conventions/samples/<feature>.py:", missing)
    gone = sorted({template for template, _ in shapes()} - every)
    assert not gone, tell("There is no such template any more: remove its example.", gone)


def _failures(check: Any) -> list[str]:
    """What `check` says of each document, each sentence once with the first place."""
    found: dict[str, str] = {}
    for where, language, document in documents():
        for sentence in check(document, language):
            found.setdefault(sentence, where)
    return [f"{where}: {sentence}" for sentence, where in found.items()]


def test_pages_are_well_formed() -> None:
    """Read as a browser reads them: no parse error at all."""
    found = _failures(lambda document, _: [f"{one.code} at line {one.line}" for one in document.errors])
    assert not found, tell("Mend the markup.", found)


def test_pages_say_their_language_and_title() -> None:
    def check(document: Any, language: str) -> list[str]:
        html, title = document.query("html")[0], document.query("title")
        said = title[0].to_text().strip() if title else ""
        wrong = [] if html.attrs.get("lang") == language else ["<html lang> is not the language of the page"]
        wrong += [] if len(title) == 1 and said and not said.startswith("·") else ["no title"]
        headings = document.query("h1")
        wrong += [] if len(headings) == 1 else [f"{len(headings)} <h1>, one is needed"]
        wrong += ["an empty heading"] if any(not _text(one) for one in document.query("h1, h2, h3")) else []
        wrong += [] if len(document.query("main")) == 1 else ["no <main>, or two"]
        return wrong

    found = [one for one in _failures(check) if not one.startswith("phone/")]
    assert not found, tell("extends one of the layouts, fills `title`, has one <h1>.", found)


def test_nothing_is_inline() -> None:
    """The Content-Security-Policy forbids it: it would silently not work."""

    def check(document: Any, _: str) -> list[str]:
        wrong = ["<style>"] if document.query("style") else []
        for one in document.query("script"):
            if "src" not in one.attrs and one.attrs.get("type") != "application/json":
                wrong.append("a script without src")
        for one in document.query("*"):
            for name, value in (one.attrs or {}).items():
                if name == "style" or re.fullmatch(r"on[a-z]+", name):
                    wrong.append(f"<{one.name} {name}>")
                if name in ("src", "href", "action") and re.match(r"(?i)\s*(javascript|data:text)", value or ""):
                    wrong.append(f"<{one.name} {name}={value}>")
                if name in ("src",) and value and re.match(r"(?i)https?:|//", value):
                    wrong.append(f"<{one.name} src={value}> is of another host")
        return wrong

    found = _failures(check)
    assert not found, tell("Put it in ui/static/css or ui/static/js.", found)


def _text(one: Any) -> str:
    """What a screen reader says of an element: its label, else its text, else its pictures'."""
    label = one.attrs.get("aria-label") or one.attrs.get("aria-labelledby") or ""
    pictures = " ".join(picture.attrs.get("alt") or "" for picture in one.query("img"))
    return str(label or one.to_text().strip() or pictures.strip())


def test_links_and_buttons_say_where_they_lead() -> None:
    def check(document: Any, _: str) -> list[str]:
        wrong = [f"<a> without words, to {one.attrs.get('href')}" for one in document.query("a") if not _text(one)]
        wrong += ["<a> without href" for one in document.query("a") if not one.attrs.get("href")]
        wrong += ["<button> without words" for one in document.query("button") if not _text(one) and not _filled(one)]
        wrong += [f"<button> without type: {_text(one)}" for one in document.query("button") if "type" not in one.attrs]
        wrong += ["<img> without alt" for one in document.query("img") if "alt" not in one.attrs]
        sized = {"width", "height"}
        wrong += ["<img> without its size" for one in document.query("img") if not sized <= set(one.attrs)]
        wrong += ["<th> without scope" for one in document.query("th") if "scope" not in one.attrs]
        wrong += ["a positive tabindex" for one in document.query("[tabindex]") if int(one.attrs["tabindex"]) > 0]
        return wrong

    found = _failures(check)
    assert not found, tell("Say it in words, or in aria-label.", found)


def _filled(one: Any) -> bool:
    """Whether a script fills it in: a piece of a <template> with slots."""
    return bool(one.query("[data-slot]"))


def test_fields_have_labels() -> None:
    def check(document: Any, _: str) -> list[str]:
        labelled = {one.attrs.get("for") for one in document.query("label")}
        wrong = []
        for one in document.query("input, select, textarea"):
            if one.attrs.get("type") in ("hidden", "submit", "button"):
                continue
            named = one.attrs.get("aria-label") or one.attrs.get("aria-labelledby")
            if not named and one.attrs.get("id") not in labelled and not _inside(one, "label"):
                wrong.append(f"<{one.name} name={one.attrs.get('name')}> has no label")
        wrong += ["<fieldset> without legend" for one in document.query("fieldset") if not one.query("legend")]
        return wrong

    found = _failures(check)
    assert not found, tell("Use the macros of ui/macros.html.", found)


def _inside(one: Any, name: str) -> bool:
    while one is not None:
        if one.name == name:
            return True
        one = one.parent
    return False


def test_what_is_pointed_at_is_there() -> None:
    """ids are unique; labels, descriptions and links within the page lead to one of them."""

    def check(document: Any, _: str) -> list[str]:
        ids = [one.attrs["id"] for one in document.query("[id]")]
        wrong = [f"id={name} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
        known_ids = set(ids)
        for one in document.query("*"):
            for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                for target in str((one.attrs or {}).get(name) or "").split():
                    if target not in known_ids:
                        wrong.append(f"<{one.name} {name}={target}> points nowhere")
            href = str((one.attrs or {}).get("href") or "")
            if one.name == "a" and href.startswith("#") and href[1:] not in known_ids:
                wrong.append(f"a link to {href}, which is nowhere")
        return wrong

    found = _failures(check)
    assert not found, tell("Give it the id, or do not point.", found)


def test_forms_and_links_lead_to_addresses_of_the_program() -> None:
    """A POST form goes to a route that takes a POST; a link goes to one that takes a GET. A page that refused something
    is reloaded by a GET, and in WebKit by a POST."""
    hole = re.compile(r"\\{\w+(:\w+)?\\}")
    routes = [(one.method, re.compile(hole.sub("[^/?]+", re.escape(one.path)))) for one in addresses()]

    def leads(method: str, target: str) -> bool:
        path = target.split("?")[0].split("#")[0]
        return any(method == taken and pattern.fullmatch(path) for taken, pattern in routes)

    def check(document: Any, _: str) -> list[str]:
        wrong = []
        for form in document.query("form"):
            method, action = form.attrs.get("method", "get").upper(), form.attrs.get("action")
            if action is None and not form.query("[name]"):
                continue  # A screen of the phone: a script sends it, and without one there is nothing in it to send.
            if not action or not leads(method, action):
                wrong.append(f"a form to {method} {action}")
        for one in document.query("[data-address]"):
            here_again = one.attrs["data-address"]
            wrong += [f"{how} {here_again} on a reload" for how in ("GET", "POST") if not leads(how, here_again)]
        for one in document.query("a"):
            href = one.attrs.get("href") or ""
            if href.startswith("/") and not href.startswith("/static/") and not leads("GET", href):
                wrong.append(f"a link to {href}")
        for name in ("data-state-url", "data-remaining-url", "data-ended-url"):
            targets = [one.attrs[name] for one in document.query(f"[{name}]")]
            wrong += [f"{name}={target}" for target in targets if not leads("GET", target)]
        return wrong

    found = _failures(check)
    assert not found, tell("No such route.", found)


def test_static_files_of_pages_exist() -> None:
    found = set()
    for where, _, html in pages():
        for name in re.findall(r'(?:src|href)="/static/[^/]+/([^"]+)"', html):
            if here().templates.assets.file(name) is None:
                found.add(f"{where}: {name}")
    assert not found, tell("No such file in ui/static.", sorted(found))


def test_nothing_of_the_machine_shows() -> None:
    """No None, no repr, no braces, no unescaped text of a client."""
    bad = re.compile(
        r"\bNone\b(?! of)|\bTrue\b|\bFalse\b|<built-in|object at 0x|Undefined|\{\{|\{%|UUID\(|<script>alert|<b>"
    )
    found: dict[str, str] = {}
    for where, _, html in pages():
        for shown in bad.findall(re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)):
            found.setdefault(f"{where.split(' (')[0]}: {shown}", where)
    assert not found, tell("Show it as a person reads it.", list(found.values()))


@pytest.mark.parametrize("name", sorted(path.name for path in PACKAGE.glob("*/") if any(path.glob("*.html"))))
def test_every_feature_with_pages_has_its_samples(name: str) -> None:
    if name == "factors":
        return  # shown inside the pages of gate, means and sign_in
    assert importlib.util.find_spec(f"tests.conventions.samples.{name}"), f"Write tests/conventions/samples/{name}.py."


# What a person types or reads here is what a thief on the telephone asks for.
ASKED_BY_THIEVES = re.compile(
    r'<input[^>]*(?:autocomplete="(?:one-time-code|current-password|new-password)"|id="activation"|name="code")'
    r'|class="(?:activation-code|key-in-clear)"'
)
NEVER = {"fr": re.compile(r"[Aa]ucun conseiller"), "en": re.compile(r"[Nn]o adviser")}


def test_dr16_al4_whoever_types_or_reads_a_code_is_told_that_nobody_asks_for_it() -> None:
    """Beside every code and every secret: no adviser will ask for it, and the official address."""
    found = []
    for where, language, html in pages():
        slug = where.rpartition("(")[2].split(", ")[-2]
        institution = here().institutions.by_slug(slug)
        if where.startswith("demo/") or institution is None or not ASKED_BY_THIEVES.search(html):
            continue
        if not NEVER[language].search(html) or institution.address not in html:
            found.append(where)
    assert not found, tell("Put {{ m.never() }} beside it (ui/macros.html):", found)
