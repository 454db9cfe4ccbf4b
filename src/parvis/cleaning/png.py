"""PNG without anything but the picture: no text, no place, no profile, no animation, nothing after the end."""

import struct
import zlib

from parvis.cleaning import PIXELS, SIDE, Unfit

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS_AT_MOST = 20_000
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PALETTE = 3
# Adam7: where each pass begins, and its steps, across and down.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
AT_A_TIME = 1 << 20


def clean(content: bytes) -> bytes:
    """The same picture. Raises Unfit: `document_unreadable`, `picture_too_large`."""
    head = palette = clear = b""
    drawn: list[bytes] = []
    at = len(SIGNATURE)
    for _ in range(CHUNKS_AT_MOST):
        kind, body, at = _chunk(content, at)
        if (kind == b"IHDR") != (not head):
            raise Unfit("document_unreadable")
        if kind == b"IHDR":
            head = body
        elif kind == b"PLTE" and not palette and not drawn:
            palette = body
        elif kind == b"tRNS" and not clear and not drawn:
            clear = body
        elif kind == b"IDAT":
            drawn.append(body)
        elif kind == b"IEND":
            break
        elif kind[:1].isupper():
            raise Unfit("document_unreadable")  # Critical, and unknown: it cannot be shown without.
    else:
        raise Unfit("document_unreadable")
    expected = _size(head, palette)
    picture = _whole(b"".join(drawn), expected)
    kept = [(b"IHDR", head)]
    kept += [(b"PLTE", palette)] if palette else []
    kept += [(b"tRNS", clear)] if clear and len(clear) <= 256 else []
    kept += [(b"IDAT", picture), (b"IEND", b"")]
    return SIGNATURE + b"".join(_written(kind, body) for kind, body in kept)


def _chunk(content: bytes, at: int) -> tuple[bytes, bytes, int]:
    length = int.from_bytes(content[at : at + 4])
    kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
    check = content[at + 8 + length : at + 12 + length]
    if len(kind) != 4 or not kind.isalpha() or check != struct.pack(">I", zlib.crc32(kind + body)):
        raise Unfit("document_unreadable")
    return kind, body, at + 12 + length


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _size(head: bytes, palette: bytes) -> int:
    """How many bytes the picture is made of, uncompressed."""
    if len(head) != 13:
        raise Unfit("document_unreadable")
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", head)
    known = depth in DEPTHS.get(colour, ()) and packing == filtering == 0 and interlaced in (0, 1)
    coloured = len(palette) % 3 == 0 and len(palette) <= 768 and (bool(palette) or colour != PALETTE)
    if not (known and coloured and width and height):
        raise Unfit("document_unreadable")
    if width > SIDE or height > SIDE or width * height > PIXELS:
        raise Unfit("picture_too_large")
    bits: int = depth * CHANNELS[colour]
    if not interlaced:
        whole: int = height * _line(width, bits)
        return whole
    total = 0
    for left, top, across, down in PASSES:
        columns, lines = -(-(width - left) // across), -(-(height - top) // down)
        total += lines * _line(columns, bits) if columns > 0 and lines > 0 else 0
    return total


def _line(pixels: int, bits: int) -> int:
    return 1 + -(-pixels * bits // 8)


def _whole(packed: bytes, expected: int) -> bytes:
    """The compressed picture, which unpacks to exactly so many bytes; what follows it is left out."""
    unpacking, given, left = zlib.decompressobj(), 0, packed
    try:
        while not unpacking.eof:
            given += len(unpacking.decompress(left, AT_A_TIME))
            if given > expected or (not unpacking.unconsumed_tail and not unpacking.eof and not left):
                raise Unfit("document_unreadable")
            left = unpacking.unconsumed_tail
    except zlib.error as error:
        raise Unfit("document_unreadable") from error
    if given != expected:
        raise Unfit("document_unreadable")
    return packed[: len(packed) - len(unpacking.unused_data)]
