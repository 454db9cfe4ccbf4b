"""The letter that holds a first secret: a PDF that anybody can read, tagged (PDF/UA-1), the same on every machine."""

import re
from pathlib import Path

import msgspec
import typst

from parvis.here import Here
from parvis.institution.rules import Institution

TEMPLATE = (Path(__file__).parent / "letter.typ").read_bytes()
# The compiler's own letters, and no others: what is printed does not depend on what a machine has.
FONTS = typst.Fonts(include_system_fonts=False)
INK = "#1c2b4a"
_COLOUR = re.compile(rb"--app-ground:\s*(#[0-9a-fA-F]{6})")


def letter(sentences: dict[str, str], *, colour: str, language: str) -> bytes:
    """The PDF of these sentences, which `letter.typ` names; `colour` is « #rrggbb ». Slow: on a thread."""
    given = {**sentences, "colour": colour, "lang": language}
    made: bytes = typst.compile(
        TEMPLATE, format="pdf", pdf_standards=["ua-1"], font_paths=FONTS,
        sys_inputs={"letter": msgspec.json.encode(given).decode()},
    )
    return made


def colour_of(here: Here, institution: Institution) -> str:
    """The institution's own ink, as its app icon has it."""
    theme = here.templates.assets.of(institution.slug, "theme.css")
    found = None if theme is None else _COLOUR.search(theme.body)
    return found[1].decode() if found else INK
