"""A factor is one folder and one line: whole, said in both languages, documented, and named nowhere else."""

import ast
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from parvis.factors import Factor, pages_of
from parvis.known import known
from parvis.settings import ROOT
from parvis.ui.render import PACKAGE
from parvis.ui.words import LANGUAGES, Words
from tests.conventions.code import TOP, modules, tell
from tests.hands.all import HANDS

FACTORS: Mapping[str, Factor] = known()[0]
WORDS = Words.load(PACKAGE, ROOT / "institutions")

# What belongs to one factor beside its folder: its other half, which speaks another language than the browser's; the
# commands that compute its codes and take in its keys; the door at which browsers present what they hold.
_APP = ("phone/", "ui/static/js/phone/")
ALSO_ITS_OWN = {
    "phone": _APP,
    "phone_qr": _APP,
    "phone_code": _APP,
    "passkey": ("ui/static/js/passkey.js",),
    "cap_reader": ("codes.py", "cli.py"),
    "certificate": ("certificate_door.py",),
}

# Where factors are listed, furnished or translated: not code that asks which one it is.
LISTS = ("factors/all.py", "demo/")

# The kinds that other code still names, and why. This list only gets shorter.
NAMED = {
    ("logs.py", "password"): "the name of a field whose value is never written to a log",
    ("logs.py", "phone"): "the name of a field whose value is never written to a log",
}

# What is written for people: the map and its walkthroughs speak of factors by their names.
PROSE = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md")

# HTML's own word for a masked field.
HTML_TYPE = re.compile(r"""type\s*={1,3}\s*"password"|\? "text" : "password\"""")


def folder_of(factor: Factor) -> str:
    return pages_of(factor) + "/"


def own_places(factor: Factor) -> tuple[str, ...]:
    return (folder_of(factor), *ALSO_ITS_OWN.get(factor.kind, ()), *LISTS)


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_is_whole(kind: str) -> None:
    factor, folder = FACTORS[kind], PACKAGE / folder_of(FACTORS[kind])
    files = {"factor.py", "prove.html", "words.fr.ftl", "words.en.ftl"}
    files |= {"enroll.html"} if factor.own else set()
    files |= {"fields.html", "change.html"} if factor.first else set()
    missing = sorted(name for name in files if not (folder / name).is_file())
    assert not missing, tell(f"CONTRIBUTING.md, « Adding a factor »: {folder_of(factor)} lacks", missing)
    assert folder.name in {path.parent.name for path in folder.parent.glob("*/factor.py")}


def test_every_folder_is_listed() -> None:
    listed = {folder_of(factor) for factor in FACTORS.values()}
    found = {f"factors/{path.parent.name}/" for path in (PACKAGE / "factors").glob("*/factor.py")}
    assert found == listed, "Add the folder's line to factors/all.py, or remove the folder."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_is_said_in_both_languages(kind: str, language: str) -> None:
    keys = [f"factor-{kind}", f"factor-{kind}-ask"] + ([f"factor-{kind}-about"] if FACTORS[kind].own else [])
    text = (PACKAGE / folder_of(FACTORS[kind]) / f"words.{language}.ftl").read_text(encoding="utf-8")
    missing = [key for key in keys if not re.search(rf"^{key} =", text, re.MULTILINE)]
    assert not missing, tell(f"Say it in {folder_of(FACTORS[kind])}words.{language}.ftl:", missing)


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_is_documented(kind: str) -> None:
    documented = (TOP / "docs" / "factors.md").read_text(encoding="utf-8")
    assert f"[`{kind}`](factors/{kind}.md)" in documented, f"Run `parvis docs`: docs/factors.md has no line for {kind}."
    page = TOP / "docs" / "factors" / f"{kind}.md"
    assert page.is_file(), f"Write docs/factors/{kind}.md: what it proves, its standard, limits, price, and operation."
    assert len(page.read_text(encoding="utf-8").splitlines()) >= 20, f"docs/factors/{kind}.md tells too little."


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_is_tested(kind: str) -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (TOP / "tests").rglob("test_*.py"))
    name = type(FACTORS[kind]).__module__
    folder = name.split(".")[-2]
    assert f"parvis.factors.{folder}" in tests or f"vectors/{folder}" in tests, f"Write the stories of {kind}."


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_has_a_hand(kind: str) -> None:
    """What its client holds: by it `tests/factors/test_every_factor.py` attacks it, and `make bench` measures it."""
    assert kind in HANDS, f"Write tests/hands/{kind}.py and its line in tests/hands/all.py."
    assert HANDS[kind].__module__ == f"tests.hands.{kind}"


def test_no_hand_is_without_factor() -> None:
    assert set(HANDS) <= set(FACTORS), "Take it off tests/hands/all.py."


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_is_named_nowhere_else(kind: str) -> None:
    """No page, rule or action asks « is it TOTP? »: what it needs to know, the factor says (factors/__init__.py)."""
    own = own_places(FACTORS[kind])
    found = [
        f"{module.at(node)}: {text!r}"
        for module in modules()
        if not module.name.startswith(own) and (module.name, kind) not in NAMED
        for node, text in module.strings()
        if text == kind or text.startswith(f"{kind}:")
    ]
    for path in _texts():
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(own):
            found += [
                f"src/parvis/{name}:{number}: {line.strip()[:90]}"
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
                if re.search(rf"""["']{kind}["']|/{kind}/""", HTML_TYPE.sub("", line))
            ]
    assert not found, tell(f"Let the factor say it, so that nobody has to know {kind}:", found)


@pytest.mark.parametrize("kind", FACTORS)
def test_the_class_of_a_factor_is_imported_nowhere_else(kind: str) -> None:
    own = own_places(FACTORS[kind])
    package = type(FACTORS[kind]).__module__.rpartition(".")[0]
    found = [
        f"{module.at(node)}: from {node.module} import …"
        for module in modules()
        if not module.name.startswith(own)
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package)
    ]
    assert not found, tell("Only factors/all.py, its own folder and the demonstration import a factor.", found)


def test_the_list_of_factors_has_one_line_for_each() -> None:
    """And one import for each folder: that, and the folder, is what a factor costs."""
    text = (PACKAGE / "factors" / "all.py").read_text(encoding="utf-8")
    imported = re.findall(r"^from parvis\.factors\.(\w+)\.factor import ", text, re.MULTILINE)
    listed = re.search(r"listed: tuple\[Factor, \.\.\.\] = \(\n(.*?)\n    \)", text, re.DOTALL)
    assert listed is not None
    assert sorted(imported) == sorted({folder_of(factor).split("/")[1] for factor in FACTORS.values()})
    assert len(listed[1].splitlines()) == len(FACTORS), "One line for each factor."
    spoken = [kind for kind in FACTORS if f'"{kind}"' in text]
    assert not spoken, tell("What the list says of a kind, the factor says better:", spoken)


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_costs_nothing_elsewhere(kind: str) -> None:
    """The rest of the tree: schema, settings of tools, deployment. `bench/` names what it measures beside its peers."""
    folder = re.escape(folder_of(FACTORS[kind]).split("/")[1])
    names = re.compile(rf"""(?<!docs/)factors[./]{folder}\b|["'`]{kind}["'`]|/{kind}/""")
    free = ("src/", "tests/", "docs/", "institutions/", "bench/")
    asked = ["git", "-C", str(TOP), "ls-files", "--cached", "--others", "--exclude-standard"]
    found = [
        f"{name}:{number}: {line.strip()[:90]}"
        for name in subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
        if not name.startswith(free) and name not in PROSE and (TOP / name).is_file()
        for number, line in enumerate((TOP / name).read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if names.search(line)
    ]
    assert not found, tell(f"One folder and one line, and {kind} is also named here:", found)


def test_pages_of_a_factor_are_found_and_imported_by_nobody() -> None:
    """`app.py` takes the `pages.py` of each folder that has one; its factor stays pure."""
    found = [
        f"{module.at(node)}: from {node.module} import …"
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and re.fullmatch(r"parvis\.factors\.\w+\.pages", node.module or "")
    ]
    assert not found, tell("Take the import away: app.py has these pages already.", found)


def test_the_list_of_named_kinds_is_true() -> None:
    gone = [
        f"{name} {kind}"
        for name, kind in NAMED
        if not any(text == kind for module in modules() if module.name == name for _, text in module.strings())
    ]
    assert not gone, tell("It is not named there any more: take it off NAMED.", gone)


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_judges_anything_without_raising(kind: str) -> None:
    """`check` is given what a stranger sent: whatever it holds, it answers."""
    from tests.factors.world import NOW, asked

    factor = FACTORS[kind]
    hostile = ["", "é", "0" * 4096, "\x00", "½", "{}", "null", "[]", "😀" * 50]
    for value in hostile:
        answer = dict.fromkeys((*factor.fields, *factor.carries, "message", "signature", "mac"), value)
        if factor.first:
            assert factor.check(b"", b"", answer, asked(), NOW) is not None
        elif factor.asks:
            assert factor.check(b"{}", b"", answer, asked(), NOW) is not None


def test_fields_and_what_pages_carry_are_in_the_pages() -> None:
    found = []
    for factor in FACTORS.values():
        pages = "".join(path.read_text() for path in (PACKAGE / folder_of(factor)).glob("*.html"))
        found += [
            f"{factor.kind}: {name}" for name in (*factor.fields, *factor.carries) if f'"{name}"' not in pages
        ]
    assert not found, tell("The factor reads a field that none of its pages has.", found)


def _texts() -> list[Path]:
    """Templates, scripts and styles."""
    return [path for pattern in ("*.html", "*.js", "*.css") for path in sorted(PACKAGE.rglob(pattern))]
