"""Line 2: a wrong, unknown, expired, withdrawn or repeated anything is refused alike, and reads well."""

from datetime import timedelta

import pytest

from parvis.demo.stories.allocations import NADIA, PAUL
from parvis.demo.stories.cooperative import AMELIE, SABINE
from parvis.demo.stories.deuxrives import CAMILLE, EMMA, MIREILLE
from parvis.demo.stories.epargne import INES, LUCAS
from parvis.demo.stories.municipal import BRUNO, HELENE
from parvis.demo.story import Client
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import (
    LABELS,
    asks_for_a_code,
    first_step,
    opens_sign_in,
    signs_in,
    signs_out,
    submits,
    types_identifier,
    types_secret,
    types_sent_code,
)

# Sound identifiers that belong to nobody.
NOBODY = {
    "deuxrives": {"client_id": "10482637592"},
    "allocations": {"nir": "2840135990128"},
    "municipal": {"subscriber": "104827365911"},
    "cooperative": {"client_number": "40718265", "user_number": "009"},
    "epargne": {"client_id": "7304819266"},
}
WRONG = {"municipal": "Colonne&Clef-99", "allocations": "Brise-terre.28"}


@pytest.mark.parametrize("client", [CAMILLE, PAUL, BRUNO, AMELIE, LUCAS], ids=Bank.of)
def test_wrong_and_unknown_are_told_alike(open_window: OpenWindow, client: Client) -> None:
    """ASVS 6.3.8, RTS 4.3a : secret faux ou identifiant inconnu, même statut, même texte, même page."""
    slug = Bank.of(client)
    wrong, unknown = open_window(slug), open_window(slug)
    first_step(wrong, client, secret=WRONG.get(slug, "135790")).reads("Nous ne vous avons pas reconnu")
    first_step(unknown, client, identifier=NOBODY[slug]).reads("Nous ne vous avons pas reconnu")
    assert (wrong.status, wrong.alert) == (unknown.status, unknown.alert)
    assert wrong.status == 422
    assert skeleton(wrong) == skeleton(unknown)
    assert wrong.title == unknown.title == open_window(slug).goes_to("/sign-in").title
    assert wrong.page.locator("[name=password], [name=code]").first.input_value() == "", "the secret comes back"
    for part, value in client.identifier.items():
        assert wrong.field(LABELS[part]).input_value() == value, "what was typed right is lost"
    wrong.is_accessible().picture(f"2-wrong-{slug}")


def skeleton(window: Window) -> str:
    """The page without what was typed and what is drawn anew each time."""
    text: str = window.page.evaluate(
        """() => {
            const copy = document.body.cloneNode(true);
            for (const one of copy.querySelectorAll("input")) { one.removeAttribute("value"); }
            for (const one of copy.querySelectorAll("[data-token]")) { one.removeAttribute("data-token"); }
            for (const one of copy.querySelectorAll("[data-key]")) { one.remove(); }
            for (const one of copy.querySelectorAll("a[href*='knock=']")) { one.removeAttribute("href"); }
            for (const one of copy.querySelectorAll("[data-options]")) {
                one.dataset.options = one.dataset.options.replace(/"challenge": ?"[^"]*"/, "");
            }
            return copy.innerHTML;
        }"""
    )
    return text


def test_an_identifier_of_another_shape_is_said_and_not_counted(open_window: OpenWindow) -> None:
    """Un identifiant trop court se voit dire sa forme ; l'essai n'est pas compté."""
    window = open_window("deuxrives")
    for _ in range(4):
        first_step(window, EMMA, identifier={"client_id": "3092647"}).reads("n'a pas la forme attendue")
        assert window.status == 422
    window.reads("Cet essai n'a pas été compté").is_accessible().picture("2-malformed")
    types_identifier(window, EMMA.identifier)
    types_secret(window, EMMA.secret)
    submits(window).arrives_at("/requests/*")


def test_an_empty_secret_is_asked_for_again(open_window: OpenWindow) -> None:
    """Sans code, la page dit ce qui manque, et rien n'est compté."""
    window = open_window("epargne")
    types_identifier(opens_sign_in(window), INES.identifier)
    submits(window).reads("Il manque une réponse").is_accessible().picture("2-empty")
    window = open_window("allocations")
    types_identifier(opens_sign_in(window), NADIA.identifier)
    submits(window).reads("Il manque une réponse").is_accessible()


def test_a_code_by_e_mail_is_sent_again_but_not_without_end(open_window: OpenWindow, inbox: Inbox) -> None:
    """AL2 : nouvel envoi limité ; seul le dernier code ouvre."""
    window = open_window("allocations")
    first_step(window, NADIA).arrives_at("/requests/*").presses("Envoyer le code")
    old = inbox.code(NADIA.email)
    window.presses("Envoyer un autre code").reads("Un code vient de vous être envoyé")
    assert window.status == 429
    window.is_accessible().picture("2-sent-too-often")
    codes = [old]
    for _ in range(3):
        window.bank.advance(seconds=31)
        window.presses("Envoyer un autre code").reads("vient de partir")
        codes.append(inbox.code(NADIA.email))
    window.bank.advance(seconds=31)
    window.presses("Envoyer un autre code").reads("Nous vous avons envoyé plusieurs codes").is_accessible()
    assert inbox.unread(NADIA.email) == []
    assert len(set(codes)) == len(codes)
    types_sent_code(window, old).reads("Ce code n'est pas le bon").is_accessible().picture("2-wrong-code")
    assert window.status == 422
    types_sent_code(window, codes[-1]).arrives_at("/accounts")


def test_a_code_by_e_mail_opens_during_fifteen_minutes(open_window: OpenWindow, inbox: Inbox) -> None:
    """AL2 : le code reçu par e-mail est valable 15 minutes, pas une de plus ; la page le dit d'elle-même."""
    window = open_window("allocations")
    first_step(window, PAUL).arrives_at("/requests/*").presses("Envoyer le code")
    code = inbox.code(PAUL.email)
    window.bank.advance(minutes=14)
    types_sent_code(window, code).arrives_at("/accounts")
    signs_out(window)
    first_step(window, PAUL).arrives_at("/requests/*").presses("Envoyer le code")
    code = inbox.code(PAUL.email)
    window.bank.advance(minutes=15, seconds=5)
    window.reads("Le temps est passé", "Rien n'a été fait").is_accessible().picture("2-expired")
    window.follows("Revenir à la connexion").arrives_at("/sign-in")


def test_a_code_by_sms_opens_during_five_minutes(open_window: OpenWindow, inbox: Inbox) -> None:
    """Un SMS trop ancien est refusé, et la page en propose un autre."""
    window = open_window("epargne")
    first_step(window, INES).arrives_at("/requests/*").presses("Envoyer le code")
    code = inbox.code(INES.sms)
    window.bank.advance(minutes=5, seconds=1)
    types_sent_code(window, code).reads("Ce code est trop ancien")
    assert window.status == 410
    window.is_accessible().picture("2-code-expired").presses("Envoyer le code")
    types_sent_code(window, inbox.code(INES.sms)).arrives_at("/accounts")


def test_wrong_codes_by_sms_are_counted_too(open_window: OpenWindow, inbox: Inbox) -> None:
    """Le second facteur compte ses erreurs : dernier essai annoncé, puis une pause, même pour le bon code."""
    window = open_window("cooperative")
    asks_for_a_code(first_step(window, SABINE).arrives_at("/requests/*"))
    right = inbox.code(SABINE.sms)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    types_sent_code(window, wrong).reads("Ce code n'est pas le bon")
    types_sent_code(window, wrong).reads("Il vous reste un seul essai").is_accessible().picture("2-last-code")
    types_sent_code(window, wrong).reads("l'accès est en pause")
    assert window.status == 429
    window.is_accessible().picture("2-code-held")
    types_sent_code(window, right).reads("l'accès est en pause")
    window.bank.advance(minutes=6)
    window.reloads().presses("Envoyer le code")
    types_sent_code(window, inbox.code(SABINE.sms)).arrives_at("/accounts")


def test_reloading_the_page_of_a_wrong_answer_costs_no_second_try(open_window: OpenWindow, inbox: Inbox) -> None:
    """DR6 : après 3 erreurs l'accès est bloqué ; recharger la page n'en est pas une."""
    window = open_window("deuxrives")
    first_step(window, EMMA, secret="135790").reads("Nous ne vous avons pas reconnu")
    for _ in range(3):
        window.reloads().does_not_read("Nous ne vous avons pas reconnu")
    asks_for_a_code(first_step(window, EMMA).arrives_at("/requests/*"))
    right = inbox.code(EMMA.sms)
    types_sent_code(window, f"{(int(right) + 1) % 1_000_000:06}").reads("Ce code n'est pas le bon")
    for _ in range(3):
        window.reloads().does_not_read("Ce code n'est pas le bon")
    types_sent_code(window, right).arrives_at("/accounts")


def test_a_request_that_was_withdrawn_opens_nothing(open_window: OpenWindow, inbox: Inbox) -> None:
    """« Annuler la demande » est définitif : le code reçu n'ouvre plus rien, même par « Précédent »."""
    window = open_window("deuxrives")
    first_step(window, MIREILLE).arrives_at("/requests/*").presses("Envoyer le code")
    code = inbox.code(MIREILLE.sms)
    window.presses("Annuler la demande").reads("Demande annulée", "Rien n'a été fait")
    window.is_accessible().picture("2-withdrawn")
    window.goes_back()
    if window.field("Code à 6 chiffres").count():
        types_sent_code(window, code)
    window.reads("Demande annulée")
    assert window.goes_to("/accounts").path == "/sign-in"


def test_a_request_belongs_to_the_browser_that_asked(open_window: OpenWindow, inbox: Inbox) -> None:
    """L'adresse d'une demande, ouverte ailleurs, ne montre rien ; dans le même navigateur, elle avance toute seule."""
    window = open_window("deuxrives")
    first_step(window, CAMILLE).arrives_at("/requests/*")
    address = window.path
    stranger = open_window("deuxrives").goes_to(address)
    stranger.arrives_at("/sign-in").shows_nothing_of(CAMILLE.sms[-2:] + "</")
    # A stranger who is in the middle of a sign-in of their own sees no more of it.
    other = open_window("deuxrives")
    first_step(other, EMMA).arrives_at("/requests/*")
    other.goes_to(address).reads("Page introuvable")
    assert other.status == 404

    second = window.another_tab().goes_to(address).reads("Un code par SMS")
    window.presses("Envoyer le code")
    types_sent_code(window, inbox.code(CAMILLE.sms)).arrives_at("/accounts")
    second.arrives_at("/accounts").reads("Bonjour Camille")


def test_a_double_click_asks_once(open_window: OpenWindow, inbox: Inbox) -> None:
    """Un double clic sur « Me connecter », puis sur « Envoyer le code » : une demande, un SMS."""
    window = open_window("epargne")
    before = requests_of(window.bank, LUCAS)
    types_identifier(opens_sign_in(window), LUCAS.identifier)
    types_secret(window, LUCAS.secret)
    window.button("Me connecter").dblclick()
    window.arrives_at("/requests/*")
    window.button("Envoyer le code").dblclick()
    window.reads("vient de partir").does_not_read("Un code vient de vous être envoyé")
    code = inbox.code(LUCAS.sms)
    window.fills("Code à 6 chiffres", code).button("Valider le code").dblclick()
    window.arrives_at("/accounts")
    assert requests_of(window.bank, LUCAS) == before + 1
    assert inbox.unread(LUCAS.sms) == []


def requests_of(bank: Bank, client: Client) -> int:
    """How many sign-ins this client has asked for."""
    found: int = bank.value(
        """
        select count(*) from request join client on client.id = client_id
        where operation = 'sign_in' and given_name = $1 and family_name = $2
        """,
        client.given_name, client.family_name,
    )  # fmt: skip
    return found


def test_back_shows_nothing_private(open_window: OpenWindow, inbox: Inbox) -> None:
    """« Précédent » après la connexion ramène aux comptes ; après la déconnexion, à rien de privé."""
    window = open_window("cooperative")
    signs_in(window, AMELIE, inbox)
    window.goes_back()
    window.shows_nothing_of(AMELIE.secret).does_not_read("C'est fait")
    window.goes_to("/accounts").follows("Compte de l'association")
    account = window.path
    signs_out(window)
    for _ in range(3):
        window.goes_back()
        window.page.wait_for_load_state()
        window.shows_nothing_of(AMELIE.family_name, "Cotisations", "Subvention", AMELIE.secret)
    assert window.goes_to(account).path == "/sign-in"
    tab = window.another_tab().goes_to("/accounts")
    assert tab.path == "/sign-in"


def test_a_page_that_the_browser_kept_whole_is_asked_for_again(open_window: OpenWindow, inbox: Inbox) -> None:
    """WebKit keeps pages in memory over http whatever « no-store » says: the session has ended behind this one."""
    window = open_window("cooperative")
    signs_in(window, AMELIE, inbox)
    signs_out(window.another_tab().goes_to("/accounts"))
    window.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    window.arrives_at("/sign-in").shows_nothing_of(AMELIE.family_name)


def test_dr7_a_browser_that_keeps_no_cookie_is_told_so(open_window: OpenWindow) -> None:
    """DR7 : les cookies refusés se disent au premier formulaire, sans boucle, avec la marche à suivre ; au clavier."""
    window = open_window("deuxrives", width=360)
    opens_sign_in(window)
    types_identifier(window, CAMILLE.identifier)
    types_secret(window, CAMILLE.secret)
    window.page.context.clear_cookies()
    submits(window).arrives_at("/sign-in").reads("Votre navigateur refuse les cookies", "Rien n'a été essayé")
    window.is_accessible().fits().picture("2-cookies")
    window.tabs_to("Que faire, pas à pas").types("Enter")
    window.arrives_at("/help/browser*").reads("Autorisez les cookies pour").is_accessible().fits().picture("2-help")
    window.page.context.clear_cookies()
    window.follows("Vérifier les cookies").reads("À régler")
    window.follows("Vérifier les cookies").does_not_read("n'a pas gardé le cookie")


def test_dr7_scripts_off_and_a_clock_that_is_wrong(open_window: OpenWindow) -> None:
    """DR7 : ce qui demande des scripts l'explique sans eux ; une heure fausse se dit, une juste se tait."""
    without = open_window("deuxrives", scripts=False)
    opens_sign_in(without).reads("a besoin des scripts").follows("Comment autoriser les scripts")
    without.arrives_at("/help/browser*").reads("Les scripts sont bloqués sur cette page")

    window = open_window("municipal", width=360)
    now = window.bank.now()
    window.page.clock.set_fixed_time(now + timedelta(minutes=5))
    first_step(window, HELENE).arrives_at("/requests/*")
    window.reads("L'heure de cet appareil avance d'environ 5 minutes.").is_accessible().fits().picture("2-clock")
    window.page.clock.set_fixed_time(now - timedelta(days=3650))  # An empty battery.
    window.reloads().reads("L'heure de cet appareil retarde d'environ 3 650 jours.").is_accessible().fits()
    window.page.clock.set_fixed_time(window.bank.now())
    window.reloads().does_not_read("L'heure de cet appareil").follows("Un problème avec cette page ?")
    window.arrives_at("/help/browser*").reads("Tout va bien").is_accessible().fits()
    window.page.goto(window.bank.address("www.municipal"))
    window.reads("Cette adresse n'est pas la nôtre", "municipal.localhost").fits()
