"""`make prove`: the same proofs with their long figures, and docs/proof.md written from what they measured."""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec

from parvis.postgres import choose_binaries
from parvis.settings import ROOT

PAGE = ROOT / "docs" / "proof.md"
# In this order on the page: the file, its title, what it shows.
CHAPTERS = (
    ("test_races", "Races", "Requests fired at one instant by four processes at two serving ones."),
    ("test_orders", "Contended orders", "Transfers through the gate, from three processes, beside a worker."),
    ("test_crashes", "Crashes", "SIGKILL under load, at each step of a request and of a message, and at random."),
    ("test_hostile", "Hostile input", "Every form that pages lead to, every address, headers, hosts, slow bodies."),
    ("test_phone_api", "The phone's calls", "schemathesis on docs/phone-api.json, unsigned and signed by a phone."),
    ("test_flood", "A flood of sign-ins", "Argon2id at its real cost; eighty connections that never rest."),
    ("test_enumeration", "Enumeration and lock-out", "One open connection; the kinds of identifier drawn in turn."),
    ("test_properties", "Properties", "Hypothesis, on the real gate with a clock that obeys."),
    ("test_secrets", "Secrets", "Sown in a story, looked for as they are, in hexadecimal, base64 and base32."),
    ("test_upgrade", "Upgrade", "The program of before and today's, side by side on today's schema."),
    ("test_pitfalls", "Pitfalls", "What went wrong elsewhere, by number."),
)  # fmt: skip


KEPT = ROOT / "var" / "proof"


class Case(msgspec.Struct, frozen=True):
    """One test of a chapter."""

    name: str
    seconds: float
    result: str


class Told(msgspec.Struct, frozen=True):
    """What one chapter said when it was last run."""

    began: datetime
    minutes: float
    commit: str
    cases: list[Case]
    figures: list[dict[str, Any]]


def main(arguments: list[str]) -> int:
    """Run the chapters that are named (all by default) in their long form, and write the page; the worst status."""
    known = [file for file, _, _ in CHAPTERS]
    wanted = set(arguments or known)
    unknown = wanted - set(known)
    if unknown:
        raise SystemExit(f"{', '.join(sorted(unknown))}: the chapters are {', '.join(known)}.")
    KEPT.mkdir(parents=True, exist_ok=True)
    worst = 0
    for file in known:
        if file in wanted:
            worst = max(worst, _run(file))
            PAGE.write_text("\n".join(_page()) + "\n", encoding="utf-8")
    return worst


def _run(file: str) -> int:
    with tempfile.TemporaryDirectory(prefix="parvis-proof-") as place:
        figures, report = Path(place) / "figures.jsonl", Path(place) / "report.xml"
        figures.touch()
        began, clock = datetime.now(UTC), time.monotonic()
        status = subprocess.run(
            [sys.executable, "-m", "pytest", f"tests/proof/{file}.py", f"--junitxml={report}", "-q"], cwd=ROOT,
            check=False, env=os.environ | {"PARVIS_PROOF": "long", "PARVIS_PROOF_FIGURES": str(figures)},
        ).returncode  # fmt: skip
        if not report.exists():
            return status or 1
        cases = [
            Case(case.get("name", ""), float(case.get("time", 0)), _result(case))
            for case in ElementTree.parse(report).iter("testcase")
        ]
        told = Told(
            began, (time.monotonic() - clock) / 60, _said("git", "rev-parse", "--short", "HEAD") or "unknown", cases,
            [json.loads(line) for line in figures.read_text().splitlines()],
        )
    (KEPT / f"{file}.json").write_bytes(msgspec.json.encode(told))
    return status


def _page() -> Iterator[str]:
    yield "# What was proved, and what it measured"
    yield ""
    yield "Made by `make prove`: what `make test` runs in short. `make prove ARGS=test_races` runs one chapter."
    yield ""
    yield f"Machine: {_machine()}. Server, database, load and tests share it."
    for file, title, how in CHAPTERS:
        kept = KEPT / f"{file}.json"
        if not kept.exists():
            continue
        told = msgspec.json.decode(kept.read_bytes(), type=Told)
        yield ""
        yield f"## {title}"
        yield ""
        when = f"{told.began:%Y-%m-%d} at {told.began:%H:%M} UTC in {told.minutes:.0f} min, commit `{told.commit}`"
        yield f"{how} Run on {when}."
        yield ""
        yield "| what | result | seconds |"
        yield "|---|---|---|"
        for case in told.cases:
            yield f"| {_sentence(case.name)} | {case.result} | {case.seconds:.1f} |"
        if told.figures:
            yield ""
            yield "| figure | value |"
            yield "|---|---|"
            for one in told.figures:
                yield "| " + one["name"] + " | " + f"{one['value']} {one['unit']}".strip() + " |"


def _sentence(name: str) -> str:
    """« test_whatever_is_killed » as a person reads it."""
    words, _, case = name.removeprefix("test_").partition("[")
    text = words.replace("_", " ")
    return text[:1].upper() + text[1:] + (f" ({case.rstrip(']')})" if case else "")


def _result(case: Any) -> str:
    for tag, word in (("failure", "**failed**"), ("error", "**failed**"), ("skipped", "not run")):
        if case.find(tag) is not None:
            return word
    return "holds"


def _machine() -> str:
    """Processor, cores, memory, system, PostgreSQL, Python: what a figure means nothing without."""
    cpu = re.search(r"model name\s*:\s*(.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s+(\d+)", _read("/proc/meminfo"))
    parts = [
        cpu[1].strip() if cpu else platform.processor() or "an unknown processor",
        f"{os.cpu_count()} cores",
        f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "",
        f"{platform.system()} {platform.release()}",
        f"PostgreSQL {choose_binaries().version}",
        f"Python {platform.python_version()}",
    ]
    return ", ".join(part for part in parts if part)


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
