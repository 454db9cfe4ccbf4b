"""What a reader shows: the whole way from the card's own key to a number."""

from parvis.factors.cap_reader.bitmap import number_of, object_of
from parvis.factors.cap_reader.cryptogram import Profile, Typed, cryptogram, unpredictable_number
from parvis.factors.cap_reader.keys import session_key


def reading(key: bytes, psn: str, profile: Profile, atc: int, typed: Typed) -> int:
    """The number that the card with this key gives at this counter, for what was typed."""
    session = session_key(
        key, profile.method, atc, unpredictable_number(typed.challenge), branch=profile.branch, height=profile.height
    )
    return number_of(profile.ipb, object_of(profile, psn, atc, cryptogram(session, profile, atc, typed)))
