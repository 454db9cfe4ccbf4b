"""AL5: signing in through FranceConnect, played by the simulated provider of the demonstration."""

from urllib.parse import urlsplit

from parvis.demo.stories.allocations import NADIA
from parvis.demo.story import Client
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import second_step, signs_in, signs_out

SETTINGS = {"identity_provider": "demo"}
NADIA_THERE, HUGO_THERE = "Continuer : Nadia Yasmine Benhaddou", "Continuer : Hugo Tanguy"
NO_LEVEL = "… avec un compte sans niveau : Nadia Yasmine Benhaddou"


def leaves(window: Window) -> Window:
    """From the sign-in page to the provider."""
    window.goes_to("/sign-in").follows("S'identifier avec FranceConnect")
    return is_there(window)


def is_there(window: Window) -> Window:
    window.arrives_at("/authorization").reads("Qui êtes-vous ?", "Simulé")
    assert urlsplit(window.page.url).hostname == "identite.localhost"
    return window


def binds(window: Window, client: Client, inbox: Inbox, *, who: str = NADIA_THERE) -> Window:
    """From the client's space: fetch the identity and approve it with the office's own two steps."""
    window.goes_to("/security/means").follows("FranceConnect").presses("Commencer")
    window.reads("Nous comparons votre état civil").follows("S'identifier avec FranceConnect")
    is_there(window).follows(who)
    return window


def test_the_first_time_and_every_time_after(open_window: OpenWindow, inbox: Inbox) -> None:
    """Nadia relie FranceConnect une fois, sous ses deux étapes ; la fois suivante, il suffit, et elle sort des deux."""
    window = open_window("allocations")
    leaves(window).is_accessible().picture("8-simulated-provider").follows(NADIA_THERE)
    window.reads("Une dernière étape, une seule fois", "Connectez-vous une fois").is_accessible().picture("8-first")
    assert window.status == 403

    window.follows("Me connecter autrement")
    signs_in(window, NADIA, inbox)
    binds(window, NADIA, inbox)
    window.reads("FranceConnect a confirmé que c'est bien vous").is_accessible().picture("8-enrolment")
    window.presses("Relier FranceConnect à mon espace").arrives_at("/requests/*")
    window.fills("Votre mot de passe", NADIA.secret).presses("Valider")
    second_step(window, NADIA, inbox).reads("FranceConnect")
    signs_out(window)

    again = open_window("allocations")
    leaves(again).follows(NADIA_THERE).arrives_at("/accounts").reads("Compte allocataire")
    again.goes_to("/security/means").reads("FranceConnect").is_accessible().picture("8-means")
