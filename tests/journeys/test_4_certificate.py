"""CO4: the certificate of a USB token, in Chromium's own store: coming in, signing an order, being refused."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from parvis.demo.authority import DOOR, Authority
from parvis.demo.furnish import identity
from parvis.demo.stories.cooperative import IDRIS, SABINE
from parvis.factors.certificate.trust import DEMO_FOLDER
from tests.chromium import start
from tests.journeys.bank import Bank, free_port
from tests.journeys.browser import Window, open_window
from tests.journeys.money import balance_of, checks, iban_of, sends, writes_to_somebody

HOST = "certificat.cooperative.localhost"
POLICIES = Path("/etc/chromium/policies/managed")


def _secret() -> Path:
    path = Path(tempfile.mkdtemp()) / "proxy.secret"
    path.write_text("of the door and of the program, in these journeys\n")
    return path


SETTINGS = {
    "certificate_proxy": "127.0.0.1", "certificate_proxy_secret_file": _secret(), "certificate_port": free_port(),
}  # fmt: skip

pytestmark = pytest.mark.skipif(
    not os.access(POLICIES.parents[2], os.W_OK), reason="the policies of Chromium, which choose for it, lie in /etc"
)
OpenOne = Callable[..., Window]


@pytest.fixture(scope="module")
def door(bank: Bank) -> Bank:
    """The bank with its own TLS door, as `make demo` has it."""
    now = bank.now()
    made = Authority.open(bank.settings, now).door((HOST, "localhost"), now)
    bank.settings = msgspec.structs.replace(bank.settings, certificate_door_file=made)
    bank.restart("certificate-door")
    return bank


@pytest.fixture(scope="module")
def with_certificate(chromium: Browser, door: Bank, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium that knows the demonstration's authority, has Sabine's certificate and presents it by itself."""
    home = tmp_path_factory.mktemp("home")
    store, folder = home / ".pki" / "nssdb", door.settings.keys_dir / DEMO_FOLDER
    store.mkdir(parents=True)
    bundle = folder / f"{identity('cooperative', SABINE)}.p12"
    for command in (
        ["certutil", "-d", f"sql:{store}", "-N", "--empty-password"],
        ["certutil", "-d", f"sql:{store}", "-A", "-n", "demo", "-t", "C,,", "-i", str(folder / "demo.authority.pem")],
        ["pk12util", "-d", f"sql:{store}", "-i", str(bundle), "-W", SABINE.certificate_pin],
    ):
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "HOME": str(home)})
    chosen = {"pattern": f"https://{HOST}:{door.settings.certificate_port}", "filter": {}}
    policy = POLICIES / f"parvis-{os.getpid()}.json"
    POLICIES.mkdir(parents=True, exist_ok=True)
    policy.write_text(json.dumps({"AutoSelectCertificateForUrls": [json.dumps(chosen)]}))
    try:
        browser = start(chromium.browser_type, whole=True, env={**os.environ, "HOME": str(home)})
        yield browser
        browser.close()
    finally:
        policy.unlink()


@pytest.fixture
def open_one(with_certificate: Browser, door: Bank) -> Iterator[OpenOne]:
    opened: list[Window] = []

    def open_(slug: str = "cooperative", **how: object) -> Window:
        opened.append(open_window(with_certificate, door, slug, **how))  # type: ignore[arg-type]
        return opened[-1]

    yield open_
    for window in opened:
        window.closes()


def comes_in(window: Window) -> Window:
    """« Détecter », then « Entrer »: nothing is typed."""
    window.goes_to("/sign-in").follows("Détecter mon certificat").arrives_at("/sign-in/certificate/return")
    window.reads("Certificat reconnu", SABINE.name)
    return window.presses("Entrer").arrives_at("/accounts")


def asks(window: Window, amount: str) -> Window:
    """A transfer to the shop, to be approved with the certificate."""
    writes_to_somebody(window, iban_of(window.bank, IDRIS.accounts[0]), name=IDRIS.name, amount=amount)
    sends(checks(window))
    if not window.page.locator("input[type=file]").count():
        window.follows("Certificat sur clé USB")
    return window.reads("Signez avec votre certificat")


def order_of(window: Window, place: Path) -> Path:
    """The file that the page gives to sign."""
    with window.page.expect_download() as download:
        window.link("Enregistrer l'ordre à signer").click()
    saved = place / "ordre.json"
    download.value.save_as(saved)
    return saved


def signs(window: Window, order: Path, *, pin: str = SABINE.certificate_pin) -> Path:
    """With the simulated token, in a tab of that browser: read the order, type the PIN, take the signature."""
    token = Window(window.bank, window.page.context.new_page(), "")
    token.goes_to(f"/token?client={identity('cooperative', SABINE)}")
    token.field("L'ordre à signer").set_input_files(order)
    token.presses("Ouvrir cet ordre").reads("ce que vous allez signer", IDRIS.name)
    token.fits().is_accessible().picture("4-certificate-token")
    token.fills("Code PIN de la clé", "000000").presses("Signer cet ordre").reads("Ce code PIN n'est pas le bon")
    token.fills("Code PIN de la clé", pin)
    with token.page.expect_download() as download:
        token.button("Signer cet ordre").click()
    saved = order.with_suffix(".p7s")
    download.value.save_as(saved)
    token.page.close()
    return saved


def hands_in(window: Window, signature: Path) -> Window:
    window.field("Le fichier de signature (.p7s)").set_input_files(signature)
    return window.presses("Remettre la signature")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)])
def test_sabine_comes_in_and_signs_an_order(open_one: OpenOne, tmp_path: Path, scripts: bool, width: int) -> None:
    """CO4 : entrer sans rien taper, puis signer l'ordre lui-même ; scripts coupés et 360 points aussi."""
    window = open_one(scripts=scripts, width=width)
    window.goes_to("/sign-in").reads("certificat sur clé USB").fits()
    window.follows("Détecter mon certificat").arrives_at("/sign-in/certificate/return").fits()
    if scripts:
        window.is_accessible()
    window.picture(f"4-certificate-found-{width}")
    comes_in(window)
    before = balance_of(window.bank, IDRIS.accounts[0])
    asks(window, "125,40").fits().picture(f"4-certificate-order-{width}")
    if scripts:
        window.is_accessible()
    order = order_of(window, tmp_path)
    assert json.loads(order.read_bytes())["facts"]["amount"] == 125_40

    hands_in(window, order).reads("n'est pas une signature CMS")
    assert window.status == 422
    if scripts:
        window.is_accessible()
    (tmp_path / "other.json").write_bytes(order.read_bytes().replace(b"12540", b"92540"))
    hands_in(window, signs_elsewhere(window, tmp_path / "other.json")).reads("celle d'un autre fichier")
    assert balance_of(window.bank, IDRIS.accounts[0]) == before

    # The token's software is another program: it has scripts, whatever the client's browser does.
    hands_in(window, signs(open_one(), order)).reads("125,40 €")
    assert balance_of(window.bank, IDRIS.accounts[0]) == before + 125_40
    window.picture(f"4-certificate-done-{width}")


def signs_elsewhere(window: Window, order: Path) -> Path:
    """The same token, signing something else behind its owner's back."""
    from parvis.demo.token.device import Token

    token = Token(window.bank.settings, identity("cooperative", SABINE))
    signed = token.signs(order.read_bytes(), SABINE.certificate_pin, window.bank.now())
    assert signed is not None
    path = order.with_suffix(".p7s")
    path.write_bytes(signed)
    return path


def test_a_revoked_certificate_opens_nothing(open_one: OpenOne, door: Bank) -> None:
    """Révoqué par la liste : dit en clair, sur place, avec quoi faire ; et bon de nouveau quand la liste l'est."""
    from cryptography import x509

    authority = Authority.open(door.settings, door.now())
    pem = (authority.folder / f"{identity('cooperative', SABINE)}.pem").read_bytes()
    try:
        authority.lists(door.now(), x509.load_pem_x509_certificate(pem).serial_number)
        window = open_one()
        window.goes_to("/sign-in").follows("Détecter mon certificat").arrives_at("/sign-in/certificate/return")
        window.reads("Ce certificat n'ouvre pas l'accès", "a été révoqué").is_accessible().fits()
        window.picture("4-certificate-revoked")
        assert window.status == 422
    finally:
        authority.lists(door.now())
    comes_in(open_one())


def test_with_the_keyboard_alone(open_one: OpenOne) -> None:
    window = open_one()
    window.goes_to("/sign-in").tabs_to("Détecter mon certificat").types("Enter")
    window.arrives_at("/sign-in/certificate/return").tabs_to("Entrer").types("Enter")
    window.arrives_at("/accounts")


def test_a_browser_without_a_certificate_is_told_what_to_do(chromium: Browser, door: Bank) -> None:
    """Sans certificat : la phrase dit d'insérer la clé et de fermer le navigateur ; l'autre chemin reste à un pas."""
    context = chromium.new_context(locale="fr-FR", ignore_https_errors=True)
    window = Window(door, context.new_page(), "cooperative")
    window.goes_to("/sign-in").follows("Détecter mon certificat").arrives_at("/sign-in/certificate/return")
    window.reads("n'a présenté aucun certificat", "Insérez la clé").is_accessible()
    window.follows("Revenir à la connexion").arrives_at("/sign-in")
    window.closes()
    assert (door.settings.keys_dir / DEMO_FOLDER / DOOR).is_file()
