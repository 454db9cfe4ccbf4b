"""Chromium's own virtual authenticator: a security key or a phone's fingerprint reader, with levers to cheat."""

from typing import Any

from tests.journeys.browser import Window


class VirtualKey:
    """One authenticator plugged into one window. It answers at once, unless nobody is there.

    With `autofill` it also answers what a page only offers beside a field: nobody chooses it there, as people do.
    """

    def __init__(self, window: Window, *, there: bool = True, autofill: bool = False, **how: Any) -> None:
        if not autofill:
            window.page.context.add_init_script(
                "if (window.PublicKeyCredential)"
                " PublicKeyCredential.isConditionalMediationAvailable = async () => false"
            )
        self._page = window.page
        self._cdp = window.page.context.new_cdp_session(window.page)
        self._cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": there, **how,
        }  # fmt: skip
        self.id = self._send("addVirtualAuthenticator", options=options)["authenticatorId"]

    def credentials(self) -> list[dict[str, Any]]:
        """What it holds, private keys included: what a thief who copies it would have."""
        found: list[dict[str, Any]] = self._here("getCredentials")["credentials"]
        return found

    def is_there(self, there: bool = True) -> None:
        """Whether somebody touches it when it asks."""
        self._here("setAutomaticPresenceSimulation", enabled=there)

    def recognises(self, verified: bool) -> None:
        """Whether the finger is its owner's."""
        self._here("setUserVerified", isUserVerified=verified)

    def lies(self, **bits: bool) -> None:
        """isBogusSignature, isBadUV, isBadUP."""
        self._here("setResponseOverrideBits", **bits)

    def goes_back_to(self, count: int) -> None:
        """It becomes an old copy of itself."""
        held = self.credentials()
        self._here("clearCredentials")
        for one in held:
            self._here("addCredential", credential=one | {"signCount": count})

    def given_to(self, other: "VirtualKey") -> None:
        """Somebody else copies every key of it."""
        for one in self.credentials():
            other._here("addCredential", credential=one)

    def keeps(self, credentials: list[dict[str, Any]]) -> None:
        """Whatever it was told, it has these."""
        for one in credentials:
            self._here("addCredential", credential=one)

    def forgets_soon(self) -> None:
        """The page has said that none of its keys serves any more."""
        for _ in range(50):
            if not self.credentials():
                return
            self._page.wait_for_timeout(100)
        raise AssertionError("it keeps what was removed")

    def unplugs(self) -> None:
        self._here("removeVirtualAuthenticator")

    def _here(self, what: str, **said: Any) -> dict[str, Any]:
        return self._send(what, authenticatorId=self.id, **said)

    def _send(self, what: str, **said: Any) -> dict[str, Any]:
        answered: dict[str, Any] = self._cdp.send(f"WebAuthn.{what}", said)
        return answered
