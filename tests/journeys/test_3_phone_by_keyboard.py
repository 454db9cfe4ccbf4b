"""Line 3 elsewhere: Camille's phone on a screen of 360 pixels, with the keyboard alone (WCAG 2.1.1, 1.4.10).

Online, then without network: both answers that need none, read from the screen and given by the app alone.
"""

import re

from parvis.demo.stories.deuxrives import CAMILLE, MIREILLE
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import checks, iban_of, sends, writes_to_somebody
from tests.journeys.pages import first_step, signs_in
from tests.journeys.phone import CODE, activation_code, approves_with_code_and_sms, asks_to_link, confirms, number_of

EIGHT = "Les 8 chiffres affichés par votre téléphone"


def goes_to(phone: Window, *names: str) -> Window:
    """Tab to each of these, one after the other, and press Enter; the screen that comes fits and has the focus."""
    for name in names:
        phone.tabs_to(name).types("Enter")
        phone.page.wait_for_timeout(150)
        phone.fits()
    return phone


def types_four(phone: Window, screen: str, digits: str = CODE) -> Window:
    phone.reads(screen).fits()
    phone.page.keyboard.type(digits)
    return phone


def eight(phone: Window) -> str:
    types_four(phone, "Votre code à 4 chiffres").reads("À saisir sur votre ordinateur").fits()
    return re.sub(r"\s", "", phone.page.locator("[data-slot=figures]").inner_text())


def test_the_phone_with_the_keyboard_alone_on_a_narrow_screen(
    open_window: OpenWindow, bank: Bank, inbox: Inbox
) -> None:
    """DR3, DR4, X10."""
    at_home, phone = open_window("deuxrives"), open_window("deuxrives", width=360, height=740).goes_to("/phone/")
    signs_in(at_home, CAMILLE, inbox)
    asks_to_link(at_home, "Téléphone de Camille")
    phone.reads("Code d'activation").fits().tabs_to("Code d'activation")
    phone.page.keyboard.type(activation_code(at_home))
    phone.types("Enter")
    types_four(phone, "Choisissez un code à 4 chiffres")
    types_four(phone, "Saisissez-le une seconde fois").reads("Terminez sur votre ordinateur").fits()
    confirms(at_home, plain(phone.page.locator("[data-slot=print]").inner_text()))
    approves_with_code_and_sms(at_home, CAMILLE, inbox).reads("C'est fait")
    goes_to(phone.reads("Ce téléphone est prêt"), "Aller à l'accueil").reads("Rien n'attend votre accord")
    phone.reads("Pour vous protéger, ce téléphone servira à partir de").is_accessible()
    bank.advance(hours=4, minutes=1)  # X4, PSR-4h: what was said in the notice as well.

    elsewhere = open_window("deuxrives")
    first_step(elsewhere, CAMILLE).arrives_at("/requests/*")
    row = phone.reads("Connexion").page.locator(".app-row").first
    goes_to(phone, plain(row.inner_text())).reads("Quelqu'un au téléphone vous demande d'approuver ?").is_accessible()
    goes_to(phone, "Approuver…")
    types_four(phone, "Quel nombre affiche votre ordinateur ?", number_of(elsewhere))
    types_four(phone, "Votre code à 4 chiffres").reads("C'est approuvé").fits()
    elsewhere.arrives_at("/accounts")
    goes_to(phone, "Terminé").page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    # Without network: what is read from the screen approves a transfer, what the app says alone opens a session.
    phone.page.context.set_offline(True)
    phone.goes_to("/phone/").reads("Pas de réseau")
    to_mireille = iban_of(bank, MIREILLE.accounts[0])
    sends(checks(writes_to_somebody(elsewhere, to_mireille, name="Mireille Faure", amount="21,00")))
    elsewhere.follows("Mon téléphone n'a pas de réseau")
    text = elsewhere.page.locator("[data-copy-text]").text_content() or ""
    goes_to(phone, "Sans réseau").is_accessible()
    goes_to(phone, "Lire un QR code").tabs_to("Ou le texte du QR code")
    phone.page.keyboard.insert_text(text)
    goes_to(phone, "Lire ce texte").reads("21,00 €", "Mireille Faure").is_accessible()
    goes_to(phone, "Approuver…")
    elsewhere.fills(EIGHT, eight(phone)).presses("Valider").reads("C'est fait")
    goes_to(phone, "Terminé")

    third = open_window("deuxrives")
    first_step(third, CAMILLE).arrives_at("/requests/*").follows("Votre téléphone, sans réseau : code")
    goes_to(phone, "Sans réseau", "Obtenir un code")
    third.fills(EIGHT, eight(phone)).presses("Valider").arrives_at("/accounts")
