"""AL5: signing in through FranceConnect, played by the simulated provider of the demonstration."""

from urllib.parse import urlsplit

from parvis.demo.stories.allocations import NADIA, PAUL
from parvis.demo.story import Client
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import first_step, second_step, signs_in, signs_out

SETTINGS = {"identity_provider": "demo"}
SIGN_IN = "S'identifier avec FranceConnect"
NADIA_THERE, HUGO_THERE = "Continuer : Nadia Yasmine Benhaddou", "Continuer : Hugo Tanguy"
NO_LEVEL = "… avec un compte sans niveau : Nadia Yasmine Benhaddou"


def leaves(window: Window) -> Window:
    """From the sign-in page to the provider."""
    return is_there(window.goes_to("/sign-in").follows(SIGN_IN))


def is_there(window: Window) -> Window:
    """At the simulated provider, which says what it is."""
    window.arrives_at("/authorization").reads("Qui êtes-vous ?", "Simulé", "Ceci n'est pas FranceConnect")
    assert urlsplit(window.page.url).hostname == "identite.localhost"
    return window


def fetches(window: Window, *, who: str = NADIA_THERE) -> Window:
    """From « Ajouter : FranceConnect »: begin, and bring the identity back."""
    window.presses("Commencer").reads("Nous comparons votre état civil").is_accessible().fits()
    return is_there(window.follows(SIGN_IN)).follows(who)


def approves(window: Window, client: Client, inbox: Inbox) -> Window:
    """Both steps of the office."""
    window.arrives_at("/requests/*").fills("Votre mot de passe", client.secret).presses("Valider")
    return second_step(window, client, inbox)


def test_the_first_time_and_every_time_after(open_window: OpenWindow, inbox: Inbox) -> None:
    """Nadia relie FranceConnect une fois, sous ses deux étapes ; la fois suivante il suffit, et elle sort des deux."""
    window = open_window("allocations")
    window.goes_to("/sign-in").reads(SIGN_IN).is_accessible().picture("8-sign-in")
    leaves(window).is_accessible().picture("8-simulated-provider").follows(NADIA_THERE)
    window.reads("Une dernière étape, une seule fois").is_accessible().picture("8-first-time")
    assert window.status == 403

    window.follows("Me connecter autrement")
    first_step(window, NADIA)
    second_step(window, NADIA, inbox).arrives_at("/security/means/new/franceconnect")
    fetches(window).reads("FranceConnect a confirmé que c'est bien vous").is_accessible().picture("8-fetched")
    window.presses("Relier FranceConnect à mon espace")
    approves(window, NADIA, inbox).reads("FranceConnect")
    window.goes_to("/security/means").reads("FranceConnect").is_accessible().picture("8-means")
    signs_out(window)

    again = open_window("allocations")
    leaves(again).follows(NADIA_THERE).arrives_at("/accounts").reads("Compte allocataire")
    seen: list[str] = []
    again.page.on("request", lambda request: seen.append(request.url))
    signs_out(again).reads("Vous êtes déconnecté")
    assert any("identite.localhost" in url and "/end?" in url and "id_token_hint=" in url for url in seen), seen


def test_without_scripts_on_a_narrow_screen(open_window: OpenWindow) -> None:
    """Des liens et des redirections, rien d'autre : tout marche sans scripts, sur 360 points."""
    window = open_window("allocations", scripts=False, width=360)
    window.goes_to("/sign-in").fits()
    leaves(window).fits().picture("8-narrow").follows(NADIA_THERE).arrives_at("/accounts").fits()
    window.presses("Se déconnecter").arrives_at("/signed-out").fits()


def test_with_the_keyboard_alone(open_window: OpenWindow) -> None:
    window = open_window("allocations")
    window.goes_to("/sign-in").tabs_to(SIGN_IN).types("Enter")
    is_there(window).tabs_to(NADIA_THERE).types("Enter")
    window.arrives_at("/accounts")


def test_a_level_that_is_too_low(open_window: OpenWindow) -> None:
    """Le compte choisi là-bas ne suffit pas : c'est dit, et ce qu'on peut faire."""
    window = open_window("allocations", width=360)
    leaves(window).follows(NO_LEVEL)
    window.reads("Un compte plus sûr est nécessaire").is_accessible().fits().picture("8-too-low")
    window.follows("Me connecter autrement").arrives_at("/sign-in")


def test_she_changes_her_mind(open_window: OpenWindow) -> None:
    """Annuler là-bas : rien n'est fait, on revient, on peut recommencer."""
    window = open_window("allocations")
    leaves(window).follows("Annuler et revenir")
    window.reads("Identification annulée", "Rien n'a été fait").is_accessible().picture("8-cancelled")
    assert window.status == 409
    is_there(window.follows("Réessayer avec FranceConnect")).follows(NADIA_THERE).arrives_at("/accounts")


def test_an_answer_that_has_served(open_window: OpenWindow) -> None:
    """« Page précédente », ou une adresse copiée : elle n'ouvre rien."""
    window, addresses = open_window("allocations"), list[str]()
    window.page.on("request", lambda request: addresses.append(request.url))
    leaves(window).follows(NADIA_THERE).arrives_at("/accounts")
    back = next(url for url in addresses if "/franceconnect/return?" in url)
    signs_out(window)
    for browser in (window, open_window("allocations")):
        browser.page.goto(back)
        browser.reads("Identification à recommencer").is_accessible()
        assert browser.status == 409


def test_a_stranger_is_told_the_same(open_window: OpenWindow) -> None:
    """Hugo n'a pas d'espace ; il lit ce que Nadia a lu avant de relier."""
    window = open_window("allocations")
    leaves(window).follows(HUGO_THERE).reads("Une dernière étape, une seule fois")


def test_somebody_else_s_identity(open_window: OpenWindow, inbox: Inbox) -> None:
    """Dans l'espace de Paul, l'identité d'une autre n'est pas reliée."""
    window = open_window("allocations")
    signs_in(window, PAUL, inbox)
    window.goes_to("/security/means/new/franceconnect")
    fetches(window).reads("Cette identité n'a pas été reliée").is_accessible().picture("8-differs")
    window.follows("Revenir à mes moyens").arrives_at("/security/means")
