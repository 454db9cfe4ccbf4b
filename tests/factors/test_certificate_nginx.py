"""nginx of Debian, really in front (docs/nginx.conf): real TLS, a real token through PKCS#11 (CO4, PITFALL 15).

The token is SoftHSM2: keys made inside it, which never leave it. `make test` installs what is needed.
"""

import asyncio
import os
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from parvis.factors.certificate.signature import read, verify
from parvis.factors.certificate.wire import read_pem
from tests.factors.pki import Authority, new_key
from tests.hands.certificate import authority
from tests.journeys.bank import free_port

TOP = Path(__file__).resolve().parents[2]
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
MAIN, DEDICATED = "cooperative.localhost", "certificat.cooperative.localhost"
SECRET = "the secret that nginx and the program share"
PIN = "4826"
NOW = datetime.now(UTC)


def run(*command: str, cwd: Path, **more: str) -> bytes:
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **more}, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


@dataclass
class Token:
    """A USB token, simulated by SoftHSM2: what is inside comes out only as signatures."""

    place: Path
    certificate: x509.Certificate

    @property
    def environment(self) -> dict[str, str]:
        return {"SOFTHSM2_CONF": str(self.place / "softhsm2.conf"), "PKCS11_MODULE_PATH": str(MODULE)}

    @property
    def uri(self) -> str:
        return f"pkcs11:token=cle;object=sabine;type=private;pin-value={PIN}"

    def signs(self, order: bytes) -> bytes:
        """The commands of docs/factors/certificate.md."""
        (self.place / "ordre.json").write_bytes(order)
        run("openssl", "cms", "-sign", "-binary", "-in", "ordre.json", "-signer", "sabine.pem", "-engine", "pkcs11",
            "-keyform", "engine", "-inkey", self.uri, "-outform", "DER", "-out", "ordre.p7s",
            cwd=self.place, **self.environment)  # fmt: skip
        return (self.place / "ordre.p7s").read_bytes()

    async def opens(self, address: str, *, port: int, authorities: Path, uri: str = "") -> str:
        """A TLS session with the key inside, and a GET: what comes back."""
        process = await asyncio.create_subprocess_exec(
            "curl", "-s", "-i", "--max-time", "20", "--cacert", str(authorities), "--resolve", f"*:{port}:127.0.0.1",
            "--engine", "pkcs11", "--cert", "sabine.pem", "--key-type", "ENG", "--key", uri or self.uri, address,
            cwd=self.place, env={**os.environ, **self.environment}, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said, _ = await process.communicate()
        return said.decode("latin-1")


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Token:
    """A token whose key pair was made inside it, with a certificate of the tests' authority."""
    place = tmp_path_factory.mktemp("token")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place / 'tokens'}\nobjectstore.backend = file\n")
    environment = {"SOFTHSM2_CONF": str(place / "softhsm2.conf")}
    run("softhsm2-util", "--init-token", "--free", "--label", "cle", "--so-pin", "0000", "--pin", PIN,
        cwd=place, **environment)  # fmt: skip
    tool = ("pkcs11-tool", "--module", str(MODULE), "--login", "--pin", PIN, "--token-label", "cle")
    run(*tool, "--keypairgen", "--key-type", "EC:prime256v1", "--label", "sabine", "--id", "01",
        cwd=place, **environment)  # fmt: skip
    run(*tool, "--read-object", "--type", "pubkey", "--id", "01", "-o", "public.der", cwd=place, **environment)
    public = load_der_public_key((place / "public.der").read_bytes())

    class Inside:
        """Only the public half is known here."""

        @staticmethod
        def public_key() -> object:
            return public

    certificate = authority().issues("Sabine Rocher", key=Inside(), serial=4711)
    (place / "sabine.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    run(*tool, "--write-object", "sabine.pem", "--type", "cert", "--id", "01", "--label", "sabine",
        cwd=place, **environment)  # fmt: skip
    return Token(place, certificate)


def test_the_token_signs_an_order(token: Token) -> None:
    order = '{"amount":25000,"lines":[{"label":"Montant","value":"250,00 €"}]}'.encode()
    message = read(token.signs(order))
    assert verify(message, order, token.certificate, datetime.now(UTC)) == ""
    assert verify(message, order.replace(b"25000", b"95000"), token.certificate, datetime.now(UTC)) == (
        "signature_other_order"
    )


def test_a_wrong_pin_signs_nothing(token: Token) -> None:
    with pytest.raises(AssertionError, match="sabine"):
        run("openssl", "cms", "-sign", "-binary", "-in", "public.der", "-signer", "sabine.pem", "-engine", "pkcs11",
            "-keyform", "engine", "-inkey", token.uri.replace(PIN, "9999"), "-outform", "DER", "-out", "no.p7s",
            cwd=token.place, **token.environment)  # fmt: skip


# What stands behind nginx here: it answers with the headers that came through, as JSON would be too much.


@asynccontextmanager
async def an_echo() -> AsyncIterator[int]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(head), head))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@contextmanager
def nginx(place: Path, upstream: int) -> Iterator[int]:
    """nginx with our own configuration, its names, files and ports put in."""
    binary, port = shutil.which("nginx") or "/usr/sbin/nginx", free_port()
    servers = Authority("Serveurs d'essai", now=NOW)
    key = new_key()
    server = _server(servers, key)
    (place / "servers.pem").write_bytes(servers.certificate.public_bytes(Encoding.PEM))
    (place / "server.pem").write_bytes(server.public_bytes(Encoding.PEM))
    (place / "server.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (place / "secret.conf").write_text(f'proxy_set_header X-Parvis-Proxy-Secret "{SECRET}";\n')
    text = (TOP / "docs" / "nginx.conf").read_text()
    for before, after in (
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"), ("listen 443", f"listen 127.0.0.1:{port}"),
        ("certificat.cooperative.example", DEDICATED), ("cooperative.example", MAIN),
        ("/etc/parvis/proxy-secret.conf", str(place / "secret.conf")),
    ):  # fmt: skip
        assert before in text, before
        text = text.replace(before, after)
    text = re.sub(r"/etc/parvis/tls/\w+", str(place / "server"), text)
    (place / "sites.conf").write_text(text)
    (place / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {place}/nginx.pid; error_log {place}/error.log;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}"
        f"events {{ worker_connections 64; }}\nhttp {{ access_log off; client_body_temp_path {place}/b;\n"
        f"proxy_temp_path {place}/p; fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u;\n"
        f"scgi_temp_path {place}/s;\n"
        f"include {place}/sites.conf; }}\n"
    )
    process = subprocess.Popen([binary, "-p", str(place), "-c", str(place / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process, place)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _server(servers: Authority, key: object) -> x509.Certificate:
    from cryptography.hazmat.primitives import hashes

    plain = servers.issues(MAIN, key=key, eku=(ExtendedKeyUsageOID.SERVER_AUTH,))
    builder = (
        x509.CertificateBuilder().subject_name(plain.subject).issuer_name(plain.issuer)
        .public_key(plain.public_key()).serial_number(5).not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(MAIN), x509.DNSName(DEDICATED)]), critical=False)
    )  # fmt: skip
    return builder.sign(servers.key, hashes.SHA256())


def _wait_for(port: int, process: "subprocess.Popen[bytes]", place: Path) -> None:
    import time

    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, (place / "error.log").read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def said_of(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*?)\r?$", text, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


async def get(place: Path, port: int, host: str, path: str, *, cert: str = "", headers: tuple[str, ...] = ()) -> str:
    """What the program would have been sent, or nginx's own answer."""
    command = ["curl", "-s", "-i", "--max-time", "20", "--cacert", "servers.pem", "--resolve", f"*:{port}:127.0.0.1"]
    command += ["--cert", cert] if cert else []
    for one in headers:
        command += ["-H", one]
    process = await asyncio.create_subprocess_exec(
        *command, f"https://{host}:{port}{path}", cwd=place, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return said.decode("latin-1")


FORGED = ("X-Parvis-Client-Certificate: forged", f"X-Parvis-Proxy-Secret: {SECRET}")


async def test_pitfall_15_nginx_strips_and_adds_what_it_should(tmp_path: Path) -> None:
    """What a stranger writes never comes through; the handshake's does, whoever issued it."""
    key = new_key()
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    late = NOW - timedelta(seconds=1)
    for name, issued in (
        ("good", authority().issues(key=key)), ("stranger", Authority("Inconnue", now=NOW).issues(key=key)),
        ("late", authority().issues(key=key, until=late)),
        ("late-stranger", Authority(now=NOW).issues(key=key, until=late)),
    ):  # fmt: skip
        (tmp_path / f"{name}.pem").write_bytes(issued.public_bytes(Encoding.PEM) + plain)
    async with an_echo() as upstream:
        with nginx(tmp_path, upstream) as port:
            main = await get(tmp_path, port, MAIN, "/sign-in", headers=FORGED)
            assert said_of(main, "host") == f"{MAIN}:{port}"
            assert said_of(main, "x-parvis-client-certificate") == said_of(main, "x-parvis-proxy-secret") == ""
            nobody = await get(tmp_path, port, DEDICATED, "/certificate?knock=x", headers=FORGED)
            assert said_of(nobody, "x-parvis-proxy-secret") == SECRET
            assert said_of(nobody, "x-parvis-client-certificate") == ""
            for name in ("good", "stranger", "late", "late-stranger"):
                seen = await get(tmp_path, port, DEDICATED, "/certificate?knock=x", cert=f"{name}.pem", headers=FORGED)
                assert said_of(seen, "x-parvis-client-certificate").startswith("-----BEGIN%20CERTIFICATE-----"), seen
                assert said_of(seen, "x-parvis-proxy-secret") == SECRET
                assert "GET /certificate?knock=x" in seen
            for path in ("/", "/sign-in", "/accounts"):
                assert " 404 " in (await get(tmp_path, port, DEDICATED, path)).split("\r\n")[0]
            assert " 404 " in (await get(tmp_path, port, MAIN, "/metrics")).split("\r\n")[0]




async def test_the_token_opens_a_tls_session(token: Token, tmp_path: Path) -> None:
    """The certificate that arrives is the token's own; without the PIN there is no session at all."""
    async with an_echo() as upstream:
        with nginx(tmp_path, upstream) as port:
            address, servers = f"https://{DEDICATED}:{port}/certificate?knock=x", tmp_path / "servers.pem"
            seen = await token.opens(address, port=port, authorities=servers)
            arrived = read_pem(unquote(said_of(seen, "x-parvis-client-certificate")))
            assert arrived == token.certificate
            locked = token.uri.replace(PIN, "9999")
            assert await token.opens(address, port=port, authorities=servers, uri=locked) == ""
