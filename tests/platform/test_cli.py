"""The command: what it prints, what it returns, and that it says in a sentence what is wrong."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from parvis import docs
from parvis.settings import ROOT

PARVIS = [sys.executable, "-m", "parvis.cli"]


def environment(**changes: str) -> dict[str, str]:
    """The machine's own variables without any of Parvis."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_") and name != "PORT"}
    return kept | changes


def run(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*PARVIS, *arguments], env=environment(**changes), capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize(
    ("arguments", "changes", "sentence"),
    [
        (("frobnicate",), {}, "No such command"),
        (("serve", "--workers", "many"), {}, "--workers"),
        (("serve", "--workers", "0"), {}, "--workers"),
        (("serve", "--frob"), {}, "No such option"),
        (("migrate", "--down-to", "-1"), {}, "--down-to"),
        (("explain", "not-an-id"), {}, "request"),
        (("check", "/nowhere/at/all"), {}, "is no institution's folder"),
        (("demo",), {"PARVIS_PROT": "8000"}, "PARVIS_PROT is not a setting"),
        (("serve",), {}, "PARVIS_SMTP_HOST is needed"),
    ],
)
def test_bad_usage_is_one_sentence_and_status_2(
    arguments: tuple[str, ...], changes: dict[str, str], sentence: str
) -> None:
    done = run(*arguments, **changes)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_the_demonstration_refuses_production() -> None:
    done = run(
        "demo", PARVIS_MODE="production", PARVIS_TLS="true", PARVIS_MAIL="smtp", PARVIS_SMS="http",
        PARVIS_SMTP_HOST="mail.example", PARVIS_SMS_URL="https://sms.example",
    )  # fmt: skip
    assert done.returncode == 1
    assert "does not run with PARVIS_MODE=production" in done.stderr


def test_a_server_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    done = run("migrate", PARVIS_DATABASE_URL=f"postgresql://nobody@localhost:{free_port()}/none")
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_verify_backup_restore_from_the_command_line(owner_url: str, database_url: str, tmp_path: Path) -> None:
    here = {"PARVIS_OWNER_URL": owner_url, "PARVIS_DATABASE_URL": database_url, "PARVIS_VAR_DIR": str(tmp_path)}
    assert run("migrate", **here).stdout == "nothing to do\n"
    verified = run("journal", "verify", **here)
    assert (verified.returncode, verified.stdout[:20]) == (0, "The journal is whole")

    file = str(tmp_path / "monday.dump")
    assert run("backup", file, **here).returncode == 0
    assert run("restore", file, **here).returncode == 1
    unknown = run("explain", "00000000-0000-7000-8000-000000000007", **here)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr == "Aucune demande ne porte le numéro 00000000-0000-7000-8000-000000000007.\n"
    undone = run("migrate", "--down-to", "0", **here)
    assert undone.stdout.endswith("0001_foundation undone\n")


def test_keys_rotate_adds_and_says_what(tmp_path: Path) -> None:
    done = run("keys", "rotate", PARVIS_KEYS_DIR=str(tmp_path / "keys"))
    assert done.returncode == 0
    assert len((tmp_path / "keys" / "sealing.keys").read_text().splitlines()) == 2
    assert "sealing:2-" in done.stdout


def test_the_institutions_that_ship_are_sound_and_behave_as_written() -> None:
    for command in ("check", "specs"):
        done = run(command, str(ROOT / "institutions"))
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout.splitlines()) == 10  # each with its agency


@pytest.mark.parametrize("path", sorted(docs.pages()))
def test_the_pages_made_from_the_program_are_up_to_date(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == docs.pages()[path], "run « parvis docs »"


def test_the_demonstration_starts_serves_and_stops_cleanly(owner_url: str, tmp_path: Path) -> None:
    port = free_port()
    demo = start_demo(port, owner_url, tmp_path)
    try:
        assert wait_for_line(demo, "Parvis is ready") == f"Parvis is ready: http://localhost:{port}\n"
        assert get(port, "/healthz", "localhost") == (200, "ok\n")
        assert "Banque des Deux Rives" in get(port, "/", "localhost")[1]
        for name in ("deuxrives", "allocations", "municipal", "cooperative", "epargne"):
            assert get(port, "/sign-in", f"{name}.localhost")[0] == 200
        assert get(port, "/", "unknown.localhost")[0] == 421
        assert "parvis_http_requests_total" in get(port, "/metrics", "localhost")[1]

        taken = run("demo", PORT=str(port), PARVIS_DATABASE_URL=owner_url, PARVIS_VAR_DIR=str(tmp_path))
        assert taken.returncode == 1
        assert f"Port {port}" in taken.stderr
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=30)
    assert demo.returncode == 0
    with pytest.raises(urllib.error.URLError):
        get(port, "/healthz", "localhost")


def test_keys_issuer_takes_a_master_key_in_once(tmp_path: Path) -> None:
    """The check value is what the other copy of the key has; the key itself is said nowhere."""
    key, keys = "0123456789ABCDEFFEDCBA9876543210", {"PARVIS_KEYS_DIR": str(tmp_path / "keys")}

    def takes(text: str, name: str = "house") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*PARVIS, "keys", "issuer", name], input=text, env=environment(**keys), capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip

    assert takes(f"{key}\n").stdout == "house is kept, sealed; its check value is 08D7B4.\n"
    for text, name in (("F" * 16 + "0" * 16, "house"), ("no key", "other"), (key[:30], "other"), (key, "../house")):
        done = takes(text, name)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1) and text not in done.stderr


def test_it_does_not_start_without_the_keys_its_database_was_used_with(owner_url: str, tmp_path: Path) -> None:
    port = free_port()
    demo = start_demo(port, owner_url, tmp_path)
    wait_for_line(demo, "Parvis is ready")
    demo.terminate()
    demo.communicate(timeout=30)

    elsewhere = {"PARVIS_DATABASE_URL": owner_url, "PARVIS_VAR_DIR": str(tmp_path / "fresh"), "PORT": str(port)}
    done = run("demo", **elsewhere)
    assert done.returncode == 1
    assert "keys that are not in" in done.stderr
    assert "sealing:1-" in done.stderr

    again = start_demo(port, owner_url, tmp_path)
    wait_for_line(again, "Parvis is ready")
    again.terminate()
    again.communicate(timeout=30)
    assert again.returncode == 0


def test_a_child_that_dies_ends_the_whole_and_the_killed_leave_nothing(owner_url: str, tmp_path: Path) -> None:
    port = free_port()
    demo = start_demo(port, owner_url, tmp_path)
    wait_for_line(demo, "Parvis is ready")
    [worker] = [pid for pid in children_of(demo.pid) if b"work" in command_of(pid).split(b"\0")]
    os.kill(worker, signal.SIGKILL)
    _, said = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert "« parvis work » has stopped by itself" in said

    demo = start_demo(port, owner_url, tmp_path)
    wait_for_line(demo, "Parvis is ready")
    orphans = children_of(demo.pid)
    assert orphans
    demo.kill()
    demo.communicate(timeout=30)
    until = time.monotonic() + 20
    while any(command_of(pid) for pid in orphans):
        assert time.monotonic() < until, "a killed demonstration left a process behind"
        time.sleep(0.1)


def start_demo(port: int, owner_url: str, var_dir: Path) -> "subprocess.Popen[str]":
    changes = {"PORT": str(port), "PARVIS_DATABASE_URL": owner_url, "PARVIS_VAR_DIR": str(var_dir)}
    return subprocess.Popen(
        [*PARVIS, "demo"], env=environment(**changes), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for_line(process: "subprocess.Popen[str]", beginning: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(beginning):
            return line
    raise AssertionError(f"it ended without saying « {beginning} »: {process.communicate()[1]}")


def get(port: int, path: str, host: str) -> tuple[int, str]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": f"{host}:{port}"})
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children_of(pid: int) -> list[int]:
    """The processes that it started, by the system's own list."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> bytes:
    """The command line of a process, or nothing once it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
