"""Line 6: five minutes without activity, a warning, one key to stay; what one sees of one's connections."""

from parvis.demo.stories.deuxrives import CAMILLE, EMMA, MIREILLE
from parvis.demo.stories.epargne import INES
from parvis.demo.stories.municipal import HELENE
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import opens_sign_in, signs_in, signs_out

IDLE = "Votre espace s'est fermé"


def passes(window: Window, *, seconds: int) -> None:
    """Time goes by, for the server and for the browser alike."""
    window.bank.advance(seconds=seconds)
    window.page.clock.fast_forward(seconds * 1000)


def test_rts_4_3d_five_minutes_without_activity_sign_out(open_window: OpenWindow, inbox: Inbox) -> None:
    """Cinq minutes sans rien faire : la page suivante dit que l'espace s'est fermé, et ne montre rien."""
    window = open_window("deuxrives", scripts=False)
    signs_in(window, CAMILLE, inbox)
    window.bank.advance(minutes=4, seconds=50)
    window.goes_to("/accounts").reads("Bonjour Camille")
    window.bank.advance(minutes=5, seconds=1)
    window.goes_to("/accounts").arrives_at("/signed-out").reads(IDLE, "5 minutes")
    window.goes_back()
    window.reloads().shows_nothing_of("Compte courant")
    window.goes_to("/security").shows_nothing_of("Sessions en cours")


def test_wcag_2_2_1_warned_a_minute_before_and_one_key_stays(open_window: OpenWindow, inbox: Inbox) -> None:
    """Une minute avant la fin, une question ; une touche, et l'on reste."""
    window = open_window("municipal")
    window.page.clock.install()
    signs_in(window, HELENE, inbox)
    passes(window, seconds=3 * 60 + 50)
    window.does_not_read("Êtes-vous toujours là ?")
    passes(window, seconds=15)
    window.reads("Êtes-vous toujours là ?")
    assert window.focused == "Rester connecté"
    window.is_accessible().picture("6-warning")
    window.types("Enter")
    window.page.wait_for_function("!document.getElementById('idle').open")
    passes(window, seconds=3 * 60 + 50)
    window.goes_to("/accounts").reads("Bonjour Hélène")


def test_rts_4_3d_asking_how_long_is_left_is_not_activity(open_window: OpenWindow, inbox: Inbox) -> None:
    """Pitfall 18: the page that asks by itself keeps nothing alive, and the end comes by itself."""
    window = open_window("epargne")
    window.page.clock.install()
    signs_in(window, INES, inbox)
    for _ in range(4):
        passes(window, seconds=61)
        window.page.evaluate("fetch('/session/remaining').then(answer => answer.json())")
    passes(window, seconds=62)
    window.arrives_at("/signed-out").reads(IDLE).is_accessible().picture("6-idle")


def test_another_tab_extends_the_session_of_both(open_window: OpenWindow, inbox: Inbox) -> None:
    """Ce que l'on fait dans un onglet garde l'autre ouvert."""
    first = open_window("epargne")
    first.page.clock.install()
    signs_in(first, INES, inbox)
    second = first.another_tab()
    first.bank.advance(minutes=4)
    second.goes_to("/transfers").reads("Virements")
    first.page.clock.fast_forward(4 * 60 * 1000 + 5000)
    first.page.wait_for_timeout(300)
    first.does_not_read("Êtes-vous toujours là ?")


def test_dr8_connections_say_when_device_method_and_outcome(open_window: OpenWindow, inbox: Inbox) -> None:
    """« Dernières connexions » : quand, avec quoi, comment, et ce qui a échoué."""
    stranger = open_window("deuxrives", scripts=False)
    opens_sign_in(stranger).fills("Identifiant client", MIREILLE.identifier["client_id"])
    stranger.fills("Votre code secret", "135790").presses("Me connecter")
    window = open_window("deuxrives")
    signs_in(window, MIREILLE, inbox)
    window.follows("Sécurité").reads("Dernières connexions", "Réussie", "Échouée", "Chrome · Linux", "Code secret")
    window.reads("aujourd'hui à").is_accessible().picture("6-connections")
    narrow = open_window("deuxrives", width=360, height=780)
    signs_in(narrow, MIREILLE, inbox)
    narrow.goes_to("/security").fits().picture("6-connections-narrow")


def test_another_session_is_ended_and_told(open_window: OpenWindow, inbox: Inbox) -> None:
    """Je mets fin à l'autre session : son prochain écran le dit."""
    here, there = open_window("deuxrives"), open_window("deuxrives")
    signs_in(here, EMMA, inbox)
    signs_in(there, EMMA, inbox)
    here.goes_to("/security")
    here.button("Mettre fin").first.click()
    here.reads("Session fermée")
    there.goes_to("/accounts").arrives_at("/signed-out").reads("Cette connexion a été fermée").is_accessible()
    here.goes_to("/accounts").reads("Bonjour Emma")


def test_ce_nest_pas_moi_protects_at_once(open_window: OpenWindow, inbox: Inbox) -> None:
    """« Ce n'est pas moi » : les autres sessions tombent, l'appareil redevient inconnu, je suis prévenue partout."""
    thief, mine = open_window("deuxrives", scripts=False), open_window("deuxrives")
    signs_in(thief, CAMILLE, inbox)
    mine.bank.advance(seconds=60)
    signs_in(mine, CAMILLE, inbox)
    inbox.empty()
    mine.goes_to("/security")
    mine.button("Ce n'est pas moi").first.click()
    mine.reads("Votre espace est protégé").is_accessible().picture("6-not-me")
    assert "signalé" in inbox.read(CAMILLE.sms).text
    assert "signalé" in inbox.read(CAMILLE.email).text
    thief.goes_to("/accounts").arrives_at("/signed-out").shows_nothing_of("Compte courant")
    mine.goes_to("/security").reads("Signalée")
    mine.goes_to("/accounts").reads("Bonjour Camille")


def test_after_signing_out_back_shows_nothing(open_window: OpenWindow, inbox: Inbox) -> None:
    """Pitfall 18: signed out is signed out, whatever the browser kept."""
    window = open_window("deuxrives")
    signs_in(window, EMMA, inbox)
    signs_out(window)
    window.goes_back()
    window.page.wait_for_load_state()
    window.shows_nothing_of("Compte courant")
    window.goes_to("/accounts").arrives_at("/sign-in")
