"""One-time codes from a shared key: HOTP (RFC 4226) and TOTP (RFC 6238).

Written on `hmac` alone: PyOTP refuses keys under 112 bits, which the vectors of other makers use.
"""

import hmac
from typing import Literal

Algorithm = Literal["sha1", "sha256", "sha512"]

PERIOD_SECONDS = 30
MAX_COUNTER = 2**64 - 1


def hotp(key: bytes, counter: int, *, digits: int = 6, algorithm: Algorithm = "sha1") -> str:
    """The code of `counter` (0 to 2^64 - 1), RFC 4226 section 5.3, with its leading zeros.

    `digits` goes from 6 to 8; the algorithms other than sha1 are those of RFC 6238 section 1.2.
    """
    mac = hmac.digest(key, counter.to_bytes(8), algorithm)
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_at(unix_seconds: int, *, period_seconds: int = PERIOD_SECONDS) -> int:
    """The time step that holds that instant: T of RFC 6238 section 4.2, with T0 = 0."""
    return unix_seconds // period_seconds


def totp(
    key: bytes,
    unix_seconds: int,
    *,
    period_seconds: int = PERIOD_SECONDS,
    digits: int = 6,
    algorithm: Algorithm = "sha1",
) -> str:
    """The code of that instant, RFC 6238."""
    return hotp(key, step_at(unix_seconds, period_seconds=period_seconds), digits=digits, algorithm=algorithm)
