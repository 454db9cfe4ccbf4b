"""The program as it is served: a private PostgreSQL that really writes to the disk, `parvis serve`, `parvis work`."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from parvis import embedded, migrate
from parvis.settings import ROOT, Settings, to_environment

OURS = Path(__file__).parent / "institutions"
READY_SECONDS = 60.0
STOP_SECONDS = 15.0


class Stage:
    """One database and the processes on it. Settings are those of production: cookies closed, pages compiled once."""

    def __init__(self, settings: Settings, place: Path, server: embedded.Embedded) -> None:
        self.settings = settings
        self.place = place
        self.server = server
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str, workers: int = 1) -> None:
        """Start « serve » (so many `workers`) or « work », or both, and wait until pages are served."""
        settings = msgspec.structs.replace(self.settings, workers=workers)
        mine = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
        for name in names:
            with (self.place / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    [sys.executable, "-m", "parvis.cli", name], env=mine | to_environment(settings),
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
        until = time.monotonic() + READY_SECONDS
        while "serve" in names and not self._healthy():
            if time.monotonic() > until or self._running["serve"].poll() is not None:
                raise RuntimeError((self.place / "serve.log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop every process, as a service manager would."""
        running = list(self._running.values())
        self._running.clear()
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def pids(self) -> list[int]:
        """The processes of « serve » that answer: the newest ones of its family."""
        parent = self._running["serve"].pid
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(pid) for pid in found] or [parent]

    def _healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def a_stage(place: Path) -> Iterator[Stage]:
    """A stage in the directory `place`, which is made for it and removed after it."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, mode=0o755)
    institutions = gathered(place / "institutions")
    server = embedded.start(place, place=place / "pg")
    try:
        settings = Settings(
            mode="production", tls=True, var_dir=place, port=free_port(), institutions_dir=institutions,
            smtp_host="127.0.0.1", sms_url="https://sms.invalid/",  # Nothing that is measured sends a message.
            owner_url=server.url, database_url=migrate.program_url(server.url, place / "keys"),
        )  # fmt: skip
        stage = Stage(settings, place, server)
        try:
            yield stage
        finally:
            stage.stop()
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


def gathered(place: Path) -> Path:
    """A directory that holds every institution, and the one of the measures."""
    place.mkdir()
    for folder in (*(ROOT / "institutions").iterdir(), *OURS.iterdir()):
        (place / folder.name).symlink_to(folder)
    return place


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def memory_kib(*pids: int) -> int:
    """What these processes weigh, what they share being divided among those who share it (PSS)."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total


def family(pid: int) -> list[int]:
    """A process and all that it started, and what they started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]
