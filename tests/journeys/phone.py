"""A second window that is somebody's phone: its app is activated, lists what waits, approves and refuses."""

import re

from parvis.demo.story import Client
from tests.journeys.browser import Window, plain
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import types_on_keypad, types_sent_code

CODE = "2749"
ACTIVATION = re.compile(r"[2-9B-DF-HJ-NP-TV-Y]{5}-[2-9B-DF-HJ-NP-TV-Y]{5}")


def a_phone(open_window: OpenWindow, slug: str) -> Window:
    """A browser of its own, as wide as a phone, on the app of that institution."""
    return open_window(slug, width=390, height=844).goes_to("/phone/")


def types_digits(phone: Window, digits: str) -> Window:
    """Press the keys of the pad, one after the other, until the last one leads to another screen."""
    pad = phone.page.locator("[data-pad]").element_handle()
    for digit in digits:
        phone.button(digit).click()
    pad.wait_for_element_state("hidden")
    return phone


def asks_to_link(at_home: Window, name: str) -> Window:
    """Ask for a new phone in the client space."""
    at_home.goes_to("/security/means").follows("Ajouter : Votre téléphone")
    at_home.fills("Comment l'appeler ?", name).presses("Commencer")
    return at_home.arrives_at("/security/means/*/enrollment")


def activation_code(at_home: Window) -> str:
    found = ACTIVATION.search(at_home.main)
    assert found is not None, at_home.main
    return found.group()


def chooses(phone: Window, code: str = CODE) -> str:
    """Choose the four digits, twice; gives the fingerprint that the phone then shows."""
    types_digits(phone.reads("Choisissez un code à 4 chiffres"), code)
    types_digits(phone.reads("Saisissez-le une seconde fois"), code)
    phone.reads("Terminez sur votre ordinateur")
    return plain(phone.page.locator("[data-slot=print]").inner_text())


def confirms(at_home: Window, fingerprint: str) -> Window:
    """Compare the eight signs, and ask to add this very phone."""
    at_home.reads("Votre téléphone a répondu", fingerprint).presses("Oui, c'est ce téléphone")
    return at_home.arrives_at("/requests/*").reads(fingerprint)


def approves_with_code_and_sms(at_home: Window, client: Client, inbox: Inbox) -> Window:
    """Answer what waits with what the client knows, then with a text message."""
    if at_home.page.locator("[data-keypad-pad]").is_visible():
        types_on_keypad(at_home, client.secret).presses("Valider")
    else:
        at_home.fills("Votre code secret", client.secret).presses("Valider")
    at_home.presses("Envoyer le code")
    return types_sent_code(at_home, inbox.code(client.sms))


def links(at_home: Window, phone: Window, client: Client, inbox: Inbox, *, code: str = CODE) -> Window:
    """The whole way, from a signed-in client space and a phone that has opened the app, to a phone that approves."""
    asks_to_link(at_home, "Téléphone")
    phone.fills("Code d'activation", activation_code(at_home)).presses("Continuer")
    confirms(at_home, chooses(phone, code))
    approves_with_code_and_sms(at_home, client, inbox).reads("C'est fait")
    for address in (client.sms, client.email):
        assert "un moyen d'authentification" in plain(inbox.read(address).text).lower()
    return phone.reads("Ce téléphone est prêt").presses("Aller à l'accueil").reads("Rien n'attend votre accord")


def opens(phone: Window, what: str) -> Window:
    """Open the request whose row holds these words."""
    phone.reads(what).page.locator(".app-row").filter(has_text=what).click()
    return phone.reads("Quelqu'un au téléphone vous demande d'approuver ?")


def number_of(window: Window) -> str:
    """The two digits to match that the waiting page shows."""
    return plain(window.page.locator(".match-number").inner_text())


def answers_number(phone: Window, number: str) -> Window:
    """Type the two digits that the waiting page shows."""
    return types_digits(phone.reads("Quel nombre affiche votre ordinateur ?"), number)


def approves(phone: Window, *, number: str = "", code: str = CODE) -> Window:
    """Approve the request that is open, with its number where it has one, and the four digits."""
    phone.presses("Approuver…")
    if number:
        answers_number(phone, number)
    types_digits(phone.reads("Votre code à 4 chiffres"), code)
    return phone.reads("C'est approuvé")
