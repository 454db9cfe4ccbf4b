"""Line 18, EP7 « Is my bank calling me? »: an agent opens a call, the client's space and phone change by themselves."""

from parvis.demo.stories.epargne import INES
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in
from tests.journeys.passkey import VirtualKey
from tests.journeys.phone import a_phone, links

AGENT = ("--role", "adviser", "--given-name", "Claire", "--family-name", "Durand", "--branch", "agence du Port")
ENTER, APPROVE = "Me connecter avec une clé d'accès", "Approuver avec ma clé d'accès"
ASK, REPORT = "Est-ce vous qui m'appelez ?", "Signaler cet appel"


def an_agent(open_window: OpenWindow, bank: Bank) -> Window:
    """Claire, invited by whoever runs the program, with the key of her workstation, signed in at the agency."""
    invited = bank.command("agent", "invite", "--institution", "epargne", *AGENT)
    assert invited.returncode == 0, invited.stderr
    window = open_window("agence.epargne")
    VirtualKey(window)
    window.goes_to(invited.stdout.strip().partition(f":{bank.settings.port}")[2])
    window.presses("Préparer ma clé d'accès").presses("Créer ma clé d'accès").follows("Me connecter")
    return window.presses(ENTER).arrives_at("/agency")


def test_ines_asks_whether_it_is_her_bank(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    at_home = open_window("epargne")
    signs_in(at_home, INES, inbox)
    phone = a_phone(open_window, "epargne")
    links(at_home, phone, INES, inbox)
    bank.advance(hours=4, minutes=1)  # The safety delay of a new phone, where there is one.
    claire = an_agent(open_window, bank)
    with_scripts_off = open_window("epargne", scripts=False, width=360)
    for window in (at_home, with_scripts_off):
        signs_in(window, INES, inbox)

    # Nobody calls. One tap from the phone's first screen, one link from any page of the space.
    at_home.tabs_to("Un appel ?").types("Enter").arrives_at("/call")
    at_home.reads("Non. Raccrochez.", "Aucun conseiller ne vous a appelé jusqu'ici").is_accessible().fits()
    phone.goes_to("/phone/").reads("Vos demandes").presses(ASK).reads("Non. Raccrochez.").is_accessible().fits()
    with_scripts_off.follows("Un appel ?").reads("Non. Raccrochez.").fits().picture("9-call-no")

    # Claire says that she calls: both change by themselves.
    client = bank.value("select client_id from identifier where institution = 'epargne' and value = $1", _number())
    claire.goes_to(f"/agency/clients/{client}/call").reads("Appeler Inès", "Claire D., agence du Port")
    claire.is_accessible().fits().presses("J'appelle maintenant").arrives_at("/requests/*")
    claire.presses(APPROVE).reads("C'est fait").follows("Continuer").reads("Appel ouvert")
    for window in (at_home, phone):
        window.reads("Oui, c'est votre conseiller", "Claire D., agence du Port").does_not_read("Durand")
        window.is_accessible().fits()
    with_scripts_off.follows("Regarder de nouveau").reads("Oui, c'est votre conseiller").fits().picture("9-call-yes")
    phone.picture("9-call-phone")

    # She hangs up: both say no again.
    claire.is_accessible().presses("J'ai raccroché").reads("J'appelle maintenant")
    for window in (at_home, phone):
        window.reads("Non. Raccrochez.")
    at_home.reads("Claire D., agence du Port")

    # Somebody else calls in the bank's name: one button, and what to do now.
    phone.presses(REPORT).reads("Appel signalé", "Raccrochez", "référence").is_accessible().fits()
    phone.presses("Aller à l'accueil").reads("Vos demandes")
    at_home.tabs_to(REPORT).types("Enter").arrives_at("/call/reported")
    at_home.reads("Appel signalé", "Changer mon code", "Référence").is_accessible().fits().picture("9-call-reported")
    assert bank.value("select count(*) from client_case where kind = 'reported_call'") == 1


def _number() -> str:
    (number,) = INES.identifier.values()
    return number
