"""Web Push as its RFCs write it, and where it refuses to go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import http_ece
import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from parvis.outbox import web_push
from parvis.outbox.senders import Delivered, Letter, Undelivered
from parvis.outbox.web_push import Subscription, WebPush
from parvis.seal import Keyring, rotate
from tests.outbox.push_service import Pushed, PushService, b64, push_service, unb64

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
# RFC 8291, section 5 and appendix A.
RFC_TEXT = b"When I grow up, I want to be a watermelon"
RFC_SALT = "DGv6ra1nlYgDCS1FRnbzlw"
RFC_SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RFC_BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
RFC_AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
RFC_SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys")


def letter(address: bytes) -> Letter:
    return Letter(
        id=UUID(int=1), message_id="<1@epargne.localhost>", institution="epargne", institution_name="Estuaire",
        host="epargne.localhost", client_id=UUID(int=2), channel="push", address=address.decode(), subject="Estuaire",
        text="Une demande vous attend.", language="fr", sent_at=NOW, request_id=UUID(int=3),
        useless_after=NOW + timedelta(minutes=4),
    )  # fmt: skip


def reached(keys: Keyring, service: PushService, endpoint: str = "") -> Letter:
    key_id, _ = keys.push()
    given = service.subscription
    return letter(
        msgspec.json.encode(
            Subscription(
                endpoint=endpoint or service.endpoint, p256dh=unb64(given["p256dh"]), auth=unb64(given["auth"]),
                key_id=key_id,
            )
        )
    )  # fmt: skip


def test_rfc_8291_the_library_seals_the_very_bytes_of_the_example() -> None:
    sender = ec.derive_private_key(int.from_bytes(unb64(RFC_SENDER)), ec.SECP256R1())
    made = http_ece.encrypt(
        RFC_TEXT, salt=unb64(RFC_SALT), private_key=sender, dh=unb64(RFC_BROWSER), auth_secret=unb64(RFC_AUTH),
        version="aes128gcm",
    )  # fmt: skip
    assert b64(made) == RFC_SEALED


async def test_what_leaves_is_encrypted_signed_and_short_lived(keys: Keyring) -> None:
    async with push_service() as service:
        sent = await WebPush(keys, strict=False).send(reached(keys, service))
        again = await WebPush(keys, strict=False).send(reached(keys, service))
    assert sent == again == Delivered()
    first, second = service.pushed
    expected = {"title": "Estuaire", "body": "Une demande vous attend.", "request": str(UUID(int=3))}
    assert first.told == expected
    assert first.text == msgspec.json.encode(expected), "to the byte"
    assert b"demande" not in first.body
    assert first.body[:16] != second.body[:16], "a salt of its own"
    assert first.body[21:86] != second.body[21:86], "a key of its own"
    assert first.path == "/wpush/v1/abc"
    assert (first.headers["content-encoding"], first.headers["ttl"]) == ("aes128gcm", "240")
    assert first.claims() == {
        "aud": f"http://127.0.0.1:{service.port}", "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "https://epargne.localhost/", "k": b64(web_push.public_point(keys.push()[1])),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, Undelivered("push 404", for_good=True, gone=True)),
        (410, Undelivered("push 410", for_good=True, gone=True)),
        (400, Undelivered("push 400", for_good=True)),
        (413, Undelivered("push 413", for_good=True)),
        (429, Undelivered("push 429")),
        (503, Undelivered("push 503")),
        (302, Undelivered("push 302")),
    ],
)
async def test_what_the_push_service_says_is_understood(keys: Keyring, status: int, expected: Undelivered) -> None:
    async with push_service() as service:
        service.statuses.append(status)
        assert await WebPush(keys, strict=False).send(reached(keys, service)) == expected


async def test_a_subscription_made_before_a_rotation_is_still_served_under_its_own_key(tmp_path: Path) -> None:
    before = Keyring.open(tmp_path / "keys")
    async with push_service() as service:
        old = reached(before, service)
        rotate(tmp_path / "keys")
        after = Keyring.open(tmp_path / "keys")
        assert after.push() != before.push()
        assert await WebPush(after, strict=False).send(old) == Delivered()
        assert await WebPush(before, strict=False).send(reached(after, service)) == Delivered(), "not restarted yet"
    assert claims_key(service.pushed[0]) == b64(web_push.public_point(before.push()[1]))


def claims_key(pushed: Pushed) -> str:
    return str(pushed.claims()["k"])


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x", "https://127.0.0.1/x", "https://10.1.2.3/x", "https://[::1]/x", "https://localhost/x",
        "https://169.254.169.254/latest", "https://[::ffff:192.168.0.1]/x", "https://push.example:8443/x",
        "https://user@push.example/x", "https://push.example/x#y", "ftp://push.example/x", "https:///x", "", "x" * 2000,
        "https://[oops/x", "https://push.example/a b", "https://push.example:port/",
    ],
)  # fmt: skip
def test_an_endpoint_that_is_not_https_and_public_is_refused_in_production(endpoint: str) -> None:
    good = PushService().subscription
    assert not web_push.readable(
        endpoint=endpoint, p256dh=unb64(good["p256dh"]), auth=unb64(good["auth"]), strict=True
    )


def test_keys_that_are_not_keys_are_refused() -> None:
    good = PushService().subscription
    point, auth, endpoint = unb64(good["p256dh"]), unb64(good["auth"]), "https://push.example/x"
    assert web_push.readable(endpoint=endpoint, p256dh=point, auth=auth, strict=True)
    off_the_curve = point[:-1] + bytes([point[-1] ^ 1])
    for p256dh, secret in ((off_the_curve, auth), (point[:33], auth), (bytes(65), auth), (point, auth[:15])):
        assert not web_push.readable(endpoint=endpoint, p256dh=p256dh, auth=secret, strict=True)


@pytest.mark.parametrize(
    "addresses", [["10.0.0.7"], ["93.184.216.34", "127.0.0.1"], ["fd00::1"], ["169.254.169.254"], []]
)
async def test_a_name_that_leads_into_a_private_network_is_not_followed(keys: Keyring, addresses: list[str]) -> None:
    asked: list[httpx.Request] = []

    async def resolve(host: str, port: int) -> list[str]:
        return addresses

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    sender = WebPush(keys, strict=True, client=client, resolve=resolve)
    outcome = await sender.send(reached(keys, PushService(), "https://rebound.example/x"))
    assert outcome == Undelivered("push endpoint not public", for_good=True, gone=True)
    assert asked == []


async def test_the_address_that_was_looked_at_is_the_one_that_is_called(keys: Keyring) -> None:
    """A name cannot mean another address between the look and the call, and TLS still verifies the name."""
    asked: list[httpx.Request] = []

    async def resolve(host: str, port: int) -> list[str]:
        assert (host, port) == ("push.example", 443)
        return ["93.184.216.34"]

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    sender = WebPush(keys, strict=True, client=client, resolve=resolve)
    assert await sender.send(reached(keys, PushService(), "https://push.example/send/1")) == Delivered()
    (request,) = asked
    assert (request.url.host, request.headers["host"]) == ("93.184.216.34", "push.example")
    assert request.extensions["sni_hostname"] == "push.example"
