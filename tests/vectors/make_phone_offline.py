"""Make `phone_offline.json` with the `openssl` command: nothing of Parvis, no cryptography in Python.

    python tests/vectors/make_phone_offline.py > tests/vectors/phone_offline.json

The keys are those of `make_phone.py`. ECDSA signatures are random, so each run gives another text, as valid.
"""

import base64
import json
import sys
import tempfile
import zlib
from pathlib import Path

from make_phone import (
    CODE,
    KNOWLEDGE,
    OFFLINE,
    OTHER_SCALAR,
    SALT,
    SCALAR,
    TRANSFER,
    WRONG_CODE,
    b64,
    key_file,
    openssl,
    public_point,
    sha256,
    stretch,
    xor,
)

READS, SAYS = "OCRA-1:HOTP-SHA256-8:QH64-PSHA256-T1M", "OCRA-1:HOTP-SHA256-8:QN08-PSHA256-T1M"
ORIGIN = "https://epargne.localhost:8000"
SECONDS = 1795532400


def raw_signature(key: Path, message: bytes) -> bytes:
    """r ‖ s, out of the DER that openssl writes."""
    der = openssl("dgst", "-sha256", "-sign", str(key), given=message)
    r_end = 4 + der[3]
    r, s = der[4:r_end], der[r_end + 2 :]
    return int.from_bytes(r).to_bytes(32) + int.from_bytes(s).to_bytes(32)


def packed(canonical: str) -> bytes:
    return zlib.compress(canonical.encode(), 9)


def text(key: Path, canonical: str, *, version: bytes = b"\x01", signed: bytes = b"") -> str:
    body = packed(canonical)
    whole = version + raw_signature(key, b"parvis-phone-offline-1\n" + (signed or body)) + body
    return f"{ORIGIN}/phone/#read=" + base64.b32encode(whole).decode().rstrip("=")


def ocra(suite: str, question: bytes, pin_hash: bytes, minutes: int) -> tuple[str, str]:
    data = suite.encode() + b"\0" + question.ljust(128, b"\0") + pin_hash + minutes.to_bytes(8)
    out = openssl("mac", "-digest", "SHA256", "-macopt", f"hexkey:{OFFLINE}", "-in", "-", "HMAC", given=data)
    mac = bytes.fromhex(out.decode().strip())
    start = mac[31] & 15
    number = int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF
    return data.hex(), f"{number % 10**8:08d}"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        institution, stranger = key_file(Path(name), OTHER_SCALAR), key_file(Path(name), SCALAR)
        digest = sha256(TRANSFER.encode())
        right, minutes = sha256(bytes.fromhex(KNOWLEDGE)), SECONDS // 60
        masked = xor(bytes.fromhex(KNOWLEDGE), stretch(CODE))
        wrong = sha256(xor(masked, stretch(WRONG_CODE)))
        other = sha256(TRANSFER.replace("250,00", "950,00").encode())

        def code(it: str, suite: str, question: bytes, pin_hash: bytes, minute: int, expect: str):
            data, digits = ocra(suite, question, pin_hash, minute)
            return {"it": it, "suite": suite, "minutes": minute, "data": data, "code": digits, "expect": expect}

        vectors = {
            "made_by": openssl("version").decode().strip() + ", tests/vectors/make_phone_offline.py",
            "server_scalar": OTHER_SCALAR,
            "server_key": b64(public_point(institution)),
            "offline_key": OFFLINE, "knowledge_key": KNOWLEDGE, "masked": masked.hex(), "salt": SALT,
            "code": CODE, "wrong_code": WRONG_CODE, "pin_hash": right.hex(),
            "canonical": TRANSFER, "digest": digest.hex(), "seconds": SECONDS,
            "texts": [
                {"it": "is signed for this phone", "text": text(institution, TRANSFER), "expect": "shown"},
                {"it": "is signed by another key", "text": text(stranger, TRANSFER), "expect": "refused"},
                {"it": "is of another version", "expect": "refused",
                 "text": text(institution, TRANSFER, version=b"\x02")},
                {"it": "says something else than what is signed", "expect": "refused",
                 "text": text(institution, TRANSFER.replace("250,00", "950,00"), signed=packed(TRANSFER))},
            ],
            "codes": [
                code("reads the request", READS, digest, right, minutes, "accepted"),
                code("is a minute slow", READS, digest, right, minutes - 1, "accepted"),
                code("is a minute fast", READS, digest, right, minutes + 1, "accepted"),
                code("is two minutes slow", READS, digest, right, minutes - 2, "counted"),
                code("has the wrong code", READS, digest, wrong, minutes, "counted"),
                code("has read another amount", READS, other, right, minutes, "counted"),
                code("has read nothing", SAYS, b"", right, minutes, "accepted"),
                code("has read nothing and has the wrong code", SAYS, b"", wrong, minutes, "counted"),
                code("has read nothing, two minutes ago", SAYS, b"", right, minutes - 2, "counted"),
            ],
        }  # fmt: skip
    json.dump(vectors, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
