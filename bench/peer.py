"""privacyIDEA beside us: its `/validate/check` with TOTP, on the same PostgreSQL server, tuned as well as we could.

It is installed once by pip in a venv of its own under `var/peers`. Users come from a file (its fastest resolver),
objects are shared between requests, gunicorn runs one process more than there are cores: what served it best.
"""

import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.stage import Stage, free_port
from parvis.settings import ROOT

HOME = ROOT / "var" / "peers" / "privacyidea"
TOKENS = 1000
READY_SECONDS = 60.0
_MAKE_TOKENS = Path(__file__).with_name("peer_tokens.py")


class NoPeer(Exception):
    """It could not be installed or started here; the text says why."""


@contextmanager
def a_peer(stage: Stage) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """privacyIDEA running: its port, and users with a TOTP key each. Raises NoPeer."""
    _install()
    place = stage.place / "peer"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    port, database = free_port(), _database(stage)
    _configure(place, database)
    environment = {**os.environ, "PRIVACYIDEA_CONFIGFILE": str(place / "pi.cfg")}
    people = [{"user": f"user{n}", "totp": secrets.token_hex(20)} for n in range(TOKENS)]
    (place / "people.json").write_text(json.dumps(people))
    lines = (f"user{n}:x:{1000 + n}:1000:G{n} S{n},,,,user{n}@courriel.example:/:/bin/false\n" for n in range(TOKENS))
    (place / "users").write_text("".join(lines))
    for step in ("create_enckey", "create_audit_keys", "create_tables"):
        _run([HOME / "bin/pi-manage", "setup", step], environment)
    _run([HOME / "bin/python", _MAKE_TOKENS, place], environment)
    workers = str((os.cpu_count() or 1) + 1)
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            [HOME / "bin/gunicorn", "-w", workers, "-b", f"127.0.0.1:{port}", "--log-level", "warning", "wsgi:app"],
            cwd=place, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        _wait(port, server, place)
        yield port, people
    finally:
        server.terminate()
        server.wait()


def version() -> str:
    """The version that is installed."""
    found = subprocess.run(
        [HOME / "bin/python", "-c", "from importlib.metadata import version; print(version('privacyIDEA'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return found.stdout.strip()


def _install() -> None:
    if (HOME / "bin/pi-manage").exists():
        return
    shutil.rmtree(HOME, ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", HOME],
        [HOME / "bin/pip", "install", "-q", "privacyidea", "gunicorn", "psycopg2-binary"],
    ):
        _run(command, dict(os.environ))


def _database(stage: Stage) -> str:
    server = stage.server
    for statement in ("drop database if exists peer", "create database peer"):
        subprocess.run(
            [server.binaries["psql"], "-h", str(server.sockets), "-U", "parvis", "-d", "parvis", "-qc", statement],
            check=True, capture_output=True,
        )  # fmt: skip
    return f"postgresql+psycopg2://parvis@/peer?host={quote(str(server.sockets))}"


def _configure(place: Path, database: str) -> None:
    (place / "pi.cfg").write_text(
        f"""
SUPERUSER_REALM = ['super']
SQLALCHEMY_DATABASE_URI = {database!r}
SECRET_KEY = {secrets.token_hex(24)!r}
PI_PEPPER = {secrets.token_hex(24)!r}
PI_ENCFILE = {str(place / "enckey")!r}
PI_AUDIT_KEY_PRIVATE = {str(place / "private.pem")!r}
PI_AUDIT_KEY_PUBLIC = {str(place / "public.pem")!r}
PI_LOGFILE = {str(place / "privacyidea.log")!r}
PI_LOGLEVEL = 30
PI_UUID_FILE = {str(place / "uuid.txt")!r}
PI_NODE = 'bench'
PI_ENGINE_REGISTRY_CLASS = 'shared'
"""
    )
    (place / "wsgi.py").write_text(
        "from privacyidea.app import create_app\n"
        f"app = create_app(config_name='production', config_file={str(place / 'pi.cfg')!r}, silent=True)\n"
    )


def _run(command: list[Any], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoPeer(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()[-300:]}")


def _wait(port: int, server: "subprocess.Popen[bytes]", place: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/token/")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise NoPeer((place / "log").read_text()[-300:] or "it does not answer")
