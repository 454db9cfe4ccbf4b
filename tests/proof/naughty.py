# ruff: noqa: E501
"""What a form, an address or a header is given by somebody who means harm, or by a program gone mad."""

import random
from collections.abc import Iterator
from urllib.parse import quote_plus

GIANT = "9" * 60_000

# As typed: they are encoded when they are sent.
STRINGS = (
    "", " ", "\t\n\r", "null", "undefined", "NaN", "Infinity", "-0", "0", "-1", "1e309", "0x10", "1_000", "１２３", "٣٤٥",
    "²³", "½", "9" * 400, "9" * 501, "999999999999999999999999.99", "1,2,3", "1 234,5", "1.234.567,891", "+33", "€",
    "' or 1=1 --", "'; drop table client; --", "\\", "\\'", "$(id)", "`id`", "; cat /etc/passwd", "../../etc/passwd",
    "%00", "%s%n%x", "{0.__class__}", "{{7*7}}", "{% raw %}", "${7*7}", "#{7*7}", "<script>alert(1)</script>",
    '"><svg onload=alert(1)>', "<!--", "]]>", "&amp;&#0;", "javascript:alert(1)", "//evil.example", "\\\\evil.example",
    "https://evil.example/", "a\r\nSet-Cookie: session=x", "\u0000", "\u0001\u0002\u001b[31m", "\u007f", "\u200b", "\ufeff",
    "\u202e123\u202c", "e\u0301" * 100, "Z\u0351\u036b\u0343" * 50, "👩‍👩‍👧‍👦" * 20, "🇫🇷", "\ufffd", "\ufffe", "\U0010ffff",
    "İıſK", "ß", "ﷺ" * 30, "0000-00-00", "9999-12-31", "2026-02-30", "10000-01-01", "24/11/2026", "-0001-01-01",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{" * 200, "[" * 200, "FR76",
    "FR76" + "0" * 23, "A" * 34, "key", "__proto__", "constructor", "self", "None", "True",
)  # fmt: skip

# Already encoded: no text gives these bytes.
ENCODED = ("%ff%fe", "%c3%28", "%ed%a0%80", "%f0%28%8c%28", "%", "%zz", "%u0041", "%c0%af", "%F4%90%80%80", "a%00b", "\xe9")

# Where an identifier stands in an address.
IN_PATHS = (
    "0", "-1", "null", "..", "%2e%2e%2f", "%00", "%ff", "a" * 2_000, "{request_id}", "01a1ffc4-a174-7186-b364-47a0e654ad3",
    "01a1ffc4a1747186b36447a0e654ad31", "{01a1ffc4-a174-7186-b364-47a0e654ad31}", "01a1ffc4-a174-7186-b364-47a0e654ad31%0a",
    "urn:uuid:01a1ffc4-a174-7186-b364-47a0e654ad31", "01A1FFC4-A174-7186-B364-47A0E654AD31", "%F0%9F%92%A9", "a%20b", ";",
)  # fmt: skip

QUERIES = (
    "a", "a=1&a=2", "=", "&&&", "%ff=%fe", "before=x", "before=99999999999999999999_x", "before=-1_x", "means=%00",
    "means=1&means=2", "because=idle&because=idle", "text=" + "a" * 3_000, "least=1e9&most=-1", "since=0000-00-00",
    "since=9999-12-31", "until=1899-12-31", "text=%25%5F%5C", "text=%00", "language=xx", "language=en&language=fr",
    "language=%ff", "source=x&replaces=y", "replaces=01a1ffc4-a174-7186-b364-47a0e654ad31", "a=" * 3_000, "[]=1", "a[b]=1",
)  # fmt: skip

HEADERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Cookie", "session=" + "A" * 43),),
    (("Cookie", "session=" + "A" * 6_000),),
    (("Cookie", "; ".join(f"c{n}=v" for n in range(400))),),
    (("Cookie", "session"), ("Cookie", "session=; session==;;;")),
    (("Cookie", "session=\x80\xff; device=%00; ticket=../; language=\xe9"),),
    (("Cookie", 'session="' + "A" * 43 + '"; device="\\012"'),),
    (("Cookie", "__Host-session=x; language=<script>"),),
    (("Accept-Language", "x" * 3_000),),
    (("Accept-Language", "fr;q=9e99,,,*;q=-1, \xff"),),
    (("Accept", "\xff\xfe"),),
    (("Accept", "text/html" * 500),),
    (("User-Agent", "\x80" * 2_000),),
    (("User-Agent", ""),),
    (("X-Forwarded-For", "1.2.3.4, ::1, nonsense, " + "9" * 500),),
    (("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher")),
    (("Forwarded", "for=\"[::1]:x\";host=evil.example"),),
    (("Authorization", "Parvis-Phone id=x"),),
    (("Authorization", "Basic %%%"),),
    (("Authorization", "Bearer " + "A" * 5_000),),
    (("Range", "bytes=0-0,-1,5-2"),),
    (("If-None-Match", "*"), ("If-Modified-Since", "never")),
    (("Expect", "the-unexpected"),),
    (("Content-Type", "application/json"),),
    (("Content-Type", "multipart/form-data"),),
    (("Content-Type", "multipart/form-data; boundary=" + "x" * 2_000),),
    (("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"),),
    (("Content-Type", "\xff"),),
    (("Content-Type", ""),),
    (("Content-Encoding", "gzip"),),
    (("X-HTTP-Method-Override", "DELETE"),),
    (("Origin", "null"),),
    (("Origin", "http://[::1"),),
    (("Origin", "http://user:pass@evil.example:99999999"),),
    (("Sec-Fetch-Site", "cross-site"),),
    (("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none")),
    (("Last-Event-ID", "\x80"),),
    tuple((f"X-{n}", "y") for n in range(60)),
)

HOSTS = (
    "", "localhost", "unknown.example", "deuxrives.localhost.", "DEUXRIVES.LOCALHOST", "deuxrives.localhost:99999999",
    "deuxrives.localhost:", "deuxrives.localhost:80:80", "user@deuxrives.localhost", "deuxrives.localhost/path",
    "[::1]", "[::1", "127.0.0.1", "a" * 300 + ".localhost", "xn--\xff", "deux rives.localhost", "%64euxrives.localhost",
    "deuxrives.localhost,municipal.localhost", "..", "*", "\x80.localhost",
)  # fmt: skip


def bodies(fields: dict[str, str], chance: random.Random, few: int) -> Iterator[bytes]:
    """What the form of these fields may be sent as: each field in turn spoiled, then the whole of it."""
    for name in fields:
        for value in (*chance.sample(STRINGS, min(few, len(STRINGS))), GIANT):
            yield _encoded({**fields, name: value})
        for raw in chance.sample(ENCODED, min(max(1, few // 3), len(ENCODED))):
            rest = {other: value for other, value in fields.items() if other != name}
            yield _encoded(rest) + f"&{name}={raw}".encode("latin-1")
        yield _encoded({other: value for other, value in fields.items() if other != name})
        yield _encoded(fields) + f"&{name}=again".encode()
        yield _encoded(fields) + f"&{name}%5B%5D=list".encode()
    yield b""
    yield b"\x00\xff\xfe{"
    yield b"=" * 3_000
    yield b"&".join(b"f%d=1" % number for number in range(300))
    yield b'{"json": ' * 500
    yield _encoded({**fields, "unheard_of": "1"})
    yield _encoded(dict.fromkeys(fields, ""))
    yield _encoded({name: chance.choice(STRINGS) for name in fields})
    yield b"a=" + b"b" * 70_000  # more than any body may be


def _encoded(fields: dict[str, str]) -> bytes:
    pairs = (f"{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}" for name, value in fields.items())
    return "&".join(pairs).encode()
