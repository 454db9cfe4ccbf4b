"""From the start page to a client who sees who looked: an agent's first day, with a key in hand."""

from urllib.parse import urlsplit

from parvis.demo.stories.deuxrives import CAMILLE
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in
from tests.journeys.passkey import VirtualKey

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


def looked_at(window: Window, picture: str) -> Window:
    """Narrow and wide, with axe."""
    window.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    window.fits().picture(f"{picture}-360")
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return window.fits().is_accessible().picture(f"{picture}-1440")


def test_claires_first_day(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    start = open_window("").goes_to("/")
    link = start.page.get_by_role("link", name="Ouvrir l’invitation de Claire Delmas").get_attribute("href")
    assert link is not None
    agency = open_window("agence.deuxrives")
    VirtualKey(agency)

    # The invitation makes a key, and nothing else.
    agency.goes_to(urlsplit(link).path).reads("Bonjour Claire", "Espace agence")
    looked_at(agency, "agency-invitation")
    agency.presses("Préparer ma clé d’accès").presses("Créer ma clé d’accès")
    agency.reads("Votre clé d’accès est enregistrée").follows("Me connecter")
    looked_at(agency, "agency-sign-in")
    agency.presses("Me connecter avec une clé d’accès").arrives_at("/agency").reads("Bonjour Claire", "conseiller")
    looked_at(agency, "agency-home")
    start.reloads().reads("Son invitation a servi").presses("Nouvelle invitation pour Claire Delmas")
    again = start.page.get_by_role("link", name="Ouvrir l’invitation de Claire Delmas").get_attribute("href")
    assert again not in (None, link)

    # She finds Camille with the keyboard alone, and says why she looks.
    agency.follows("Clients").reads("Identifiant, référence d'un dossier, ou nom").page.keyboard.type("moreau")
    agency.types("Enter").reads("Camille Moreau")
    looked_at(agency, "agency-clients")
    agency.follows("Camille Moreau").reads("Pourquoi ouvrez-vous ce dossier")
    agency.page.get_by_label("le client est au téléphone").check()
    looked_at(agency, "agency-why")
    agency.presses("Ouvrir le dossier").reads("Camille Moreau", "Ce qui s’est passé", "Moyens d’authentification")
    agency.shows_nothing_of(CAMILLE.secret, CAMILLE.sms, CAMILLE.email, *CAMILLE.identifier.values())
    looked_at(agency, "agency-file")

    # Without scripts it is the same work; only a passkey needs them.
    quiet = open_window("agence.deuxrives", scripts=False, width=360)
    quiet.page.context.add_cookies(agency.page.context.cookies())  # type: ignore[arg-type]
    quiet.goes_to("/agency/clients").fills("Identifiant, référence d'un dossier, ou nom", "mor").presses("Chercher")
    quiet.follows("Camille Moreau").reads("Ce qui s’est passé").fits()
    quiet.goes_to("/agency/queue").reads("dossiers attendent").fits()

    # Camille sees it.
    home = open_window("deuxrives")
    signs_in(home, CAMILLE, inbox)
    home.goes_to("/security").follows("Voir qui a agi")
    home.reads("Dossier consulté", "le client est au téléphone", "Claire D., conseiller, agence de Valmer")
    looked_at(home, "client-sees")
    agency.presses("Se déconnecter").reads("Vous êtes déconnecté")


def test_a_supervisor_invited_by_the_command_ends_an_access(open_window: OpenWindow, bank: Bank) -> None:
    said = bank.command(
        "agent", "invite", "--institution", "deuxrives", "--role", "supervisor", "--given-name", "Zélie",
        "--family-name", "Roche", "--branch", "agence de Valmer",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    agency = open_window("agence.deuxrives")
    VirtualKey(agency)
    agency.goes_to(urlsplit(said.stdout.strip()).path)
    agency.presses("Préparer ma clé d’accès").presses("Créer ma clé d’accès").follows("Me connecter")
    agency.presses("Me connecter avec une clé d’accès").arrives_at("/agency").follows("Équipe")
    looked_at(agency, "agency-team")
    agency.follows("Odile Prat")
    looked_at(agency, "agency-colleague")
    agency.presses("Mettre fin à son accès").reads("Odile Prat")
    looked_at(agency, "agency-approval")
    agency.presses("Approuver avec ma clé d’accès").reads("C’est fait").goes_to("/agency/team").reads("Fermé")
