"""A phone that approves: a key it holds (possession) and a 4-digit code that is stored nowhere (knowledge).

The protocol is `docs/phone-protocol.md`. The code itself never reaches this program: what is checked is a MAC
under a key that only the right code uncovers, on the phone.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from parvis.factors import (
    Asked,
    Challenge,
    Checked,
    Declined,
    Element,
    Evidence,
    Mismatch,
    Prepared,
    Random,
    Sending,
)
from parvis.factors.phone.wire import (
    KEY_BYTES,
    Answer,
    Awaiting,
    Enrolled,
    Question,
    fingerprint,
    from_base64,
    pack,
    read_message,
    signed,
    text_bytes,
    to_base64,
    unpack_material,
    unpack_question,
)
from parvis.factors.picture import qr
from parvis.factors.webauthn import Expected, Key, verify_assertion

ACTIVATION_LIFETIME = timedelta(minutes=10)
ACTIVATION_ALPHABET = "2346789BCDFGHJKMPQRTVWXY"  # None is taken for another, and they make no word.
ACTIVATION_LENGTH = 10  # 24^10: 45 bits, for ten minutes.
NONCE_BYTES = 16
ASSERTION_LENGTH_MAX = 8000
CHALLENGE_LIFETIME = timedelta(minutes=15)  # At most: the request itself mostly ends before.

_STRANGER = Mismatch(counts=False)


class Phone:
    """The factor `phone`, online."""

    kind = "phone"
    proves = frozenset({Element.POSSESSION, Element.KNOWLEDGE})
    links = True  # The digest of the canonical request is inside what is signed.
    slow = False
    asks = True
    by_browser = False
    blocks = True
    tries = 3  # CNIL: a 4-digit code is blocked after three failures.
    own = True
    first = False
    fields: tuple[str, ...] = ()  # It answers by its own calls.
    carries: tuple[str, ...] = ()

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """An activation code for one phone. It is shown once; its hash is kept, sealed, for ten minutes.

        `given` names the `origin` of the institution's site, to which the QR code leads the phone.
        """
        code = "".join(
            ACTIVATION_ALPHABET[random.below(len(ACTIVATION_ALPHABET))] for _ in range(ACTIVATION_LENGTH)
        )
        until = now + ACTIVATION_LIFETIME
        # What stands after « # » is sent to no server and stands in no log.
        url = f"{given.get('origin', '')}/phone/#activate={code}"
        return Prepared(
            material=pack(Awaiting(activation_hash(code), until)),
            shown={"code": f"{code[:5]}-{code[5:]}", "url": url, "qr": qr(url), "until": until.isoformat()},
        )

    def fingerprint(self, material: bytes) -> str:
        """Two groups of four digits that the phone shows as well; "" until it has spoken."""
        phone = unpack_material(material)
        return fingerprint(phone.public_key) if isinstance(phone, Enrolled) else ""

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        """A nonce; and the number to match, where the client has no amount to recognise the request by.

        None of that, and no alert, for what the phone itself has just asked for.
        """
        number = not asked.on_device and not names_amount(asked.canonical)
        alert = Sending(channel="push", contact_id="", words_key="phone-push", values={})
        return Challenge(
            material=pack(Question(to_base64(random.bytes(NONCE_BYTES)), number)),
            shown={"number": asked.match_number} if number else {},
            sending=None if asked.on_device else alert,
            lifetime=CHALLENGE_LIFETIME,
        )

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Judge `message`, `signature` and `mac`: signature, then subject, then number and code together.

        `assertion`, the word of the phone's own platform, takes the place of the `mac`.
        """
        phone, question = unpack_material(material), unpack_question(challenge)
        if not isinstance(phone, Enrolled) or question is None:
            return _STRANGER
        message = text_bytes(answer, "message")
        if not signed(phone.public_key, message, text_bytes(answer, "signature").decode()):
            return _STRANGER
        said = read_message(message, Answer)
        if said is None or not _about(said, asked, question):
            return _STRANGER  # Signed by the phone, but of something else: no guess at the code was made.
        if said.verdict == "refuse":
            return Declined(spends=question.nonce, because=said.because or "not_me")
        # Both are computed whatever the first gives: nobody learns which of the two was wrong.
        right_number = said.number == (asked.match_number if question.number else None)
        if assertion := text_bytes(answer, "assertion", length_max=ASSERTION_LENGTH_MAX).decode():
            return _by_biometrics(phone, assertion, message, question, asked, right_number=right_number)
        right_code = _right_code(phone.knowledge_key, message, text_bytes(answer, "mac").decode())
        return Evidence(spends=question.nonce) if right_number & right_code else Mismatch(counts=True)


def activation_hash(code: str) -> bytes:
    """What is kept of an activation code, however it was typed: case, spaces and hyphens do not matter."""
    plain = "".join(letter for letter in code.upper() if letter in ACTIVATION_ALPHABET)
    return hashlib.sha256(b"parvis-phone-activation-1\n" + plain.encode()).digest()


def names_amount(canonical: str) -> bool:
    """Whether a line of the canonical request is an amount."""
    try:
        lines = msgspec.json.decode(canonical, type=_Lines).lines
    except (msgspec.MsgspecError, UnicodeError):
        return False
    return any(line.kind == "amount" for line in lines)


def _about(said: Answer, asked: Asked, question: Question) -> bool:
    """Whether an answer is about this request as it is frozen, and about its newest challenge."""
    digest = hashlib.sha256(asked.canonical.encode()).digest()
    return (
        hmac.compare_digest(digest, asked.digest)
        and said.digest == digest.hex()
        and said.request_id == asked.request_id
        and said.nonce == question.nonce
        and (said.verdict == "approve" or said.number is None)
        and (said.verdict == "refuse" or said.because is None)
    )


def _by_biometrics(
    phone: Enrolled, assertion: str, message: bytes, question: Question, asked: Asked, *, right_number: bool
) -> Checked:
    """The owner was verified by the phone itself: its platform's key has signed the digest of this very message."""
    if phone.biometrics is None:
        return _STRANGER
    expected = Expected(challenge=hashlib.sha256(message).digest(), origins=asked.origins)
    verified = verify_assertion(assertion, phone.biometrics, expected)
    if not isinstance(verified, Key):
        return verified
    if not right_number:
        return Mismatch(counts=True)
    moved = pack(msgspec.structs.replace(phone, biometrics=verified))
    return Evidence(spends=question.nonce, material=moved)


def _right_code(knowledge_key: bytes, message: bytes, mac: str) -> bool:
    given = from_base64(mac, expected_bytes=KEY_BYTES)
    expected = hmac.digest(knowledge_key, message, "sha256")
    return hmac.compare_digest(expected, given or bytes(KEY_BYTES)) and given is not None


class _Line(msgspec.Struct, frozen=True):
    kind: str = "text"


class _Lines(msgspec.Struct, frozen=True):
    lines: tuple[_Line, ...] = ()
