"""Make `phone.json` with the `openssl` command alone (3.0 or later): nothing of Parvis, no cryptography in Python.

    python tests/vectors/make_phone.py > tests/vectors/phone.json

Canonical texts are written by hand. ECDSA signatures are random, so each run gives other ones, as valid.
"""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SCALAR = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"  # RFC 6979, A.2.5: a public example.
OTHER_SCALAR = "0f56db78ca460b055c500064824bed999a25aaf48ebb519ac201537b85479813"
KNOWLEDGE, OFFLINE, SALT = "11" * 31 + "42", "22" * 31 + "43", "000102030405060708090a0b0c0d0e0f"
CODE, WRONG_CODE, ROUNDS = "2749", "2748", 600_000
NONCE, OTHER_NONCE = "AAECAwQFBgcICQoLDA0ODw", "Dw4NDAsKCQgHBgUEAwIBAA"
REQUEST, OTHER_REQUEST = "0192f3a0-7c1e-7b3a-9a55-0c2f4d5e6f70", "0192f3a0-7c1e-7b3a-9a55-0c2f4d5e6f71"
PHONE = "0192f39f-1111-7222-8333-444455556666"

TRANSFER = (
    '{"facts":{"amount":25000},"lines":[{"kind":"amount","label":"Montant","value":"250,00\u00a0€"},'
    '{"kind":"payee","label":"Bénéficiaire","value":"Garage de l\'Écluse"}],"operation":"transfer","v":1}'
)
SIGN_IN = (
    '{"facts":{},"lines":[{"kind":"text","label":"Appareil","value":"Firefox sur Linux"}],'
    '"operation":"sign_in","v":1}'
)


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True)
    return done.stdout


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def sha256(value: bytes) -> bytes:
    return openssl("dgst", "-sha256", "-binary", given=value)


def mac(key_hex: str, message: bytes) -> bytes:
    out = openssl("mac", "-digest", "SHA256", "-macopt", f"hexkey:{key_hex}", "-in", "-", "HMAC", given=message)
    return bytes.fromhex(out.decode().strip())


def stretch(code: str) -> bytes:
    out = openssl(
        "kdf", "-keylen", "32", "-kdfopt", "digest:SHA256", "-kdfopt", f"pass:{code}",
        "-kdfopt", f"hexsalt:{SALT}", "-kdfopt", f"iter:{ROUNDS}", "PBKDF2",
    )  # fmt: skip
    return bytes.fromhex(out.decode().strip().replace(":", ""))


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def key_file(folder: Path, scalar: str) -> Path:
    """A SEC 1 private key without its public half, which openssl works out."""
    der = bytes.fromhex("30310201010420" + scalar + "a00a06082a8648ce3d030107")
    path = folder / f"{scalar[:8]}.pem"
    path.write_bytes(openssl("ec", "-inform", "DER", given=der))
    return path


def public_point(key: Path) -> bytes:
    return openssl("ec", "-in", str(key), "-pubout", "-outform", "DER")[-65:]


def sign(key: Path, message: bytes) -> str:
    """r ‖ s, out of the DER that openssl writes."""
    der = openssl("dgst", "-sha256", "-sign", str(key), given=message)
    r_end = 4 + der[3]
    r, s = der[4:r_end], der[r_end + 2 :]
    return b64(int.from_bytes(r).to_bytes(32) + int.from_bytes(s).to_bytes(32))


def approval(digest: str, *, number: int | None = None, nonce: str = NONCE, request: str = REQUEST) -> str:
    shown = "" if number is None else f'"number":{number},'
    return f'{{"digest":"{digest}","nonce":"{nonce}",{shown}"request_id":"{request}","v":1,"verdict":"approve"}}'


def refusal(digest: str, because: str = "not_me") -> str:
    return (
        f'{{"because":"{because}","digest":"{digest}","nonce":"{NONCE}","request_id":"{REQUEST}",'
        '"v":1,"verdict":"refuse"}'
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key, other_key = key_file(folder, SCALAR), key_file(folder, OTHER_SCALAR)
        masked = xor(bytes.fromhex(KNOWLEDGE), stretch(CODE))
        wrong_key = xor(masked, stretch(WRONG_CODE)).hex()
        paid, entered = sha256(TRANSFER.encode()).hex(), sha256(SIGN_IN.encode()).hex()

        def case(it: str, canonical: str, message: str, expect: str, *, signer: Path = key, k: str | None = KNOWLEDGE):
            answer = {"message": message, "signature": sign(signer, message.encode())}
            if k is not None:
                answer["mac"] = b64(mac(k, message.encode()))
            return {"it": it, "canonical": canonical, "answer": answer, "expect": expect}

        cases = [
            case("approves a transfer", TRANSFER, approval(paid), "accepted"),
            case("approves a sign-in with its number", SIGN_IN, approval(entered, number=42), "accepted"),
            case("refuses without a code", TRANSFER, refusal(paid), "declined", k=None),
            case("refuses a sign-in without its number", SIGN_IN, refusal(entered, "changed_mind"), "declined", k=None),
            case("refuses for its amount", TRANSFER, refusal(paid, "wrong_amount"), "declined", k=None),
            case("refuses for its payee", TRANSFER, refusal(paid, "wrong_payee"), "declined", k=None),
            case("refuses for no reason that there is", TRANSFER, refusal(paid, "tired"), "not counted", k=None),
            case("has the wrong code", TRANSFER, approval(paid), "counted", k=wrong_key),
            case("has no mac", TRANSFER, approval(paid), "counted", k=None),
            case("has the wrong number", SIGN_IN, approval(entered, number=43), "counted"),
            case("has no number where one is asked", SIGN_IN, approval(entered), "counted"),
            case("has a number where none is asked", TRANSFER, approval(paid, number=42), "counted"),
            case("is signed by another key", TRANSFER, approval(paid), "not counted", signer=other_key),
            case("is a refusal signed by another key", TRANSFER, refusal(paid), "not counted", signer=other_key),
            case("is about another digest", TRANSFER, approval(entered), "not counted"),
            case("is about another request", TRANSFER, approval(paid, request=OTHER_REQUEST), "not counted"),
            case("has an older nonce", TRANSFER, approval(paid, nonce=OTHER_NONCE), "not counted"),
            case("is not canonical", TRANSFER, approval(paid).replace(",", ", "), "not counted"),
            case("has a field too many", TRANSFER, approval(paid)[:-1] + ',"z":1}', "not counted"),
        ]
        enrolment = (
            f'{{"code":"2BCDF-GHJKM","d":"{b64(bytes.fromhex(OFFLINE))}","k":"{b64(bytes.fromhex(KNOWLEDGE))}",'
            f'"public_key":"{b64(public_point(key))}","type":"enrolment","v":1}}'
        )
        body = '{"known":"","wait":0}'
        call = "\n".join(
            ("parvis-phone-call-1", "POST", "epargne.localhost:8000", "/phone/api/requests", "1795532400", NONCE,
             sha256(body.encode()).hex())
        )  # fmt: skip
        renewal = f'{{"k":"{b64(bytes.fromhex(OFFLINE))}","type":"renewal","v":1}}'
        nonce = bytes.fromhex(KNOWLEDGE)
        made = b"parvis-phone-biometrics-1\n" + bytes.fromhex(PHONE.replace("-", "")) + nonce
        vectors = {
            "made_by": openssl("version").decode().strip() + ", tests/vectors/make_phone.py",
            "private_scalar": SCALAR,
            "public_key": b64(public_point(key)),
            "fingerprint": f"{(f := sha256(public_point(key)).hex())[:4]} {f[4:8]}",
            "knowledge_key": KNOWLEDGE,
            "offline_key": OFFLINE,
            "code": CODE,
            "salt": SALT,
            "rounds": ROUNDS,
            "stretched": stretch(CODE).hex(),
            "masked": masked.hex(),
            "wrong_code": WRONG_CODE,
            "uncovered_by_wrong_code": wrong_key,
            "request_id": REQUEST,
            "nonce": NONCE,
            "match_number": 42,
            "enrolment": {"message": enrolment, "signature": sign(key, enrolment.encode())},
            "call": {
                "authenticator_id": PHONE, "method": "POST", "host": "epargne.localhost:8000",
                "path": "/phone/api/requests", "time": 1795532400, "nonce": NONCE, "body": body, "message": call,
                "authorization": f"Parvis-Phone id={PHONE}, time=1795532400, nonce={NONCE}, "
                f"signature={sign(key, call.encode())}",
            },
            "answers": cases,
            "renewal": {"message": renewal, "signature": sign(key, renewal.encode())},
            "biometrics": {
                "nonce": nonce.hex(), "challenge": sha256(made).hex(),
                "assertion_of": approval(paid), "assertion_challenge": sha256(approval(paid).encode()).hex(),
            },
        }  # fmt: skip
    json.dump(vectors, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
