"""A six-digit code sent by SMS or e-mail, bound to the one request it was made for."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random, Sending
from parvis.seal import Keyring

DIGITS = 6
LAST_DIGITS = 4
NAME_LENGTH = 40
_LINK_MARKS = re.compile(r"[:/\\<>@]|\.(?=\S)")


class Material(msgspec.Struct, frozen=True):
    """What is sealed with the authenticator: where the code goes."""

    contact_id: str


class Sent(msgspec.Struct, frozen=True):
    """What is sealed with the challenge: enough to recognise the code, not to say it again."""

    nonce: bytes
    mac: bytes
    expires: int  # Unix seconds


class MessageCode:
    """One code for one request, to one contact. Its answer is `code`."""

    links = True  # The code is made from the request's digest, and the message names what it approves.
    slow = False
    asks = True
    by_browser = True
    blocks = False
    tries = 5
    own = False  # The contact is the institution's to check, first.
    first = False
    fields: tuple[str, ...] = ("code",)
    carries: tuple[str, ...] = ()

    def __init__(
        self,
        keys: Keyring,
        *,
        kind: str,
        channel: Literal["sms", "email"],
        proves: frozenset[Element],
        lifetime: timedelta,
    ) -> None:
        self.kind = kind
        self.proves = proves
        self._keys = keys
        self.channel = channel
        self._lifetime = lifetime

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """An authenticator that writes to `given["contact_id"]`, a contact already checked."""
        contact_id = given.get("contact_id", "")
        return Prepared(material=material_of(contact_id), shown={}) if contact_id else "form_incomplete"

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        """Draw a code, send it, and keep only a keyed hash of it with the request's digest."""
        code = str(random.below(10**DIGITS)).zfill(DIGITS)
        nonce = random.bytes(16)
        expires = int((now + self._lifetime).timestamp())
        minutes = int(self._lifetime.total_seconds()) // 60
        payment = _payment(asked.canonical)
        suffix = "payment" if payment else "request"
        return Challenge(
            material=msgspec.json.encode(Sent(nonce, self._mac(code, nonce, asked), expires)),
            shown={"minutes": minutes},
            sending=Sending(
                channel=self.channel,
                contact_id=msgspec.json.decode(material, type=Material).contact_id,
                words_key=f"message-code-{self.channel}-{suffix}",
                values={"code": code, "minutes": minutes} | payment,
            ),
            lifetime=self._lifetime,
        )

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Accept the newest code sent for this very request, until it expires. The challenge is spent."""
        if not challenge:
            return Mismatch(counts=False)
        sent = msgspec.json.decode(challenge, type=Sent)
        typed = "".join(answer.get("code", "")[:64].split())
        well_formed = len(typed) == DIGITS and typed.isascii() and typed.isdigit()
        if not well_formed or now.timestamp() >= sent.expires:
            return Mismatch()
        right = hmac.compare_digest(self._mac(typed, sent.nonce, asked), sent.mac)
        return Evidence(f"sent:{sent.nonce.hex()}") if right else Mismatch()

    def _mac(self, code: str, nonce: bytes, asked: Asked) -> bytes:
        request_id = asked.request_id.encode()
        return self._keys.mac(f"code:{self.kind}", code.encode(), nonce, request_id, asked.digest)


def sms_code(keys: Keyring) -> MessageCode:
    """Proves that the client holds the telephone line. Five minutes: it arrives at once or never."""
    return MessageCode(
        keys,
        kind="sms_code",
        channel="sms",
        proves=frozenset({Element.POSSESSION}),
        lifetime=timedelta(minutes=5),
    )


def email_code(keys: Keyring) -> MessageCode:
    """A step, not an element: CNIL does not count a mailbox as something that the client holds."""
    return MessageCode(
        keys, kind="email_code", channel="email", proves=frozenset(), lifetime=timedelta(minutes=15)
    )


def material_of(contact_id: str) -> bytes:
    """What to seal for a contact that is already checked."""
    return msgspec.json.encode(Material(contact_id))


def _payment(canonical: str) -> dict[str, Any]:
    """The amount and the payee that the client must read in the message, in the words that they approve.

    Taken from the lines of the canonical operation: the message says what is hashed. {} if nothing is paid.
    """
    lines = {line["kind"]: line["value"] for line in reversed(msgspec.json.decode(canonical)["lines"])}
    if "amount" not in lines:
        return {}
    account = "".join(lines.get("iban", "").split())
    return {
        "amount": lines["amount"],
        "payee": _plain(lines.get("payee", "")),
        "last": account[-LAST_DIGITS:],
    }


def _plain(name: str) -> str:
    """A name that somebody typed, cut to fit, without what makes a telephone see a link in it."""
    return " ".join(_LINK_MARKS.sub(" ", name).split())[:NAME_LENGTH]
