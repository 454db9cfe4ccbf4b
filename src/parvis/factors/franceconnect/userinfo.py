"""What the userinfo endpoint says: JSON, or a signed token as FranceConnect does. OpenID Connect Core 5.3. Pure.

Refused: somebody else's claims than the ID token's (5.3.2), and a signed answer that is not for us.
"""

from typing import Any

import msgspec

from parvis.factors.franceconnect.signed import Key, NoSuchKey, payload_of
from parvis.factors.franceconnect.tokens import Identified
from parvis.factors.franceconnect.wrong import UNSOUND, Wrong

SIGNED = "application/jwt"


def read(
    answer: bytes, content_type: str, keys: tuple[Key, ...], identified: Identified, *, client_id: str
) -> dict[str, Any] | Wrong | NoSuchKey:
    """The claims about the very person that the ID token names."""
    if content_type == SIGNED:
        claims = payload_of(answer.decode("ascii", "replace").strip(), keys)
        if not isinstance(claims, dict):
            return claims
        if claims.get("iss") != identified.issuer or claims.get("aud") not in (client_id, [client_id]):
            return Wrong(UNSOUND, "a signed userinfo answer that is not for us")
    else:
        try:
            claims = msgspec.json.decode(answer, type=dict[str, Any])
        except msgspec.DecodeError:
            return Wrong(UNSOUND, "the userinfo answer cannot be read")
    if claims.get("sub") != identified.subject:
        return Wrong(UNSOUND, "the userinfo answer is about somebody else")
    return claims
