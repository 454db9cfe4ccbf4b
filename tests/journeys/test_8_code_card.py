"""Issue 4, line 5: a printed card, ordered, printed, put in service, used, renewed; and the life of a means."""

from pathlib import Path

from parvis.demo.furnish import identity
from parvis.demo.sheet import sheet_of
from parvis.demo.stories.allocations import PAUL, YVONNE
from parvis.demo.stories.deuxrives import MIREILLE
from parvis.factors.code_card.card import SQUARES, of_sheet
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import asks_for_a_code, first_step, signs_in, types_sent_code
from tests.pdf import texts

ADDRESS = PAUL.email
SUBMIT = "Valider le code"


def square(window: Window) -> str:
    """The square that the page asks for."""
    window.reads("Code de la case")
    label = window.page.get_by_text("Code de la case").first.inner_text()
    return label.replace("\u00a0", " ").replace("\u202f", " ").rsplit(" ", 1)[-1]


def answers(window: Window, card: dict[str, str]) -> Window:
    place = square(window)
    return window.fills(f"Code de la case {place}", card[place]).presses(SUBMIT)


def downloads(window: Window) -> dict[str, str]:
    """Press the button, and read the sheet as it would be printed."""
    with window.page.expect_download() as waiting:
        window.button("Télécharger la carte").click()
    path = waiting.value.path()
    assert path is not None
    read = texts(Path(path).read_bytes())
    assert any("Aucun conseiller ne vous demandera ces codes" in text for text in read)
    return {text: read[at + 1] for at, text in enumerate(read) if text in SQUARES}


def orders(window: Window, name: str = "Carte du tiroir") -> dict[str, str]:
    """From « Mes moyens » to the sheet in hand."""
    window.goes_to("/security/means").follows("Ajouter : Carte de codes imprimée")
    window.fills("Comment l'appeler ?", name).presses("Commencer")
    return downloads(window)


def puts_in_service(window: Window, card: dict[str, str]) -> Window:
    place = square(window)
    return window.fills(f"Code de la case {place}", card[place]).presses("Mettre cette carte en service")


def approves_by_mail(window: Window, inbox: Inbox) -> Window:
    window.reads("Vous ajoutez", "Carte de codes imprimée")
    window.fills("Votre mot de passe", PAUL.secret).presses("Valider")
    asks_for_a_code(window)
    return types_sent_code(window, inbox.code(ADDRESS))


def test_yvonne_has_no_e_mail_and_signs_in_with_her_card(open_window: OpenWindow) -> None:
    """AL5 : sans e-mail et sans téléphone, au clavier seul, sans script."""
    start = open_window("")
    start.goes_to("/").reads(f"La carte de codes de {YVONNE.name}")
    client_id = identity("allocations", YVONNE)
    start.goes_to(f"/cards/{client_id}").reads("simulée").is_accessible()
    card = of_sheet(sheet_of(client_id))
    assert all(code in start.main for code in card.values())

    window = open_window("allocations", scripts=False)
    first_step(window, YVONNE).arrives_at("/requests/*")
    place = square(window)
    window.reads("colonne", "Aucun conseiller ne vous demandera ce code")
    window.reloads()
    assert square(window) == place, "the square is frozen with the request"
    window.tabs_to(f"Code de la case {place}")
    window.page.keyboard.type(card[place].lower())
    window.types("Enter")
    window.arrives_at("/accounts")


def test_a_narrow_screen_reads_the_square_without_scrolling_aside(open_window: OpenWindow) -> None:
    window = open_window("allocations", width=360)
    first_step(window, YVONNE).arrives_at("/requests/*")
    square(window)
    window.fits().is_accessible().picture("8-card-asked")
    window.fills(f"Code de la case {square(window)}", "2222").presses(SUBMIT)
    assert window.status == 422
    window.is_accessible().fits()


def test_paul_orders_a_card_prints_it_and_signs_in_with_it(open_window: OpenWindow, inbox: Inbox) -> None:
    """Commandée, téléchargée une fois, mise en service par un premier code, puis utilisée ; et renouvelée."""
    window = open_window("allocations")
    signs_in(window, PAUL, inbox)
    card = orders(window)
    assert len(card) == 64
    window.is_accessible().picture("8-card-ordered")
    window.reloads().reads("Elle ne peut plus l'être").fits()
    puts_in_service(window, card)
    approves_by_mail(window, inbox)
    window.goes_to("/security/means").reads("Carte du tiroir", "Il reste 63 codes").is_accessible()

    again = open_window("allocations")
    first_step(again, PAUL).arrives_at("/requests/*").follows("Carte de codes imprimée")
    answers(again, card).arrives_at("/accounts")

    fresh = orders(again, "Carte neuve")
    puts_in_service(again, fresh)
    again.reads("Vous ajoutez").fills("Votre mot de passe", PAUL.secret).presses("Valider")
    again.follows("Carte de codes imprimée")
    answers(again, card)
    again.goes_to("/security/means").reads("Carte neuve").does_not_read("Carte du tiroir")
    last = open_window("allocations")
    first_step(last, PAUL).arrives_at("/requests/*").follows("Carte de codes imprimée")
    answers(last, fresh).arrives_at("/accounts")


def test_a_means_is_renamed_and_suspended_at_once(open_window: OpenWindow, inbox: Inbox) -> None:
    """Perdu, volé : une page, un bouton, sans script, et chaque adresse est prévenue."""
    window = open_window("deuxrives", scripts=False, width=360)
    signs_in(window, MIREILLE, inbox)
    window.goes_to("/security/means")
    window.page.locator("li.means-one", has_text="Code par SMS").get_by_role("link", name="Gérer").click()
    window.fills("Comment l'appeler ?", "Ligne du magasin").presses("Enregistrer le nom")
    window.reads("Le nom est enregistré").fits()
    window.reads("C'est le seul moyen qui vous ouvre la porte")
    inbox.empty()
    window.presses("Suspendre").reads("Ce moyen est suspendu", "Remettre en service").fits()
    assert "a été suspendu" in inbox.read(MIREILLE.sms).text
    window.goes_to("/security/means").reads("Ligne du magasin", "Suspendu")
    elsewhere = open_window("deuxrives")
    first_step(elsewhere, MIREILLE).arrives_at("/requests/*")
    elsewhere.does_not_read("Code par SMS")
    with_removal = window.page.locator("li.means-one", has_text="Code par SMS").get_by_role("link", name="Gérer")
    with_removal.click()
    window.follows("Retirer").reads("Ajoutez d'abord un autre moyen").fits()


def test_the_pages_of_a_means_are_accessible(open_window: OpenWindow) -> None:
    """Nommer, suspendre, retirer : axe n'y trouve rien."""
    window = open_window("allocations")
    card = of_sheet(sheet_of(identity("allocations", YVONNE)))
    first_step(window, YVONNE).arrives_at("/requests/*")
    answers(window, card).arrives_at("/accounts")
    window.goes_to("/security/means").is_accessible()
    window.page.locator("li.means-one", has_text="Carte de codes").get_by_role("link", name="Gérer").click()
    window.reads("Suspendez-le").is_accessible().picture("8-means")
    window.follows("Retirer").reads("Retirer ce moyen").is_accessible()
