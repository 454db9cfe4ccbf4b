"""CO3, CO6: the card in its reader, to come in and to sign what engages the company."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from parvis.demo.stories.cooperative import AMELIE, IDRIS, SABINE
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.browser import open_window as a_window
from tests.journeys.card_reader import computes, figures, gives, inserts
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import balance_of, checks, iban_of, sends, writes_to_somebody
from tests.journeys.pages import first_step, signs_in, signs_out

COMES_IN, SIGNS = "Se connecter avec ce code", "Signer avec ce code"


@pytest.fixture(scope="module")
def reader(chromium: Browser, bank: Bank) -> Iterator[Window]:
    """The reader, lying on the table."""
    window = a_window(chromium, bank, "")
    yield window
    window.closes()


def comes_in(window: Window, reader: Window, client: object) -> Window:
    assert client in (SABINE, IDRIS, AMELIE)
    first_step(window, client).arrives_at("/requests/*")  # type: ignore[arg-type]
    return gives(window, computes(reader, client), COMES_IN).arrives_at("/accounts")  # type: ignore[arg-type]


def test_sabine_comes_in_and_signs_a_transfer_with_her_card(
    open_window: OpenWindow, reader: Window, bank: Bank
) -> None:
    """CO3 : « Identifier » pour entrer ; pour virer, la référence et le montant, tapés sur le lecteur."""
    window = open_window("cooperative")
    first_step(window, SABINE).arrives_at("/requests/*").reads("Votre carte dans son lecteur", "« Identifier »")
    assert figures(window) == [], "nothing is typed to identify"
    window.is_accessible().picture("8-sign-in")
    inserts(reader, SABINE).reads("Prêt").is_accessible().picture("8-reader")
    gives(window, computes(reader, SABINE), COMES_IN).arrives_at("/accounts").reads("Compte courant de l'atelier")
    reader.is_accessible().picture("8-reader-code")

    before, payee = balance_of(bank, AMELIE.accounts[0]), iban_of(bank, AMELIE.accounts[0])
    checks(writes_to_somebody(window, payee, name="Les Mains Vertes", amount="1 250,40", label="Don"))
    sends(window).arrives_at("/requests/*").reads("« Signer »", "Les Mains Vertes")
    reference, amount = figures(window)
    assert (reference[:4], amount) == (payee[-4:], "1 250,40"), "the payee's last digits, as on its own papers"
    window.is_accessible().picture("8-transfer")
    code = computes(reader, SABINE, mode="sign", challenge=reference, amount=amount)
    gives(window, f"{code[:4]} {code[4:]}", SIGNS).reads("C'est fait")
    assert balance_of(bank, AMELIE.accounts[0]) == before + 1_250_40


def test_a_code_signs_what_it_was_made_for_and_nothing_else(
    open_window: OpenWindow, reader: Window, bank: Bank
) -> None:
    """RTS-5.1, RTS-4.3b : code de connexion, autre montant, autre référence : refusés ; la cinquième erreur bloque."""
    window = open_window("cooperative")
    comes_in(window, reader, IDRIS)
    payee, before = iban_of(bank, AMELIE.accounts[0]), balance_of(bank, AMELIE.accounts[0])
    checks(writes_to_somebody(window, payee, name="Les Mains Vertes", amount="20"))
    sends(window).arrives_at("/requests/*")
    reference, amount = figures(window)
    wrong = (
        computes(reader, IDRIS),
        computes(reader, IDRIS, mode="sign", challenge=reference, amount="20,01"),
        computes(reader, IDRIS, mode="sign", challenge="1234 5678", amount=amount),
        computes(reader, IDRIS, mode="respond", challenge=reference),
    )
    for number, code in enumerate(wrong):
        gives(window, code, SIGNS).reads("Il vous reste un seul essai" if number == 3 else "Ce code n'est pas le bon")
    window.is_accessible().picture("8-wrong")
    other = computes(reader, SABINE, mode="sign", challenge=reference, amount=amount)
    gives(window, other, SIGNS).reads("bloqué").is_accessible().picture("8-blocked")
    assert balance_of(bank, AMELIE.accounts[0]) == before


def test_with_the_keyboard_alone_scripts_off_on_a_telephone(
    open_window: OpenWindow, reader: Window, bank: Bank
) -> None:
    """Amélie : 360 points de large, scripts coupés, sans souris ; le lecteur de même."""
    window = open_window("cooperative", scripts=False, width=360, height=740)
    table = open_window("", scripts=False, width=360, height=740)
    first_step(window, AMELIE).arrives_at("/requests/*").fits()
    inserts(table, AMELIE).fits().picture("8-reader-360")
    table.tabs_to("Identifier").tabs_to("Code confidentiel").page.keyboard.type(AMELIE.card_pin)
    table.types("Enter").reads("Votre code").fits()
    window.tabs_to("Code affiché par le lecteur").page.keyboard.type(table.page.locator("#code").inner_text())
    window.types("Enter").arrives_at("/accounts")
    checks(writes_to_somebody(window, iban_of(bank, SABINE.accounts[0]), name="Tilleuls", amount="3,50"))
    sends(window).arrives_at("/requests/*").fits().picture("8-transfer-360")
    reference, amount = figures(window)
    inserts(table, AMELIE).tabs_to("Identifier").types("ArrowRight", "ArrowRight").fits()
    table.tabs_to("Code confidentiel").page.keyboard.type(AMELIE.card_pin)
    table.tabs_to("Référence").page.keyboard.type(reference)
    table.tabs_to("Montant").page.keyboard.type(amount)
    table.tabs_to("OK").types("Enter").reads("Votre code").fits().picture("8-reader-360-code")
    window.tabs_to("Code affiché par le lecteur").page.keyboard.type(table.page.locator("#code").inner_text())
    window.types("Enter").reads("C'est fait")


def test_a_lost_reader_leaves_the_text_message_to_look_and_nothing_more(
    open_window: OpenWindow, inbox: Inbox, bank: Bank
) -> None:
    """CO6 : le SMS ouvre la consultation ; ce qui engage n'a que la carte."""
    window = open_window("cooperative")
    signs_in(window, AMELIE, inbox)
    checks(writes_to_somebody(window, iban_of(bank, SABINE.accounts[0]), name="Tilleuls", amount="4"))
    sends(window).arrives_at("/requests/*").reads("Votre carte dans son lecteur").does_not_read("SMS")
    signs_out(window.goes_to("/accounts"))


def test_three_wrong_pins_lock_the_demo_card(open_window: OpenWindow) -> None:
    """La carte de démonstration se bloque comme une vraie, et un bouton la débloque."""
    table = open_window("")
    for told in ("Encore 2 essais", "Encore 1 essai", "Carte bloquée"):
        assert computes(table, AMELIE, pin="0000") == ""
        table.reads(told)
    table.is_accessible().picture("8-reader-locked").presses("Débloquer la carte").reads("Prêt")
    assert computes(table, AMELIE)
