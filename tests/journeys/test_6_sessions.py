"""Line 6: signed out after five minutes without activity, warned before; who came in, and putting them out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from parvis.demo.stories.deuxrives import CAMILLE, EMMA
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.browser import open_window as a_window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import checks, iban_of, sends, writes_to_somebody
from tests.journeys.pages import first_step, signs_in, signs_out

MINUTE = 60


@pytest.fixture(scope="module")
def browser_at_home(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Window]:
    """Camille's own browser, known to the bank from the first story on."""
    window = a_window(chromium, bank, "deuxrives")
    window.page.context.clock.install()
    yield window
    window.closes()


@pytest.fixture
def at_home(browser_at_home: Window, inbox: Inbox) -> Window:
    """Camille, just signed in at home."""
    if session_token(browser_at_home) and browser_at_home.goes_to("/accounts").path == "/accounts":
        signs_out(browser_at_home)
    signs_in(browser_at_home, CAMILLE, inbox)
    inbox.empty()
    return browser_at_home


def passes(window: Window, seconds: int) -> None:
    """Time goes by, at the bank and in the browser, once the page has begun to count it."""
    window.page.wait_for_load_state()
    window.bank.advance(seconds=seconds)
    window.page.context.clock.fast_forward(seconds * 1000)


def warning(window: Window) -> None:
    """The dialogue that asks whether somebody is there."""
    expect(window.page.get_by_role("dialog")).to_be_visible()
    window.reads("Êtes-vous toujours là ?")


def no_warning(window: Window) -> None:
    expect(window.page.get_by_role("dialog")).to_have_count(0)


def is_signed_in(window: Window) -> None:
    window.goes_to("/accounts").arrives_at("/accounts").reads("Bonjour Camille")


def is_told(window: Window, sentence: str) -> None:
    """The next page is not shown: instead, why."""
    window.goes_to("/accounts").arrives_at("/signed-out").reads(sentence).shows_nothing_of("Camille", "Compte courant")


def test_warned_a_minute_before_and_one_key_stays(at_home: Window) -> None:
    """RTS-4.3d, WCAG-2.2.1 : à quatre minutes la question, la touche Entrée suffit, et cinq minutes recommencent."""
    passes(at_home, 3 * MINUTE + 50)
    no_warning(at_home)
    passes(at_home, 10)
    warning(at_home)
    at_home.reads("Fermeture dans 5").is_accessible().picture("6-warning")
    assert at_home.focused == "Rester connecté"
    at_home.types("Enter")
    no_warning(at_home)
    passes(at_home, 3 * MINUTE + 50)
    no_warning(at_home)
    passes(at_home, 10)
    warning(at_home)
    at_home.types("Escape")  # As good a sign of life as any other key.
    no_warning(at_home)
    is_signed_in(at_home)


def test_signed_out_after_five_minutes_and_back_shows_nothing(at_home: Window) -> None:
    """RTS-4.3d : personne ne répond ; la page s'en va d'elle-même, et le retour ne montre plus rien."""
    at_home.goes_to("/transfers/new").reads("Compte courant")
    passes(at_home, 4 * MINUTE)
    warning(at_home)
    passes(at_home, MINUTE)
    at_home.arrives_at("/signed-out").reads("Votre espace s'est fermé", "depuis 5 minutes").is_accessible()
    at_home.picture("6-idle")
    at_home.goes_back().shows_nothing_of("Camille", "Compte courant")
    at_home.goes_to("/accounts").shows_nothing_of("Camille", "Compte courant")
    because = at_home.bank.value("select ended_because from session order by opened_at desc limit 1")
    assert because == "idle"


def test_another_tab_keeps_the_session(at_home: Window) -> None:
    """WCAG-2.2.1 : ce que l'on fait dans un onglet vaut pour l'autre, et répondre dans l'un répond pour tous."""
    other = at_home.another_tab()
    other.goes_to("/accounts")
    passes(at_home, 4 * MINUTE)
    warning(at_home)
    other.goes_to("/transfers/new")
    at_home.page.context.clock.run_for(11_000)  # The page asks the bank again every ten seconds.
    no_warning(at_home)
    passes(at_home, 4 * MINUTE)
    warning(at_home)
    warning(other)
    other.presses("Rester connecté")
    no_warning(other)
    no_warning(at_home)
    other.page.close()
    is_signed_in(at_home)


def test_what_a_page_asks_by_itself_is_not_activity(at_home: Window, bank: Bank) -> None:
    """RTS-4.3d, PITFALL 18 : la page d'attente interroge la banque sans cesse, et la session finit tout de même."""
    sends(checks(writes_to_somebody(at_home, iban_of(bank, EMMA.accounts[0]), name="Emma Clarke", amount="15")))
    asks = "fetch('/session/remaining').then((one) => one.ok ? one.json().then((said) => said.seconds) : one.status)"
    for left in (240, 180, 120):
        passes(at_home, MINUTE)
        assert left - 20 < at_home.page.evaluate(asks) <= left
    passes(at_home, MINUTE)
    warning(at_home)
    passes(at_home, MINUTE)
    at_home.arrives_at("/signed-out").reads("Votre espace s'est fermé")
    assert at_home.page.evaluate(asks) == 401


def test_with_scripts_off_the_next_page_says_it(open_window: OpenWindow, inbox: Inbox) -> None:
    """RTS-4.3d, X10 : sans scripts, quatre minutes ne ferment rien, cinq ferment tout, et la page dit pourquoi."""
    window = open_window("deuxrives", scripts=False)
    signs_in(window, CAMILLE, inbox)
    window.bank.advance(seconds=4 * MINUTE + 50)
    is_signed_in(window)
    window.bank.advance(minutes=5)
    window.goes_to("/transfers").arrives_at("/signed-out").reads("Votre espace s'est fermé", "depuis 5 minutes")
    window.follows("Me reconnecter").arrives_at("/sign-in")


def test_latest_connections_say_when_where_how_and_what_came_of_it(
    at_home: Window, open_window: OpenWindow, inbox: Inbox
) -> None:
    """DR8 : chaque connexion avec son heure, son navigateur, son réseau, ses preuves et son issue."""
    stranger = open_window("deuxrives")
    first_step(stranger, CAMILLE, secret="135790").reads("Nous ne vous avons pas reconnu")
    first_step(stranger, CAMILLE).arrives_at("/requests/*")  # Gets no further.
    at_home.bank.advance(minutes=16)
    at_home.bank.settles()
    signs_in(at_home, CAMILLE, inbox)
    at_home.follows("Sécurité").arrives_at("/security").reads("Sessions en cours", "celle-ci", "Dernières connexions")
    shown = lines(at_home)
    assert shown[0].startswith("Aujourd'hui à")
    assert "Réussie" in shown[0]
    for part in ("Chrome · Linux", "Code secret", "réseau 127.0.0.0/24"):
        assert part in shown[0], shown[0]
    assert "Sans réponse" in " ".join(shown[1:3])
    assert "Échouée" in " ".join(shown[1:3])
    assert any("Code secret + Code par SMS" in line for line in shown), shown
    at_home.is_accessible().picture("6-security")
    at_home.page.set_viewport_size({"width": 360, "height": 740})
    at_home.fits().picture("6-security-360")
    at_home.page.set_viewport_size({"width": 1280, "height": 900})
    whole = " ".join(shown)
    assert CAMILLE.secret not in whole
    assert "135790" not in whole


def lines(window: Window) -> list[str]:
    """« Dernières connexions », the latest first."""
    rows = window.page.locator("[aria-labelledby=connections] .row, [aria-label='Toutes mes connexions'] .row")
    return [plain(one) for one in rows.all_inner_texts()]


def test_this_was_not_me(at_home: Window, open_window: OpenWindow, inbox: Inbox) -> None:
    """DR8 : l'autre session tombe, son navigateur redevient inconnu, et Camille est prévenue partout."""
    thief = open_window("deuxrives")
    signs_in(thief, CAMILLE, inbox)
    at_home.goes_to("/security").button("Ce n'est pas moi").first.click()
    at_home.arrives_at("/security/connections/*/disavowal").reads("Votre espace est protégé")
    at_home.reads("Votre conseiller est prévenu", "Une autre session a été fermée")
    at_home.reads("Changez votre secret").is_accessible().picture("6-not-me")
    at_home.page.set_viewport_size({"width": 360, "height": 740})
    at_home.fits().picture("6-not-me-360").follows("Sécurité").reads("Signalée").fits()
    at_home.page.set_viewport_size({"width": 1280, "height": 900})
    is_told(thief, "Cette connexion a été fermée")
    thief.is_accessible().picture("6-told")
    sms, mail = inbox.read(CAMILLE.sms), inbox.read(CAMILLE.email)
    for message in (sms, mail):
        assert "vous avez signalé la connexion du mardi 24 novembre" in plain(message.text).lower()
        assert "http" not in message.text
    assert "une connexion que vous avez signalée" in plain(mail.subject)
    first_step(thief, CAMILLE).arrives_at("/requests/*").reads("06 •• •• •• 01")  # A stranger again.
    is_signed_in(at_home)


def test_ending_another_session(at_home: Window, open_window: OpenWindow, inbox: Inbox) -> None:
    """DR8 : la session oubliée ailleurs se ferme d'ici ; là-bas, la page suivante le dit."""
    at_work = open_window("deuxrives")
    signs_in(at_work, CAMILLE, inbox)
    at_home.goes_to("/security").presses("Mettre fin").reads("Session fermée").is_accessible()
    at_home.picture("6-ended")
    expect(at_home.button("Mettre fin")).to_have_count(0)
    is_told(at_work, "Cette connexion a été fermée")
    is_signed_in(at_home)


def test_signing_out_leaves_nothing_behind(at_home: Window, inbox: Inbox) -> None:
    """ASVS-7.2.4 : sortir ferme pour de bon ; le retour ne montre rien ; rentrer donne un nouveau jeton."""
    at_home.follows("Compte courant").arrives_at("/accounts/*").reads("Opérations")
    before = session_token(at_home)
    signs_out(at_home).reads("Vous êtes déconnecté")
    assert session_token(at_home) == ""
    at_home.goes_back().shows_nothing_of("Camille", "Compte courant").arrives_at("/sign-in")
    signs_in(at_home, CAMILLE, inbox)
    after = session_token(at_home)
    assert after not in ("", before)
    at_home.page.context.add_cookies([{"name": "session", "value": before, "url": at_home.page.url}])
    at_home.goes_to("/accounts").shows_nothing_of("Camille", "Compte courant").arrives_at("/sign-in")


def session_token(window: Window) -> str:
    """The cookie that holds the session; "" without one."""
    return next((one["value"] for one in window.page.context.cookies() if one["name"] == "session"), "")
