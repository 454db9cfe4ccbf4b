"""« Code oublié » at three institutions, in a browser: on a small screen; by keyboard alone, without scripts."""

import re

from parvis.demo.stories.cooperative import IDRIS, SABINE
from parvis.demo.stories.deuxrives import CAMILLE
from parvis.demo.stories.municipal import HELENE
from tests.journeys.card_reader import computes, figures, gives
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import first_step, signs_in, totp_of, types_identifier

NEW_CODE, NEW_PASSWORD = "582613", "Tasse.nuage-42"


def test_camille_forgot_her_code_on_a_small_screen(open_window: OpenWindow, inbox: Inbox) -> None:
    """DR5: identifier lost too; the e-mail, then the text message; the new code serves after the safety delay."""
    window = open_window("deuxrives", width=360, height=740)
    window.goes_to("/sign-in").follows("Identifiant oublié").fits().is_accessible()
    window.fills("Nom de famille", CAMILLE.family_name).fills("Adresse e-mail ou numéro de portable", CAMILLE.email)
    window.presses("Recevoir mon identifiant").reads("C'est noté").fits()
    window.shows_nothing_of(CAMILLE.identifier["client_id"])
    assert CAMILLE.identifier["client_id"] in inbox.read(CAMILLE.email).text

    window.goes_to("/sign-in").follows("Code oublié").fits().is_accessible().picture("9-forgotten")
    window.follows("Demander à mon agence, en ligne").arrives_at("/unblocking").fits().picture("9-by-the-agency")
    assert window.page.get_by_label("Code secret (oublié)").is_checked()
    window.goes_to("/recovery/secret")
    types_identifier(window, CAMILLE.identifier).page.get_by_label("Par e-mail, à l").check()
    window.presses("Recevoir un code").arrives_at("/recovery/secret/code").fits().is_accessible()
    window.picture("9-first-code")
    window.fills("Code à 6 chiffres", "000000").presses("Valider le code").reads("Ce code n'est pas le bon")
    window.fills("Code à 6 chiffres", inbox.code(CAMILLE.email)).presses("Valider le code").arrives_at("/requests/*")
    window.reads("Code secret (oublié)").fits().is_accessible()
    window.presses("Envoyer le code")
    window.fills("Code à 6 chiffres", inbox.code(CAMILLE.sms)).presses("Valider le code")
    window.arrives_at("/recovery/*/secret").reads("Il ne servira pas tout de suite").fits().is_accessible()
    window.picture("9-choice")
    window.fills("Nouveau code secret", NEW_CODE).fills("Le même code, une seconde fois", NEW_CODE)
    window.presses("L'enregistrer")
    window.reads("Votre nouveau code secret est enregistré").fits().is_accessible().picture("9-chosen")
    assert "oublié" in inbox.read(CAMILLE.email).text and "oublié" in inbox.read(CAMILLE.sms).text


def test_helene_forgot_her_password_without_scripts_by_keyboard(open_window: OpenWindow, inbox: Inbox) -> None:
    """MU4: nothing but forms and keys; the authenticator is asked all the same at the sign-in that follows."""
    window = open_window("municipal", scripts=False)
    window.goes_to("/sign-in").tabs_to("Mot de passe oublié ?").types("Enter").arrives_at("/recovery/secret")
    window.page.locator("#subscriber").focus()
    window.page.keyboard.type(HELENE.identifier["subscriber"])
    window.types("Enter").arrives_at("/recovery/secret/code")
    window.page.locator("#code").focus()
    window.page.keyboard.type(inbox.code(HELENE.sms))
    window.types("Enter").arrives_at("/requests/*")
    window.tabs_to("Envoyer le code").types("Enter")
    window.reads("Un e-mail avec un code")
    window.page.locator("#code").focus()
    window.page.keyboard.type(inbox.code(HELENE.email))
    window.types("Enter").arrives_at("/recovery/*/secret")
    window.page.locator("#secret").focus()
    window.page.keyboard.type(NEW_PASSWORD)
    window.page.locator("#secret_again").focus()
    window.page.keyboard.type(NEW_PASSWORD)
    window.types("Enter").reads("Vous pouvez vous connecter avec lui")
    window.tabs_to("Me connecter").types("Enter").arrives_at("/sign-in")
    types_identifier(window, HELENE.identifier)
    window.fills("Votre mot de passe", NEW_PASSWORD).presses("Continuer").arrives_at("/requests/*")
    window.page.locator("#code").fill(totp_of(window, HELENE))
    window.types("Enter").arrives_at("/accounts")


def test_co5_sabine_has_a_new_code_sent_to_idris(open_window: OpenWindow, inbox: Inbox) -> None:
    """CO5: signed with her card; he alone receives it, and changes it by keyboard, without scripts, on 360 points."""
    window = open_window("cooperative")
    signs_in(window, SABINE, inbox).goes_to("/security").follows("Les utilisateurs de l'entreprise")
    window.arrives_at("/company/users").reads("Idris Konaté").fits().is_accessible().picture("9-users")
    inbox.empty()
    window.presses("Nouveau code pour Idris Konaté").arrives_at("/requests/*").reads("Idris Konaté", "temporaire")
    window.fits().is_accessible().picture("9-users-approve")
    (reference,) = figures(window)
    code = computes(open_window(""), SABINE, mode="respond", challenge=reference)
    gives(window, code, "Confirmer avec ce code").reads("C'est fait")
    found = re.search(r"(?<!\d)\d{6}(?!\d)", inbox.read(IDRIS.sms).text)
    assert found is not None
    window.shows_nothing_of(found[0])
    assert "Sabine Rocher" in inbox.read(IDRIS.email).text

    his = open_window("cooperative", scripts=False, width=360, height=740)
    first_step(his, IDRIS, secret=found[0]).arrives_at("/requests/*").fits()
    gives(his, computes(open_window("", scripts=False), IDRIS), "Se connecter avec ce code")
    his.arrives_at("/requests/*/secret").fits()
    for label in ("Nouveau code secret", "Le même code, une seconde fois"):
        his.tabs_to(label).page.keyboard.type(NEW_CODE)
    his.types("Enter").arrives_at("/accounts")
