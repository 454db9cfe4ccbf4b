"""Documents that people send: known by their bytes, made harmless, or refused. Pitfall 27."""

import zlib
from contextlib import suppress

import pytest
import typst

from parvis.cleaning import JPEG, LONGEST, PAGES, PDF, PNG, Clean, Unfit
from parvis.cleaning.apart import clean_apart
from parvis.cleaning.content import clean
from parvis.cleaning.jpeg import orientation_of
from parvis.errors import CATALOGUE, Refused
from tests.cleaning.files import a_jpeg, a_pdf, a_png, chunk, exif, segment, words_of

SCRIPT = b"<script>alert(1)</script>"
ZIP = b"PK\x03\x04evil-zip"


def opens(tmp_path, content: bytes, ending: str) -> None:
    """A real decoder reads the picture to its end."""
    (tmp_path / f"seen.{ending}").write_bytes(content)
    (tmp_path / "page.typ").write_text(f'#image("seen.{ending}", width: 2cm)')
    assert typst.compile(str(tmp_path / "page.typ")).startswith(b"%PDF")


def test_pitfall_27_a_picture_keeps_nothing_but_itself(tmp_path) -> None:
    """Place, camera, comment, thumbnail, what is hidden after the end: gone. How it is turned stays."""
    comment, maker = segment(0xFE, SCRIPT), segment(0xED, b"Photoshop evil")
    taken = clean(a_jpeg(exif(6), comment, maker, after=ZIP))
    assert taken.media_type == JPEG
    for hidden in (b"48.8566", SCRIPT, b"evil"):
        assert hidden not in taken.content
    at = taken.content.index(b"Exif\0\0")
    assert orientation_of(taken.content[at + 6 :]) == 6
    assert taken.content.endswith(b"\xff\xd9")
    assert clean(taken.content) == taken, "cleaning twice changes nothing"
    opens(tmp_path, taken.content, "jpg")


def test_a_png_keeps_nothing_but_itself(tmp_path) -> None:
    text, place = chunk(b"tEXt", b"Comment\0" + SCRIPT), chunk(b"eXIf", b"48.8566 N")
    taken = clean(a_png(text, place, chunk(b"iCCP", b"evil"), after=ZIP))
    assert taken.media_type == PNG
    for hidden in (b"48.8566", SCRIPT, b"evil"):
        assert hidden not in taken.content
    assert clean(taken.content) == taken
    opens(tmp_path, taken.content, "png")


def test_pitfall_27_a_pdf_keeps_its_pages_and_nothing_that_acts() -> None:
    """No script, no attachment, no link, no action, no outline, no author: what is read on the page is all there is."""
    taken = clean(a_pdf(pages=2, hostile=True) + ZIP)
    assert taken.media_type == PDF
    for hidden in (b"evil", b"/JS", b"/JavaScript", b"/AA", b"/OpenAction", b"/Launch", b"/EmbeddedFile", b"/URI"):
        assert hidden not in taken.content, hidden
    assert words_of(taken.content).count("Piece jointe") == 2
    assert clean(taken.content) == taken


def test_our_own_documents_come_through(tmp_path) -> None:
    """A real document, with fonts and a structure for screen readers."""
    (tmp_path / "page.typ").write_text("= Relevé\nCompte de Camille : 1 234,56 €\n#line()")
    taken = clean(typst.compile(str(tmp_path / "page.typ")))
    assert "Compte de Camille" in words_of(taken.content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (b"hello", "document_unknown"),
        (b"GIF89a" + a_png(), "document_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT, "document_unknown"),
        (b"<html>%PD-" + SCRIPT, "document_unknown"),
        (b"PK\x03\x04" + bytes(100), "document_unknown"),
        (b"MZ" + bytes(100), "document_unknown"),
        (bytes(LONGEST + 1), "document_too_large"),
        (b"\xff\xd8\xff", "document_unreadable"),
        (a_jpeg()[:-2], "document_unreadable"),
        (a_jpeg()[:40], "document_unreadable"),
        (a_jpeg(width=65_000, height=65_000), "picture_too_large"),
        (a_jpeg(width=0), "document_unreadable"),
        (a_jpeg(*[segment(0xFE, b"")] * 400), "document_unreadable"),
        (b"\x89PNG\r\n\x1a\n", "document_unreadable"),
        (a_png()[:-6], "document_unreadable"),
        (a_png().replace(b"IHDR", b"IHDX"), "document_unreadable"),
        (a_png(chunk(b"EVIL", b"critical and unknown")), "document_unreadable"),
        (a_png(width=60_000, height=60_000, picture=b""), "picture_too_large"),
        (a_png(picture=b"\0" * 3), "document_unreadable"),
        (a_png(picture=bytes(50_000_000)), "document_unreadable"),
        (b"%PDF-1.7\n", "document_unreadable"),
        (b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >>" * 50, "document_unreadable"),
        (a_pdf(pages=PAGES + 1), "document_pages"),
        (a_pdf(password="1234"), "document_locked"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes {value[:12]!r}",
)  # fmt: skip
def test_what_is_not_fit_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(Unfit) as told:
        clean(content)
    assert told.value.code == code
    assert code in CATALOGUE


def test_a_bomb_is_never_unpacked_whole() -> None:
    """Four bytes wide says the head; the data would give a hundred megabytes."""
    bomb = zlib.compress(bytes(100_000_000), 9)
    assert len(bomb) < 200_000
    with pytest.raises(Unfit, match="document_unreadable"):
        clean(a_png(picture=b"").replace(chunk(b"IDAT", zlib.compress(b"")), chunk(b"IDAT", bomb)))


def test_one_file_that_is_two_is_only_the_first() -> None:
    """A picture that is a PDF as well, a PDF that is a page as well: what comes out is one thing."""
    both = clean(a_jpeg(segment(0xFE, a_pdf(hostile=True)[:60_000])))
    assert both.media_type == JPEG and b"%PDF" not in both.content
    page = clean(b"<html>" + SCRIPT + b"\n" + a_pdf())
    assert page.media_type == PDF and SCRIPT not in page.content and page.content.startswith(b"%PDF-")


def test_rings_and_depths_end() -> None:
    """Objects that hold one another, and a thousand lists in one another."""
    deep = a_pdf().replace(b"/BaseFont /Helvetica", b"/BaseFont " + b"[" * 2000 + b"]" * 2000)
    with suppress(Unfit):
        assert b"[" * 50 not in clean(deep).content
    ring = a_pdf().replace(b"/BaseFont /Helvetica", b"/BaseFont /Helvetica /Ring 1 0 R")
    assert len(clean(ring).content) < 10_000


async def test_it_happens_in_a_process_apart() -> None:
    """What it says comes back; what breaks it is one answer."""
    taken = await clean_apart(a_jpeg(exif(3)))
    assert isinstance(taken, Clean) and taken.media_type == JPEG and b"48.8566" not in taken.content
    told = await clean_apart(b"%PDF-1.7 broken")
    assert isinstance(told, Refused) and told.refusal.code == "document_unreadable"
