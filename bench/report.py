"""The table, on the screen and in the two files that keep it."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from parvis.settings import ROOT

RESULTS = ROOT / "bench" / "results.json"
TABLE = ROOT / "bench" / "RESULTS.md"


class Line(msgspec.Struct, frozen=True):
    """One figure: its name in results.json, what it is, what it was, and what it should be."""

    name: str
    what: str
    value: float
    unit: str
    target: str
    holds: bool
    how: str  # the runs behind it


def median_of(values: list[float]) -> float:
    return median(values) if values else 0.0


def runs(values: list[float], unit: str = "") -> str:
    """« 31.2 33.0 30.8 /s »."""
    return " ".join(f"{value:.4g}" for value in values) + (f" {unit}" if unit else "")


def machine() -> str:
    """What it all ran on."""
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":", 1)[1].strip() for line in told if "model name" in line), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split(maxsplit=2)[1]) / 1024 / 1024
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def as_table(lines: list[Line]) -> str:
    """Markdown, readable as it is."""
    head = "| | figure | target | runs |\n|---|---|---|---|\n"
    rows = [
        f"| {line.what} `{line.name}` | **{line.value:.4g}{' ' + line.unit if line.unit else ''}**"
        f"{'' if line.holds else ' ✗'} | {line.target} | {line.how} |"
        for line in lines
    ]
    return head + "\n".join(rows) + "\n"


def keep(lines: list[Line], about: list[str]) -> str:
    """Write both files; return the page. Figures of measures left out this time stay as they were, with their date."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    runs_kept: list[dict[str, Any]] = known.pop("runs", [])
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit()}"
    names = {line.name for line in lines}
    for run in runs_kept:
        run["lines"] = [line for line in run["lines"] if line["name"] not in names]
    runs_kept.append({"when": when, "about": about, "lines": msgspec.to_builtins(lines)})
    known["runs"] = [run for run in runs_kept if run["lines"]]
    known.update({line.name: round(line.value, 4) for line in lines})
    known["measured"] = {**known.get("measured", {}), **{line.name: when for line in lines}}
    RESULTS.write_text(json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    page = "# What was measured\n"
    for run in known["runs"]:
        table = as_table(msgspec.convert(run["lines"], list[Line]))
        page += f"\n## {run['when']}\n\n{table}\n" + "\n".join(f"- {note}" for note in run["about"]) + "\n"
    TABLE.write_text(page)
    return page
