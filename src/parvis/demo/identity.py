"""The simulated identity provider: two invented citizens, and what OpenID Connect asks of a provider.

It keeps nothing: codes and access tokens are sealed, and say what they are for. Its key is made of the program's own.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.jwk import ECKey

from parvis.demo.furnish import refuse_production
from parvis.demo.stories.allocations import NADIA
from parvis.factors.franceconnect.ours import DEMO_HOST, secret_of
from parvis.seal import Keyring, SealBroken

if TYPE_CHECKING:
    from parvis.here import Here
    from parvis.institution.rules import Institution

CODE_LIFETIME = timedelta(minutes=1)
TOKEN_SECONDS = 60
LEVELS = ("eidas1", "eidas2", "")  # "": an account that proves nothing
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
Sealed = TypeVar("Sealed", bound=msgspec.Struct)


class Citizen(msgspec.Struct, frozen=True):
    """Somebody invented, who has an account at the provider. `known`: do they also have a space at the office?"""

    name: str
    pivot: dict[str, str]
    known: bool


CITIZENS = (
    Citizen("Nadia Yasmine Benhaddou", NADIA.born, known=True),
    Citizen("Hugo Tanguy", {
        "given_name": "Hugo", "family_name": "Tanguy", "birthdate": "1991-06-24", "gender": "male",
        "birthplace": "56990", "birthcountry": "99100",
    }, known=False),
)  # fmt: skip


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An authorization request that was found right."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    level: str


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """What a code is for."""

    asked: Asked
    citizen: int
    level: str
    once: str
    until: int


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What an access token opens."""

    client_id: str
    citizen: int
    until: int


def issuer(here: "Here") -> str:
    """Where it stands. Raises NotADemo in production."""
    refuse_production(here.settings)
    return here.settings.origins((DEMO_HOST,))[0]


def document(here: "Here") -> dict[str, Any]:
    """What it says of itself."""
    own = issuer(here)
    return {
        "issuer": own, "authorization_endpoint": f"{own}/authorization", "token_endpoint": f"{own}/token",
        "userinfo_endpoint": f"{own}/userinfo", "jwks_uri": f"{own}/jwks", "end_session_endpoint": f"{own}/end",
        "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"], "userinfo_signing_alg_values_supported": ["ES256"],
        "acr_values_supported": [level for level in LEVELS if level], "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "authorization_response_iss_parameter_supported": True,
    }  # fmt: skip


def asked(here: "Here", parameters: dict[str, str]) -> Asked | None:
    """What an institution asks, None where it is not whole or not by one of ours."""
    client = client_of(here, parameters.get("client_id", ""))
    right = (
        parameters.get("response_type") == "code" and parameters.get("code_challenge_method") == "S256"
        and "openid" in parameters.get("scope", "").split()
    )  # fmt: skip
    whole = all(parameters.get(name) for name in ("state", "nonce", "code_challenge", "acr_values"))
    back = parameters.get("redirect_uri", "")
    if client is None or not right or not whole or back not in addresses(here, client, "return"):
        return None
    return Asked(
        client_id=parameters["client_id"], redirect_uri=back, state=parameters["state"], nonce=parameters["nonce"],
        challenge=parameters["code_challenge"], level=parameters["acr_values"],
    )


def client_of(here: "Here", client_id: str) -> "Institution | None":
    """The institution that has this name here."""
    return next(
        (one for one in here.institutions.all if one.identity is not None and one.identity.client_id == client_id), None
    )


def addresses(here: "Here", client: "Institution", page: str) -> list[str]:
    """The addresses of an institution's page that are registered here."""
    return [f"{origin}/franceconnect/{page}" for origin in here.settings.origins(client.hosts)]


def is_right(here: "Here", client: "Institution", secret: str) -> bool:
    """Whether that is the institution's secret. One that is shown to nobody: the demonstration makes it by itself."""
    return secret != "" and secret == secret_of(here.settings, here.keys, client.slug)


def code_for(here: "Here", asked: Asked, citizen: int, level: str, now: datetime) -> str:
    """A code that serves once, for a minute."""
    once = here.random.bytes(16).hex()
    until = int((now + CODE_LIFETIME).timestamp())
    return sealed(here.keys, Code(asked=asked, citizen=citizen, level=level, once=once, until=until))


def id_token(here: "Here", code: Code, access_token: str, now: datetime) -> str:
    """Who the citizen is, for one institution."""
    told = {
        "sub": subject(code.asked.client_id, code.citizen), "nonce": code.asked.nonce, "acr": code.level,
        "exp": int(now.timestamp()) + TOKEN_SECONDS, "iat": int(now.timestamp()),
        "at_hash": _text(hashlib.sha256(access_token.encode()).digest()[:16]),
    }  # fmt: skip
    return signed(here, code.asked.client_id, told)


def userinfo(here: "Here", access: Access) -> str:
    """What is known of the citizen."""
    told = {"sub": subject(access.client_id, access.citizen), **CITIZENS[access.citizen].pivot}
    return signed(here, access.client_id, told)


def subject(client_id: str, citizen: int) -> str:
    """A name that only this institution knows them by."""
    return hashlib.sha256(f"{client_id}/{CITIZENS[citizen].name}".encode()).hexdigest()


def signed(here: "Here", client_id: str, claims: dict[str, Any]) -> str:
    """A token of the provider for that client."""
    told = {"iss": issuer(here), "aud": client_id, **claims}
    return jws.serialize_compact({"alg": "ES256", "kid": "demo"}, msgspec.json.encode(told), key_of(here.keys))


def key_of(keys: Keyring) -> ECKey:
    """Its signing key, the same in every process."""
    number = 1 + int.from_bytes(keys.mac("demo identity key"), "big") % (P256_ORDER - 1)
    private = ec.derive_private_key(number, ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ECKey.import_key(pem, {"kid": "demo", "use": "sig", "alg": "ES256"})


def fits(verifier: str, challenge: str) -> bool:
    """RFC 7636, S256."""
    return _text(hashlib.sha256(verifier.encode()).digest()) == challenge


def sealed(keys: Keyring, told: msgspec.Struct) -> str:
    """What the provider hands out, and understands again."""
    return _text(keys.seal(msgspec.json.encode(told), purpose=f"demo identity {type(told).__name__}"))


def opened(keys: Keyring, text: str, shape: type[Sealed]) -> Sealed | None:
    """What it handed out; None for anything else."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        return msgspec.json.decode(keys.unseal(raw, purpose=f"demo identity {shape.__name__}"), type=shape)
    except (SealBroken, ValueError):
        return None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
