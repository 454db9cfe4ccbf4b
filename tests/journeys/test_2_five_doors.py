"""Line 2: each of the five institutions is entered by its own way. First visits, then familiar ones."""

import re
from base64 import b32decode

from playwright.sync_api import Request, expect

from parvis.demo.stories.allocations import NADIA
from parvis.demo.stories.cooperative import IDRIS, SABINE
from parvis.demo.stories.deuxrives import CAMILLE, EMMA
from parvis.demo.stories.epargne import INES
from parvis.demo.stories.municipal import BRUNO, HELENE
from parvis.factors.oath import totp
from tests.journeys.browser import Window, plain
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import (
    LABELS,
    PASSWORD,
    first_step,
    opens_sign_in,
    second_step,
    signs_in,
    signs_out,
    submits,
    totp_of,
    types_identifier,
    types_secret,
    types_sent_code,
)

OFFERS_A_LINK = re.compile(r"https?:|www\.|/sign-in|\.localhost", re.IGNORECASE)


def test_deux_rives_asks_a_new_browser_for_more_and_a_familiar_one_for_nothing(
    open_window: OpenWindow, inbox: Inbox
) -> None:
    """Camille Moreau : navigateur inconnu, un SMS de plus ; le lendemain, le code secret suffit."""
    at_home = open_window("deuxrives")
    opens_sign_in(at_home).reads("Accéder à mes comptes", "Saisir au clavier").is_accessible().picture("2-deuxrives")
    first_step(at_home, CAMILLE).arrives_at("/requests/*")
    at_home.reads("Confirmez que c'est bien vous", "06 •• •• •• 01").is_accessible().picture("2-deuxrives-sms")
    at_home.presses("Envoyer le code").reads("vient de partir", "Il est valable 5 minutes").is_accessible()
    at_home.picture("2-deuxrives-sms-sent")
    message = inbox.read(CAMILLE.sms)
    assert message.text.endswith("ne le donnez à personne.") and "Aucun conseiller" in message.text
    assert not OFFERS_A_LINK.search(message.text)
    types_sent_code(at_home, message.code).arrives_at("/accounts").reads("Compte courant", "Bonjour Camille")
    at_home.is_accessible().picture("2-deuxrives-accounts")
    signs_out(at_home).reads("Vous êtes déconnecté").is_accessible().picture("2-signed-out")

    at_home.bank.advance(days=1)
    first_step(at_home, CAMILLE).arrives_at("/accounts")
    assert inbox.unread(CAMILLE.sms) == []

    at_work = open_window("deuxrives")
    first_step(at_work, CAMILLE).arrives_at("/requests/*").reads("06 •• •• •• 01")


def test_after_180_days_even_a_familiar_browser_proves_more(open_window: OpenWindow, inbox: Inbox) -> None:
    """RTS article 10 : au-delà de 180 jours sans authentification forte, le SMS revient."""
    window = open_window("deuxrives")
    signs_in(window, EMMA, inbox)
    signs_out(window)
    window.bank.advance(days=179)
    first_step(window, EMMA).arrives_at("/accounts")
    signs_out(window)
    window.bank.advance(days=2)
    first_step(window, EMMA).arrives_at("/requests/*").reads("06 •• •• •• 03")


def test_in_english(open_window: OpenWindow, inbox: Inbox) -> None:
    """Emma Clarke lit en anglais : les pages et le SMS aussi."""
    window = open_window("deuxrives", language="en-GB")
    opens_sign_in(window).reads("Access my accounts").fills("Client identifier", EMMA.identifier["client_id"])
    types_secret(window, EMMA.secret).presses("Sign in")
    window.arrives_at("/requests/*").is_accessible().presses("Send the code")
    message = inbox.read(EMMA.sms)
    assert message.text.endswith("No adviser will ever ask you for it: give it to no one.")
    window.fills("6-digit code", message.code).presses("Confirm the code").arrives_at("/accounts")
    window.reads("Hello Emma").is_accessible().presses("Sign out").reads("You are signed out")


def test_the_keypad_is_drawn_anew_and_what_is_sent_means_nothing(open_window: OpenWindow) -> None:
    """Le pavé de Deux Rives change à chaque essai ; ni le code ni ses chiffres ne partent dans le formulaire."""
    window = open_window("deuxrives")
    orders = {keys_of(opens_sign_in(window)) for _ in range(4)}
    assert len(orders) > 1, "the keys never move"
    assert all(sorted(order) == list("0123456789") for order in orders)
    sent: list[Request] = []
    window.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    first_step(window, CAMILLE, secret="135790").reads("Nous ne vous avons pas reconnu")
    (request,) = sent
    form = request.post_data or ""
    assert "135790" not in form
    assert "code=" not in form.replace("layout_token=", "")
    assert window.page.locator("[data-keypad-answer]").input_value() == ""
    first_step(window, CAMILLE)  # Leaves no failure behind.
    window.arrives_at("/requests/*")


def keys_of(window: Window) -> str:
    """The digits of the keypad, in the order in which they lie."""
    return "".join(window.page.locator("[data-key]").all_inner_texts())


def test_allocations_sends_a_code_by_e_mail(open_window: OpenWindow, inbox: Inbox) -> None:
    """Nadia Lefèvre : numéro de sécurité sociale et mot de passe, puis le code reçu par e-mail, collé d'un geste."""
    window = open_window("allocations")
    opens_sign_in(window).reads("Étape 1 / 2", "carte Vitale").is_accessible().picture("2-allocations")
    window.fills(LABELS["nir"], "2 84 01 35 990 127 " + key_of("2840135990127")).fills(PASSWORD, NADIA.secret)
    submits(window).arrives_at("/requests/*").reads("Étape 2 / 2", "n•••@courriel.example").is_accessible()
    window.picture("2-allocations-code")
    window.presses("Envoyer le code").reads("Il est valable 15 minutes", "Aucun conseiller ne vous demandera ce code")
    window.is_accessible().picture("2-allocations-sent")
    mail = inbox.read(NADIA.email)
    assert mail.subject == f"Votre code : {mail.code}"
    assert "Caisse d'allocations du Littoral" in plain(mail.sender)
    assert not OFFERS_A_LINK.search(mail.text)
    types_sent_code(window, f" {mail.code[:3]} {mail.code[3:]} ").arrives_at("/accounts").reads("Compte allocataire")
    window.is_accessible().picture("2-allocations-accounts")


def key_of(nir: str) -> str:
    """The two digits that may follow a social security number."""
    return f"{97 - int(nir) % 97:02}"


def test_allocations_always_asks_again(open_window: OpenWindow, inbox: Inbox) -> None:
    """AL2 : navigateur connu ou non, toujours une seconde étape."""
    window = open_window("allocations")
    signs_in(window, NADIA, inbox)
    signs_out(window)
    first_step(window, NADIA).arrives_at("/requests/*").reads("Étape 2 / 2")


def test_municipal_in_two_pages(open_window: OpenWindow) -> None:
    """Hélène Vasseur : « Étape 1 / 2 », puis le code de son application à l'« Étape 2 / 2 »."""
    window = open_window("municipal")
    opens_sign_in(window).reads("Étape 1 / 2", "Après 5 erreurs de suite").is_accessible().picture("2-municipal")
    types_identifier(window, HELENE.identifier).fills(PASSWORD, HELENE.secret)
    submits(window).arrives_at("/requests/*").reads("Étape 2 / 2", "Le code change toutes les 30 secondes")
    window.is_accessible().picture("2-municipal-totp")
    window.fills("Code à 6 chiffres", totp_of(window, HELENE)).presses("Valider").arrives_at("/accounts")
    window.reads("Compte technique (DAV)").is_accessible().picture("2-municipal-accounts")


def test_municipal_the_same_code_opens_once(open_window: OpenWindow) -> None:
    """RTS article 4 : un code déjà utilisé ne sert plus, même dans sa demi-minute ; le suivant ouvre."""
    here = open_window("municipal")
    here.bank.advance(minutes=2)
    code = totp_of(here, HELENE)
    first_step(here, HELENE).arrives_at("/requests/*")
    here.fills("Code à 6 chiffres", code).presses("Valider").arrives_at("/accounts")
    elsewhere = open_window("municipal")
    first_step(elsewhere, HELENE).arrives_at("/requests/*")
    elsewhere.fills("Code à 6 chiffres", code).presses("Valider").reads("Ce code a déjà servi").is_accessible()
    assert elsewhere.status == 409
    elsewhere.bank.advance(seconds=60)
    elsewhere.fills("Code à 6 chiffres", totp_of(elsewhere, HELENE)).presses("Valider").arrives_at("/accounts")


def test_municipal_the_first_sign_in_enrols_an_authentication_app(open_window: OpenWindow, inbox: Inbox) -> None:
    """Bruno Castel, première connexion : QR code ou clé en clair, un premier code, un SMS, et il est chez lui."""
    window = open_window("municipal")
    first_step(window, BRUNO).arrives_at("/requests/*").reads("Étape 2 / 2", "Ajoutez votre deuxième preuve")
    window.is_accessible().picture("2-municipal-first")
    window.follows("Ajouter : Application d'authentification").is_accessible().picture("2-municipal-name")
    window.fills("Comment l'appeler ?", "Ordinateur du salon").presses("Commencer")
    window.reads("Scannez cette image", "Sans appareil photo").is_accessible().picture("2-municipal-qr")
    picture = window.page.get_by_role("img", name=re.compile("^Code QR")).evaluate("(one) => one.naturalWidth")
    assert picture > 0, "the QR code does not show"
    key = clear_key(window)

    window.fills("Le code que l'application affiche maintenant", "000000").presses("Ajouter cette application")
    window.reads("Ce code n'est pas celui de l'application").is_accessible().picture("2-municipal-wrong-first-code")
    assert clear_key(window) == key, "a wrong first code must not change the key that was just copied"
    code = totp(key, int(window.bank.now().timestamp()))
    window.fills("Le code que l'application affiche maintenant", code).presses("Ajouter cette application")

    # The means is added under strong authentication: what Bruno knows, and a text message.
    window.reads("SMS").is_accessible().picture("2-municipal-approve")
    window.presses("Envoyer le code")
    types_sent_code(window, inbox.code(BRUNO.sms)).arrives_at("/accounts").reads("Compte technique (DAV)")
    signs_out(window)

    window.bank.advance(minutes=1)
    first_step(window, BRUNO).arrives_at("/requests/*").does_not_read("Ajoutez votre deuxième preuve")
    window.fills("Code à 6 chiffres", totp(key, int(window.bank.now().timestamp()))).presses("Valider")
    window.arrives_at("/accounts")


def clear_key(window: Window) -> bytes:
    """The key of the QR code, as somebody without a camera copies it."""
    shown = plain(window.page.locator(".key-in-clear").inner_text())
    found = re.search(r"[A-Z2-7]{4}(?: [A-Z2-7]{4})+", shown)
    assert found is not None, shown
    return b32decode(found.group().replace(" ", ""))


def test_cooperative_knows_two_people_of_one_company(open_window: OpenWindow, inbox: Inbox) -> None:
    """Sabine et Idris : même numéro de client, chacun son numéro d'utilisateur, son code et ses comptes."""
    sabine, idris = open_window("cooperative"), open_window("cooperative")
    opens_sign_in(sabine).is_accessible().picture("2-cooperative")
    signs_in(sabine, SABINE, inbox).reads("Compte courant de l'atelier").does_not_read("Compte de la boutique")
    sabine.is_accessible().picture("2-cooperative-accounts")
    signs_in(idris, IDRIS, inbox).reads("Compte de la boutique").does_not_read("Compte courant de l'atelier")
    signs_out(sabine)
    first_step(sabine, SABINE).arrives_at("/accounts")
    signs_out(sabine)
    first_step(sabine, IDRIS, secret=SABINE.secret).reads("Nous ne vous avons pas reconnu")


def test_epargne_sends_a_text_message_while_no_phone_is_linked(open_window: OpenWindow, inbox: Inbox) -> None:
    """Inès Marchand n'a pas encore relié de téléphone : un SMS confirme chaque connexion, navigateur connu ou non."""
    window = open_window("epargne")
    opens_sign_in(window).is_accessible().picture("2-epargne")
    first_step(window, INES).arrives_at("/requests/*").is_accessible().picture("2-epargne-sms")
    second_step(window, INES, inbox).arrives_at("/accounts").reads("Compte du quotidien")
    window.is_accessible().picture("2-epargne-accounts")
    signs_out(window)
    signs_in(window, INES, inbox)
    assert inbox.unread(INES.sms) == []
    expect(window.page.get_by_role("link", name="Sécurité")).to_be_visible()
