"""The card as a PDF that anybody can read: tagged (PDF/UA-1), large, the same on every machine."""

from pathlib import Path
from typing import Any

import msgspec
import typst

from parvis.factors.code_card.card import COLUMNS, ROWS, SQUARES

TEMPLATE = (Path(__file__).parent / "sheet.typ").read_bytes()
GRID, LIST = "grid", "list"
CODE_POINTS = {GRID: 15, LIST: 22}
# The compiler's own letters, and no others: what is printed does not depend on what a machine has.
FONTS = typst.Fonts(include_system_fonts=False)


def sheet(codes: dict[str, str], sentences: dict[str, str], *, layout: str, colour: str, language: str) -> bytes:
    """The PDF of these codes. `sentences` are those that `sheet.typ` names; `colour` is « #rrggbb »."""
    card: dict[str, Any] = {
        **sentences, "layout": layout, "colour": colour, "lang": language, "size": CODE_POINTS[layout],
        "columns": list(COLUMNS), "rows": _grid(codes) if layout == GRID else _list(codes),
    }
    made: bytes = typst.compile(
        TEMPLATE, format="pdf", pdf_standards=["ua-1"], font_paths=FONTS,
        sys_inputs={"card": msgspec.json.encode(card).decode()},
    )
    return made


def _grid(codes: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": row, "codes": [{"square": column + row, "code": codes[column + row]} for column in COLUMNS]}
        for row in ROWS
    ]


def _list(codes: dict[str, str]) -> list[dict[str, Any]]:
    """Column by column, as one looks for a square in a list."""
    return [{"name": square, "codes": [{"square": square, "code": codes[square]}]} for square in sorted(SQUARES)]
