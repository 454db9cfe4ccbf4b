"""Line 18, EP7 « Is my bank calling me? »: an agent opens a call, the client's space and phone change by themselves."""

from parvis.demo.stories.epargne import INES
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in
from tests.journeys.passkey import VirtualKey
from tests.journeys.phone import a_phone, links

ENTER, APPROVE = "Me connecter avec une clé d'accès", "Approuver avec ma clé d'accès"
ASK, REPORT = "Est-ce vous qui m'appelez ?", "Signaler cet appel"


def louis(open_window: OpenWindow) -> Window:
    """The adviser of the demonstration, with the key of his workstation, signed in at the agency."""
    window = open_window("agence.epargne")
    start = window.another_tab()
    start.page.goto(window.bank.address())
    link = start.page.get_by_role("link", name="Ouvrir l’invitation de Louis Tessier").get_attribute("href")
    start.page.close()
    VirtualKey(window)
    window.page.goto(link or "")
    window.presses("Préparer ma clé d'accès").presses("Créer ma clé d'accès").follows("Me connecter")
    return window.presses(ENTER).arrives_at("/agency")


def without_scripts(at_home: Window, open_window: OpenWindow) -> Window:
    """The same client space in a narrow browser that runs no script."""
    window = open_window(at_home.slug, scripts=False, width=360)
    window.page.context.add_cookies(at_home.page.context.cookies())  # type: ignore[arg-type]
    return window


def test_ines_asks_whether_it_is_her_bank(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    at_home = open_window("epargne")
    signs_in(at_home, INES, inbox)
    phone = a_phone(open_window, "epargne")
    links(at_home, phone, INES, inbox)
    bank.advance(hours=4, minutes=1)  # The safety delay of a new phone.
    agency = louis(open_window)
    signs_in(at_home, INES, inbox)
    with_scripts_off = without_scripts(at_home, open_window)

    # Nobody calls. One tap from the phone's first screen, one link from any page of the space.
    at_home.tabs_to("Un appel ?").types("Enter").arrives_at("/call")
    at_home.reads("Non. Raccrochez.", "Aucun conseiller ne vous a appelé jusqu'ici").is_accessible().fits()
    phone.goes_to("/phone/").reads("Vos demandes").presses(ASK).reads("Non. Raccrochez.").is_accessible().fits()
    with_scripts_off.goes_to("/call").reads("Non. Raccrochez.").fits().picture("9-call-no")

    # Louis says that he calls, with the keyboard alone: both change by themselves.
    (number,) = INES.identifier.values()
    client = bank.value("select client_id from identifier where institution = 'epargne' and value = $1", number)
    agency.goes_to(f"/agency/clients/{client}/call").reads("Pourquoi ouvrez-vous ce dossier ?").does_not_read("Inès")
    agency.page.get_by_label("le client est au téléphone").check()
    agency.presses("Ouvrir le dossier").follows("Appeler ce client").fits()
    agency.reads("Appeler Inès", "Louis T., agence de l'Estuaire")
    agency.is_accessible().tabs_to("J'appelle maintenant").types("Enter").arrives_at("/requests/*")
    agency.tabs_to(APPROVE).types("Enter").reads("C'est fait").follows("Continuer").reads("Appel ouvert")
    for window in (at_home, phone):
        window.reads("Oui, c'est votre conseiller", "Louis T., agence de l'Estuaire").does_not_read("Tessier")
        window.is_accessible().fits()
    with_scripts_off.follows("Regarder de nouveau").reads("Oui, c'est votre conseiller").fits().picture("9-call-yes")
    phone.picture("9-call-phone")

    # He hangs up: both say that he did, and no again.
    agency.presses("J'ai raccroché").reads("J'appelle maintenant")
    at_home.reads("Non. Raccrochez.", "Louis T. a raccroché", "Louis T., agence de l'Estuaire")
    phone.reads("Non. Raccrochez.", "L'appel de Louis T. est terminé").picture("9-call-over-phone")

    # Somebody else calls in the bank's name: one button, and what to do now.
    phone.presses(REPORT).reads("Appel signalé", "Raccrochez", "référence").is_accessible().fits()
    phone.presses("Aller à l'accueil").reads("Vos demandes")
    at_home.tabs_to(REPORT).types("Enter").arrives_at("/call/reported")
    at_home.reads("Appel signalé", "Changer mon code", "Référence").is_accessible().fits().picture("9-call-reported")
    assert bank.value("select count(*) from client_case where kind = 'reported_call'") == 1
