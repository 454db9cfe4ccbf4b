"""Reading a form that sends one file (RFC 7578): that field and no other, once, in limits."""

import re

import msgspec
from fastapi import Request

from parvis.errors import Refused, refused

_BOUNDARY = re.compile(r'multipart/form-data\s*;\s*boundary=(?:"([^"\r\n]{1,70})"|([0-9A-Za-z\'()+_,./:=?-]{1,70}))\s*')
_NAME = re.compile(rb';\s*name="([a-z_]{1,40})"', re.IGNORECASE)
_FILE_NAME = re.compile(rb';\s*filename="([^"\r\n]{0,300})"', re.IGNORECASE)
HEAD_BYTES = 1000


class Upload(msgspec.Struct, frozen=True):
    """What a file is called where it comes from, and its bytes."""

    name: str
    content: bytes


async def read_upload(request: Request, name: str, *, longest: int) -> bytes | Refused:
    """The bytes of the one file, b"" if none was chosen. The body as a whole was bounded before.

    Refused, `form_unreadable`: another content type, another field, two of them. `body_too_large`: a longer file. The
    name and type that the browser gives to the file are not looked at: what it is, its bytes say.
    """
    found = await _read(request, name, longest=longest)
    return found if isinstance(found, Refused) else found.content


async def read_document(request: Request, name: str, *, longest: int) -> Upload | Refused:
    """The same, with the name that the browser gives to the file: to be shown, cleaned, and believed in nothing."""
    return await _read(request, name, longest=longest)


async def _read(request: Request, name: str, *, longest: int) -> Upload | Refused:
    found = _BOUNDARY.fullmatch(request.headers.get("content-type", ""))
    if found is None:
        return refused("form_unreadable")
    part = _only_part(await request.body(), (found[1] or found[2]).encode("latin-1", "replace"))
    if part is None:
        return refused("form_unreadable")
    head, content = part
    named = _NAME.search(head)
    if named is None or named[1].decode() != name:
        return refused("form_unreadable")
    if len(content) > longest:
        return refused("body_too_large")
    called = _FILE_NAME.search(head)
    return Upload(called[1].decode("utf-8", "replace") if called is not None else "", content)


def _only_part(body: bytes, boundary: bytes) -> tuple[bytes, bytes] | None:
    """Headers and content of a body with exactly one part."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) != 3 or pieces[0] or pieces[2] not in (b"--", b"--\r\n"):
        return None
    head, between, content = pieces[1].removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return (head, content) if between and len(head) <= HEAD_BYTES else None
