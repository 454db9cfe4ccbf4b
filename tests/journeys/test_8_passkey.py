"""Line 1 of the means: passkeys and security keys, in Chromium with its own virtual authenticator (DR3, AL3, X2)."""

import json

from playwright.sync_api import expect

from parvis.demo.stories.deuxrives import CAMILLE, EMMA, MIREILLE
from parvis.demo.stories.epargne import INES
from parvis.demo.story import Client
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import checks, iban_of, sends, transfers_of, writes_to_somebody
from tests.journeys.pages import signs_in, signs_out, types_secret
from tests.journeys.passkey import VirtualKey
from tests.journeys.phone import approves_with_code_and_sms

ENTER, APPROVE, MAKE = "Me connecter avec une clé d'accès", "Approuver avec ma clé d'accès", "Créer ma clé d'accès"


def begins_to_add(window: Window, name: str) -> Window:
    """Up to the page where the key is made."""
    window.goes_to("/security/means").follows("Ajouter : Clé d'accès")
    window.fills("Comment l'appeler ?", name).presses("Commencer")
    return window.arrives_at("/security/means/*/enrollment")


def adds(window: Window, client: Client, inbox: Inbox, name: str) -> Window:
    """A passkey more, approved with the code and a text message."""
    begins_to_add(window, name).presses(MAKE).arrives_at("/requests/*").reads(name)
    if window.link("Code secret").count():  # Where there is a passkey already, it is asked for first.
        window.follows("Code secret")
    approves_with_code_and_sms(window, client, inbox).reads("C'est fait")
    for address in (client.sms, client.email):
        assert "un moyen d'authentification" in plain(inbox.read(address).text).lower()
    return window


def enters(window: Window) -> Window:
    return window.goes_to("/sign-in").presses(ENTER)


def pays(window: Window, bank: Bank, amount: str) -> Window:
    """A transfer to Mireille, up to where it waits."""
    iban = iban_of(bank, MIREILLE.accounts[0])
    return sends(checks(writes_to_somebody(window, iban, name="Mireille Faure", amount=amount)))


def test_camille_adds_one_and_signs_in_with_it(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    """DR3, X2: created in the client space under approval, then no identifier and no code any more."""
    window = open_window("deuxrives")
    key = VirtualKey(window)
    signs_in(window, CAMILLE, inbox)
    begins_to_add(window, "Ordinateur du salon").reads("deuxrives.localhost").is_accessible().fits()
    window.picture("8-make").presses(MAKE).arrives_at("/requests/*").reads("Clé d'accès", "Ordinateur du salon")
    approves_with_code_and_sms(window, CAMILLE, inbox).reads("C'est fait")
    for address in (CAMILLE.sms, CAMILLE.email):
        inbox.read(address)
    window.goes_to("/security/means").reads("Ordinateur du salon", "Dernière utilisation").is_accessible()
    held = key.credentials()
    assert len(held) == 1 and held[0]["rpId"] == "deuxrives.localhost" and held[0]["isResidentCredential"]

    signs_out(window)
    enters(window).arrives_at("/accounts")
    window.goes_to("/security").reads("Clé d'accès")

    # A transfer: the digest of what the page shows is what is signed.
    pays(window, bank, "25,00").reads("25,00", "Mireille Faure").is_accessible().picture("8-approve")
    window.presses(APPROVE).reads("C'est fait")
    assert [one["amount"] for one in transfers_of(bank, CAMILLE)][-1] == 25_00

    # The same device has nothing to add.
    begins_to_add(window, "Encore").presses(MAKE).reads("Cet appareil a déjà une clé d'accès")

    # The browser offers it in the field of the identifier; this authenticator then says yes at once.
    other = open_window("deuxrives")
    key.given_to(VirtualKey(other, autofill=True))
    other.goes_to("/sign-in").arrives_at("/accounts")


def test_with_the_keyboard_alone(open_window: OpenWindow, inbox: Inbox) -> None:
    """Entered, then approved, with Tab and Enter."""
    window = open_window("epargne")
    VirtualKey(window)
    signs_in(window, INES, inbox)
    begins_to_add(window, "Clé USB").tabs_to(MAKE).types("Enter")
    window.arrives_at("/requests/*")
    approves_with_code_and_sms(window, INES, inbox).reads("C'est fait")
    signs_out(window)
    window.goes_to("/sign-in").tabs_to(ENTER).types("Enter").arrives_at("/accounts")


def test_one_button_for_all_ones_keys(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    """Two devices, two names, one button: the browser knows which is at hand, and the answer reaches that one."""
    window = open_window("deuxrives")
    first = VirtualKey(window)
    signs_in(window, MIREILLE, inbox)
    adds(window, MIREILLE, inbox, "Librairie")
    first.unplugs()
    second = VirtualKey(window, transport="usb")
    begins_to_add(window, "Clé de secours").presses(MAKE).arrives_at("/requests/*").reads("Clé de secours")
    window.follows("Code secret")
    approves_with_code_and_sms(window, MIREILLE, inbox).reads("C'est fait")
    assert len(second.credentials()) == 1

    iban = iban_of(bank, CAMILLE.accounts[0])
    sends(checks(writes_to_somebody(window, iban, name="Camille Moreau", amount="7,00")))
    expect(window.button(APPROVE)).to_have_count(1)
    asked = json.loads(window.page.locator("[data-passkey]").get_attribute("data-options") or "{}")
    assert len(asked["allowCredentials"]) == 2, "her own two, and nobody else's"
    window.presses(APPROVE).reads("C'est fait")
    window.goes_to("/security/means").reads("Librairie", "Clé de secours")


def test_without_scripts_it_says_so(open_window: OpenWindow) -> None:
    window = open_window("deuxrives", scripts=False).goes_to("/sign-in")
    window.reads("La clé d'accès a besoin des scripts de cette page", "connectez-vous avec votre identifiant")
    expect(window.button(ENTER)).to_be_hidden()


def test_each_door_fits_a_narrow_screen(open_window: OpenWindow) -> None:
    for slug in ("deuxrives", "allocations", "municipal", "cooperative", "epargne"):
        window = open_window(slug, width=360).goes_to("/sign-in").reads(ENTER).fits().is_accessible()
        window.picture(f"8-door-{slug}")


def test_what_the_levers_of_the_authenticator_do(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    """A bad signature, a finger that is not hers, a prompt that is closed, at last a copy: nothing passes."""
    window = open_window("deuxrives")
    key = VirtualKey(window)
    signs_in(window, EMMA, inbox)
    adds(window, EMMA, inbox, "Phone")
    before = len(transfers_of(bank, EMMA))
    pays(window, bank, "12,00")

    key.lies(isBogusSignature=True)
    window.presses(APPROVE).reads("n'a pas pu être vérifiée")
    key.lies(isBogusSignature=False, isBadUV=True)
    window.turns(APPROVE).reads("n'a pas pu être vérifiée").is_accessible()
    key.lies(isBadUV=False, isBadUP=True)
    window.turns(APPROVE).reads("n'a pas pu être vérifiée")
    key.lies(isBadUP=False)
    key.recognises(False)
    window.presses(APPROVE).reads("Rien n'a été fait : la demande a été fermée")
    key.recognises(True)
    assert len(transfers_of(bank, EMMA)) == before

    # Right at last. Then somebody comes with a copy that was made before.
    window.presses(APPROVE).reads("C'est fait")
    key.goes_back_to(0)
    pays(window, bank, "13,00").presses(APPROVE).reads("bloqué")
    assert "copie" in plain(inbox.read(EMMA.sms).text)
    assert len(transfers_of(bank, EMMA)) == before + 1
    window.goes_to("/security/means").reads("Bloqué")
    key.goes_back_to(900)
    signs_out(window)
    enters(window).reads("Nous ne vous avons pas reconnu").is_accessible()


def test_a_key_is_taken_away_under_approval(open_window: OpenWindow, inbox: Inbox) -> None:
    """Several, named, and one removed: it opens nothing any more; the other one does."""
    window = open_window("deuxrives")
    key = VirtualKey(window)
    signs_in(window, CAMILLE, inbox)
    adds(window, CAMILLE, inbox, "Clé perdue")
    window.goes_to("/security/means").reads("Clé perdue")
    assert len(key.credentials()) == 1
    window.goes_to("/security/means").follows("Gérer Clé d'accès Clé perdue").follows("Retirer")
    window.presses("Retirer définitivement").arrives_at("/requests/*").reads("Clé perdue")
    types_secret(window, CAMILLE.secret).presses("Valider").presses(APPROVE).reads("C'est fait")
    copy = key.credentials()
    window.goes_to("/security/means").reads("Code secret").does_not_read("Clé perdue")
    key.forgets_soon()  # The browser is told that it serves no more, and offers it to nobody.
    signs_out(window)
    key.keeps(copy)
    enters(window).reads("Nous ne vous avons pas reconnu")
