"""How a request is frozen: the canonical operation, its digest, and what tells a retry from a change.

RFC 8785 (JSON Canonicalization Scheme) and SHA-256. Money is in integer cents and times are cut to the millisecond, so
that the same operation always gives the same bytes, here and on the phone.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.canonical import dumps

VERSION = 1


class Frozen(msgspec.Struct, frozen=True):
    canonical: str
    digest: bytes
    facts_hash: bytes


def instant(moment: datetime) -> str:
    """A time as it is signed: UTC, milliseconds, RFC 3339."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def freeze(
    *,
    request_id: UUID,
    institution: str,
    client_id: UUID,
    operation: str,
    facts: dict[str, Any],
    lines: list[dict[str, str]],
    opened_at: datetime,
    expires_at: datetime,
) -> Frozen:
    """Make the bytes that every proof of this request covers."""
    canonical = dumps(
        {
            "v": VERSION,
            "id": str(request_id),
            "institution": institution,
            "client": str(client_id),
            "operation": operation,
            "facts": facts,
            "lines": lines,
            "opened_at": instant(opened_at),
            "expires_at": instant(expires_at),
        }
    )
    return Frozen(canonical.decode(), hashlib.sha256(canonical).digest(), facts_hash(operation, facts))


def facts_hash(operation: str, facts: dict[str, Any]) -> bytes:
    """The same for a retry, another for a change of anything that the client meant."""
    return hashlib.sha256(dumps({"operation": operation, "facts": facts})).digest()


def builtins(facts: msgspec.Struct) -> dict[str, Any]:
    """The facts of an operation as plain JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(facts, str_keys=True)
    return plain
