"""The protocol, to its last refusal: what a provider that lies can send, and what is believed of it.

OpenID Connect Core 3.1.3.7, RFC 9700 (security best current practice), RFC 9207 (mix-up), RFC 8725 (JWT).
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from parvis.factors.franceconnect import departure as departures
from parvis.factors.franceconnect import pivot, provider, wire
from parvis.factors.franceconnect.relay import Arrived, Ours, Relay
from parvis.factors.franceconnect.wrong import CANCELLED, STALE, TOO_LOW, UNREACHABLE, UNSOUND, Wrong
from tests.factors.world import Seeded
from tests.franceconnect.hostile import CLIENT_ID, PIVOT, SECRET, SUBJECT, Provider, hmac_token, serving, unsigned_token

NOW = datetime(2026, 11, 24, 13, 5, 10, tzinfo=UTC)
BACK = "http://allocations.localhost:8000/franceconnect/return"


@pytest.fixture
def liar() -> Iterator[Provider]:
    one = Provider()
    one.now = lambda: NOW
    with serving(one):
        yield one


async def arrives(liar: Provider, relay: Relay | None = None, *, level: str = "eidas1", now: datetime = NOW) -> Any:
    """Go there and come back with a code: who it is, or what is wrong."""
    leaving = departures.depart("entry", "allocations", liar.issuer, Seeded(), now)
    liar.nonce = leaving.nonce
    ours = Ours(CLIENT_ID, SECRET, BACK, level)
    return await (relay or Relay(liar.issuer, plain=True)).identify(leaving, "the-code", ours, now)


async def test_an_honest_one_is_believed(liar: Provider) -> None:
    found = await arrives(liar)
    assert isinstance(found, Arrived)
    assert (found.identified.issuer, found.identified.subject, found.identified.level) == (
        liar.issuer, SUBJECT, "eidas1",
    )  # fmt: skip
    assert pivot.read(found.claims) == pivot.Pivot(**PIVOT)
    form = next(form for path, form in liar.asked if path == "/token")
    assert form["redirect_uri"] == BACK
    assert form["code"] == "the-code"
    assert len(form["code_verifier"]) == 43
    assert form["client_secret"] == SECRET
    told = [form["authorization"] for path, form in liar.asked if path == "/userinfo"]
    assert told == ["Bearer the-access-token"]
    assert not any(form["authorization"] for path, form in liar.asked if path in ("/jwks", "/token"))


async def test_the_secret_goes_in_the_header_where_the_provider_wants_it(liar: Provider) -> None:
    liar.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    assert isinstance(await arrives(liar), Arrived)
    form = next(form for path, form in liar.asked if path == "/token")
    assert form["authorization"].startswith("Basic ")
    assert "client_secret" not in form


async def test_userinfo_in_plain_json_is_read_too(liar: Provider) -> None:
    liar.signs_userinfo = False
    assert isinstance(await arrives(liar), Arrived)


async def test_rsa_is_taken_too(liar: Provider) -> None:
    liar.key, liar.algorithm = RSAKey.generate_key(2048, {"kid": "two"}), "RS256"
    assert isinstance(await arrives(liar), Arrived)


CLAIMS: list[tuple[str, dict[str, Any], str]] = [
    ("another issuer", {"iss": "https://elsewhere.example"}, UNSOUND),
    ("no issuer", {"iss": None}, UNSOUND),
    ("another audience", {"aud": "somebody-else"}, UNSOUND),
    ("one audience more", {"aud": [CLIENT_ID, "somebody-else"]}, UNSOUND),
    ("no audience", {"aud": None}, UNSOUND),
    ("another authorized party", {"azp": "somebody-else"}, UNSOUND),
    ("expired", {"exp": int(NOW.timestamp()) - 31}, UNSOUND),
    ("no expiry", {"exp": None}, UNSOUND),
    ("an expiry that is text", {"exp": "later"}, UNSOUND),
    ("an expiry that is true", {"exp": True}, UNSOUND),
    ("made long ago", {"iat": int(NOW.timestamp()) - 301}, UNSOUND),
    ("made tomorrow", {"iat": int(NOW.timestamp()) + 86400, "exp": int(NOW.timestamp()) + 90000}, UNSOUND),
    ("not yet good", {"nbf": int(NOW.timestamp()) + 3600}, UNSOUND),
    ("identified before they left", {"auth_time": int(NOW.timestamp()) - 31}, UNSOUND),
    ("identified tomorrow", {"auth_time": int(NOW.timestamp()) + 86400}, UNSOUND),
    ("identified at a time that is text", {"auth_time": "just now"}, UNSOUND),
    ("another nonce", {"nonce": "another browser's"}, UNSOUND),
    ("no nonce", {"nonce": None}, UNSOUND),
    ("a nonce that is a number", {"nonce": 7}, UNSOUND),
    ("another access token", {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, UNSOUND),
    ("nobody", {"sub": None}, UNSOUND),
    ("an empty subject", {"sub": ""}, UNSOUND),
    ("a subject that is too long", {"sub": "x" * 256}, UNSOUND),
    ("no level", {"acr": None}, TOO_LOW),
    ("a level of its own", {"acr": "eidas9"}, TOO_LOW),
    ("a level that is a number", {"acr": 1}, TOO_LOW),
]


@pytest.mark.parametrize(("claims", "code"), [row[1:] for row in CLAIMS], ids=[row[0] for row in CLAIMS])
async def test_an_id_token_is_refused(liar: Provider, claims: dict[str, Any], code: str) -> None:
    liar.claims = claims
    found = await arrives(liar)
    assert isinstance(found, Wrong)
    assert found.code == code


async def test_a_token_without_at_hash_and_with_azp_is_taken(liar: Provider) -> None:
    liar.claims = {"auth_time": int(NOW.timestamp()), "at_hash": None, "azp": CLIENT_ID, "aud": [CLIENT_ID]}
    assert isinstance(await arrives(liar), Arrived)


@pytest.mark.parametrize(("asked", "reached", "enough"), [
    ("eidas1", "eidas1", True), ("eidas1", "eidas2", True), ("eidas1", "eidas3", True), ("eidas2", "eidas1", False),
    ("eidas2", "eidas2", True), ("eidas3", "eidas2", False), ("eidas3", "eidas3", True),
])  # fmt: skip
async def test_the_level_reached_is_at_least_the_one_asked_for(
    liar: Provider, asked: str, reached: str, enough: bool
) -> None:
    liar.claims = {"acr": reached}
    found = await arrives(liar, level=asked)
    assert isinstance(found, Arrived) if enough else found.code == TOO_LOW


def other_key(liar: Provider) -> str:
    return liar.signs(liar.honest_claims(), key=ECKey.generate_key("P-256", {"kid": "one"}))


def hmac_of_the_public_key(liar: Provider) -> str:
    return hmac_token(liar, liar.key.as_pem(private=False))


def changed(liar: Provider) -> str:
    head, _, signature = liar.signs(liar.honest_claims()).split(".")
    _, body, _ = liar.signs(liar.honest_claims() | {"sub": "somebody-else"}).split(".")
    return ".".join((head, body, signature))


FORGED: dict[str, Callable[[Provider], str]] = {
    "none": unsigned_token,
    "None": lambda liar: unsigned_token(liar, "None"),
    "ES256 without a signature": lambda liar: unsigned_token(liar, "ES256"),
    "HS256 with the public key": hmac_of_the_public_key,
    "HS256 with our secret": lambda liar: hmac_token(liar, SECRET.encode()),
    "another key of the same name": other_key,
    "changed after it was signed": changed,
    "a key that it brings along": lambda liar: liar.signs(
        liar.honest_claims(), key=(mine := ECKey.generate_key("P-256")), jwk=mine.as_dict(private=False), kid=None
    ),
    "critical and unknown": lambda liar: liar.signs(liar.honest_claims()).replace(
        liar.signs(liar.honest_claims()).split(".")[0], "eyJhbGciOiJFUzI1NiIsImNyaXQiOlsieCJdLCJ4IjoxfQ", 1
    ),
    "no token at all": lambda liar: "a.b.c",
    "not text": lambda liar: "é" * 40,
    "five parts": lambda liar: "a.b.c.d.e",
    "endless": lambda liar: "a" * 20_000,
    "a list": lambda liar: liar.signs([1, 2]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("forged", FORGED)
async def test_a_signature_is_refused(liar: Provider, forged: str) -> None:
    relay = Relay(liar.issuer, plain=True)
    leaving = departures.depart("entry", "allocations", liar.issuer, Seeded(), NOW)
    liar.nonce = leaving.nonce
    liar.id_token = FORGED[forged](liar)
    found = await relay.identify(leaving, "the-code", Ours(CLIENT_ID, SECRET, BACK, "eidas1"), NOW)
    assert isinstance(found, Wrong)
    assert found.code == UNSOUND


async def test_keys_that_the_provider_has_changed_are_fetched_anew_but_not_at_each_stranger_s_wish(
    liar: Provider,
) -> None:
    relay = Relay(liar.issuer, plain=True)
    assert isinstance(await arrives(liar, relay), Arrived)
    liar.key = ECKey.generate_key("P-256", {"kid": "newer"})
    assert (await arrives(liar, relay)).code == UNSOUND  # Too soon after the last look.
    later = NOW + timedelta(minutes=2)
    liar.now = lambda: later
    assert isinstance(await arrives(liar, relay, now=later), Arrived)
    assert sum(path == "/jwks" for path, _ in liar.asked) == 2
    liar.header = {"kid": "never published"}
    for _ in range(5):
        assert (await arrives(liar, relay, now=later)).code == UNSOUND
    assert sum(path == "/jwks" for path, _ in liar.asked) == 2


async def test_a_key_set_holds_only_what_signs(liar: Provider) -> None:
    """RFC 8725, 3.1: weak, symmetric and encryption keys are no keys for us."""
    mine = liar.key.as_dict(private=False)
    with pytest.warns(SecurityWarning):
        weak = RSAKey.generate_key(1024, {"kid": "weak"}).as_dict(private=False)
    liar.published = [weak, mine | {"use": "enc"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "one"}, {"kty": "OKP"}]
    assert (await arrives(liar)).code == UNREACHABLE
    liar.published = [*liar.published, mine]
    assert isinstance(await arrives(liar), Arrived)
    liar.published = [mine | {"kid": f"{number}"} for number in range(21)]
    assert (await arrives(liar)).code == UNREACHABLE


async def test_a_token_must_say_which_of_two_keys_signed_it(liar: Provider) -> None:
    liar.header = {"kid": None}
    assert isinstance(await arrives(liar), Arrived)
    liar.published = [liar.key.as_dict(private=False), ECKey.generate_key("P-256", {"kid": "2"}).as_dict(private=False)]
    assert (await arrives(liar)).code == UNSOUND


async def test_userinfo_about_somebody_else_is_refused(liar: Provider) -> None:
    """OpenID Connect Core 5.3.2: token substitution."""
    liar.about = {"sub": "somebody-else"}
    assert (await arrives(liar)).code == UNSOUND
    liar.signs_userinfo = False
    assert (await arrives(liar)).code == UNSOUND


@pytest.mark.parametrize("wrong", [{"iss": "https://elsewhere.example"}, {"aud": "somebody-else"}])
async def test_signed_userinfo_for_somebody_else_is_refused(liar: Provider, wrong: dict[str, Any]) -> None:
    liar.userinfo_claims = wrong
    assert (await arrives(liar)).code == UNSOUND


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b'{"error":"invalid_grant"}', STALE),
        (400, b'{"error":"invalid_client"}', UNREACHABLE),
        (500, b"", UNREACHABLE),
        (302, b"", UNREACHABLE),
        (200, b"<html>", UNSOUND),
        (200, b'{"access_token":"a","token_type":"mac","id_token":"a.b.c"}', UNSOUND),
        (200, b'{"access_token":"a","token_type":"Bearer"}', UNSOUND),
        (200, b'{"access_token":"\xc3\xa9","token_type":"Bearer","id_token":"a.b.c"}', UNSOUND),
        (200, b'{"a":"' + b"x" * 70_000 + b'"}', UNREACHABLE),
    ],
)
async def test_what_the_token_endpoint_may_answer(liar: Provider, status: int, body: bytes, code: str) -> None:
    liar.token_answer = (status, body)
    assert (await arrives(liar)).code == code


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": "http://localhost:1/"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "https://user@elsewhere.example/"},
        {"userinfo_endpoint": ""},
        {"token_endpoint": 7},
        {"response_types_supported": ["token"]},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint_auth_methods_supported": ["none"]},
    ],
)
async def test_a_discovery_document_is_refused(liar: Provider, metadata: dict[str, Any]) -> None:
    liar.metadata = metadata
    assert (await arrives(liar)).code == UNREACHABLE


def test_only_this_machine_may_be_spoken_to_without_tls() -> None:
    assert provider.is_safe("https://fc.example/x", plain=False)
    assert provider.is_safe("http://fc.localhost:8000/x", plain=True)
    assert not provider.is_safe("http://fc.localhost:8000/x", plain=False)
    assert not provider.is_safe("http://fc.example/x", plain=True)
    assert not provider.is_safe("http://localhost.example/x", plain=True)
    assert not provider.is_safe("https://fc.example/x#y", plain=True)
    assert not provider.is_safe("https://[broken", plain=True)


async def test_one_that_hangs_is_given_up_and_the_next_visitors_do_not_wait(
    liar: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay, liar.slow_seconds = Relay(liar.issuer, plain=True), 1.0
    with monkeypatch.context() as impatient:
        impatient.setattr(wire, "SECONDS", 0.2)
        assert (await arrives(liar, relay)).code == UNREACHABLE
    liar.slow_seconds, before = 0.0, len(liar.asked)
    assert (await arrives(liar, relay)).code == UNREACHABLE
    assert len(liar.asked) == before
    later = NOW + timedelta(seconds=6)
    liar.now = lambda: later
    assert isinstance(await arrives(liar, relay, now=later), Arrived)


async def test_one_that_is_down_for_an_hour_is_still_known_afterwards(liar: Provider) -> None:
    relay = Relay(liar.issuer, plain=True)
    assert isinstance(await relay.provider(NOW), provider.Provider)
    liar.down = True
    assert isinstance(await relay.provider(NOW + timedelta(hours=2)), provider.Provider)
    assert isinstance(await relay.provider(NOW + timedelta(hours=25)), Wrong)


async def test_nobody_listens_there() -> None:
    found = await Relay("http://localhost:9", plain=True).provider(NOW)
    assert isinstance(found, Wrong)
    assert found.code == UNREACHABLE


# The road there and back.


def a_provider(**more: Any) -> provider.Provider:
    issuer = "https://fc.example"
    document = {
        "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize?tenant=1", "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo", "jwks_uri": f"{issuer}/jwks", **more,
    }  # fmt: skip
    found = provider.read(json.dumps(document).encode(), issuer, plain=False)
    assert isinstance(found, provider.Provider)
    return found


def test_what_is_asked_of_the_provider() -> None:
    """RFC 9700, 2.1.1: PKCE; OpenID Connect Core 3.1.2.1: state, nonce, acr_values."""
    leaving = departures.depart("entry", "allocations", "https://fc.example", Seeded(), NOW)
    address = urlsplit(departures.address(
        a_provider(), leaving, client_id=CLIENT_ID, redirect_uri=BACK, scopes=("openid", "birth"), level="eidas2"
    ))  # fmt: skip
    assert address.netloc == "fc.example"
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert asked == {
        "tenant": "1", "response_type": "code", "client_id": CLIENT_ID, "redirect_uri": BACK, "scope": "openid birth",
        "state": leaving.state, "nonce": leaving.nonce, "acr_values": "eidas2", "prompt": "login",
        "code_challenge": departures.challenge_of(leaving.verifier), "code_challenge_method": "S256",
    }  # fmt: skip
    assert leaving.verifier not in address.query
    assert len({leaving.state, leaving.nonce, leaving.verifier}) == 3


def test_the_challenge_is_the_one_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert departures.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


ANSWERS: list[tuple[str, dict[str, str], str]] = [
    ("another state", {"state": "of another browser", "code": "c"}, STALE),
    ("no state", {"code": "c"}, STALE),
    ("a state that is no text", {"state": "\ud800", "code": "c"}, STALE),
    ("another issuer", {"code": "c", "iss": "https://elsewhere.example"}, UNSOUND),
    ("the person said no", {"error": "access_denied"}, CANCELLED),
    ("it cannot now", {"error": "temporarily_unavailable"}, UNREACHABLE),
    ("another error", {"error": "invalid_scope", "error_description": "<script>"}, UNSOUND),
    ("a code and an error", {"code": "c", "error": "access_denied"}, CANCELLED),
    ("nothing", {}, UNSOUND),
    ("an endless code", {"code": "c" * 2001}, UNSOUND),
]


@pytest.mark.parametrize(("answer", "code"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_an_answer_is_refused(answer: dict[str, str], code: str) -> None:
    leaving = departures.depart("entry", "allocations", "https://fc.example", Seeded(), NOW)
    sent = answer if code == STALE else answer | {"state": leaving.state}
    found = departures.code_of(leaving, a_provider(), sent, NOW)
    assert isinstance(found, Wrong)
    assert found.code == code


def test_a_provider_that_says_it_names_itself_must() -> None:
    """RFC 9207, section 2.4."""
    leaving = departures.depart("entry", "allocations", "https://fc.example", Seeded(), NOW)
    names_itself = a_provider(authorization_response_iss_parameter_supported=True)
    answer = {"state": leaving.state, "code": "c"}
    assert departures.code_of(leaving, a_provider(), answer, NOW) == "c"
    assert isinstance(departures.code_of(leaving, names_itself, answer, NOW), Wrong)
    assert departures.code_of(leaving, names_itself, answer | {"iss": "https://fc.example"}, NOW) == "c"


def test_an_answer_comes_too_late() -> None:
    leaving = departures.depart("entry", "allocations", "https://fc.example", Seeded(), NOW)
    answer = {"state": leaving.state, "code": "c"}
    assert departures.code_of(leaving, a_provider(), answer, NOW + timedelta(minutes=9, seconds=59)) == "c"
    late = departures.code_of(leaving, a_provider(), answer, NOW + timedelta(minutes=10))
    assert isinstance(late, Wrong)
    assert late.code == STALE
