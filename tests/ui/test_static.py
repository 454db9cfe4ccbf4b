"""Static files: one sheet from many, addresses that change with the content, nothing from elsewhere."""

import re
import xml.etree.ElementTree
from pathlib import Path

import pytest

from parvis.ui.assets import SHEET, Assets
from parvis.ui.render import PACKAGE
from tests.ui.gallery import INSTITUTIONS, SLUGS

STATIC = PACKAGE / "ui" / "static"


def test_the_sheets_become_one_that_begins_with_the_order_of_its_layers() -> None:
    sheet = Assets.load(STATIC, INSTITUTIONS).file(SHEET)
    assert sheet is not None
    assert sheet.body.startswith(b"@layer reset, tokens, base, components, utilities, theme;")
    assert sheet.packed is not None
    assert len(sheet.packed) < len(sheet.body) / 3


def test_every_sheet_names_its_layer() -> None:
    for path in (STATIC / "css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
        assert text.startswith(("@layer ", "@font-face")), path


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("@layer base {}")
    before = Assets.load(tmp_path, tmp_path).url(SHEET)
    (tmp_path / "css" / "a.css").write_text("@layer base { p { margin: 0 } }")
    assert Assets.load(tmp_path, tmp_path).url(SHEET) != before


def test_a_file_that_does_not_exist_has_no_address() -> None:
    with pytest.raises(KeyError):
        Assets.load(STATIC, INSTITUTIONS).url("css/none.css")


def test_no_path_leads_out_of_the_folder() -> None:
    assets = Assets.load(STATIC, INSTITUTIONS)
    assert assets.file("../words.fr.ftl") is None
    assert assets.file("/etc/passwd") is None


def test_every_font_that_a_sheet_names_is_shipped_with_its_licence() -> None:
    named = set(re.findall(r"fonts/([\w.-]+\.woff2)", (STATIC / "css" / "fonts.css").read_text()))
    assert named == {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    for font in named:
        assert "SIL Open Font License" in (STATIC / "fonts" / f"{font[:-6]}.LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_institution_has_its_look(slug: str) -> None:
    assets = Assets.load(STATIC, INSTITUTIONS)
    for name in ("mark.svg", "favicon.svg"):
        drawing = assets.of(slug, name)
        assert drawing is not None
        # No script, no style, nothing fetched: the drawing is safe even when it is opened by itself.
        tags = {element.tag.rpartition("}")[2] for element in xml.etree.ElementTree.fromstring(drawing.body).iter()}
        assert tags <= {"svg", "path", "rect", "circle", "g", "defs", "clipPath"}
    theme = assets.of(slug, "theme.css")
    assert theme is not None
    assert b"@layer theme" in theme.body
    assert b"prefers-color-scheme: dark" in theme.body
    assert b"http" not in theme.body
    assert b"url(" not in theme.body
