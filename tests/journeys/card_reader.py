"""The demonstration's card reader, in a window of its own, and what the waiting page says to type on it."""

from parvis.demo.furnish import identity
from parvis.demo.story import Client
from tests.journeys.browser import Window, plain

KEYS = {"identify": "Identifier", "respond": "Répondre", "sign": "Signer"}


def inserts(reader: Window, client: Client) -> Window:
    """Open the reader with that client's card in it."""
    return reader.goes_to(f"/reader?card={identity(reader.bank.of(client), client)}")


def computes(
    reader: Window, client: Client, *, mode: str = "identify", challenge: str = "", amount: str = "", pin: str = ""
) -> str:
    """Press a key, type the PIN and the figures, and read the eight digits; "" where the screen shows none."""
    inserts(reader, client)
    reader.page.get_by_label(KEYS[mode], exact=True).check()
    reader.fills("Code confidentiel", pin or client.card_pin)
    if mode != "identify":
        reader.fills("Référence", challenge)
    if mode == "sign":
        reader.fills("Montant", amount)
    reader.turns("OK")
    shown = reader.page.locator("#code")
    return plain(shown.inner_text()) if shown.count() else ""


def figures(window: Window) -> list[str]:
    """What the waiting page says to type: the reference, then the amount."""
    return [plain(one) for one in window.page.locator(".figures").all_inner_texts()]


def gives(window: Window, code: str, button: str) -> Window:
    return window.fills("Code affiché par le lecteur", code).presses(button)
