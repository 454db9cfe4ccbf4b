"""JPEG (ITU T.81) with nothing but the picture: no place, no camera, no comment, no thumbnail, nothing after the end.

The segments that make the picture are copied; of the rest only the way it is turned is said again.
"""

import struct

from parvis.cleaning import PIXELS, SIDE, Unfit

SEGMENTS_AT_MOST = 300
SCANS_AT_MOST = 40  # More is made to tire whoever decodes it.
START, END, SCAN = 0xD8, 0xD9, 0xDA
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what browsers read
HUFFMAN, QUANTISATION, INTERVAL, ADOBE, EXIF = 0xC4, 0xDB, 0xDD, 0xEE, 0xE1
KEPT = (*FRAMES, HUFFMAN, QUANTISATION, INTERVAL, SCAN)
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
ADOBE_LENGTH = 12
ORIENTATION = 0x0112


def clean(content: bytes) -> bytes:
    """The same picture. Raises Unfit: `document_unreadable`, `picture_too_large`."""
    pieces: list[bytes] = []
    frames = scans = turned = 0
    colours = b""
    at = 2
    for _ in range(SEGMENTS_AT_MOST):
        marker, at = _marker(content, at)
        if marker == END:
            break
        length = int.from_bytes(content[at : at + 2])
        body = content[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise Unfit("document_unreadable")
        at += length
        if marker in FRAMES:
            frames += 1
            _measured(body)
        if marker == ADOBE and body[:5] == b"Adobe" and len(body) == ADOBE_LENGTH:
            colours = b"\xff\xee" + struct.pack(">H", length) + body
        if marker == EXIF and body[:6] == b"Exif\0\0" and not turned:
            turned = orientation_of(body[6:])
        if marker in KEPT:
            pieces.append(bytes((0xFF, marker)) + struct.pack(">H", length) + body)
        elif 0xC3 <= marker <= 0xCF:
            raise Unfit("document_unreadable")  # lossless, hierarchical, arithmetic: no browser shows them
        if marker == SCAN:
            scans += 1
            drawn, at = _drawn(content, at)
            pieces.append(drawn)
    else:
        raise Unfit("document_unreadable")
    if frames != 1 or not 1 <= scans <= SCANS_AT_MOST:
        raise Unfit("document_unreadable")
    head = b"\xff\xd8" + (colours or JFIF) + (_exif(turned) if turned > 1 else b"")
    return head + b"".join(pieces) + b"\xff\xd9"


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker that stands here, and where its segment begins."""
    if content[at : at + 1] != b"\xff":
        raise Unfit("document_unreadable")
    while content[at : at + 1] == b"\xff":  # Any number of fill bytes may stand before it.
        at += 1
    if at >= len(content) or content[at] in (0x00, 0x01, START) or 0xD0 <= content[at] <= 0xD7:
        raise Unfit("document_unreadable")
    return content[at], at + 1


def _drawn(content: bytes, at: int) -> tuple[bytes, int]:
    """The coded picture from here to the next marker that is no part of it."""
    begins = at
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Unfit("document_unreadable")
        following = content[at + 1]
        if following != 0x00 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return content[begins:at], at
        at += 1 if following == 0xFF else 2


def _measured(frame: bytes) -> None:
    if len(frame) < 6:
        raise Unfit("document_unreadable")
    height, width = struct.unpack(">HH", frame[1:5])
    if not height or not width:
        raise Unfit("document_unreadable")
    if height > SIDE or width > SIDE or height * width > PIXELS:
        raise Unfit("picture_too_large")


def orientation_of(tiff: bytes) -> int:
    """How the picture is turned (1 to 8), by its first directory; 0 where it does not say so plainly."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 0
    at = struct.unpack(order + "I", tiff[4:8])[0]
    if at + 2 > len(tiff):
        return 0
    count = min(struct.unpack(order + "H", tiff[at : at + 2])[0], 64)
    for number in range(count):
        entry = tiff[at + 2 + 12 * number : at + 14 + 12 * number]
        if len(entry) < 12:
            return 0
        tag, kind, values, value = struct.unpack(order + "HHIH", entry[:10])
        if (tag, kind, values) == (ORIENTATION, 3, 1):
            return value if 1 <= value <= 8 else 0
    return 0


def _exif(turned: int) -> bytes:
    """A directory that says how the picture is turned, and nothing else."""
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 8 + len(tiff)) + b"Exif\0\0" + tiff
