"""Line 1: the start page is enough: five institutions, who there is to be, what they need, their messages, a phone."""

import re

from playwright.sync_api import expect

from parvis.demo.stories.all import STORIES
from parvis.demo.stories.allocations import NADIA, PAUL
from parvis.demo.stories.deuxrives import CAMILLE
from parvis.demo.stories.municipal import HELENE
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.pages import LABELS, PASSWORD, submits

SETTINGS = {"mode": "demo", "mail": "demo", "sms": "demo"}  # What `make demo` runs with.

NAMES = {
    "deuxrives": "Banque des Deux Rives",
    "allocations": "Caisse d’allocations du Littoral",
    "municipal": "Crédit municipal de Valmer",
    "cooperative": "Coopérative Solidaire",
    "epargne": "Épargne de l’Estuaire",
}


def test_five_institutions_each_with_its_look_and_its_clients(open_window: OpenWindow) -> None:
    """La page de départ présente les cinq institutions, leurs clients et ce qu'il leur faut."""
    start = open_window("").goes_to("/")
    start.reads("Cinq institutions, une seule porte", "Rien de ceci n'est réel", "Ceci est une démonstration")
    colours = set()
    for story in STORIES:
        house = start.page.get_by_role("region", name=NAMES[story.institution])
        shown = house.inner_text()
        for client in story.clients:
            assert client.name in shown
            for value in (*client.identifier.values(), client.secret):
                assert value in shown, f"{client.name} cannot read « {value} »"
        door = house.get_by_role("link", name="Se connecter")
        assert door.get_attribute("href") == start.bank.address(story.institution, "/sign-in")
        colours.add(door.evaluate("(one) => getComputedStyle(one).backgroundColor"))
    assert len(colours) == len(STORIES), "two institutions look alike"
    start.is_accessible().picture("1-start")
    start.page.emulate_media(color_scheme="dark")
    start.picture("1-start-dark")


def test_it_fits_a_telephone_and_speaks_english(open_window: OpenWindow) -> None:
    """La page tient sur un téléphone de 360 points, et se lit en anglais."""
    start = open_window("", width=360, height=720).goes_to("/")
    start.fits().picture("1-start-360")
    start.follows("English").reads("Sign in").does_not_read("Se connecter").fits()
    start.goes_to("/inbox").reads("Nothing yet").fits().is_accessible()


def test_nadia_signs_in_with_what_the_page_says_and_what_the_inbox_receives(open_window: OpenWindow) -> None:
    """Une personne qui ne sait rien d'autre que ce qui est écrit là entre chez Nadia Lefèvre."""
    start = open_window("").goes_to("/")
    said = what_the_page_says(start, NADIA.name)
    start.page.get_by_role("region", name=NAMES["allocations"]).get_by_role("link", name="Se connecter").click()
    site = start
    site.slug = "allocations"
    site.arrives_at("/sign-in").fills(LABELS["nir"], said[LABELS["nir"]]).fills(PASSWORD, said["Mot de passe"])
    submits(site).arrives_at("/requests/*")

    second = site.another_tab()
    second.slug = ""
    second.goes_to("/")
    with second.page.context.expect_page() as opening:
        second.follows("Messages reçus par Nadia Lefèvre")
    messages = Window(site.bank, opening.value, "")  # A window of its own, which stays fresh by itself.
    messages.reads("Aucun message pour Nadia Lefèvre").is_accessible()
    site.presses("Envoyer le code")
    messages.reads("1 message pour Nadia Lefèvre", "Votre code", "Aucun conseiller ne vous le demandera jamais")
    code = messages.page.locator(".demo-code code").inner_text()
    assert re.fullmatch(r"\d{6}", code)
    messages.is_accessible().picture("1-inbox")
    site.fills("Code à 6 chiffres", code).presses("Valider le code").arrives_at("/accounts")
    site.reads("Compte allocataire")


def test_the_inbox_shows_each_their_own(open_window: OpenWindow) -> None:
    """La messagerie se lit par institution et par personne."""
    inbox = open_window("").goes_to("/inbox").reads("1 message", "Nadia Lefèvre")
    inbox.follows("Deux Rives").reads("Aucun message", "Rien pour l'instant")
    inbox.follows("Allocations").reads("1 message", "Nadia Lefèvre")
    paul = inbox.goes_to("/").page.get_by_role("link", name=f"Messages reçus par {PAUL.name}").get_attribute("href")
    assert paul is not None
    inbox.goes_to(paul).reads(f"Aucun message pour {PAUL.name}")


def test_without_scripts_a_reload_shows_what_arrived(open_window: OpenWindow) -> None:
    """Scripts coupés : tout est écrit, et « Actualiser » relit la messagerie."""
    start = open_window("", scripts=False).goes_to("/").reads(CAMILLE.name, CAMILLE.secret)
    start.follows("Messagerie").reads("1 message")
    start.follows("Actualiser").reads("1 message").arrives_at("/inbox")


def test_the_code_of_an_authentication_app_is_there_and_moves_on(open_window: OpenWindow) -> None:
    """Hélène Vasseur a une application d'authentification : son code du moment est affiché, et change tout seul."""
    start = open_window("").goes_to("/")
    person = start.page.get_by_role("listitem").filter(has=start.page.get_by_role("heading", name=HELENE.name))
    code = person.locator("dd[data-live] code")
    first = code.inner_text()
    assert re.fullmatch(r"\d{6}", first)
    start.bank.advance(seconds=30)
    expect(code).not_to_have_text(first)


def test_the_phone_opens_in_a_second_window(open_window: OpenWindow) -> None:
    """Le téléphone de Deux Rives s'ouvre dans une seconde fenêtre, à la taille d'un téléphone."""
    start = open_window("").goes_to("/")
    house = start.page.get_by_role("region", name=NAMES["deuxrives"])
    with start.page.context.expect_page() as opening:
        house.get_by_role("link", name="Ouvrir le téléphone").click()
    phone = Window(start.bank, opening.value, "deuxrives")
    phone.arrives_at("/phone/").reads("Activer ce téléphone").is_accessible()
    for slug, has_phone in {"allocations": 0, "municipal": 0, "cooperative": 0, "epargne": 1}.items():
        links = start.page.get_by_role("region", name=NAMES[slug]).get_by_role("link", name="Ouvrir le téléphone")
        assert links.count() == has_phone, slug


def test_the_demonstration_stays_on_its_own_host(open_window: OpenWindow) -> None:
    """La messagerie et les secrets de démonstration ne sont pas chez les institutions."""
    site = open_window("deuxrives").goes_to("/inbox")
    assert site.status == 404
    site.reads("Page introuvable").shows_nothing_of(CAMILLE.secret).is_accessible().picture("1-not-found")
    site.goes_to("/").reads("Accéder à mes comptes").is_accessible().picture("1-home-deuxrives")
    assert open_window("").goes_to("/sign-in").status == 421  # No institution is served there.


def what_the_page_says(start: Window, name: str) -> dict[str, str]:
    """The labelled values that the start page gives for this person."""
    person = start.page.get_by_role("listitem").filter(has=start.page.get_by_role("heading", name=name))
    labels = person.locator("dt").all_inner_texts()
    values = person.locator("dd code").all_inner_texts()
    return dict(zip(labels, values, strict=True))
