"""DR4: a phone without network approves what it reads on the computer's screen, or gives a code for a sign-in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from parvis.demo.stories.epargne import INES, LUCAS
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.browser import open_window as a_window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import checks, iban_of, sends, writes_to_somebody
from tests.journeys.pages import first_step, signs_in
from tests.journeys.phone import CODE, links, types_digits

LINK = "Mon téléphone n'a pas de réseau"
FIELD = "Les 8 chiffres affichés par votre téléphone"


class Linked(NamedTuple):
    """Somebody's client space, and their phone, which has no network."""

    at_home: Window
    phone: Window


@pytest.fixture(scope="module")
def _ines(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Linked]:
    yield from linked(chromium, bank, inbox)


def linked(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Linked]:
    at_home = a_window(chromium, bank, "epargne")
    phone = a_window(chromium, bank, "epargne", width=360, height=740).goes_to("/phone/")
    signs_in(at_home, INES, inbox)
    links(at_home, phone, INES, inbox)
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.page.context.set_offline(True)
    yield Linked(at_home, phone)
    at_home.closes()
    phone.closes()


@pytest.fixture
def ines(_ines: Linked) -> Linked:
    """Inès, whose app is opened anew without network: it comes from what the phone keeps."""
    _ines.phone.goes_to("/phone/").reads("Pas de réseau", "touchez « Sans réseau »")
    return _ines


def asks_for_qr(window: Window) -> str:
    """Choose the phone without network; gives the text of the QR code."""
    window.follows(LINK).reads("Lisez la demande avec votre téléphone")
    return window.page.locator("[data-copy-text]").text_content() or ""


def pastes(phone: Window, text: str) -> Window:
    phone.presses("Sans réseau").presses("Lire un QR code").reads("Visez le QR code")
    return phone.fills("Ou le texte du QR code", text).presses("Lire ce texte")


def digits(phone: Window, code: str = CODE) -> str:
    """Type the four digits; gives the eight that the phone then shows."""
    types_digits(phone.reads("Votre code à 4 chiffres"), code).reads("À saisir sur votre ordinateur")
    found = re.sub(r"\s", "", phone.page.locator("[data-slot=figures]").inner_text())
    assert re.fullmatch("[0-9]{8}", found), found
    return found


def answers(window: Window, code: str) -> Window:
    return window.fills(FIELD, f"{code[:4]} {code[4:]}").presses("Valider")


def asks_for(at_home: Window, bank: Bank, amount: str) -> Window:
    to_lucas = iban_of(bank, LUCAS.accounts[0])
    return sends(checks(writes_to_somebody(at_home, to_lucas, name="Lucas Fontaine", amount=amount)))


def test_a_sign_in_is_read_on_the_screen_and_approved_without_network(ines: Linked, open_window: OpenWindow) -> None:
    """DR4 : le téléphone lit la demande signée, la montre, et donne huit chiffres qui ouvrent l'espace."""
    elsewhere, phone = open_window("epargne"), ines.phone
    first_step(elsewhere, INES).arrives_at("/requests/*")
    text = asks_for_qr(elsewhere)
    assert elsewhere.page.get_by_role("img", name=re.compile("^QR code")).evaluate("(one) => one.naturalWidth") > 0
    elsewhere.is_accessible().picture("offline-qr")
    phone.is_accessible().picture("offline-home")
    phone.presses("Sans réseau").reads("Ce qu'il ne peut pas faire sans réseau", "refuser une demande").fits()
    phone.is_accessible().picture("offline-menu").presses("Lire un QR code").reads("Visez le QR code").fits()
    phone.is_accessible().picture("offline-read").presses("Retour").presses("Retour")
    pastes(phone, text).reads("Lisez avant d'approuver", "Chrome").fits().is_accessible().picture("offline-request")
    phone.presses("Approuver…").is_accessible()
    code = digits(phone)
    phone.fits().is_accessible().picture("offline-figures").presses("Terminé").reads("Pas de réseau")
    answers(elsewhere, code).arrives_at("/accounts").reads("Bonjour Inès")


def test_a_picture_of_the_qr_code_does_as_well(ines: Linked, bank: Bank, tmp_path: Path) -> None:
    """DR4, RTS-5.1 : une photo de l'écran, lue par le téléphone, montre montant et bénéficiaire."""
    at_home, phone = ines
    asks_for(at_home, bank, "73,20")
    asks_for_qr(at_home)
    photo = tmp_path / "photo.png"
    at_home.page.get_by_role("img", name=re.compile("^QR code")).screenshot(path=photo)
    phone.presses("Sans réseau").presses("Lire un QR code")
    phone.page.get_by_label("Une photo du QR code").set_input_files(photo)
    phone.reads("73,20 €", "Lucas Fontaine").picture("offline-transfer").presses("Approuver…")
    answers(at_home, digits(phone)).reads("C'est fait")


def test_the_camera_of_the_phone_may_open_the_link(ines: Linked, bank: Bank) -> None:
    """Le QR code est une adresse de l'application : elle s'ouvre sans réseau, et l'adresse ne garde rien."""
    at_home, phone = ines
    asks_for(at_home, bank, "12,00")
    phone.page.goto(asks_for_qr(at_home))
    phone.reads("Lisez avant d'approuver", "12,00 €")
    assert phone.page.evaluate("location.hash") == ""
    phone.presses("Ne pas approuver").reads("Pas de réseau")
    at_home.presses("Annuler la demande").reads("Demande annulée")


def test_another_amount_takes_another_code(ines: Linked, bank: Bank) -> None:
    """RTS-5.1 : les chiffres lus pour un montant n'en approuvent pas un autre."""
    at_home, phone = ines
    asks_for(at_home, bank, "20,00")
    pastes(phone, asks_for_qr(at_home)).reads("20,00 €").presses("Approuver…")
    for_twenty = digits(phone)
    phone.presses("Terminé")
    at_home.presses("Annuler la demande").reads("Demande annulée")
    asks_for(at_home, bank, "200")
    text = asks_for_qr(at_home)
    answers(at_home, for_twenty).reads("Ce code n'est pas le bon").is_accessible().picture("offline-wrong")
    pastes(phone, text).reads("200,00 €").presses("Approuver…")
    answers(at_home, digits(phone)).reads("C'est fait")


def test_what_is_signed_for_another_phone_or_spoilt_is_not_shown(ines: Linked, bank: Bank) -> None:
    """Rien d'autre que ce que l'établissement a signé pour ce téléphone n'est montré."""
    at_home, phone = ines
    asks_for(at_home, bank, "31,00")
    text = asks_for_qr(at_home)
    at = text.index("#read=") + 200
    pastes(phone, text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :])
    phone.reads("Cette image n'est pas pour ce téléphone").does_not_read("31,00").is_accessible()
    phone.picture("offline-not-ours").presses("Réessayer").reads("Ce qu'il ne peut pas faire")
    phone.presses("Lire un QR code").fills("Ou le texte du QR code", "bonjour").presses("Lire ce texte")
    phone.reads("Aucune demande n'a été trouvée là")
    at_home.presses("Annuler la demande").reads("Demande annulée")


def test_the_code_of_the_app_opens_and_moves_no_money(ines: Linked, bank: Bank, open_window: OpenWindow) -> None:
    """DR4 : sans QR code, le code de l'application ne lie rien : il sert à entrer, une fois, et à rien d'autre."""
    at_home, phone = ines
    asks_for(at_home, bank, "15,00").does_not_read("sans réseau : code")
    at_home.presses("Annuler la demande").reads("Demande annulée")
    elsewhere = open_window("epargne")
    first_step(elsewhere, INES).arrives_at("/requests/*")
    elsewhere.follows("Votre téléphone, sans réseau : code").reads("Obtenir un code").is_accessible()
    phone.presses("Sans réseau").presses("Obtenir un code")
    code = digits(phone)
    answers(elsewhere, code).arrives_at("/accounts")
    again = open_window("epargne")
    first_step(again, INES).arrives_at("/requests/*").follows("Votre téléphone, sans réseau : code")
    answers(again, code).reads("Ce code a déjà servi")


def test_without_scripts_the_computer_shows_all_of_it(ines: Linked, open_window: OpenWindow) -> None:
    """X10, X9 : sans scripts et sur 360 pixels, le QR code, son texte et le champ sont là ; au clavier seul."""
    elsewhere, phone = open_window("epargne", scripts=False, width=360, height=740), ines.phone
    first_step(elsewhere, INES).arrives_at("/requests/*")
    text = asks_for_qr(elsewhere)
    elsewhere.fits().picture("offline-qr-360")
    assert "img" in elsewhere.page.content() and FIELD in plain(elsewhere.page.content())
    pastes(phone, text).presses("Approuver…")
    code = digits(phone)
    elsewhere.page.get_by_label(FIELD).focus()
    elsewhere.page.keyboard.type(code)
    elsewhere.types("Enter").arrives_at("/accounts").reads("Bonjour Inès")


def test_three_wrong_codes_block_the_phone(ines: Linked, bank: Bank, open_window: OpenWindow) -> None:
    """CNIL-PIN : les essais sont ceux du téléphone ; le troisième le bloque, en ligne comme hors ligne."""
    elsewhere, phone = open_window("epargne"), ines.phone
    first_step(elsewhere, INES).arrives_at("/requests/*")
    text = asks_for_qr(elsewhere)
    for told in ("Ce code n'est pas le bon", "dernier essai"):
        pastes(phone, text).presses("Approuver…")
        answers(elsewhere, digits(phone, "0146")).reads(told)
        phone.presses("Terminé")
    pastes(phone, text).presses("Approuver…")
    answers(elsewhere, digits(phone, "0146")).does_not_read(LINK, FIELD)
    states = [row["state"] for row in bank.rows("select state from authenticator where kind = 'phone'")]
    assert states == ["blocked"]
    phone.presses("Terminé").page.context.set_offline(False)
    phone.reads("Ce téléphone est bloqué")
