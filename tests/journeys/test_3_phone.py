"""Line 3: a second window becomes the phone, and approves or refuses what is asked in the first."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Request, expect

from parvis.demo.stories.deuxrives import CAMILLE
from parvis.demo.stories.epargne import INES, LUCAS
from parvis.factors.picture import qr
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.browser import open_window as a_window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import checks, iban_of, in_groups, sends, writes_to_somebody
from tests.journeys.pages import asks_for_a_code, first_step, signs_in, types_sent_code
from tests.journeys.phone import (
    CODE,
    a_phone,
    activation_code,
    answers_number,
    approves,
    approves_with_code_and_sms,
    asks_to_link,
    chooses,
    confirms,
    links,
    number_of,
    opens,
    types_digits,
)

SOON_SECONDS = 5.0  # A second is promised; a loaded machine is given five.
TRIVIAL = ("0000", "1234", "9876", "2580", "1984", "4545")
LUCAS_CODE = "8305"

# Firefox asks its owner whether a site may keep what it stores, and answers the page when they have answered.
ASKS_TO_KEEP = "navigator.storage.persist = () => new Promise(() => {});"
# What the browsers of an iPhone, and they alone, say of a page that was not opened from the home screen.
OF_AN_IPHONE = "Object.defineProperty(navigator, 'standalone', { value: false });"


class Linked(NamedTuple):
    """Somebody's client space and the phone that approves for it."""

    at_home: Window
    phone: Window


@pytest.fixture
def ines(linked: Linked) -> Linked:
    """Inès with her app open on its list, whatever the story before left on the screen."""
    linked.phone.goes_to("/phone/").reads("Vos demandes")
    return linked


@pytest.fixture(scope="module")
def linked(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Linked]:
    """Inès, signed in at home, and her phone: all stories of this module that need one go on with them."""
    at_home = a_window(chromium, bank, "epargne")
    phone = a_window(chromium, bank, "epargne", width=390, height=844).goes_to("/phone/")
    signs_in(at_home, INES, inbox)
    links(at_home, phone, INES, inbox)
    yield Linked(at_home, phone)
    at_home.closes()
    phone.closes()


@pytest.fixture(scope="module")
def lucas(chromium: Browser, bank: Bank) -> Iterator[Linked]:
    """Lucas, who has no phone yet: the first story links it, the last ones block it."""
    at_home = a_window(chromium, bank, "epargne")
    phone = a_window(chromium, bank, "epargne", width=390, height=844)
    phone.page.context.add_init_script(ASKS_TO_KEEP)
    yield Linked(at_home, phone)
    at_home.closes()
    phone.closes()


def test_a_phone_is_linked_by_its_qr_code(lucas: Linked, bank: Bank, inbox: Inbox) -> None:
    """EP1, EP4, RTS-24.2b, RTS-6-9, CNIL-PIN : Lucas scanne, choisit quatre chiffres, compare, et approuve l'ajout."""
    at_home, phone = lucas
    signs_in(at_home, LUCAS, inbox)
    inbox.empty()
    at_home.goes_to("/security/means").reads("Mes moyens d'authentification", "Code secret").is_accessible()
    at_home.picture("3-means")
    asks_to_link(at_home, "Téléphone de Lucas")
    at_home.reads("Avec l'appareil photo", "valable 10 minutes").is_accessible().picture("3-enrollment")
    link = bank.address("epargne", f"/phone/#activate={activation_code(at_home).replace('-', '')}")
    picture = at_home.page.get_by_role("img", name=re.compile("^QR code"))
    assert picture.get_attribute("src") == qr(link), "the QR code does not hold the link"
    assert picture.evaluate("(one) => one.naturalWidth") > 0, "the QR code does not show"

    sent: list[Request] = []
    phone.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    phone.page.goto(link)
    phone.reads("Choisissez un code à 4 chiffres").is_accessible().picture("3-phone-choose")
    assert phone.page.evaluate("location.hash") == "", "the activation code stays in the address"
    for code in TRIVIAL:
        types_digits(phone, code).reads("Ce code est parmi les premiers qu'un voleur essaierait")
    phone.picture("3-phone-trivial")
    types_digits(phone, LUCAS_CODE).reads("Saisissez-le une seconde fois")
    types_digits(phone, "8306").reads("Les deux codes ne sont pas les mêmes").is_accessible()
    at_home.page.evaluate("window.isTheSamePage = true")
    fingerprint = chooses(phone, LUCAS_CODE)
    phone.is_accessible().picture("3-phone-pending")

    at_home.reads("Votre téléphone a répondu", fingerprint, "arrêtez-vous là").is_accessible()
    assert at_home.page.evaluate("window.isTheSamePage") is None, "the page did not move on"
    at_home.picture("3-compare")
    confirms(at_home, fingerprint).reads("Votre code secret").is_accessible().picture("3-approve-link")
    assert phone_states(bank, "Lucas") == ["pending"]
    approves_with_code_and_sms(at_home, LUCAS, inbox).reads("C'est fait").is_accessible()
    phone.reads("Ce téléphone est prêt").is_accessible().picture("3-phone-ready")
    phone.presses("Aller à l'accueil").reads("Rien n'attend votre accord").is_accessible()
    assert phone_states(bank, "Lucas") == ["active"]
    mail = inbox.read(LUCAS.email)
    assert "Un moyen d'authentification vient d'être ajouté" in plain(mail.text)
    assert "un moyen d'authentification a été ajouté" in plain(inbox.read(LUCAS.sms).text)
    the_code_is_nowhere(phone, bank, sent, LUCAS_CODE)


def test_on_an_iphone_the_app_is_added_to_the_home_screen_before_it_has_keys(open_window: OpenWindow) -> None:
    """Its browsers clear what a site keeps after seven days without a visit, and an added app begins with nothing."""
    phone = open_window("epargne", width=390, height=844)
    phone.page.context.add_init_script(OF_AN_IPHONE)
    phone.goes_to("/phone/#activate=BCDFG-HJKMP").reads("Ajoutez d'abord l'application", "sept jours", "BCDFG-HJKMP")
    phone.is_accessible().fits().picture("3-phone-iphone")
    phone.presses("Continuer sans l'ajouter").reads("Choisissez un code à 4 chiffres")
    phone.goes_to("/phone/").reads("Ajoutez d'abord l'application").presses("Continuer sans l'ajouter")
    phone.reads("Activer ce téléphone")


def phone_states(bank: Bank, given_name: str) -> list[str]:
    """In which state each phone of that client is."""
    rows = bank.rows(
        """
        select state from authenticator join client on client.id = client_id
        where kind = 'phone' and given_name = $1 order by authenticator.created_at
        """,
        given_name,
    )
    return [row["state"] for row in rows]


RECORD = """async () => {
    const opened = (ask) => new Promise((yes, no) => { ask.onsuccess = () => yes(ask.result); ask.onerror = no; });
    const database = await opened(indexedDB.open("parvis-phone"));
    const record = await opened(database.transaction("phone").objectStore("phone").get("this"));
    database.close();
    const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
    const exported = async (key) => {
        try { await crypto.subtle.exportKey(key.type === "private" ? "pkcs8" : "raw", key); return true; }
        catch { return false; }
    };
    return {
        fields: Object.keys(record).sort(), databases: (await indexedDB.databases()).length,
        name: record.name, fingerprint: record.fingerprint, salt: hex(record.salt), masked: hex(record.masked),
        keysCanLeave: await exported(record.key) || await exported(record.offlineKey),
        elsewhere: JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href]),
    };
}"""


def the_code_is_nowhere(phone: Window, bank: Bank, sent: list[Request], code: str) -> None:
    """EP4: neither the four digits nor anything made of them alone, on the phone, on the way, or at the bank."""
    kept: dict[str, Any] = phone.page.evaluate(RECORD)
    fields = ["authenticatorId", "fingerprint", "key", "masked", "name", "offlineKey", "salt", "serverKey"]
    assert kept["fields"] == fields
    assert kept["databases"] == 1
    assert not kept["keysCanLeave"]
    (enrolment,) = [json.loads(one.post_data or "{}") for one in sent if one.url.endswith("/enrolments")]
    said: dict[str, str] = json.loads(enrolment["message"])
    assert sorted(said) == ["code", "d", "k", "public_key", "type", "v"]  # `code` is the activation code.
    assert said["code"] != code
    digests = [hashlib.new(name, code.encode()).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")]
    stretched = hashlib.pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(kept["salt"]), 600_000).hex()
    on_the_way = " ".join(f"{one.url} {one.post_data} {one.headers}" for one in sent)
    at_the_bank = " ".join(
        str(row)
        for table in ("authenticator", "challenge", "proof", "request", "journal", "outbox", "lock_counter")
        for row in bank.rows(f"select to_jsonb({table})::text as row from {table}")
    )
    for place, text in {"phone": str(kept), "way": on_the_way, "bank": at_the_bank, "log": bank.log("serve")}.items():
        for made in (*digests, stretched):
            assert made not in text, f"something made of the code is on the {place}"
        assert f'"{code}"' not in text, f"the code is on the {place}"
        assert f"'{code}'" not in text, f"the code is on the {place}"
    for secret in (said["k"], said["d"]):
        assert secret not in f"{kept} {at_the_bank} {bank.log('serve')}", "a key lies in clear"


def test_the_app_can_be_installed_and_opens_without_network(ines: Linked) -> None:
    """EP1 : manifeste et service worker ; hors ligne, l'application s'ouvre et dit ce qu'elle ne peut pas faire."""
    phone = ines.phone
    phone.goes_to("/phone/").reads("Rien n'attend votre accord")
    cdp = phone.page.context.new_cdp_session(phone.page)
    read = cdp.send("Page.getAppManifest")
    manifest = json.loads(read["data"])
    assert read["errors"] == []
    assert "Épargne de l'Estuaire" in plain(manifest["name"])
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/phone/", "/phone/", "standalone")
    found = {one["errorId"] for one in cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert found <= {"in-incognito"}, found  # Tests run in a private window; nothing else is missing.
    assert phone.page.evaluate("navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)") == "/phone/"

    phone.page.context.set_offline(True)
    phone.reads("Pas de réseau", "Ce qui attend ne peut pas être montré").reloads()
    phone.reads("Pas de réseau", "Ce qui attend ne peut pas être montré").is_accessible().picture("3-phone-offline")
    phone.presses("Ce téléphone").reads("Téléphone", "Empreinte").presses("Retour")
    phone.page.context.set_offline(False)
    phone.reads("Rien n'attend votre accord").does_not_read("Pas de réseau")


def test_a_sign_in_is_approved_with_the_number_that_the_page_shows(
    ines: Linked, bank: Bank, open_window: OpenWindow
) -> None:
    """EP3, ASVS-6.6.4, PITFALL 11 : mauvais nombre refusé ; le bon ouvre, et la page avance d'elle-même."""
    elsewhere, phone = open_window("epargne"), ines.phone
    first_step(elsewhere, INES).arrives_at("/requests/*")
    elsewhere.reads("Approuvez sur votre téléphone", "En attente de votre réponse").is_accessible().picture("3-wait")
    elsewhere.page.wait_for_timeout(200)
    elsewhere.does_not_read("Rien n'arrive ?")
    number = number_of(elsewhere)
    phone.reads("Connexion", "À approuver sous 15 minutes").is_accessible().picture("3-phone-list")
    opens(phone, "Connexion").reads("Votre espace Épargne de l'Estuaire", "Chrome")
    assert number not in phone.page.locator("dd").all_inner_texts(), "the phone is told the number"
    phone.is_accessible().picture("3-phone-sign-in").presses("Approuver…")
    phone.reads("Quel nombre affiche votre ordinateur ?").is_accessible().picture("3-phone-number")
    answers_number(phone, f"{(int(number) + 1) % 100:02}")
    types_digits(phone.reads("Votre code à 4 chiffres"), CODE)
    phone.reads("Cela ne correspond pas", "Il vous reste 2 essais").is_accessible().picture("3-phone-wrong-number")
    elsewhere.reads("En attente de votre réponse")
    answers_number(phone, number)
    phone.reads("Votre code à 4 chiffres", "Pour approuver : Connexion").is_accessible().picture("3-phone-code")
    types_digits(phone, CODE).reads("C'est approuvé")
    answered = time.monotonic()
    elsewhere.arrives_at("/accounts")  # Nobody touched it.
    assert time.monotonic() - answered < SOON_SECONDS
    phone.is_accessible().picture("3-phone-accepted").presses("Terminé").reads("Rien n'attend votre accord")
    elsewhere.reads("Bonjour Inès")


def test_a_transfer_is_approved_with_amount_and_payee_on_the_phone(ines: Linked, bank: Bank) -> None:
    """RTS-5.1, X1 : le montant et le bénéficiaire sont lus sur le téléphone ; sans nombre, avec le code."""
    at_home, phone = ines
    to_lucas = iban_of(bank, LUCAS.accounts[0])
    sends(checks(writes_to_somebody(at_home, to_lucas, name="Lucas Fontaine", amount="250", label="Voile d'avant")))
    at_home.reads("250,00 €", "Lucas Fontaine", "Approuvez sur votre téléphone").is_accessible()
    at_home.picture("3-wait-transfer")
    phone.reads("Virement", "250,00 € · Lucas Fontaine").is_accessible()
    opens(phone, "Lucas Fontaine").reads("250,00 €", "Lucas Fontaine", in_groups(to_lucas), "Voile d'avant")
    phone.is_accessible().picture("3-phone-transfer").presses("Approuver…")
    phone.reads("Pour approuver : Virement · 250,00 € · Lucas Fontaine")
    types_digits(phone, CODE).reads("C'est approuvé", "250,00 €")
    answered = time.monotonic()
    at_home.reads("C'est fait")
    assert time.monotonic() - answered < SOON_SECONDS
    at_home.is_accessible().picture("3-transfer-done").follows("Continuer").reads("Virement exécuté", "250,00 €")
    phone.presses("Terminé").reads("Rien n'attend votre accord")


def test_a_refusal_is_as_easy_and_final(ines: Linked, bank: Bank) -> None:
    """EP3, PITFALL 12 : refusé sans code ; l'écran le dit, et rien ne part, même en approuvant ensuite."""
    at_home, phone = ines
    to_lucas = iban_of(bank, LUCAS.accounts[0])
    sends(checks(writes_to_somebody(at_home, to_lucas, name="Lucas Fontaine", amount="40")))
    opens(phone, "40,00 €").presses("Ce n'est pas moi").reads("Refuser cette demande ?").is_accessible()
    phone.picture("3-phone-refuse").presses("Refuser : j'ai changé d'avis").reads("C'est refusé").is_accessible()
    answered = time.monotonic()
    at_home.reads("Demande refusée", "Rien n'a été fait")
    assert time.monotonic() - answered < SOON_SECONDS
    at_home.is_accessible().picture("3-refused").reloads().reads("Demande refusée")
    phone.presses("Terminé").reads("Rien n'attend votre accord")
    at_home.goes_to("/transfers/history").reads("Refusé")


def test_somebody_else_signing_in_is_refused_and_told_everywhere(
    ines: Linked, inbox: Inbox, open_window: OpenWindow
) -> None:
    """PITFALL 11, DR8 : « Ce n'est pas moi » protège aussitôt : Inès et son conseiller sont prévenus, tout se ferme."""
    elsewhere, (at_home, phone) = open_window("epargne"), ines
    first_step(elsewhere, INES).arrives_at("/requests/*")
    inbox.empty()
    opens(phone, "Connexion").presses("Ce n'est pas moi").presses("Refuser : je n'ai rien demandé")
    phone.reads("C'est refusé, et c'est bien ainsi", "toutes ses sessions sont fermées", "Votre conseiller est prévenu")
    phone.is_accessible().picture("3-phone-not-me")
    elsewhere.reads("Demande refusée").is_accessible().picture("3-sign-in-refused")
    elsewhere.goes_to("/accounts").arrives_at("/sign-in")
    assert "une demande refusée sur votre téléphone" in plain(inbox.read(INES.sms).text)
    assert "Vous avez répondu « Ce n'est pas moi »" in plain(inbox.read(INES.email).text)
    phone.presses("Terminé").reads("Rien n'attend votre accord")
    first_step(at_home.goes_to("/accounts").arrives_at("/signed-out"), INES).arrives_at("/requests/*")
    approves(opens(phone, "Connexion"), number=number_of(at_home)).presses("Terminé")
    at_home.arrives_at("/accounts").goes_to("/security").follows("Signalée")
    at_home.reads("Votre espace est protégé", "référence").is_accessible().fits()


def test_with_scripts_off_the_browser_reloads(ines: Linked, open_window: OpenWindow) -> None:
    """X10 : sans scripts, la page dit de recharger, et le lien suffit."""
    elsewhere, phone = open_window("epargne", scripts=False), ines.phone
    first_step(elsewhere, INES).arrives_at("/requests/*").reads("rechargez cette page", "Rien n'arrive ?")
    elsewhere.does_not_read("Cette page avance toute seule").fits().picture("3-wait-no-scripts")
    elsewhere.follows("rechargez cette page").reads("rechargez cette page")
    number = number_of(elsewhere)
    approves(opens(phone, "Connexion"), number=number).presses("Terminé")
    elsewhere.follows("rechargez cette page").arrives_at("/accounts").reads("Bonjour Inès")


def test_the_phone_lists_what_waits_and_nothing_of_others(
    ines: Linked, lucas: Linked, bank: Bank, open_window: OpenWindow
) -> None:
    """ASVS-8.2.2, PITFALL 19 : deux demandes attendent chez Inès, aucune chez Lucas ; retirée, l'une s'efface."""
    at_home, phone = ines
    to_lucas = iban_of(bank, LUCAS.accounts[0])
    sends(checks(writes_to_somebody(at_home, to_lucas, name="Lucas Fontaine", amount="61,50")))
    hers = at_home.path
    elsewhere = open_window("epargne", width=360, height=740)
    first_step(elsewhere, INES).arrives_at("/requests/*").fits().is_accessible().picture("3-wait-360")
    phone.reads("61,50 € · Lucas Fontaine", "Connexion")
    phone.picture("3-phone-two")
    assert phone.page.locator(".app-row").count() == 2
    lucas.phone.reads("Rien n'attend votre accord").does_not_read("61,50")
    lucas.at_home.goes_to(hers)
    assert lucas.at_home.status == 404
    lucas.at_home.does_not_read("61,50").goes_to(f"{hers}/state")
    assert lucas.at_home.status == 404
    at_home.presses("Annuler la demande").reads("Demande annulée").is_accessible().picture("3-withdrawn")
    expect(phone.page.locator(".app-row")).to_have_count(1)
    elsewhere.presses("Annuler la demande").reads("Demande annulée")
    phone.reads("Rien n'attend votre accord")


def test_three_wrong_codes_block_the_phone_after_a_warning(
    lucas: Linked, bank: Bank, inbox: Inbox, open_window: OpenWindow
) -> None:
    """CNIL-PIN, RTS-4.3b, RTS-4.4 : deux essais, un dernier annoncé, puis le blocage ; l'accès reste, par SMS."""
    elsewhere, phone = open_window("epargne"), lucas.phone
    first_step(elsewhere, LUCAS).arrives_at("/requests/*")
    number = number_of(elsewhere)
    opens(phone, "Connexion").presses("Approuver…")
    for left in ("Il vous reste 2 essais", "Attention, dernier essai"):
        answers_number(phone, number)
        types_digits(phone.reads("Votre code à 4 chiffres"), "0146").reads(left)
    phone.is_accessible().picture("3-phone-last-try")
    answers_number(phone, number)
    phone.reads("Il vous reste un seul essai de code")
    types_digits(phone, "0146").reads("Ce téléphone est bloqué", "Vos autres moyens restent utilisables")
    phone.is_accessible().picture("3-phone-blocked")
    assert phone_states(bank, "Lucas") == ["blocked"]
    phone.presses("J'ai vu, revenir à l'accueil").reads("Ce téléphone est bloqué").is_accessible()
    phone.reloads().reads("Ce téléphone est bloqué")
    elsewhere.reloads().reads("Code par SMS").does_not_read("Approuvez sur votre téléphone").is_accessible()
    elsewhere.picture("3-wait-phone-blocked")
    asks_for_a_code(elsewhere)
    types_sent_code(elsewhere, inbox.code(LUCAS.sms)).arrives_at("/accounts")
    elsewhere.goes_to("/security/means").reads("Bloqué", "Ajoutez-le de nouveau").is_accessible()
    elsewhere.picture("3-means-blocked")


def test_deux_rives_lets_one_choose_between_phone_and_text_message(
    open_window: OpenWindow, inbox: Inbox, bank: Bank
) -> None:
    """DR2 : dans le doute, l'application d'abord, le SMS à un lien de là ; pris, il règle la demande du téléphone."""
    at_home, phone = open_window("deuxrives"), a_phone(open_window, "deuxrives")
    phone.reads("Activer ce téléphone").is_accessible().picture("3-app")
    phone.fills("Code d'activation", "BCDFG").presses("Continuer").reads("le code en compte dix")
    signs_in(at_home, CAMILLE, inbox)
    links(at_home, phone, CAMILLE, inbox)
    # PSR-4h : l'ajout est annoncé tout de suite et sert quatre heures plus tard.
    phone.reads("ce téléphone servira à partir de")
    at_home.goes_to("/security/means").reads("Pour vous protéger, il servira à partir de").is_accessible()
    bank.advance(hours=4, minutes=1)
    phone.reloads().reads("Rien n'attend votre accord").does_not_read("servira à partir de")
    elsewhere = open_window("deuxrives")
    first_step(elsewhere, CAMILLE).arrives_at("/requests/*").reads("Approuvez sur votre téléphone")
    phone.reads("Connexion")
    elsewhere.is_accessible().picture("3-push-or-sms").follows("Code par SMS").reads("06 •• •• •• 01")
    asks_for_a_code(elsewhere)
    types_sent_code(elsewhere, inbox.code(CAMILLE.sms)).arrives_at("/accounts")
    phone.reads("Rien n'attend votre accord")
