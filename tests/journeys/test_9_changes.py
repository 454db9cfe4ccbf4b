"""MU1, MU8: a newcomer comes in for the first time; a client changes her number; in a browser, on a narrow screen."""

import asyncio
import re
import time
from base64 import b32decode
from datetime import timedelta

from parvis.activation.command import Announced, announce
from parvis.demo.furnish import identity
from parvis.demo.stories.municipal import HELENE
from parvis.factors.oath import totp
from tests.journeys.bank import Bank, apart
from tests.journeys.browser import Window, plain
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in, submits, totp_of, types_identifier, types_sent_code

OWN = "correct cheval pile agrafe"
NEW, NEW_EMAIL = "+33639980399", "helene.apres@courriel.example"
THEIRS, THEIR_EMAIL, THEIR_SMS = "911122233344", "noe@courriel.example", "+33639980377"


def arrived(inbox: Inbox, pattern: str) -> tuple[str, str]:
    """What the first message that says it says there, and whom it was sent to."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        for message in inbox.received:
            if found := re.search(pattern, plain(message.text)):
                return found.group(1), message.to
        time.sleep(0.05)
    raise AssertionError(f"no message says {pattern}: {inbox.received}")


def test_a_newcomer_of_valmer_comes_in(open_window: OpenWindow, inbox: Inbox) -> None:
    """MU1: from the demonstration's button to the accounts, with what an e-mail and a text message hold."""
    start = open_window("").goes_to("/")
    start.presses("Faire venir la nouvelle cliente").arrives_at("/inbox")
    number, _ = arrived(inbox, r"Numéro d'abonné : (\d{12})")
    secret, mobile = arrived(inbox, r"premier mot de passe est ([\w-]+)")

    window = open_window("municipal", width=360)
    window.goes_to("/sign-in").follows("Première connexion ?").arrives_at("/activation")
    window.reads("L'un sans l'autre n'ouvre rien").is_accessible().fits().picture("9-first")
    window.follows("Me connecter").arrives_at("/sign-in")
    types_identifier(window, {"subscriber": number}).fills("Votre mot de passe", secret)
    submits(window).arrives_at("/requests/*").reads("Ajoutez votre deuxième preuve", "Clé d'accès")
    window.is_accessible().fits().picture("9-choose")
    window.follows("Ajouter : Application d'authentification").presses("Commencer")
    key = b32decode(plain(window.page.locator("[data-copy-text]").first.inner_text()).replace(" ", ""))
    code = totp(key, int(window.bank.now().timestamp()))
    window.fills("Le code que l'application affiche maintenant", code).presses("Ajouter cette application")
    inbox.empty()
    window.presses("Envoyer le code")
    types_sent_code(window, inbox.code(mobile)).arrives_at("/requests/*/secret")

    # By the keyboard alone: the password of her own, then her accounts.
    window.reads("Choisissez votre mot de passe").is_accessible().fits().picture("9-own")
    window.tabs_to("Nouveau mot de passe")
    window.page.keyboard.type(OWN)
    window.tabs_to("Le même mot de passe, une seconde fois")
    window.page.keyboard.type(OWN)
    window.types("Enter").arrives_at("/accounts").fits()


def activated(bank: Bank) -> None:
    """The institution's own programs announce somebody."""

    async def work() -> None:
        from parvis.app import make_here

        async with make_here(bank.settings) as here:
            noe = Announced("municipal", THEIRS, "Noé", "Test", THEIR_EMAIL, THEIR_SMS, "fr", None)
            told = await announce(here, noe)
            assert not told.wrong, told.wrong

    apart(lambda: asyncio.run(work()))


def test_mu1_a_first_time_by_keyboard_alone_without_scripts(open_window: OpenWindow, inbox: Inbox) -> None:
    """MU1: asked for once more, then the whole first sign-in, with forms and keys and nothing else."""
    window = open_window("municipal", scripts=False)
    inbox.received.clear()
    activated(window.bank)
    arrived(inbox, r"Numéro d'abonné : (911122233344)")
    arrived(inbox, r"premier mot de passe est ([\w-]+)")
    inbox.received.clear()
    window.bank.advance(minutes=6)
    window.goes_to("/activation").tabs_to("Numéro d'abonné").page.keyboard.type(THEIRS)
    window.types("Enter").reads("C'est noté").fits().picture("9-first-wide")
    secret, mobile = arrived(inbox, r"premier mot de passe est ([\w-]+)")
    assert mobile == THEIR_SMS
    window.tabs_to("Me connecter").types("Enter").arrives_at("/sign-in")
    types_identifier(window, {"subscriber": THEIRS}).tabs_to("Votre mot de passe").page.keyboard.type(secret)
    window.types("Enter").arrives_at("/requests/*").reads("Ajoutez votre deuxième preuve").fits()
    window.tabs_to("Ajouter : Application d'authentification").types("Enter").arrives_at("/requests/*/enrollment/totp")
    window.tabs_to("Commencer").types("Enter").reads("Le code que l'application affiche maintenant")
    key = b32decode(plain(window.page.locator("[data-copy-text]").first.inner_text()).replace(" ", ""))
    window.tabs_to("Le code que l'application affiche maintenant")
    window.page.keyboard.type(totp(key, int(window.bank.now().timestamp())))
    inbox.empty()
    window.enters().reads("Envoyer le code").tabs_to("Envoyer le code").enters()
    window.tabs_to("Code à 6 chiffres").page.keyboard.type(inbox.code(mobile))
    window.types("Enter").arrives_at("/requests/*/secret")
    for label in ("Nouveau mot de passe", "Le même mot de passe, une seconde fois"):
        window.tabs_to(label).page.keyboard.type(OWN)
    window.types("Enter").arrives_at("/accounts")


def test_helene_changes_her_number_and_takes_it_back(open_window: OpenWindow, inbox: Inbox) -> None:
    """MU8, X4: a code at the new number, her password and her app, then a delay. Keyboard alone."""
    window = open_window("municipal", width=360)
    signs_in(window, HELENE, inbox)
    inbox.empty()
    window.tabs_to("Mes informations").types("Enter").arrives_at("/profile")
    window.reads("06 •• •• •• 01").is_accessible().fits().picture("9-profile")
    window.tabs_to("Changer de numéro").types("Enter").arrives_at("/profile/contacts/sms")
    window.is_accessible().fits().tabs_to("Numéro de portable")
    window.page.keyboard.type("01 39 98 03 99")
    window.types("Enter").reads("Ce n'est pas un numéro de portable français").is_accessible().fits().picture("9-wrong")
    window.fills("Numéro de portable", "06 39 98 03 99")
    window.tabs_to("Recevoir le code").types("Enter").arrives_at("/profile/changes/*")
    window.reads("06 39 98 03 99").is_accessible().fits().picture("9-code")
    window.tabs_to("Code à 6 chiffres")
    window.page.keyboard.type(inbox.code(NEW))
    window.types("Enter").arrives_at("/requests/*").reads("Nouveau numéro", "06 39 98 03 99", "24 heures")
    window.is_accessible().fits().picture("9-approve")
    window.fills("Votre mot de passe", HELENE.secret).types("Enter")
    window.bank.advance(seconds=30)
    window.fills("Code à 6 chiffres", totp_of(window, HELENE)).types("Enter").reads("C'est fait")
    told = inbox.read(HELENE.sms)
    assert "Ce n'est pas vous" in plain(told.text)
    _takes_back(window)


def _takes_back(window: Window) -> None:
    window.goes_to("/profile").reads("Un changement est en attente").is_accessible().fits().picture("9-held")
    window.follows("Voir ou annuler").reads("Ce n'est pas vous ?").is_accessible().fits().picture("9-cancel")
    window.tabs_to("Annuler ce changement").types("Enter").arrives_at("/profile").reads("Le changement est annulé")
    window.does_not_read("Un changement est en attente")


def _changes_email(window: Window, inbox: Inbox) -> None:
    """Without scripts: a code at the new address, her password and her app; then she takes it back."""
    window.goes_to("/profile").follows("Changer d'adresse e-mail")
    window.fills("Adresse e-mail", NEW_EMAIL).types("Enter").arrives_at("/profile/changes/*")
    window.fills("Code à 6 chiffres", inbox.code(NEW_EMAIL)).types("Enter").arrives_at("/requests/*")
    window.fills("Votre mot de passe", HELENE.secret).types("Enter")
    window.bank.advance(seconds=30)
    window.fills("Code à 6 chiffres", totp_of(window, HELENE)).types("Enter").reads("C'est fait")
    window.goes_to("/profile").follows("Voir ou annuler").presses("Annuler ce changement")
    window.reads("Le changement est annulé")


def test_helene_has_lost_her_app(open_window: OpenWindow, inbox: Inbox) -> None:
    """MU8: the first page says that it ends; it is declared lost; without scripts, then by the keyboard alone."""
    plainly = open_window("municipal", scripts=False)
    bank = plainly.bank
    bank.advance(seconds=30)
    bank.rows(
        "update authenticator set expires_at = $1 where institution = 'municipal' and client_id = $2 and kind = 'totp'",
        bank.now() + timedelta(days=20), identity("municipal", HELENE),
    )  # fmt: skip
    signs_in(plainly, HELENE, inbox).reads("valable jusqu'au").fits().picture("9-ends")
    plainly.follows("Préparer le suivant").reads("Mettre le nouveau en service", "Perdu ou volé pour de bon ?")
    plainly.fits().picture("9-means")
    _changes_email(plainly, inbox)
    bank.advance(seconds=30)
    window = open_window("municipal", width=360)
    signs_in(window, HELENE, inbox).goes_to("/security/means").is_accessible().fits().picture("9-means-360")
    window.tabs_to("Gérer Application d'authentification").types("Enter").arrives_at("/security/means/*")
    window.is_accessible().fits().tabs_to("Le déclarer perdu").types("Enter").arrives_at("/cases/*")
    window.reads("Moyen d'authentification perdu", "Réponse au plus tard").is_accessible().fits().picture("9-lost-360")
    plainly.goes_to("/security/means").reads("Suspendu", "Vous l'avez déclaré perdu").fits()
    plainly.follows("Suivre ma demande").presses("Retirer cette demande").reads("Retirée")
