"""What an address is, how much of it may be shown, and how long changing it may take. Pure."""

import re
from datetime import timedelta

from parvis.errors import Refused, refused

EMAIL, SMS = "email", "sms"
CHANNELS = (EMAIL, SMS)

BEGUN_A_DAY = 5  # changes of address begun by one client, codes never typed included
SENT_AT_MOST = 4  # codes for one change
PAUSE = timedelta(seconds=30)  # between two codes
TRIES = 5
LIFETIME = timedelta(minutes=30)  # from the form to its code, then again to its approval

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})"
_ADDRESS = re.compile(f"(?P<local>{_LOCAL})@(?P<domain>{_DOMAIN})")
LONGEST_EMAIL, LONGEST_LOCAL = 254, 64

# What people put between the figures of a number, and the « (0) » of a number written for abroad.
_BETWEEN = re.compile(r"[\s.\-\u00a0\u202f\u2009]+")
_NATIONAL = re.compile(r"0([67]\d{8})")
# The mobile numbers of the French plan (ARCEP), as E.164 writes them: only they receive what is sent here.
_MOBILE = re.compile(
    r"\+(33[67]\d{8}|262(69[23]|639)\d{6}|590(69[01])\d{6}|594694\d{6}|596(69[67])\d{6})"
)
# Overseas, the first figures of the national number say which country code it has.
_OVERSEAS = (
    (re.compile(r"69[01]"), "590"), (re.compile(r"69[23]|639[0-7]"), "262"), (re.compile(r"694"), "594"),
    (re.compile(r"69[67]"), "596"),
)  # fmt: skip


def canonical(channel: str, typed: str) -> str | Refused:
    """The one form in which an address is kept. Refused: `email_malformed`, `phone_malformed`."""
    return _email(typed) if channel == EMAIL else _mobile(typed)


def same(channel: str, one: str, other: str) -> bool:
    """Whether two canonical addresses reach the same place."""
    return one.casefold() == other.casefold() if channel == EMAIL else one == other


def hint(channel: str, address: str) -> str:
    """What may be shown of an address that is kept: « c•••@courriel.example », « 06 •• •• •• 12 »."""
    if channel == EMAIL:
        local, _, domain = address.partition("@")
        return f"{local[:1]}•••@{domain}"
    return f"0{_nationally(address)[0]} •• •• •• {address[-2:]}"


def in_full(channel: str, address: str) -> str:
    """An address as its owner reads it before approving: « 06 39 98 03 12 », « +262 692 12 34 56 »."""
    if channel == EMAIL:
        return address
    national = _nationally(address)
    if address.startswith("+33"):
        figures = "0" + national
        return "\u00a0".join(figures[at : at + 2] for at in range(0, 10, 2))
    pairs = "\u00a0".join(national[at : at + 2] for at in range(3, 9, 2))
    return f"{address[: -len(national)]}\u00a0{national[:3]}\u00a0{pairs}"


def _email(typed: str) -> str | Refused:
    text = typed.strip()
    local, _, domain = text.rpartition("@")
    address = f"{local}@{domain.lower()}"
    found = _ADDRESS.fullmatch(address)
    if not text:
        return refused("form_incomplete", field="contact")
    if found is None or len(address) > LONGEST_EMAIL or len(local) > LONGEST_LOCAL:
        return refused("email_malformed", field="contact")
    return address


def _mobile(typed: str) -> str | Refused:
    text = _BETWEEN.sub("", typed.replace("(0)", ""))
    if not text:
        return refused("form_incomplete", field="contact")
    if text.startswith("00"):
        text = "+" + text[2:]
    if (national := _NATIONAL.fullmatch(text)) is not None:
        code = next((code for shape, code in _OVERSEAS if shape.match(national[1])), "33")
        text = f"+{code}{national[1]}"
    mobile = text.isascii() and _MOBILE.fullmatch(text) is not None
    return text if mobile else refused("phone_malformed", field="contact")


def _nationally(address: str) -> str:
    """The nine figures of a French number after its country code."""
    return address[-9:]
