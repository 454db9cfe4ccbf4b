"""« Détecter »: to the dedicated host and back, behind a proxy that says its secret (PITFALL 15)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from parvis.app import create_app, make_here
from parvis.factors.certificate.wire import STATEMENT_LIFETIME, handle_of
from parvis.here import Here
from parvis.metrics import CERTIFICATES_IGNORED
from parvis.settings import Settings
from parvis.web.client_certificate import CERTIFICATE_HEADER, SECRET_HEADER
from tests.conftest import FakeClock
from tests.conventions.test_routes import WRITES, asked_of_the_database
from tests.factors.pki import Authority, new_key
from tests.gate.world import Person, a_person
from tests.hands.certificate import CertificateHand, authority
from tests.window import Window

PROXY, SECRET = "192.0.2.7", "a secret of the proxy and of nobody else"
MAIN, DEDICATED = "cooperative.localhost:8000", "certificat.cooperative.localhost"
HAND = CertificateHand(1)


@pytest.fixture
async def coop(settings: Settings, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Here]:
    """The program behind a proxy that passes certificates on."""
    secret = tmp_path / "proxy.secret"
    secret.write_text(SECRET + "\n")
    behind = msgspec.structs.replace(
        settings, certificate_proxy=PROXY, certificate_proxy_secret_file=secret
    )
    async with make_here(behind, clock=clock) as made:
        yield made


@pytest.fixture
async def sabine(coop: Here) -> Person:
    """A client whose token was bound by the agency."""
    person = await a_person(coop, "cooperative", identifier="40718265001")
    person.means["certificate"] = coop.new_id()
    async with coop.transaction() as tx:
        await tx.run(
            "insert into authenticator"
            " (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)"
            " values ($1, 'cooperative', $2, 'certificate', 'Ma clé', 'active', $3, $4, $5, $5)",
            person.means["certificate"], person.id,
            coop.keys.seal(HAND.material, purpose=f"authenticator:{person.means['certificate']}"), HAND.handle,
            coop.clock(),
        )
    return person


@asynccontextmanager
async def a_browser(here: Here) -> AsyncIterator[Window]:
    transport = httpx.ASGITransport(app=create_app(here.settings, here))
    async with httpx.AsyncClient(
        transport=transport, base_url=f"http://{MAIN}", follow_redirects=True,
        headers={"Origin": f"http://{MAIN}", "Accept-Language": "fr", "Accept": "text/html"},
    ) as browser:
        yield Window(browser)


async def detects(window: Window) -> str:
    """Press « Détecter »; the address of the dedicated host to which that leads."""
    page = await window.goes_to("/sign-in")
    link = re.search(r'href="(/sign-in/certificate/detection\?knock=[\w-]+)"', page)
    assert link is not None, page
    with asked_of_the_database() as asked:
        led = await window.browser.get(link[1], follow_redirects=False)
    assert led.status_code == 303
    assert not [sql for sql in asked if WRITES.search(sql)]
    address = led.headers["location"]
    assert address.startswith(f"https://{DEDICATED}/certificate?knock="), address
    return str(address)


async def passes(
    here: Here, address: str, *, certificate: x509.Certificate | bytes | None = HAND.certificate, secret: str = SECRET,
    proxy: str = PROXY, host: str = DEDICATED,
) -> httpx.Response:
    """What the proxy sends on after the TLS handshake."""
    pem = certificate.public_bytes(Encoding.PEM) if isinstance(certificate, x509.Certificate) else certificate or b""
    headers = {CERTIFICATE_HEADER: quote(pem), SECRET_HEADER: secret, "Host": host}
    transport = httpx.ASGITransport(app=create_app(here.settings, here), client=(proxy, 4711))
    parts = urlsplit(address)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        with asked_of_the_database() as asked:
            answer = await client.get(f"{parts.path}?{parts.query}", headers=headers)
    assert not [sql for sql in asked if WRITES.search(sql)]
    return answer


async def comes_back(window: Window, answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    back = answer.headers["location"]
    assert back.startswith(f"http://{MAIN}/sign-in/certificate/return?statement="), back
    with asked_of_the_database() as asked:
        page = await window.goes_to(back)
    assert not [sql for sql in asked if WRITES.search(sql)]
    return page


async def test_sabine_signs_in_with_her_token(coop: Here, sabine: Person) -> None:
    """CO4: from a browser never seen, and nothing typed."""
    async with a_browser(coop) as window:
        page = await comes_back(window, await passes(coop, await detects(window)))
        assert "Certificat reconnu" in page
        assert "Porteur 1" in page
        await window.submits("/sign-in/certificate")
        assert window.path == "/accounts", window.page


async def test_the_statement_serves_once_and_in_that_browser_only(coop: Here, sabine: Person, clock: FakeClock) -> None:
    async with a_browser(coop) as window, a_browser(coop) as other:
        answer = await passes(coop, await detects(window))
        page = await comes_back(other, answer)
        assert "dans un autre navigateur" in page
        assert other.status == 409
        await comes_back(window, answer)
        form = window.form("/sign-in/certificate")
        await window.sends("/sign-in/certificate", **form)
        assert window.path == "/accounts"
        await other.sends("/sign-in/certificate", **form)
        assert other.path == "/sign-in/certificate"
        assert other.status == 409, other.page

        answer = await passes(coop, await detects(other))
        await comes_back(other, answer)
        form = other.form("/sign-in/certificate")
        clock.advance(seconds=STATEMENT_LIFETIME.total_seconds())
        await other.sends("/sign-in/certificate", **form)
        assert other.status == 422


async def test_a_statement_for_one_form_does_not_open_another(coop: Here, sabine: Person) -> None:
    async with a_browser(coop) as window:
        await comes_back(window, await passes(coop, await detects(window)))
        first = window.form("/sign-in/certificate")
        await comes_back(window, await passes(coop, await detects(window)))
        second = window.form("/sign-in/certificate")
        await window.sends("/sign-in/certificate", door_token=second["door_token"], statement=first["statement"])
        assert window.status == 422


async def test_a_good_certificate_of_nobody_here(coop: Here, sabine: Person) -> None:
    """The same common name as hers, the same authority, and another number: it is recognised as nobody's."""
    twin = authority().issues("Porteur 1", key=new_key(), serial=77)
    assert handle_of(twin) != HAND.handle
    async with a_browser(coop) as window:
        await comes_back(window, await passes(coop, await detects(window), certificate=twin))
        await window.submits("/sign-in/certificate")
        assert window.status == 422
        assert window.path == "/sign-in/certificate"


async def test_the_same_number_and_another_key(coop: Here, sabine: Person) -> None:
    """An authority that gives a number twice does not open Sabine's access to somebody else."""
    twin = authority().issues("Porteur 1", key=new_key(), serial=HAND.certificate.serial_number)
    assert handle_of(twin) == HAND.handle
    async with a_browser(coop) as window:
        await comes_back(window, await passes(coop, await detects(window), certificate=twin))
        await window.submits("/sign-in/certificate")
        assert window.status == 422


@pytest.mark.parametrize(
    ("certificate", "sentence"),
    [
        (None, "n'a présenté aucun certificat"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ne peut pas être lu"),
        (b"x" * 50_000, "ne peut pas être lu"),
        (Authority().issues("Porteur 1", key=new_key()), "ne vient pas d'une autorité que nous acceptons"),
    ],
)
async def test_what_is_wrong_is_said_where_the_client_can_read_it(
    coop: Here, sabine: Person, certificate: x509.Certificate | bytes | None, sentence: str
) -> None:
    async with a_browser(coop) as window:
        page = await comes_back(window, await passes(coop, await detects(window), certificate=certificate))
        assert sentence in page
        assert "Certificat reconnu" not in page
        assert window.status == 422
        assert 'action="/sign-in/certificate"' not in page


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"proxy": "192.0.2.8"}, "another_address"),
        ({"proxy": "127.0.0.1"}, "another_address"),
        ({"secret": "another secret, as long as the right one"}, "wrong_secret"),
        ({"secret": ""}, "wrong_secret"),
    ],
)
async def test_pitfall_15_a_header_from_elsewhere_is_ignored_and_counted(
    coop: Here, sabine: Person, how: dict[str, str], why: str
) -> None:
    """Sabine's certificate is public; whoever sends it in a header has not opened a TLS session with it."""
    counter = CERTIFICATES_IGNORED.labels(why)
    before = counter._value.get()
    async with a_browser(coop) as window:
        page = await comes_back(window, await passes(coop, await detects(window), **how))
        assert "n'a pas été ouverte par le bon chemin" in page
    assert counter._value.get() == before + 1


async def test_pitfall_15_without_a_configured_proxy_no_header_counts(here: Here) -> None:
    async with a_browser(here) as window:
        page = await comes_back(window, await passes(here, await detects(window)))
        assert "n'a pas été ouverte par le bon chemin" in page


async def test_the_dedicated_host_serves_nothing_else(coop: Here, sabine: Person) -> None:
    for path in ("/", "/sign-in", "/accounts", "/theme.css"):
        assert (await passes(coop, f"https://{DEDICATED}{path}")).status_code in (404, 421), path
    assert (await passes(coop, f"https://{MAIN}/certificate", host=MAIN)).status_code == 421
    lost = await passes(coop, f"https://{DEDICATED}/certificate")
    assert lost.headers["location"] == f"http://{MAIN}/sign-in"
