"""Codes of an authenticator app (RFC 6238): something the client holds, on a telephone or on a computer."""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

import msgspec

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random
from parvis.factors.oath import hotp, step_at
from parvis.factors.picture import qr

KEY_BYTES = 20  # As long as the output of SHA-1 (RFC 4226, section 4, R6).
DIGITS = 6
DRIFT_STEPS = 1  # One step of delay either way (RFC 6238, section 5.2).


class Material(msgspec.Struct, frozen=True):
    """What is sealed with the authenticator."""

    key: bytes


class Totp:
    """Something the client holds. Its answer is `code`."""

    kind = "totp"
    proves = frozenset({Element.POSSESSION})
    links = False  # The code says nothing of the amount or the payee.
    slow = False
    asks = False
    by_browser = True
    blocks = False
    tries = 5
    own = True
    first = False
    fields: tuple[str, ...] = ("code",)
    carries: tuple[str, ...] = ()

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """A new key, in clear and as a URI. `given` holds the `issuer` and `account` that the app shows."""
        key = random.bytes(KEY_BYTES)
        base32 = base64.b32encode(key).decode()
        uri = key_uri(base32, issuer=given.get("issuer", ""), account=given.get("account", ""))
        return Prepared(material=material_of(key), shown={"key": base32, "uri": uri, "qr": qr(uri)})

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Accept the code of this step or of a neighbour. The step is spent, and can only grow."""
        key = msgspec.json.decode(material, type=Material).key
        typed = digits_of(answer.get("code", ""))
        current = step_at(int(now.timestamp()))
        found: Checked = Mismatch()
        for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
            if hmac.compare_digest(hotp(key, step, digits=DIGITS).encode(), typed.encode()):
                found = Evidence(f"step:{step:012d}", grows=True)
        return found


def material_of(key: bytes) -> bytes:
    """What to seal for a key that is already known (the demo's clients, an import)."""
    return msgspec.json.encode(Material(key))


def digits_of(typed: str) -> str:
    """The code as it was typed or pasted, without its spaces; "" for anything that is not six digits."""
    compact = "".join(typed[:64].split())
    return compact if len(compact) == DIGITS and compact.isascii() and compact.isdigit() else ""


def key_uri(base32: str, *, issuer: str, account: str) -> str:
    """The key as authenticator apps read it (Key URI Format), without the defaults that some apps refuse."""
    label = quote(f"{issuer}:{account}" if issuer and account else issuer or account or "Parvis", safe="")
    parameters = {"secret": base32} | ({"issuer": issuer} if issuer else {})
    return f"otpauth://totp/{label}?{urlencode(parameters, quote_via=quote)}"
