"""Processes: those that serve, the one that works, and the demonstration that holds them together."""

import asyncio
import ctypes
import http.client
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Any, cast

import msgspec

from parvis import embedded, logs, migrate
from parvis.settings import Settings, from_environment, to_environment

READY_SECONDS = 60.0
STOP_SECONDS = 15.0
GRANIAN_STOP_SECONDS = 5
SPARE_FILES = 500  # the database, logs, figures
CONNECTIONS = 10_000  # at once, for each serving process
PARENT_DEATH_SIGNAL = 1  # prctl(2)
# prometheus_client reads it when it is first imported: the serving processes must find it, and not inherit the module.
FIGURES_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


class CannotServe(Exception):
    """Why the program does not start, or had to stop; one sentence for whoever runs it."""


@contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """The same settings with both addresses filled in: the chosen server, else the private one, started if need be.

    With an owner's address only, the program's own is made from it: same server, its own role.
    """
    if settings.database_url or settings.owner_url:
        owner = settings.owner_url or settings.database_url
        program = settings.database_url or migrate.program_url(owner, settings.keys_dir)
        yield msgspec.structs.replace(settings, owner_url=owner, database_url=program)
        return
    server = embedded.start(settings.var_dir)
    try:
        yield msgspec.structs.replace(
            settings, owner_url=server.url, database_url=migrate.program_url(server.url, settings.keys_dir)
        )
    finally:
        server.stop()


def serve(settings: Settings) -> None:
    """Answer clients until told to stop."""
    _check_port(settings)  # The server itself would share a port that is taken, and answer every other client.
    with database(settings) as here:
        here = _apart(_checked, here, not settings.database_url and not settings.owner_url)
        figures = here.var_dir / f"metrics-{here.port}"
        shutil.rmtree(figures, ignore_errors=True)
        figures.mkdir(parents=True)
        os.environ[FIGURES_VARIABLE] = str(figures)
        _publish(here)
        _allow_connections()
        try:
            _granian(here).serve()
        finally:
            shutil.rmtree(figures, ignore_errors=True)


def application() -> Any:
    """What each serving process loads."""
    from parvis.app import from_environment as app_from_environment

    logs.configure(from_environment().mode)
    return app_from_environment()


def work(settings: Settings) -> None:
    """Do what nobody asks for (send, seal, expire, execute) until told to stop."""
    import uvloop

    logs.configure(settings.mode)
    with database(settings) as here:
        here = asyncio.run(_made_ready(here, private=not settings.database_url and not settings.owner_url))
        uvloop.run(_work(here))


def certificate_door(settings: Settings) -> None:
    """Ask browsers for a certificate, on the hosts that do that, until told to stop. Raises CannotServe."""
    from parvis import certificate_door as door

    if settings.certificate_door_file is None or settings.certificate_proxy_secret_file is None:
        raise CannotServe(
            "The certificate door needs PARVIS_CERTIFICATE_DOOR_FILE, PARVIS_CERTIFICATE_PROXY and "
            "PARVIS_CERTIFICATE_PROXY_SECRET_FILE."
        )
    logs.configure(settings.mode)
    asyncio.run(_until_stopped(lambda stop: door.serve(settings, stop)))


async def _until_stopped(run: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await run(stop)


def demo(settings: Settings) -> None:
    """Furnish and run everything, say when it is ready, stop everything on Ctrl-C. Raises CannotServe."""
    if settings.mode == "production":
        raise CannotServe("The demonstration does not run with PARVIS_MODE=production.")
    settings = msgspec.structs.replace(
        settings, identity_provider=settings.identity_provider or "demo",
        clock_file=settings.clock_file or settings.var_dir / "demo-clock",
    )
    _check_port(settings)
    logs.configure(settings.mode)
    stop = _Stop()
    with database(settings) as here:
        here = _apart(_furnished, here)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
        environment |= to_environment(here)
        children = {name: _child(name, environment) for name in ("serve", "work", "certificate-door")}
        try:
            _wait_until_ready(here, children, stop)
            if not stop.asked:
                print(f"Parvis is ready: http://localhost:{here.port}", flush=True)  # noqa: T201
            while not stop.asked:
                _check_alive(children)
                time.sleep(0.2)
        finally:
            _end(children.values())


def _apart(make: Callable[..., Settings], *given: Any) -> Settings:
    """`make(*given)`, by a process that ends with it. Raises what it raises, or CannotServe when it was killed.

    Whoever only watches over other processes would otherwise keep the whole program in memory for one look at it.
    """
    ours, theirs = Pipe(duplex=False)
    process = get_context("fork").Process(target=_told, args=(theirs, make, given))
    process.start()
    theirs.close()
    try:
        made = ours.recv()
    except EOFError:
        raise CannotServe("Parvis was stopped while it looked at what it is to serve.") from None
    finally:
        process.join()
    if isinstance(made, Exception):
        raise made
    return cast(Settings, made)


def _told(pipe: "Connection[Any, Any]", make: Callable[..., Settings], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever waits for this.
    try:
        pipe.send(make(*given))
    except Exception as error:
        pipe.send(error)


def _checked(settings: Settings, private: bool) -> Settings:
    return asyncio.run(_made_ready(settings, private=private))


def _furnished(settings: Settings) -> Settings:
    logs.configure(settings.mode)
    ready = asyncio.run(_made_ready(settings, private=True))
    asyncio.run(_furnish(ready))
    return _with_door(ready)


async def _made_ready(settings: Settings, *, private: bool) -> Settings:
    """Check everything that a serving process would stumble over, so that it is said once and in a sentence.

    A `private` database is brought up to date here; a chosen server is not touched without `parvis migrate`.
    """
    from parvis.known import institutions_of
    from parvis.seal import Keyring

    keys = Keyring.open(settings.keys_dir)
    institutions_of(settings)
    if private:
        await migrate.up(settings.owner_url, keys_dir=settings.keys_dir)
    missing = await migrate.pending(settings.database_url)
    if missing:
        raise CannotServe(f"The database has not taken {missing[0]}: run « parvis migrate » first.")
    if lost := await migrate.unknown_keys(settings.database_url, keys.ids()):
        raise CannotServe(
            f"This database was used with keys that are not in {settings.keys_dir}: {', '.join(lost)}. "
            "Put their files back: without them no secret opens."
        )
    if not await migrate.rewrites_history(settings.database_url):
        return settings
    program = migrate.program_url(settings.owner_url, settings.keys_dir)
    if settings.mode == "production" or program == settings.database_url:
        raise CannotServe(
            "PARVIS_DATABASE_URL names a role that may change the journal and the ledger: give the program's own "
            f"(« parvis migrate » makes it: {migrate.role_of(program)}) and keep the other in PARVIS_OWNER_URL."
        )
    return msgspec.structs.replace(settings, database_url=program)


async def _work(settings: Settings) -> None:
    from parvis.app import make_here
    from parvis.work import work as keep_working

    async with make_here(settings) as here:
        await _until_stopped(lambda stop: keep_working(here, stop))


def _with_door(settings: Settings) -> Settings:
    """The demonstration has its own door for certificates, unless a proxy was named; its port is ours and 443."""
    if settings.certificate_proxy:
        return settings
    from parvis.certificate_door import secret_file, trusts
    from parvis.clock import system_clock
    from parvis.demo.authority import Authority
    from parvis.seal import SystemRandom

    hosts = tuple(one.host for one in trusts(settings).all())
    now = system_clock()
    return msgspec.structs.replace(
        settings, certificate_proxy="127.0.0.1", certificate_port=_port_near(settings, settings.port + 443),
        certificate_proxy_secret_file=secret_file(settings.keys_dir, SystemRandom().bytes(32)),
        certificate_door_file=Authority.open(settings, now).door((*hosts, "localhost"), now),
    )


def _port_near(settings: Settings, wanted: int) -> int:
    """That port, or another where it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, port))
            return int(probe.getsockname()[1])
    raise CannotServe("No port is free for the certificate door.")


async def _furnish(settings: Settings) -> None:
    from parvis.app import make_here
    from parvis.demo.furnish import furnish

    async with make_here(settings) as here:
        await furnish(here)


def _granian(settings: Settings) -> Any:
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    return Granian(
        "parvis.serving:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=settings.workers,
        # Pages that wait for an approval keep their connection: the server's own limit, 1024 for all processes
        # together, would leave none for those who want to do something.
        backpressure=CONNECTIONS,
        websockets=False,
        log_level=LogLevels.warning,
        # A page that waits for an event would otherwise hold the stop back for as long as the client waits.
        workers_kill_timeout=GRANIAN_STOP_SECONDS,
        respawn_failed_workers=settings.mode == "production",
    )


def _allow_connections() -> None:
    """A connection is an open file, of which systems allow few unless they are asked."""
    wanted = CONNECTIONS + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _publish(settings: Settings) -> None:
    """Let the serving processes read these very settings."""
    for name in [name for name in os.environ if name.startswith("PARVIS_")]:
        del os.environ[name]
    os.environ.update(to_environment(settings))


class _Stop:
    """Set by Ctrl-C, or by whoever stops the service."""

    def __init__(self) -> None:
        self.asked = False
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._ask)

    def _ask(self, _signal: int, _frame: object) -> None:
        self.asked = True


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotServe(
                f"Port {settings.port} of {settings.host} cannot be used ({os.strerror(error.errno or 0)}): "
                "choose another with PORT=…"
            ) from error


def _child(name: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C reaches us alone, and we stop the others in order.
    return subprocess.Popen(
        [sys.executable, "-m", "parvis.cli", name],
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_dies_with_parent(),
    )


def _dies_with_parent() -> Callable[[], None] | None:
    """On Linux a child is told to end when we are killed, so that no port stays taken."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)

    def ask() -> None:
        library.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)

    return ask


def _wait_until_ready(settings: Settings, children: "Mapping[str, subprocess.Popen[bytes]]", stop: _Stop) -> None:
    until = time.monotonic() + READY_SECONDS
    while not stop.asked:
        _check_alive(children)
        if _healthy(settings):
            return
        if time.monotonic() > until:
            raise CannotServe(f"Parvis did not answer on port {settings.port} within {READY_SECONDS:.0f} seconds.")
        time.sleep(0.1)


def _healthy(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared only
    connection = http.client.HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{settings.port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _check_alive(children: "Mapping[str, subprocess.Popen[bytes]]") -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CannotServe(f"« parvis {name} » has stopped by itself (status {child.returncode}): all is stopped.")


def _end(children: "Iterable[subprocess.Popen[bytes]]") -> None:
    """Ask each to stop, and insist when it does not."""
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in running:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
