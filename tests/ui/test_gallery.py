"""Every macro, in the five themes: rendered in both languages, then looked at by axe in a real browser."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from tests.ui.gallery import HERE, NAMES, SLUGS, Gallery

MACROS = HERE.parents[1] / "src" / "parvis" / "ui" / "macros.html"
ONLY_WRONG = {"resultTypes": ["violations"]}  # Of what is right, axe need not say where it stands.


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_renders(gallery: Gallery, slug: str, language: str) -> None:
    for name in NAMES:
        page = gallery.page(name, slug, language)
        assert f'<html lang="{language}"' in page
        assert page.count("<h1") == 1, name
        # The policy forbids them all.
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", page), name


def test_the_gallery_shows_every_macro() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("gallery_*.html"))
    # Pieces of a field, an attribute, what frames every page.
    inner = {"described", "said", "of_language", "head", "brand", "footer"}
    macros = set(re.findall(r"{% macro (\w+)", MACROS.read_text(encoding="utf-8"))) - inner
    assert {name for name in macros if f"m.{name}(" not in shown} == set()


def test_what_a_client_typed_is_never_markup(gallery: Gallery) -> None:
    source = (
        '{% import "ui/macros.html" as m with context %}'
        '{{ m.field("a", "b", value=typed, error=typed) }}{{ m.lines([line]) }}'
    )
    names = gallery.names("deuxrives", "fr", signed_in=False)
    typed = '"><script>alert(1)</script>'
    page = gallery.templates.environment.from_string(source).render(
        {**names, "typed": typed, "line": {"label": typed, "value": typed, "kind": "text"}}
    )
    assert "<script" not in page
    assert page.count("&#34;&gt;&lt;script&gt;") == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_unreadable_or_unreachable(
    browser: Browser, port: int, slug: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = []
    for name in NAMES:
        page.goto(f"http://{slug}.localhost:{port}/{name}")
        found += [
            f"{name}: {violation['id']} {[node['target'] for node in violation['nodes']]}"
            for violation in Axe().run(page, options=ONLY_WRONG).response["violations"]
        ]
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_overflows(browser: Browser, port: int, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    for slug in SLUGS:
        for name in NAMES:
            page.goto(f"http://{slug}.localhost:{port}/{name}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                troubles.append(f"{slug} {name} is wider than {width}")
    context.close()
    assert troubles == []


def test_every_target_is_large_enough_for_a_thumb(browser: Browser, port: int) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    for slug in SLUGS:
        page.goto(f"http://{slug}.localhost:{port}/space")
        small = page.evaluate(
            """[...document.querySelectorAll(
                "button, .button, input:not([type=radio]), select, .choice, .nav a, .tabs a")]
            .filter((e) => e.checkVisibility() && e.type !== "hidden" && e.getBoundingClientRect().height < 44)
            .map((e) => e.outerHTML.slice(0, 90))"""
        )
        assert small == [], slug
    context.close()
