"""What can go wrong between us and an identity provider, as a value: what the client is told, and why, for the log."""

import msgspec

CANCELLED = "identity_cancelled"  # The person said no over there.
STALE = "identity_stale"  # The answer comes too late, twice, or to another browser.
TOO_LOW = "identity_level_too_low"  # They were identified, by less than the institution asks for.
UNSOUND = "identity_unsound"  # What came back cannot be believed.
UNREACHABLE = "identity_unreachable"  # The provider does not answer, or says that it cannot.


class Wrong(msgspec.Struct, frozen=True):
    """`code` is in the catalogue of refusals; `because` is ours alone: it never holds what the provider sent."""

    code: str
    because: str
