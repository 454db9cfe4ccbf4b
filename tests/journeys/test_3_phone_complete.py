"""Line 3, whole: alerts, a forgotten code, biometrics, the client space on the phone itself, reasons to refuse."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from parvis.demo.stories.epargne import INES, LUCAS
from tests.journeys.bank import Bank
from tests.journeys.browser import Window
from tests.journeys.browser import open_window as a_window
from tests.journeys.inbox import Inbox
from tests.journeys.money import checks, iban_of, sends, writes_to_somebody
from tests.journeys.pages import asks_for_a_code, first_step, signs_in, types_on_keypad, types_sent_code
from tests.journeys.phone import CODE, answers_number, approves, links, number_of, opens, types_digits
from tests.outbox.push_service import PushService, push_service

NEW_CODE = "6183"

# Debian's Chromium has no push service to ask: the subscription alone is replaced. What it receives is real.
SUBSCRIBED = """
(() => {
  const given = %s;
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = (text) => Uint8Array.from(plain(text), (one) => one.charCodeAt(0)).buffer;
  let made = null;
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly) throw new DOMException("not visible", "NotAllowedError");
    const unsubscribe = async () => { made = null; return true; };
    made = { endpoint: given.endpoint, options, unsubscribe, getKey: (name) => bytes(given[name]) };
    return made;
  };
  PushManager.prototype.getSubscription = async () => made;
})();
"""


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    """A push service in a thread of its own: Playwright has this one."""
    found: list[PushService] = []
    ready = threading.Event()
    over: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        async with push_service() as listening:
            found.append(listening)
            over.append((asyncio.get_running_loop(), asyncio.Event()))
            ready.set()
            await over[0][1].wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield found[0]
    over[0][0].call_soon_threadsafe(over[0][1].set)
    thread.join(5)


@pytest.fixture(scope="module")
def at_home(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Window]:
    window = a_window(chromium, bank, "epargne")
    signs_in(window, INES, inbox)
    yield window
    window.closes()


@pytest.fixture(scope="module")
def phone(
    whole_chromium: Browser, bank: Bank, inbox: Inbox, at_home: Window, service: PushService
) -> Iterator[Window]:
    """Inès's phone, which approves; its browser may notify, and has a finger to verify."""
    window = a_window(whole_chromium, bank, "epargne", width=390, height=844)
    window.page.context.add_init_script(SUBSCRIBED % json.dumps(service.subscription))
    window.page.context.grant_permissions(["notifications"], origin=bank.address("epargne", "").rstrip("/"))
    links(at_home, window.goes_to("/phone/"), INES, inbox)
    yield window
    window.closes()


def pushed(service: PushService, count: int) -> dict[str, Any]:
    """The newest of so many messages, decrypted by the browser's own keys."""
    until = time.monotonic() + 15
    while len(service.pushed) < count and time.monotonic() < until:
        time.sleep(0.1)
    assert len(service.pushed) == count
    return service.pushed[-1].told


def delivers(phone: Window, bank: Bank, data: str) -> list[dict[str, Any]]:
    """Hand a message to the app's worker as the browser would; the notices that it then shows."""
    cdp: CDPSession = phone.page.context.new_cdp_session(phone.page)
    found: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(
            one["registrationId"] for one in event["registrations"] if "/phone/" in one["scopeURL"]
        ),
    )
    cdp.send("ServiceWorker.enable")
    phone.page.wait_for_timeout(300)
    origin = bank.address("epargne", "/")
    cdp.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[-1], "data": data})
    phone.page.wait_for_timeout(500)
    cdp.detach()
    shown: list[dict[str, Any]] = phone.page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration("/phone/");
          const shown = await registration.getNotifications();
          return shown.map(({ title, body, data }) => ({ title, body, data }));
        }"""
    )
    return shown


def gives_pushes_another_address(phone: Window, bank: Bank, subscription: dict[str, str]) -> None:
    """The browser does that by itself; the worker tells the server, signed by the phone's key, with the app closed."""
    before = bank.value("select encode(address, 'hex') from push_subscription")
    phone.page.goto("about:blank")
    (worker,) = phone.page.context.service_workers
    worker.evaluate(SUBSCRIBED % json.dumps(subscription))
    worker.evaluate(
        """async () => {
          const event = new ExtendableEvent("pushsubscriptionchange");
          const done = [];
          Object.defineProperty(event, "waitUntil", { value: (work) => done.push(work) });
          self.dispatchEvent(event);
          await Promise.all(done);
        }"""
    )
    assert bank.value("select encode(address, 'hex') from push_subscription") not in (None, before)


def test_an_alert_says_that_something_waits_and_nothing_more(
    phone: Window, bank: Bank, chromium: Browser, service: PushService
) -> None:
    """DR4, EP3, RTS-5.2 : une phrase avant la question du navigateur ; le message déchiffré, puis reçu par Chromium."""
    phone.presses("Ce téléphone").presses("Alertes sur ce téléphone")
    phone.reads("Être averti sur ce téléphone ?", "Une demande vous attend", "Jamais de montant ni de nom")
    phone.is_accessible().fits().picture("3-notices")
    phone.presses("Oui, m'avertir").reads("Empreinte").presses("Retour").reads("Vos demandes")
    assert bank.value("select count(*) from push_subscription") == 1

    elsewhere = a_window(chromium, bank, "epargne")
    first_step(elsewhere, INES).arrives_at("/requests/*").reads("Approuvez sur votre téléphone")
    number = number_of(elsewhere)
    told = pushed(service, 1)
    assert told["body"] == "Une demande vous attend. Ouvrez l’application pour la lire."
    assert set(told) == {"title", "body", "request"} and number not in told["body"]
    assert elsewhere.path.endswith(told["request"])
    (notice,) = delivers(phone, bank, json.dumps(told))
    assert (notice["title"], notice["body"]) == (told["title"], told["body"])
    assert notice["data"]["request"] == told["request"]

    gives_pushes_another_address(phone, bank, service.subscription)
    phone.page.goto(bank.address("epargne", f"/phone/#request={told['request']}"))
    phone.reads("Quelqu'un au téléphone vous demande d'approuver ?")
    approves(phone, number=number)
    elsewhere.arrives_at("/accounts")
    elsewhere.closes()
    phone.presses("Terminé").presses("Ce téléphone").presses("Alertes sur ce téléphone").presses("Ne plus m'avertir")
    phone.reads("Empreinte").presses("Retour").reads("Rien n'attend votre accord")
    assert bank.value("select count(*) from push_subscription") == 0


def test_a_push_service_that_says_nothing_leaves_nobody_waiting(phone: Window) -> None:
    """Behind some networks, neither Firefox nor Chromium ever says that it cannot subscribe."""
    phone.page.evaluate(
        """() => {
          window.before = PushManager.prototype.subscribe;
          PushManager.prototype.subscribe = () => new Promise(() => {});
        }"""
    )
    phone.presses("Ce téléphone").presses("Alertes sur ce téléphone").presses("Oui, m'avertir").reads("Un instant")
    phone.page.wait_for_selector("text=n’a pas pu s’inscrire aux alertes", timeout=20_000)
    phone.page.evaluate("() => { PushManager.prototype.subscribe = window.before; }")
    phone.presses("Pas maintenant").reads("Empreinte").presses("Retour").reads("Rien n'attend votre accord")


def test_the_client_space_opens_on_the_phone_itself(phone: Window, bank: Bank) -> None:
    """DR3 : sans identifiant, avec le seul code du téléphone, dans le navigateur de l'application."""
    phone.presses("Ouvrir mon espace client").reads("Connexion").is_accessible()
    phone.presses("Approuver…")
    types_digits(phone.reads("Votre code à 4 chiffres"), CODE)
    phone.arrives_at("/accounts").fits()
    session = bank.rows("select means, strong from session order by opened_at desc limit 1")
    assert session == [{"means": "phone", "strong": True}]
    phone.goes_to("/phone/").reads("Vos demandes")


def test_a_refusal_says_why(phone: Window, at_home: Window, bank: Bank) -> None:
    """EP3 : refuser est aussi simple, et dit la raison."""
    at_home.goes_to("/accounts")
    iban = iban_of(bank, LUCAS.accounts[0])
    sends(checks(writes_to_somebody(at_home, iban, name="Lucas", amount="12,00")))
    phone.reads("12,00")
    opens(phone, "12,00").presses("Ce n'est pas moi")
    phone.reads("Refuser : le montant est faux", "Refuser : ce n'est pas le bon destinataire").is_accessible()
    phone.presses("Refuser : le montant est faux").reads("C'est refusé", "bon montant").presses("Terminé")
    because = bank.value("select because from request where operation = 'transfer' order by opened_at desc limit 1")
    assert because == "wrong_amount"


def test_a_finger_takes_the_place_of_the_code(phone: Window, bank: Bank, chromium: Browser) -> None:
    """DR3, EP1 : activé par le code, depuis le menu de l'application ; la clé du téléphone signe toujours."""
    cdp = phone.page.context.new_cdp_session(phone.page)
    cdp.send("WebAuthn.enable", {"enableUI": False})
    made = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }},
    )  # fmt: skip
    phone.goes_to("/phone/").reads("Vos demandes")
    phone.page.evaluate(
        "PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable ="
        " () => new Promise((done) => setTimeout(done, 400, true))"
    )
    phone.presses("Ce téléphone").presses("Est-ce vous qui m'appelez ?").reads("Non. Raccrochez.")
    phone.page.wait_for_timeout(600)
    phone.reads("Non. Raccrochez.").presses("Retour").reads("Vos demandes")  # What comes late replaces nothing.
    phone.presses("Ce téléphone").presses("Empreinte ou visage")
    phone.reads("ne quitte jamais le téléphone").is_accessible().fits().picture("3-finger")
    phone.presses("Utiliser l'empreinte ou le visage").reads("Avec votre empreinte ou votre visage")
    phone.presses("Approuver…")
    types_digits(phone.reads("Votre code à 4 chiffres"), CODE)
    phone.reads("C'est approuvé").presses("Terminé").reads("Vos demandes")

    elsewhere = a_window(chromium, bank, "epargne")
    first_step(elsewhere, INES).arrives_at("/requests/*").reads("Approuvez sur votre téléphone")
    opens(phone, "Connexion").presses("Approuver…")
    answers_number(phone, number_of(elsewhere)).reads("C'est approuvé")
    elsewhere.arrives_at("/accounts")
    phone.presses("Terminé")

    # Turned down, the code still serves.
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": False})
    phone.presses("Ouvrir mon espace client").reads("Connexion").presses("Approuver…")
    types_digits(phone.reads("Votre code à 4 chiffres"), CODE)
    phone.arrives_at("/accounts")
    elsewhere.closes()


def test_the_phone_says_what_happened_to_it(phone: Window, at_home: Window, bank: Bank, inbox: Inbox) -> None:
    """Renommé, suspendu, remis en service dans l'espace client : l'application le dit d'elle-même."""
    phone.goes_to("/phone/").reads("Vos demandes")
    manages = at_home.goes_to("/security/means").page.get_by_role("link", name="Votre téléphone").first
    manages.click()
    at_home.arrives_at("/security/means/*").reads("Suspendre")
    at_home.page.locator("input[name=name]").fill("Téléphone d'Inès")
    at_home.presses("Enregistrer le nom").reads("Le nom est enregistré")
    phone.presses("Ce téléphone").reads("Téléphone d'Inès").presses("Retour")
    at_home.goes_to("/security/means").page.get_by_role("link", name="Votre téléphone").first.click()
    at_home.arrives_at("/security/means/*").presses("Suspendre")
    phone.reads("Ce téléphone est suspendu", "Reprenez-le dans votre espace client").is_accessible()
    phone.picture("3-suspended")
    bank.value("update authenticator set state = 'active' where kind = 'phone' and state = 'suspended' returning 1")
    phone.reloads().reads("Vos demandes")


def test_a_forgotten_code_is_renewed_and_the_old_one_dies(
    phone: Window, bank: Bank, inbox: Inbox, chromium: Browser
) -> None:
    """EP5, PITFALL 16 : un nouveau code sur le téléphone, sous ce que demande une connexion ; l'ancien ne sert plus."""
    inbox.empty()
    phone.goes_to("/phone/").reads("Vos demandes").presses("Ce téléphone").presses("Choisir un nouveau code")
    phone.reads("Code oublié ?", "l'ancien ne sert plus").is_accessible().fits().picture("3-renew")
    phone.presses("Choisir un nouveau code")
    types_digits(phone.reads("Choisissez un code à 4 chiffres"), NEW_CODE)
    types_digits(phone.reads("Saisissez-le une seconde fois"), NEW_CODE)
    phone.arrives_at("/requests/*").reads("Le code à 4 chiffres", "L'ancien code ne servira plus")
    phone.is_accessible().fits()
    phone.picture("3-renew-proves")
    types_on_keypad(phone, INES.secret).presses("Valider")
    asks_for_a_code(phone)
    types_sent_code(phone, inbox.code(INES.sms)).reads("C'est fait")
    phone.follows("Continuer")
    phone.reads("Votre nouveau code est en service").is_accessible().picture("3-renewed")
    for address in (INES.sms, INES.email):
        assert "code" in inbox.read(address).text
    phone.presses("Aller à l'accueil").reads("Vos demandes").presses("Ouvrir mon espace client").presses("Approuver…")
    types_digits(phone.reads("Votre code à 4 chiffres"), CODE)
    phone.reads("Cela ne correspond pas")
    types_digits(phone.reads("Votre code à 4 chiffres"), NEW_CODE)
    phone.arrives_at("/accounts")
