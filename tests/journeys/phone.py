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
    """Press the keys of the pad, one after the other."""
    for digit in digits:
        phone.button(digit).click()
    return phone


def starts_linking(at_home: Window, name: str) -> str:
    """Ask for a new phone in the client space; gives the activation code that the page shows."""
    at_home.goes_to("/security/means").follows("Ajouter : Votre téléphone")
    at_home.fills("Comment l'appeler ? (facultatif)", name).presses("Commencer")
    at_home.arrives_at("/security/means/*/enrollment")
    return activation_code(at_home)


def activation_code(at_home: Window) -> str:
    found = ACTIVATION.search(at_home.main)
    assert found is not None, at_home.main
    return found.group()


def activates(phone: Window, activation: str, *, code: str = CODE) -> str:
    """Type the activation code and choose the four digits; gives the fingerprint that the phone then shows."""
    phone.fills("Code d'activation", activation).presses("Continuer")
    return chooses(phone, code)


def chooses(phone: Window, code: str = CODE) -> str:
    """Choose the four digits, twice; gives the fingerprint that the phone then shows."""
    types_digits(phone.reads("Choisissez un code à 4 chiffres"), code)
    types_digits(phone.reads("Saisissez-le une seconde fois"), code)
    phone.reads("Terminez sur votre ordinateur")
    return plain(phone.page.locator("[data-slot=print]").inner_text())


def confirms(at_home: Window, client: Client, inbox: Inbox, fingerprint: str) -> Window:
    """Compare the eight signs, and approve the new means with the secret code and a text message."""
    at_home.reads("Votre téléphone a répondu", fingerprint).presses("Oui, c'est ce téléphone")
    at_home.arrives_at("/requests/*").reads(fingerprint)
    return approves_with_code_and_sms(at_home, client, inbox).reads("C'est fait")


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
    confirms(at_home, client, inbox, activates(phone, starts_linking(at_home, "Téléphone"), code=code))
    return phone.reads("Ce téléphone est prêt").presses("Aller à l'accueil").reads("Rien n'attend votre accord")


def opens(phone: Window, what: str) -> Window:
    """Open the request whose row holds these words."""
    phone.reads(what).button(what).click()
    return phone.reads("Quelqu'un au téléphone vous demande d'approuver ?")
