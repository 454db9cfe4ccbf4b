"""The list of factors, written by hand: a new one is a folder beside this file and a line below."""

from parvis.factors import Factor
from parvis.factors.cap_reader.card_keys import SoftwareKeys
from parvis.factors.cap_reader.factor import CapReader
from parvis.factors.certificate.factor import Certificate
from parvis.factors.certificate.trust import DEMO_FOLDER, Trusts, TrustUnsound
from parvis.factors.code_card.factor import CodeCard
from parvis.factors.franceconnect.factor import FranceConnect
from parvis.factors.message_code.factor import email_code, sms_code
from parvis.factors.passkey.factor import Passkey
from parvis.factors.password.factor import Password
from parvis.factors.phone.factor import Phone
from parvis.factors.phone.offline import PhoneCode, PhoneQr
from parvis.factors.secret_code.factor import SecretCode
from parvis.factors.totp.factor import Totp
from parvis.hashing import Argon
from parvis.seal import FILES, Keyring, SystemRandom
from parvis.settings import Settings, SettingsWrong


def factors(keys: Keyring, argon: Argon, settings: Settings) -> dict[str, Factor]:
    """Every factor by its kind, in the order in which pages offer them."""
    listed: tuple[Factor, ...] = (
        SecretCode(keys, argon),
        Password(argon),
        Phone(),
        PhoneQr(),
        PhoneCode(),
        Passkey(keys),
        Totp(),
        CapReader(SoftwareKeys(keys, settings.keys_dir)),
        FranceConnect(keys, offered=bool(settings.identity_provider)),
        CodeCard(keys),
        sms_code(keys),
        email_code(keys),
        Certificate(keys, _trusts(settings)),
    )
    return {factor.kind: factor for factor in listed}


def _trusts(settings: Settings) -> Trusts:
    """Whose certificates each institution takes. Raises SettingsWrong."""
    demo = None if settings.mode == "production" else settings.keys_dir / DEMO_FOLDER
    try:
        return Trusts(settings.institutions_dir, demo=demo)
    except TrustUnsound as unsound:
        raise SettingsWrong(str(unsound)) from unsound


def described() -> dict[str, Factor]:
    """Every factor for what it says of itself, on keys that nothing is sealed with."""
    keys = Keyring({name: {"none": SystemRandom().bytes(32)} for name in FILES})
    return factors(keys, Argon(keys, 8, 1), Settings(mode="test"))


# What clients enrol by themselves: the values that a policy may test.
ENROLLABLE = tuple(kind for kind, factor in described().items() if factor.own)
