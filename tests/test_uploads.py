"""A form with one file, as browsers send it, and as they never do."""

import pytest
from fastapi import Request

from parvis.errors import Refused
from parvis.web.uploads import read_upload

FORM = (
    b'--xyz\r\nContent-Disposition: form-data; name="signature"; filename="ordre.p7s"\r\n'
    b"Content-Type: application/pkcs7-signature\r\n\r\n%s\r\n--xyz--\r\n"
)


async def read(body: bytes, kind: str = "multipart/form-data; boundary=xyz", longest: int = 100) -> bytes | Refused:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}
    return await read_upload(Request(scope, receive), "signature", longest=longest)


@pytest.mark.parametrize("content", [b"", b"hello", b"\r\n", b"a\r\n--xy\r\n", bytes(range(100)), b"\r\n\r\n--xy-"])
async def test_the_bytes_come_through_as_they_are(content: bytes) -> None:
    assert await read(FORM % content) == content
    assert await read(FORM % content, 'multipart/form-data; boundary="xyz"') == content


async def test_a_longer_file_is_refused() -> None:
    told = await read(FORM % bytes(101))
    assert isinstance(told, Refused)
    assert told.refusal.code == "body_too_large"


ANOTHER = FORM.replace(b'name="signature"', b'name="other"')


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (FORM % b"x", "application/x-www-form-urlencoded"),
        (FORM % b"x", "multipart/form-data"),
        (FORM % b"x", "multipart/form-data; boundary=abc"),
        (FORM % b"x", "multipart/form-data; boundary=xyz; charset=utf-7"),
        (ANOTHER % b"x", "multipart/form-data; boundary=xyz"),
        ((FORM % b"x").replace(b"--xyz--", b"") + FORM % b"y", "multipart/form-data; boundary=xyz"),
        (b"preamble\r\n" + FORM % b"x", "multipart/form-data; boundary=xyz"),
        (FORM % b"x" + b"epilogue", "multipart/form-data; boundary=xyz"),
        (b"--xyz\r\n" + b"A: b\r\n" * 300 + b"\r\nx\r\n--xyz--\r\n", "multipart/form-data; boundary=xyz"),
        (b"--xyz--", "multipart/form-data; boundary=xyz"),
        (b"", "multipart/form-data; boundary=xyz"),
    ],
)
async def test_anything_else_is_no_form_of_ours(body: bytes, kind: str) -> None:
    told = await read(body, kind)
    assert isinstance(told, Refused), told
    assert told.refusal.code == "form_unreadable"
