"""Line 5: moving money: between one's own accounts, to somebody else, once, and never otherwise than approved."""

import http.client
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from parvis.demo.stories.deuxrives import CAMILLE, EMMA, MIREILLE
from parvis.demo.stories.epargne import INES, LUCAS
from parvis.demo.stories.municipal import HELENE
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.browser import open_window as a_window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import (
    balance_of,
    checks,
    iban_of,
    in_euros,
    sends,
    transfers_of,
    until,
    writes_between,
    writes_to_somebody,
)
from tests.journeys.pages import signs_in, types_secret, types_sent_code
from tests.journeys.phone import CODE, approves, links, opens, types_digits

CURRENT, SAVINGS = CAMILLE.accounts


class Linked(NamedTuple):
    """Inès's client space and the phone that approves for it."""

    at_home: Window
    phone: Window


@pytest.fixture(scope="module")
def camille(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Window]:
    """Camille, signed in at Deux Rives. She has no phone there: she approves with her code and a text message."""
    window = a_window(chromium, bank, "deuxrives")
    signs_in(window, CAMILLE, inbox)
    yield window
    window.closes()


@pytest.fixture(scope="module")
def ines(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Linked]:
    """Inès, signed in at the Estuaire, and her phone."""
    at_home = a_window(chromium, bank, "epargne")
    phone = a_window(chromium, bank, "epargne", width=390, height=844).goes_to("/phone/")
    signs_in(at_home, INES, inbox)
    links(at_home, phone, INES, inbox)
    yield Linked(at_home, phone)
    at_home.closes()
    phone.closes()


def made(bank: Bank) -> int:
    """How many transfers Camille has made."""
    return len(transfers_of(bank, CAMILLE))


def gives_code(window: Window, secret: str = CAMILLE.secret) -> Window:
    """The secret code on the waiting page, by whatever is there to type it."""
    return types_secret(window, secret).presses("Valider")


def test_between_own_accounts_at_once_with_a_receipt_to_print(camille: Window, bank: Bank) -> None:
    """RTS-15, PITFALL 22 : de son livret à son compte, sans rien prouver de plus, aussitôt, avec un reçu."""
    before = balance_of(bank, CURRENT), balance_of(bank, SAVINGS)
    camille.goes_to("/transfers/new").reads("De quel compte part l'argent ?", "Quel jour ?").is_accessible()
    camille.picture("5-new")
    checks(writes_between(camille, SAVINGS, CURRENT, amount="2 012,34", label="Vacances"))
    camille.reads("Vous envoyez 2 012,34 € à Compte courant, depuis Livret d'épargne, aujourd'hui.", "Vacances")
    camille.does_not_read("Vous n'avez jamais envoyé").is_accessible().picture("5-check")
    sends(camille).reads("C'est fait", "2 012,34 €").is_accessible().follows("Continuer")
    camille.arrives_at("/transfers/*").reads("Virement exécuté", "Référence", "Banque des Deux Rives").is_accessible()
    camille.picture("5-receipt")
    assert (balance_of(bank, CURRENT), balance_of(bank, SAVINGS)) == (before[0] + 2_012_34, before[1] - 2_012_34)

    prints(camille)
    camille.goes_to("/accounts").reads("−2 012,34 €", "+2 012,34 €", in_euros(before[0] + 2_012_34))
    camille.goes_to("/transfers/history").reads("Compte courant", "Exécuté").is_accessible().picture("5-history")


def prints(window: Window) -> None:
    """On paper: what happened, with its full date, on one page, and nothing to press."""
    window.page.emulate_media(media="print")
    window.picture("5-receipt-printed")
    printed = window.page.pdf(format="A4")
    window.reads("2 012,34 €", "Compte courant", "mardi 24 novembre 2026 à 14 h")
    window.does_not_read("Se déconnecter", "Tous les virements", "Ce reçu s'imprime", "English")
    window.page.emulate_media(media="null")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, "a receipt fits on one page"


def test_to_somebody_else_with_the_code_and_a_text_message(camille: Window, bank: Bank, inbox: Inbox) -> None:
    """RTS-5.1, DR16 : l'écran met en garde, le SMS nomme le montant et la fin du compte, et l'argent arrive."""
    before = balance_of(bank, EMMA.accounts[0])
    iban = iban_of(bank, EMMA.accounts[0])
    checks(writes_to_somebody(camille, iban, name="Emma Clarke", amount="1 025,5", label="Vélo"))
    camille.reads("Vous n'avez jamais envoyé d'argent à ce compte", "Raccrochez").is_accessible().picture("5-check-new")
    assert camille.page.locator("#send-button").inner_text().endswith("Emma Clarke")
    sends(camille).reads("À approuver", "1 025,50 €", "Emma Clarke").is_accessible().picture("5-wait-code")
    gives_code(camille).reads("Un code par SMS").is_accessible().picture("5-wait-sms")
    camille.presses("Envoyer le code")
    message = inbox.read(CAMILLE.sms)
    assert "1 025,50 €" in plain(message.text)
    assert "Emma Clarke" in message.text
    assert f"finissant par {iban[-4:]}" in plain(message.text)
    wrong = f"{(int(message.code) + 1) % 1_000_000:06}"
    types_sent_code(camille, wrong).reads("Ce code n'est pas le bon")
    assert balance_of(bank, EMMA.accounts[0]) == before
    types_sent_code(camille, message.code).reads("C'est fait").follows("Continuer").reads("Virement exécuté")
    assert balance_of(bank, EMMA.accounts[0]) == before + 1_025_50
    camille.goes_to("/transfers/new").reads("Emma Clarke", f"se termine par {iban[-4:]}").picture("5-new-known")


def test_changing_the_payee_after_asking_voids_the_code_that_was_sent(
    camille: Window, bank: Bank, inbox: Inbox
) -> None:
    """RTS-5.1, X1 : le code envoyé pour Emma ne vaut rien pour Mireille, et la première demande est retirée."""
    emma, mireille = iban_of(bank, EMMA.accounts[0]), iban_of(bank, MIREILLE.accounts[0])
    count = made(bank)
    gives_code(sends(checks(writes_to_somebody(camille, emma, name="Emma Clarke", amount="30"))))
    camille.presses("Envoyer le code")
    first, for_emma = camille.path, inbox.code(CAMILLE.sms)
    camille.follows("Modifier la demande").arrives_at("/transfers/new")
    assert camille.field("Montant").input_value() == "30,00"
    camille.page.locator("input[name=target][value=other]").check()
    camille.fills("Nom de la personne ou de la société", "Mireille Faure").fills("Son IBAN", mireille)
    sends(checks(camille)).reads("Mireille Faure")
    assert camille.path != first
    gives_code(camille).presses("Envoyer le code")
    for_mireille = inbox.code(CAMILLE.sms)
    assert for_mireille != for_emma
    types_sent_code(camille, for_emma).reads("Ce code n'est pas le bon")
    assert made(bank) == count
    types_sent_code(camille, for_mireille).reads("C'est fait", "Mireille Faure")
    camille.goes_to(first).reads("Demande annulée", "Emma Clarke")
    assert made(bank) == count + 1
    assert transfers_of(bank, CAMILLE)[-1]["payee_name"] == "Mireille Faure"


def test_changing_the_amount_leaves_only_the_new_one_on_the_phone(ines: Linked, bank: Bank) -> None:
    """RTS-5.1, PITFALL 13 : l'ancienne demande, ouverte sur le téléphone, ne s'approuve plus, et c'est dit."""
    at_home, phone = ines
    before = balance_of(bank, LUCAS.accounts[0])
    lucas = iban_of(bank, LUCAS.accounts[0])
    sends(checks(writes_to_somebody(at_home, lucas, name="Lucas Fontaine", amount="100", label="Voile")))
    first = at_home.path
    opens(phone, "100,00 €").presses("Approuver…").reads("Pour approuver : Virement · 100,00 €")
    at_home.follows("Modifier la demande").fills("Montant", "120")
    assert at_home.field("Motif").input_value() == "Voile"
    sends(checks(at_home)).reads("120,00 €", "En attente de votre réponse")
    types_digits(phone, CODE).reads("Cette demande a été retirée", "Rien n'a été fait").is_accessible()
    phone.picture("5-phone-over").presses("Terminé").reads("120,00 € · Lucas Fontaine").does_not_read("100,00 €")
    assert balance_of(bank, LUCAS.accounts[0]) == before
    approves(opens(phone, "120,00 €")).presses("Terminé").reads("Rien n'attend votre accord")
    at_home.reads("C'est fait", "120,00 €")
    at_home.goes_to(first).reads("Demande annulée", "100,00 €")
    assert balance_of(bank, LUCAS.accounts[0]) == before + 120_00


def test_once_a_double_click_back_two_windows_a_retry(camille: Window, bank: Bank) -> None:
    """PITFALL 20 : deux clics, un retour, deux fenêtres, une coupure : un seul virement à chaque fois."""
    count, start = made(bank), balance_of(bank, SAVINGS)
    checks(writes_between(camille, CURRENT, SAVINGS, amount="1"))
    camille.page.locator("#send-button").dblclick()
    first = camille.arrives_at("/requests/*").reads("C'est fait").path
    assert made(bank) == count + 1

    camille.goes_back().arrives_at("/transfers/check").reads("Relisez avant d'envoyer", "1,00 €")
    assert sends(camille).reads("C'est fait").path == first

    here = checks(writes_between(camille, CURRENT, SAVINGS, amount="2"))
    there = here.another_tab()
    there.page.goto(here.page.url)
    assert sends(here).path == sends(there.reads("2,00 €")).path
    assert made(bank) == count + 2
    there.page.close()

    checks(writes_between(camille, CURRENT, SAVINGS, amount="3"))
    check = camille.page.url

    camille.page.route("**/transfers", loses_the_answer, times=1)
    with camille.page.expect_event("requestfailed"):
        camille.page.locator("#send-button").click(no_wait_after=True)
    camille.page.wait_for_url(lambda url: url.startswith("chrome-error:"))  # « No connection », says the browser.
    assert made(bank) == count + 3
    camille.page.goto(check)
    sends(camille).reads("C'est fait", "3,00 €")
    assert made(bank) == count + 3
    assert balance_of(bank, SAVINGS) == start + 6_00


def loses_the_answer(route: Route) -> None:
    """A line that is cut: what was asked arrives, and is done; the answer does not come back."""
    asked = route.request
    here = urlsplit(asked.url)
    connection = http.client.HTTPConnection("127.0.0.1", here.port, timeout=10)
    headers = {name: value for name, value in asked.all_headers().items() if not name.startswith(":")}
    connection.request(asked.method, here.path, asked.post_data, headers | {"host": here.netloc})
    assert connection.getresponse().status == 303
    connection.close()
    route.abort("internetdisconnected")


WRONG = (
    # What is typed, and the sentence beside the field.
    ({"iban": "FR76 9991 1000 0100 0309 2647 199"}, "Cet IBAN contient une erreur"),
    ({"iban": "FR76 9991"}, "Dans ce pays, un IBAN a 27 caractères"),
    ({"iban": "FR7630006000011234567890189"}, "Aucun compte ouvert chez nous n'a cet IBAN"),
    ({"amount": "douze"}, "Nous n'avons pas compris ce montant"),
    ({"amount": "1,234"}, "Ce montant peut se lire de deux façons"),
    ({"amount": "-5"}, "Écrivez le montant sans signe moins"),
    ({"amount": "0"}, "Le montant doit être supérieur à zéro"),
    ({"amount": "10 000,01"}, "Ce montant dépasse le plafond d'un virement"),
    ({"amount": "9 999"}, "Le compte n'a pas assez pour cette somme"),
    ({"name": ""}, "Indiquez le nom de la personne"),
)


def test_what_is_wrong_is_said_and_the_form_is_as_it_was(camille: Window, bank: Bank) -> None:
    """Pas assez d'argent, IBAN ou montant faux, plafond : une phrase, ce qui a été tapé reste, et rien ne part."""
    count, iban = made(bank), iban_of(bank, EMMA.accounts[0])
    for typed, sentence in WRONG:
        kept = {"iban": iban, "name": "Emma Clarke", "amount": "25", "label": "Cinéma"} | typed
        writes_to_somebody(camille, kept["iban"], name=kept["name"], amount=kept["amount"], label=kept["label"])
        camille.presses("Vérifier ce virement").reads(sentence)
        assert camille.status == 422, sentence
        shown = {name: camille.page.locator(f"#{name}").input_value() for name in kept}
        assert shown == kept
        assert camille.page.locator("input[name=target]:checked").get_attribute("value") == "other"
    assert made(bank) == count

    writes_to_somebody(camille, "FR00", name="", amount="-1").fills("Quel jour ?", "2026-11-01")
    camille.presses("Vérifier ce virement").reads("Quelque chose est à corriger", "Ce jour est passé")
    assert camille.page.locator(".field-wrong").count() >= 3
    camille.is_accessible().picture("5-wrong")
    writes_between(camille, SAVINGS, CURRENT, amount="5").page.locator("input[name=source]").first.check()
    camille.presses("Vérifier ce virement").reads("C'est le compte d'où part l'argent")
    assert made(bank) == count


def test_at_360_points(camille: Window, bank: Bank) -> None:
    """À 360 points de large : le formulaire, la vérification et l'attente tiennent, et se lisent."""
    camille.page.set_viewport_size({"width": 360, "height": 740})
    camille.goes_to("/transfers/new").fits().is_accessible().picture("5-new-360")
    checks(writes_to_somebody(camille, iban_of(bank, EMMA.accounts[0]), name="Emma Clarke", amount="7"))
    camille.fits().picture("5-check-360")
    sends(camille).fits().picture("5-wait-360")
    camille.goes_to("/transfers").reads("Attendent votre approbation", "À approuver").fits().is_accessible()
    camille.picture("5-progress-360").follows("Emma Clarke").presses("Annuler la demande").reads("Demande annulée")
    camille.goes_to("/transfers/history").fits().reads("Abandonné")
    camille.page.set_viewport_size({"width": 1280, "height": 900})


def test_with_the_keyboard_alone(camille: Window, bank: Bank, inbox: Inbox) -> None:
    """WCAG : sans souris, du formulaire au reçu ; les chiffres du code se tapent au clavier."""
    iban, keyboard = iban_of(bank, EMMA.accounts[0]), camille.page.keyboard
    camille.goes_to("/transfers/new")
    presses_until(camille, "Tab", "document.activeElement.name === 'target'")
    presses_until(camille, "ArrowDown", "document.activeElement.value === 'other'")
    camille.tabs_to("Nom de la personne ou de la société")
    keyboard.type("Emma Clarke")
    camille.types("Tab")
    keyboard.type(iban)
    camille.types("Tab")
    keyboard.type("8,20")
    camille.types("Enter").reads("Relisez avant d'envoyer", "8,20 €")
    camille.tabs_to("Envoyer 8,20 € à Emma Clarke").types("Enter").arrives_at("/requests/*")
    camille.reads("Composez votre code secret")
    keyboard.type(CAMILLE.secret)
    camille.types("Enter").reads("Un code par SMS").tabs_to("Envoyer le code").types("Enter").reads("vient de partir")
    assert camille.focused == "Code à 6 chiffres"
    keyboard.type(inbox.code(CAMILLE.sms))
    camille.types("Enter").reads("C'est fait").tabs_to("Continuer").types("Enter").reads("Virement exécuté", "8,20 €")


def presses_until(window: Window, key: str, holds: str) -> None:
    """Press a key until that is true of the page."""
    for _ in range(40):
        window.types(key)
        if window.page.evaluate(holds):
            return
    raise AssertionError(f"{key} never leads to {holds}")


def test_with_scripts_off(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    """X10 : sans scripts, tout le chemin ; et le bouton pressé deux fois n'envoie qu'une fois."""
    window, count = open_window("deuxrives", scripts=False), made(bank)
    signs_in(window, CAMILLE, inbox)
    checks(writes_to_somebody(window, iban_of(bank, EMMA.accounts[0]), name="Emma Clarke", amount="9,90"))
    gives_code(sends(window)).presses("Envoyer le code")
    types_sent_code(window, inbox.code(CAMILLE.sms)).reads("C'est fait", "9,90 €")
    assert made(bank) == count + 1
    checks(writes_between(window, CURRENT, SAVINGS, amount="4"))
    window.page.locator("#send-button").dblclick()
    window.arrives_at("/requests/*").reads("C'est fait")
    assert made(bank) == count + 2


def test_municipal_takes_two_business_days(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    """MU6, PITFALL 23 : prévu, réservé, annulable ; exécuté le jour dit, hors samedis, dimanches et fériés T2."""
    technical, savings, _ = HELENE.accounts
    window = open_window("municipal")
    signs_in(window, HELENE, inbox)
    before = balance_of(bank, technical), balance_of(bank, savings)
    window.goes_to("/transfers").reads("Nouveau", "En cours", "Historique", "Aucun virement en cours").is_accessible()
    window.follows("Nouveau").reads("Il nous faut 2 jours ouvrés").does_not_read("Quelqu'un d'autre").is_accessible()
    window.picture("5-municipal-new")
    writes_between(window, technical, savings, amount="50").fills("Quel jour ?", "2026-11-28")
    checks(window).reads("lundi 30 novembre")  # The 28th is a Saturday.
    checks(writes_between(window, technical, savings, amount="50", label="Mois de novembre"))
    window.reads("jeudi 26 novembre", "Les 50,00 € seront réservés dès maintenant").is_accessible()
    window.picture("5-municipal-check")
    sends(window).reads("C'est fait").follows("Continuer").reads("Virement prévu", "Annuler ce virement")
    window.is_accessible().picture("5-municipal-scheduled")
    sends(checks(writes_between(window, technical, savings, amount="20"))).follows("Continuer")
    window.goes_to("/transfers").reads("50,00 €", "20,00 €", "Prévu : jeudi 26 novembre").is_accessible()
    window.picture("5-municipal-progress").goes_to("/accounts").reads("dont 70,00 € réservés")
    assert (balance_of(bank, technical), balance_of(bank, savings)) == before

    window.goes_to("/transfers").page.locator("a.row").filter(has_text="20,00").click()
    cancelled = window.arrives_at("/transfers/*").path
    window.presses("Annuler ce virement").reads("Virement annulé").is_accessible()
    window.goes_to("/accounts").reads("dont 50,00 € réservés")
    window.page.goto(bank.address("municipal", cancelled))
    expect(window.button("Annuler ce virement")).to_have_count(0)
    window.goes_to("/transfers/history").reads("20,00 €", "Annulé").does_not_read("50,00 €")

    bank.advance(days=2)
    until(lambda: balance_of(bank, savings) == before[1] + 50_00)
    assert balance_of(bank, technical) == before[0] - 50_00
    signs_in(window, HELENE, inbox)
    window.goes_to("/transfers/history").reads("50,00 €", "Exécuté", "Annulé").is_accessible()
    window.picture("5-municipal-history").goes_to("/transfers").reads("Aucun virement en cours")
    window.goes_to("/accounts").reads("−50,00 €", "+50,00 €").does_not_read("réservés")
