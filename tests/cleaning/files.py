"""Files that people send, honest and not. Made here: no picture of anyone."""

import io
import struct
import zlib

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, StreamObject, TextStringObject


def a_jpeg(*segments: bytes, width: int = 8, height: int = 8, after: bytes = b"") -> bytes:
    """A grey square, with these segments before its frame."""
    blocks = max(1, -(-width // 8) * -(-height // 8))
    bits = "00" * min(blocks, 4096)
    drawn = int(bits.ljust(-(-len(bits) // 8) * 8, "1"), 2).to_bytes(-(-len(bits) // 8))
    return b"".join((
        b"\xff\xd8", *segments,
        b"\xff\xdb\x00\x43\x00" + bytes([1] * 64),
        b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00",
        b"\xff\xc4\x00\x14\x00\x01" + bytes(15) + b"\x00", b"\xff\xc4\x00\x14\x10\x01" + bytes(15) + b"\x00",
        b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00", drawn, b"\xff\xd9", after,
    ))  # fmt: skip


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, *, secret: bytes = b"48.8566 N") -> bytes:
    """What a telephone writes: how the picture is turned, and where it was taken."""
    tiff = b"II\x2a\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + struct.pack("<HHII", 0x0112, 3, 1, orientation)
    return segment(0xE1, b"Exif\0\0" + tiff + bytes(4) + secret)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def a_png(*chunks: bytes, width: int = 4, height: int = 4, picture: bytes | None = None, after: bytes = b"") -> bytes:
    """A white square, with these chunks after its head."""
    raw = (b"\0" + b"\xff" * width) * height if picture is None else picture
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join((
        b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), *chunks, chunk(b"IDAT", zlib.compress(raw)), chunk(b"IEND", b""),
        after,
    ))  # fmt: skip


def a_pdf(*, pages: int = 1, password: str = "", hostile: bool = False, words: str = "Piece jointe") -> bytes:
    """A document of so many pages; `hostile`: with everything that a reader could be made to do."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(200, 100)
        drawn = StreamObject()
        drawn.set_data(f"BT /F1 12 Tf 10 50 Td ({words}) Tj ET".encode())
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        fonts = DictionaryObject({NameObject("/F1"): DictionaryObject({
            NameObject(key): NameObject(value) for key, value in font.items()
        })})  # fmt: skip
        page[NameObject("/Contents")] = writer._add_object(drawn)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if hostile:
        writer.add_attachment("evil.exe", b"MZ evil-attachment")
        writer.add_metadata({"/Author": "evil-author"})
        writer.add_outline_item(title="evil-outline", page_number=0)
        writer.add_annotation(0, Link(rect=RectangleObject((0, 0, 50, 50)), url="https://evil.example/"))
        act = DictionaryObject({
            NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("evil-program"),
        })  # fmt: skip
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
        script = DictionaryObject({
            NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("evil-script()"),
        })  # fmt: skip
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(script)
        writer._root_object[NameObject("/AA")] = act
        fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
        fonts[NameObject("/JS")] = TextStringObject("evil-text")
        fonts["/F1"][NameObject("/AA")] = act
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
