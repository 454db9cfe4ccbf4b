"""Every institution is data: sound, with its cases, its look readable by day and by night, nothing left out."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from parvis.institution import specs
from parvis.institution.loader import load
from parvis.known import known
from parvis.ui.render import PACKAGE
from tests.chromium import start
from tests.conventions.code import TOP, tell

FOLDERS = sorted(path.parent for path in (TOP / "institutions").glob("*/institution.toml"))
SLUGS = [folder.name for folder in FOLDERS]
FACTORS, OPERATIONS = known()

FILES = (
    "institution.toml", "institution.specs.toml", "theme.css", "mark.svg", "favicon.svg",
    "words/fr.ftl", "words/en.ftl",
)

# What is written on what: tokens of css/tokens.css. WCAG 2.2: 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of edges and focus.
TEXTS = (
    ("ink", "page"), ("ink", "surface"), ("ink", "sunken"), ("soft", "page"), ("soft", "surface"), ("soft", "sunken"),
    ("on-brand", "brand"), ("on-brand", "brand-deep"), ("brand-ink", "page"), ("brand-ink", "surface"),
    ("brand-ink", "brand-wash"), ("ink", "brand-wash"), ("ink", "accent-wash"), ("info", "info-wash"),
    ("success", "success-wash"), ("warning", "warning-wash"), ("danger", "danger-wash"), ("ink", "info-wash"),
    ("ink", "warning-wash"), ("ink", "danger-wash"), ("ink", "success-wash"), ("danger", "surface"),
    ("on-danger", "danger"), ("head-ink", "head"), ("head-soft", "head"),
)
EDGES = (("edge", "surface"), ("edge", "page"), ("focus", "surface"), ("focus", "page"))


def test_there_are_five() -> None:
    assert len(FOLDERS) >= 5


@pytest.mark.parametrize("folder", FOLDERS, ids=SLUGS)
def test_it_is_whole(folder: Path) -> None:
    missing = [name for name in FILES if not (folder / name).is_file()]
    assert not missing, tell(f"institutions/{folder.name} lacks", missing)
    code = [str(path) for path in folder.rglob("*") if path.suffix in {".py", ".html", ".js", ".sql"}]
    assert not code, tell("An institution is data only.", code)


@pytest.mark.parametrize("folder", FOLDERS, ids=SLUGS)
def test_it_passes_its_specs(folder: Path) -> None:
    """`check` and `specs` at once: the cases are run on what was loaded."""
    report = specs.run(folder, factors=FACTORS, operations=OPERATIONS)
    assert not report.problems, tell("parvis specs institutions says:", list(report.problems))
    assert len(report.passed) >= 10, "Write the cases that a banker would ask about."


def test_hosts_and_bank_codes_are_nobody_elses() -> None:
    loaded = [load(folder, factors=FACTORS, operations=OPERATIONS) for folder in FOLDERS]
    for values in (
        [host for one in loaded for host in one.hosts],
        [one.bank_code for one in loaded],
        [one.name for one in loaded],
        [one.hash.hex() for one in loaded],
    ):
        twice = [value for value, count in Counter(values).items() if count > 1]
        assert not twice, tell("Two institutions share", twice)
    found = [host for one in loaded for host in one.hosts if not host.endswith((".localhost", ".example", ".invalid"))]
    assert not found, tell("A demonstration's host ends in .localhost, .example or .invalid (RFC 2606):", found)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = start(playwright.chromium)
        yield started
        started.close()


READ = """
names => {
  const dot = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = {};
  for (const name of names) {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    dot.clearRect(0, 0, 1, 1);
    dot.fillStyle = getComputedStyle(probe).color;
    dot.fillRect(0, 0, 1, 1);
    seen[name] = Array.from(dot.getImageData(0, 0, 1, 1).data);
  }
  return seen;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_can_be_read(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """Every pair of colours, in every theme, computed by a real browser."""
    tokens = (PACKAGE / "ui" / "static" / "css" / "tokens.css").read_text()
    names = sorted({name for pair in (*TEXTS, *EDGES) for name in pair})
    page = browser.new_context(color_scheme=scheme).new_page()
    found = []
    for folder in FOLDERS:
        theme = (folder / "theme.css").read_text()
        page.set_content(f"<!doctype html><style>@layer tokens, theme;{tokens}{theme}</style><body class=public>")
        seen: dict[str, list[int]] = page.evaluate(READ, names)
        for pairs, least in ((TEXTS, 4.5), (EDGES, 3.0)):
            for front, back in pairs:
                reached = contrast(seen[front], seen[back])
                if reached < least:
                    found.append(f"{folder.name}, {scheme}: {front} on {back} is {reached:.2f}, {least} is needed")
    assert not found, tell("Move the lightness in theme.css or tokens.css.", found)


def contrast(front: list[int], back: list[int]) -> float:
    """WCAG 2.2, relative luminance. A transparent colour is not a colour to write on."""
    assert front[3] == back[3] == 255, "The token is transparent, or does not exist."
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: list[int]) -> float:
    parts = [one / 255 for one in colour[:3]]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_reckoned_right() -> None:
    """Black on white is 21; #777 on white is the classic near miss, 4.48."""
    assert contrast([0, 0, 0, 255], [255, 255, 255, 255]) == pytest.approx(21)
    assert contrast([119, 119, 119, 255], [255, 255, 255, 255]) == pytest.approx(4.478, abs=0.001)
