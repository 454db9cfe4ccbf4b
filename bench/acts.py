"""What people do, as the browser and the phone would send it. Each act raises Wrong unless it ended in true success."""

import base64
import hashlib
import hmac
import json
import os
import re
import time
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from bench.wire import Answer, Connection

PERIOD_SECONDS = 30
PARIS = ZoneInfo("Europe/Paris")
_PROOF = re.compile(rb'action="(/requests/[0-9a-f-]{36}/proofs/[0-9a-f-]{36})"')
_keys: dict[str, EllipticCurvePrivateKey] = {}


class Wrong(Exception):
    """An answer that is not the success that is counted."""


def expect(answer: Answer, status: int, location: str = "") -> str:
    """The address an answer sends to, which begins with `location`. Raises Wrong for anything else."""
    sent_to = answer.header("location")
    if answer.status != status or not sent_to.startswith(location):
        raise Wrong(f"{answer.status} {sent_to} where {status} {location} was expected: {answer.body[:300]!r}")
    return sent_to


def totp(key: bytes, seconds: float) -> str:
    """RFC 6238, six digits, SHA-1, thirty seconds."""
    mac = hmac.digest(key, (int(seconds) // PERIOD_SECONDS).to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


async def sign_in(connection: Connection, person: dict[str, Any]) -> None:
    """From the form to the session, on a browser never seen before: two pages, two answers."""
    page = await connection.ask("GET", "/sign-in")
    expect(page, 200)
    typed = f"subscriber={person['identifier']}&password={quote(person['password'])}"
    first = await connection.ask("POST", "/sign-in", body=typed.encode())
    waiting = expect(first, 303, "/requests/")
    given = "; ".join(f"{name}={first.cookie(name)}" for name in ("__Host-ticket", "__Host-device"))
    cookies = f"Cookie: {given}\r\n"
    asked = await connection.ask("GET", waiting, headers=cookies)
    expect(asked, 200)
    form = _PROOF.search(asked.body)
    if form is None:
        raise Wrong(f"no form for a code: {asked.body[:300]!r}")
    code = totp(bytes.fromhex(person["totp"]), time.time())
    last = await connection.ask("POST", form[1].decode(), body=f"code={code}".encode(), headers=cookies)
    expect(last, 303, "/accounts")
    if not last.cookie("__Host-session"):
        raise Wrong("no session came with it")


async def factor_check(connection: Connection, person: dict[str, Any]) -> None:
    """Somebody signed in by a password asks to read what is old, which takes a code, and gives the code."""
    cookies = f"Cookie: __Host-session={person['session']}\r\n"
    typed = f"key={_uuid()}&account={person['account']}&mark={person['mark']}"
    asked = await connection.ask("POST", "/accounts/older", body=typed.encode(), headers=cookies)
    waiting = expect(asked, 303, "/requests/")
    # The step of a code is spent, and only a later one serves: this one, then the next, as far as the drift allows.
    step = max(int(time.time()) // PERIOD_SECONDS, person.get("spent", 0) + 1)
    person["spent"] = step
    code = totp(bytes.fromhex(person["totp"]), step * PERIOD_SECONDS)
    proof = f"{waiting}/proofs/{person['authenticator']}"
    done = await connection.ask("POST", proof, body=f"code={code}".encode(), headers=cookies)
    expect(done, 303, waiting)


async def transfer(connection: Connection, person: dict[str, Any]) -> None:
    """The browser asks; the phone, which was told, fetches the question, signs its answer, and the money moves."""
    request_id = await ask_transfer(connection, person)
    await approve(connection, person, await question(connection, person, request_id))


async def ask_transfer(connection: Connection, person: dict[str, Any]) -> str:
    """The browser asks for a transfer, which waits for the phone: the number of the request."""
    cookies = f"Cookie: __Host-session={person['session']}\r\n"
    typed = (
        f"key={_uuid()}&source={person['source']}&target=other&iban={person['iban']}&name=Alex+Petit"
        f"&amount=1%2C00&label=Cadeau&day={datetime.now(PARIS).date()}"
    )
    asked = await connection.ask("POST", "/transfers", body=typed.encode(), headers=cookies)
    return expect(asked, 303, "/requests/").removeprefix("/requests/")


async def question(connection: Connection, person: dict[str, Any], request_id: str) -> dict[str, Any]:
    """The phone fetches what waits for it, and checks that what it would show is what it would sign."""
    listed = json.loads((await _call(connection, person, "/phone/api/requests", {"known": "", "wait": 0})).body)
    one = next((one for one in listed.get("requests", ()) if one["request_id"] == request_id), None)
    if one is None:
        raise Wrong(f"the phone does not see {request_id}: {listed}")
    if hashlib.sha256(one["canonical"].encode()).hexdigest() != one["digest"]:
        raise Wrong("what would be shown is not what would be signed")
    return cast(dict[str, Any], one)


async def approve(connection: Connection, person: dict[str, Any], one: dict[str, Any]) -> None:
    """The phone signs its yes, and the money moves at once."""
    said = {
        "digest": one["digest"], "nonce": one["nonce"], "request_id": one["request_id"], "v": 1, "verdict": "approve",
    }  # fmt: skip
    message = json.dumps(said, sort_keys=True, separators=(",", ":"))
    envelope = {
        "message": message, "signature": _sign(person["phone_key"], message.encode()),
        # The phone's own 600,000 rounds are its own time: the key they open is given.
        "mac": _b64(hmac.digest(bytes.fromhex(person["knowledge"]), message.encode(), "sha256")),
    }  # fmt: skip
    answered = await _call(connection, person, f"/phone/api/requests/{one['request_id']}/answer", envelope)
    outcome = json.loads(answered.body)
    if (outcome["outcome"], outcome["state"]) != ("accepted", "executed"):
        raise Wrong(f"{answered.status} {outcome}")


async def peer_check(connection: Connection, person: dict[str, Any]) -> None:
    """privacyIDEA judges a code: HTTP 200, and both of its own words for success."""
    step = max(int(time.time()) // PERIOD_SECONDS - 2, person.get("spent", 0) + 1)
    person["spent"] = step
    code = totp(bytes.fromhex(person["totp"]), step * PERIOD_SECONDS)
    answer = await connection.ask("POST", "/validate/check", body=f"user={person['user']}&pass={code}".encode())
    result = json.loads(answer.body)["result"] if answer.status == 200 else {}
    if result.get("status") is not True or result.get("value") is not True:
        raise Wrong(f"{answer.status} {answer.body[:300]!r}")


async def _call(connection: Connection, person: dict[str, Any], path: str, message: dict[str, Any]) -> Answer:
    """One signed call of the phone (docs/phone-protocol.md, section 2)."""
    body = json.dumps(message).encode()
    seconds, nonce = str(int(time.time())), _b64(os.urandom(16))
    call = "\n".join(
        ("parvis-phone-call-1", "POST", connection.host, path, seconds, nonce, hashlib.sha256(body).hexdigest())
    )
    header = (
        f"Authorization: Parvis-Phone id={person['authenticator']}, time={seconds}, nonce={nonce}, "
        f"signature={_sign(person['phone_key'], call.encode())}\r\n"
    )
    answer = await connection.ask("POST", path, body=body, kind="application/json", headers=header)
    expect(answer, 200)
    return answer


def _sign(number: str, message: bytes) -> str:
    key = _keys.get(number)
    if key is None:
        key = _keys[number] = derive_private_key(int(number, 16), SECP256R1())
    r, s = decode_dss_signature(key.sign(message, ECDSA(SHA256())))
    return _b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _uuid() -> str:
    """As browsers get it from the page: sorted by time."""
    digits = f"{time.time_ns() // 10**6:012x}7{os.urandom(2).hex()[:3]}8{os.urandom(8).hex()[:15]}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


ACTS = {"sign_in": sign_in, "factor_check": factor_check, "transfer": transfer, "peer_check": peer_check}
