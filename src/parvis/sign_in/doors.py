"""The token of a door's form: sealed, for one institution, for ten minutes, and used up by the first answer."""

import base64
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.errors import Refused, refused
from parvis.factors import Token
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.seal import SealBroken
from parvis.sign_in import tables

LIFETIME = timedelta(minutes=10)
CHALLENGE_BYTES = 32


class _Inside(msgspec.Struct, frozen=True, array_like=True):
    token_id: UUID
    expires: int  # Unix seconds
    challenge: bytes


def draw(here: Here, institution: Institution, now: datetime) -> Token:
    """A new token. Nothing is stored for whoever only opens the page."""
    challenge = here.random.bytes(CHALLENGE_BYTES)
    inside = _Inside(UUID(bytes=here.random.bytes(16)), int((now + LIFETIME).timestamp()), challenge)
    sealed = here.keys.seal(msgspec.json.encode(inside), purpose=_purpose(institution))
    return Token(base64.urlsafe_b64encode(sealed).decode().rstrip("="), challenge)


async def spend(here: Here, institution: Institution, text: str, now: datetime) -> bytes | Refused:
    """The challenge of a token, which serves no more, whatever is then answered. Commits before it returns.

    Refused, `form_expired`: one that has served, is too old, was made for another institution, or by somebody else.
    """
    try:
        sealed = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        inside = msgspec.json.decode(here.keys.unseal(sealed, purpose=_purpose(institution)), type=_Inside)
    except (SealBroken, msgspec.MsgspecError, ValueError):
        return refused("form_expired")
    if now.timestamp() >= inside.expires:
        return refused("form_expired")
    async with here.transaction(alone=True) as tx:
        spent = await tables.spend(tx, inside.token_id, now + 2 * LIFETIME)
    return inside.challenge if spent else refused("form_expired")


def _purpose(institution: Institution) -> str:
    return f"form:door:{institution.slug}"
