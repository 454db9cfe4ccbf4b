"""From a fresh clone to the first sign-in page, and what the demonstration weighs when nobody uses it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import msgspec

from bench.stage import family, free_port, memory_kib
from parvis import embedded
from parvis.settings import ROOT

PAGE_SECONDS = 900.0
REST_SECONDS = 20.0


class Cloned(msgspec.Struct, frozen=True):
    """What one fresh start took. Memory in MiB, as PSS: the program and the worker, then PostgreSQL."""

    seconds: float
    program_mib: float
    database_mib: float
    cache: str  # whether pip had the packages already

    @property
    def memory_mib(self) -> float:
        return self.program_mib + self.database_mib


def started(place: Path) -> Cloned:
    """Clone, `make demo`, wait for a sign-in page, let it rest, weigh it, stop it, remove it."""
    shutil.rmtree(place, ignore_errors=True)
    cache, port = _cache(), free_port()
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PARVIS_", "PYTHONPATH"))}
    began = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", ROOT, place], check=True)
    with (place.parent / "demo.log").open("wb") as log:
        demo = subprocess.Popen(
            ["make", "demo", f"PORT={port}", f"PYTHON={sys.executable}"], cwd=place, env=mine, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    try:
        while not _sign_in_page(port):
            if demo.poll() is not None or time.perf_counter() > began + PAGE_SECONDS:
                raise RuntimeError((place.parent / "demo.log").read_text()[-2000:])
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        time.sleep(REST_SECONDS)
        program = memory_kib(*family(demo.pid))
        database = memory_kib(*family(_postmaster(place)))
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait()
        home = embedded._home(place / "var") if place.exists() else None
        shutil.rmtree(place, ignore_errors=True)
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
    return Cloned(seconds, program / 1024, database / 1024, cache)


def _postmaster(place: Path) -> int:
    return int((embedded._home(place / "var") / "data" / "postmaster.pid").read_text().splitlines()[0])


def _cache() -> str:
    asked = [sys.executable, "-m", "pip", "cache", "dir"]
    known = Path(subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "/nowhere")
    return "pip's cache warm" if known.is_dir() and any(known.rglob("*")) else "pip's cache empty"


def _sign_in_page(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sign-in", headers={"Host": f"deuxrives.localhost:{port}"})
        answer = connection.getresponse()
        return answer.status == 200 and b"<form" in answer.read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
