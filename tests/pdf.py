"""Reading back what a PDF of ours says: each string is decoded by the ToUnicode map of its font, and nothing else."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")
# A literal string may hold parentheses in pairs, as they are: two glyphs may happen to be numbered 40 and 41.
_DEEPEST = 4
_INSIDE = rb"(?:\\.|[^\\()])*"
for _ in range(_DEEPEST):
    _INSIDE = rb"(?:\\.|[^\\()]|\(" + _INSIDE + rb"\))*"
_SHOWN = re.compile(rb"/(\w+)\s+[\d.]+\s+Tf|<([0-9a-fA-F]+)>|\((" + _INSIDE + rb")\)|(T[jJ])", re.DOTALL)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texts(pdf: bytes) -> list[str]:
    """Every piece of text that is painted, in the order of the pages' contents."""
    objects = _objects(pdf)
    maps = {number: _unicode(_stream(objects[int(found[1])])) for number, body in objects.items()
            if (found := re.search(rb"/ToUnicode (\d+) 0 R", body))}
    found = []
    for body in objects.values():
        if re.search(rb"/Type\s*/Page\b", body):
            fonts = _fonts(objects, body, maps)
            contents = re.search(rb"/Contents (\d+) 0 R", body)
            assert contents is not None
            found += _painted(_stream(objects[int(contents[1])]), fonts)
    return found


def tagged(pdf: bytes) -> bool:
    """Whether it says that it has a structure, a language and a title, as PDF/UA-1."""
    everything = b"".join(_objects(pdf).values()) + pdf + b"".join(
        _stream(body) for body in _objects(pdf).values() if b"/Metadata" in body
    )
    return all(mark in everything for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid"))


def _objects(pdf: bytes) -> dict[int, bytes]:
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    for body in list(objects.values()):
        if re.search(rb"/Type\s*/ObjStm", body):
            first, count = (int(re.search(rb"/" + key + rb" (\d+)", body)[1]) for key in (b"First", b"N"))  # type: ignore[index]
            packed = _stream(body)
            numbers = [int(one) for one in packed[:first].split()][: 2 * count]
            places = [*numbers[1::2], len(packed) - first]
            for at, number in enumerate(numbers[::2]):
                objects[number] = packed[first + places[at] : first + places[at + 1]]
    return objects


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    length = _LENGTH.search(body[: found.start()])
    assert length is not None
    data = body[found.end() : found.end() + int(length[1])]
    return zlib.decompress(data) if b"/FlateDecode" in body[: found.start()] else data


def _fonts(objects: dict[int, bytes], page: bytes, maps: dict[int, dict[bytes, str]]) -> dict[bytes, dict[bytes, str]]:
    while (found := re.search(rb"/Resources (\d+) 0 R|/Font (\d+) 0 R", page)) is not None:
        page = page.replace(found[0], objects[int(found[1] or found[2])])
    return {name: maps[int(number)] for name, number in re.findall(rb"/(\w+) (\d+) 0 R", page) if int(number) in maps}


def _unicode(cmap: bytes) -> dict[bytes, str]:
    """glyph code → characters."""
    known: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            known[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                start = bytes.fromhex(text.decode()).decode("utf-16-be")
                code = (int(low, 16) + step).to_bytes(len(low) // 2, "big")
                known[code] = start[:-1] + chr(ord(start[-1]) + step)
    return known


def _painted(contents: bytes, fonts: dict[bytes, dict[bytes, str]]) -> list[str]:
    found, font, piece = [], {}, ""
    for name, hexadecimal, literal, painted in _SHOWN.findall(contents):
        if name:
            font = fonts.get(name, {})
        elif painted:
            found.append(piece)
            piece = ""
        else:
            raw = bytes.fromhex(hexadecimal.decode()) if hexadecimal else _ESCAPE.sub(_escaped, literal)
            piece += "".join(font.get(raw[at : at + 2], "") for at in range(0, len(raw), 2))
    return found


def _escaped(found: "re.Match[bytes]") -> bytes:
    sign = found[1]
    if sign.isdigit():
        return bytes([int(sign, 8)])
    return _SIGNS.get(sign, b"" if sign.endswith(b"\n") else sign)
