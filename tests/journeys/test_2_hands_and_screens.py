"""Line 2, by every hand and on every screen: keyboard alone, scripts off, a plain field, a telephone's width."""

import pytest

from parvis.demo.stories.allocations import NADIA
from parvis.demo.stories.cooperative import AMELIE, SABINE
from parvis.demo.stories.deuxrives import CAMILLE, EMMA, MIREILLE
from parvis.demo.stories.epargne import INES, LUCAS
from parvis.demo.stories.municipal import BRUNO, HELENE
from parvis.demo.story import Client
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import (
    LABELS,
    SECRET_CODE,
    first_step,
    opens_sign_in,
    second_step,
    signs_in,
    signs_out,
    submits,
    totp_of,
    types_identifier,
    types_on_keypad,
)

EVERYONE = [CAMILLE, NADIA, HELENE, SABINE, INES]


@pytest.mark.parametrize("client", EVERYONE, ids=Bank.of)
def test_without_scripts(open_window: OpenWindow, inbox: Inbox, client: Client) -> None:
    """Scripts coupés, chaque institution s'ouvre quand même : un champ simple remplace le pavé."""
    window = open_window(Bank.of(client), scripts=False)
    signs_in(window, client, inbox).picture(f"2-no-scripts-{window.slug}")
    signs_out(window)
    opens_sign_in(window).does_not_read("Saisir au clavier").picture(f"2-no-scripts-sign-in-{window.slug}")


def test_without_scripts_a_wrong_code_reads_the_same(open_window: OpenWindow) -> None:
    """Scripts coupés, l'erreur est dite, et le champ du code est vide."""
    window = open_window("deuxrives", scripts=False)
    first_step(window, EMMA, secret="135790").reads("Nous ne vous avons pas reconnu")
    assert window.status == 422
    assert window.field(SECRET_CODE).input_value() == ""


def test_with_the_keyboard_alone(open_window: OpenWindow, inbox: Inbox) -> None:
    """Camille ne touche pas la souris : identifiant, code secret, SMS, comptes, déconnexion."""
    window = open_window("deuxrives")
    opens_sign_in(window)
    assert window.focused == LABELS["client_id"]
    window.page.keyboard.type(CAMILLE.identifier["client_id"])
    window.types("Tab")
    assert window.focused.isdigit()
    window.page.keyboard.type(CAMILLE.secret)
    assert window.page.locator("[data-keypad-dots]").inner_text().strip() == "6 chiffres saisis"
    window.types("Enter").arrives_at("/requests/*")
    window.tabs_to("Envoyer le code").types("Enter").reads("vient de partir")
    assert window.focused == "Code à 6 chiffres"
    window.page.keyboard.type(inbox.code(CAMILLE.sms))
    window.types("Enter").arrives_at("/accounts")
    window.types("Tab")
    assert window.focused == "Aller au contenu"
    window.types("Enter", "Tab")
    assert window.page.evaluate("document.activeElement.closest('main') !== null"), "the skip link leads nowhere"
    window.goes_to("/accounts").tabs_to("Se déconnecter").types("Enter").arrives_at("/signed-out")


def test_with_the_keyboard_alone_at_municipal(open_window: OpenWindow) -> None:
    """Hélène non plus : mot de passe, code de l'application."""
    window = open_window("municipal")
    opens_sign_in(window).page.keyboard.type(HELENE.identifier["subscriber"])
    window.types("Tab").page.keyboard.type(HELENE.secret)
    window.types("Enter").arrives_at("/requests/*")
    assert window.focused == "Code à 6 chiffres"
    window.bank.advance(minutes=1)
    window.page.keyboard.type(totp_of(window, HELENE))
    window.types("Enter").arrives_at("/accounts")


def test_the_keys_are_buttons_that_tab_and_space_press(open_window: OpenWindow, inbox: Inbox) -> None:
    """CO2 : chaque touche du pavé est un vrai bouton ; « Corriger » efface, la touche retour efface un chiffre."""
    window = open_window("cooperative")
    types_identifier(opens_sign_in(window), AMELIE.identifier)
    dots = window.page.locator("[data-keypad-dots]")
    assert dots.inner_text().strip() == "Aucun chiffre saisi"
    for digit in "77":
        window.page.get_by_label(LABELS["client_number"]).focus()
        window.tabs_to(digit).types("Space")
    assert dots.inner_text().strip() == "2 chiffres saisis"
    window.types("Backspace")
    assert dots.inner_text().strip() == "1 chiffre saisi"
    window.tabs_to("Corriger").types("Enter")
    assert dots.inner_text().strip() == "Aucun chiffre saisi"
    types_on_keypad(window, AMELIE.secret)
    window.tabs_to("Me connecter").types("Enter")
    second_step(window, AMELIE, inbox).arrives_at("/accounts")


def test_the_plain_field_is_chosen_once(open_window: OpenWindow, inbox: Inbox) -> None:
    """WCAG 3.3.8 : « Saisir au clavier » donne un champ où l'on colle ; le navigateur s'en souvient."""
    window = open_window("epargne")
    opens_sign_in(window).presses("Saisir au clavier")
    assert window.focused == SECRET_CODE
    window.is_accessible().picture("2-plain-field")
    types_identifier(window, LUCAS.identifier).fills(SECRET_CODE, LUCAS.secret)
    submits(window)
    second_step(window, LUCAS, inbox).arrives_at("/accounts")
    signs_out(window)
    opens_sign_in(window).button("Revenir au pavé de chiffres").click()
    assert not window.field(SECRET_CODE).is_visible()
    types_identifier(window, LUCAS.identifier)
    types_on_keypad(window, LUCAS.secret)
    submits(window).arrives_at("/requests/*")


def test_what_is_pasted_with_spaces_is_understood(open_window: OpenWindow) -> None:
    """Un identifiant recopié avec ses espaces est le même identifiant."""
    window = open_window("deuxrives")
    first_step(window, MIREILLE, identifier={"client_id": " 20 715 948 362 "}).arrives_at("/requests/*")


def test_a_password_can_be_looked_at(open_window: OpenWindow) -> None:
    """RTS 22 : le mot de passe est masqué ; « Afficher » le montre à qui le veut, et il repart masqué."""
    window = open_window("municipal")
    opens_sign_in(window)
    field = window.page.locator("#password")
    field.fill("Lanterne")
    assert field.get_attribute("type") == "password"
    window.presses("Afficher")
    assert field.get_attribute("type") == "text"
    window.is_accessible().presses("Masquer")
    assert field.get_attribute("type") == "password"


@pytest.mark.parametrize("client", [EMMA, NADIA, BRUNO, SABINE, INES], ids=Bank.of)
def test_on_a_narrow_telephone(open_window: OpenWindow, client: Client) -> None:
    """À 360 points de large, rien ne dépasse, et tout se touche du pouce."""
    window = open_window(Bank.of(client), width=360, height=740)
    window.goes_to("/").fits().picture(f"2-360-home-{window.slug}")
    opens_sign_in(window).fits().picture(f"2-360-{window.slug}")
    thumbs_reach(window)
    first_step(window, client).arrives_at("/requests/*").fits().picture(f"2-360-second-{window.slug}")
    thumbs_reach(window)


def thumbs_reach(window: Window) -> None:
    """Whatever is pressed is at least 44 high."""
    small = window.page.evaluate(
        """[...document.querySelectorAll("button, .button, input:not([type=hidden], [type=radio])")]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


@pytest.mark.parametrize("client", EVERYONE, ids=Bank.of)
def test_at_four_times_the_size(open_window: OpenWindow, client: Client) -> None:
    """WCAG 1.4.10 : à 400 %, la page se lit sans défiler de côté (1280 points deviennent 320)."""
    window = open_window(Bank.of(client), width=320, height=256)
    opens_sign_in(window).fits()
    window.goes_to("/").fits()
