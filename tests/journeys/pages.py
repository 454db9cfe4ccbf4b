"""What clients do on the pages, step by step: signing in with what their institution asks for."""

from playwright.sync_api import expect

from parvis.demo.story import Client
from parvis.factors.oath import PERIOD_SECONDS, totp
from tests.journeys.browser import Window
from tests.journeys.inbox import Inbox

# The parts of an identifier, as French pages name them, and the one that an English client meets.
LABELS = {
    "client_id": "Identifiant client",
    "nir": "Numéro de sécurité sociale",
    "subscriber": "Numéro d'abonné",
    "client_number": "Numéro de client",
    "user_number": "Numéro d'utilisateur",
}
PASSWORD, SECRET_CODE = "Votre mot de passe", "Votre code secret"
SUBMITS = {"municipal": "Continuer", "allocations": "Continuer"}  # « Étape 1 / 2 »; the others sign in at once.


def opens_sign_in(window: Window) -> Window:
    """The sign-in page of the window's institution."""
    return window.goes_to("/sign-in")


def types_identifier(window: Window, identifier: dict[str, str]) -> Window:
    """Every part of it, each in its field."""
    for part, value in identifier.items():
        window.fills(LABELS[part], value)
    return window


def types_secret(window: Window, secret: str) -> Window:
    """The password in its field; the code on the scrambled keys, or in the plain field where there are no keys."""
    if window.field(PASSWORD).count():
        return window.fills(PASSWORD, secret)
    if window.page.locator("[data-keypad-pad]").is_visible():
        return types_on_keypad(window, secret)
    return window.fills(SECRET_CODE, secret)


def types_on_keypad(window: Window, code: str) -> Window:
    """Press the real buttons that show these digits."""
    for digit in code:
        window.button(digit).click()
    return window


def submits(window: Window) -> Window:
    """Send the first step."""
    window.page.get_by_role("button", name=SUBMITS.get(window.slug, "Me connecter"), exact=True).click()
    return window


def first_step(window: Window, client: Client, *, secret: str = "", identifier: dict[str, str] | None = None) -> Window:
    """Identifier and secret, the client's own by default, sent; the page that answers may look the same."""
    opens_sign_in(window)
    types_identifier(window, identifier or client.identifier)
    types_secret(window, secret or client.secret)
    with window.page.expect_navigation():
        return submits(window)


def asks_for_a_code(window: Window) -> Window:
    """Have the code sent, where it does not leave by itself; by SMS where another means of theirs comes first."""
    sends, other = window.button("Envoyer le code"), window.link("Code par SMS")
    expect(sends.or_(other).or_(window.field("Code à 6 chiffres")).first).to_be_visible()
    if not sends.count() and other.count():
        other.first.click()
        expect(sends.first).to_be_visible()
    if sends.count():
        window.presses("Envoyer le code")
    return window


def types_sent_code(window: Window, code: str) -> Window:
    """The code of an SMS or an e-mail."""
    return window.fills("Code à 6 chiffres", code).presses("Valider le code")


def totp_of(window: Window, client: Client, *, steps: int = 0) -> str:
    """What the client's authentication app shows at the bank's time, or that many steps of 30 seconds later."""
    assert client.totp_key
    return totp(client.totp_key, int(window.bank.now().timestamp()) + steps * PERIOD_SECONDS)


def second_step(window: Window, client: Client, inbox: Inbox) -> Window:
    """What the waiting page asks for first: the code of an app, of an SMS or of an e-mail."""
    window.arrives_at("/requests/*")
    if window.slug == "municipal":
        return window.fills("Code à 6 chiffres", totp_of(window, client)).presses("Valider")
    address = client.email if window.slug == "allocations" else client.sms
    asks_for_a_code(window)
    return types_sent_code(window, inbox.code(address))


def signs_in(window: Window, client: Client, inbox: Inbox) -> Window:
    """The whole way, from the sign-in page to the accounts, on a browser known or not. TOTP must be fresh: a code
    serves once, so a second sign-in within 30 seconds needs `bank.advance(seconds=30)` first.
    """
    first_step(window, client)
    window.page.wait_for_url(lambda url: "/sign-in" not in url)
    if window.path.startswith("/requests/"):
        second_step(window, client, inbox)
    return window.arrives_at("/accounts")


def signs_out(window: Window) -> Window:
    return window.presses("Se déconnecter").arrives_at("/signed-out")
