"""The report: each line of the law, whether it holds today, and by which tests. On a terminal, as a page, as JSON."""

import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from parvis.conformity import record
from parvis.conformity.law import Line, carried, lines

Result = Literal["passed", "failed", "skipped", "not run"]
Verdict = Literal["passed", "failed", "missing", "not run", "not yet", "unknown"]

# How a verdict is told: the worst that concerns a line decides.
MEANING: dict[Verdict, str] = {
    "passed": "every test that carries it passed, on these very files",
    "failed": "a test that carries it failed",
    "missing": "it applies, and no test carries it",
    "not run": "a test that carries it was not run on these files, or was skipped",
    "not yet": "it does not apply: what it speaks of is not offered yet",
    "unknown": "the tests are not here",
}


class Held(msgspec.Struct, frozen=True):
    """A test that carries a line, and what it said."""

    test: str
    result: Result


class Told(msgspec.Struct, frozen=True):
    """One line of the report."""

    id: str
    rule: str
    shows: str
    verdict: Verdict
    tests: tuple[Held, ...]
    not_yet: str = ""
    since: str = ""


class Report(msgspec.Struct, frozen=True):
    """All of it. `tested_at` is "" where nothing was run on the files as they stand."""

    lines: tuple[Told, ...]
    tests_here: bool
    tested_at: str

    @property
    def holds(self) -> bool:
        """Whether every line that applies passed. What is not known does not hold."""
        return all(line.verdict in ("passed", "not yet") for line in self.lines)

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict == verdict for line in self.lines)


def make(top: Path) -> Report:
    """Look at the files under `top`: the tests, and the record of their last run."""
    tests_here = (top / "tests").is_dir()
    found, known = (carried(top), record.read(top)) if tests_here else ({}, None)
    outcomes = known.outcomes() if known else {}
    told = []
    for line in lines():
        held = tuple(Held(test, outcomes.get(test, "not run")) for test in found.get(line.id, ()))
        verdict = _verdict(line, held) if tests_here else "not yet" if not line.applies else "unknown"
        told.append(Told(line.id, line.rule, line.shows, verdict, held, line.not_yet, line.since))
    return Report(tuple(told), tests_here, known.at.isoformat(timespec="seconds") if known else "")


def _verdict(line: Line, held: tuple[Held, ...]) -> Verdict:
    results = {one.result for one in held}
    if "failed" in results:
        return "failed"
    if not line.applies:
        return "not yet"
    if not held:
        return "missing"
    return "passed" if results == {"passed"} else "not run"


def summary(report: Report) -> Iterator[str]:
    """The last sentences: how many of each, and what cannot be known here."""
    counts = [f"{report.count(verdict)} {verdict}" for verdict in MEANING if report.count(verdict)]
    yield f"{len(report.lines)} lines: {', '.join(counts)}."
    if not report.tests_here:
        yield "The tests are not in this installation: what holds cannot be known here. Run it where the sources are."
    elif not report.tested_at:
        yield "These files were not tested as they stand: `make test`, or `parvis conformity --run`, then ask again."
    else:
        yield f"Tested at {report.tested_at}, on these very files."


def terminal(report: Report) -> str:
    """For whoever reads it on a screen: one paragraph for each line of the law."""
    width = min(120, shutil.get_terminal_size().columns)

    def wrapped(text: str, indent: str) -> str:
        return textwrap.fill(
            text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )

    parts = []
    for line in report.lines:
        parts.append(f"{line.id:<13} {line.verdict.upper() if line.verdict in ('failed', 'missing') else line.verdict}")
        parts.append(wrapped(line.rule, "  "))
        if line.not_yet:
            parts.append(wrapped(f"Not yet: {line.not_yet}. It will apply with {line.since}.", "  "))
        parts += [f"    {one.result:<8} {one.test}" for one in line.tests]
        parts.append("")
    return "\n".join([*parts, *summary(report)])


def markdown(report: Report) -> str:
    """The same as a page."""
    rows = []
    for line in report.lines:
        tests = "<br>".join(f"{one.result}: `{one.test}`" for one in line.tests)
        rows.append(f"| {line.id} | {_cell(line.rule)} | {line.verdict} | {tests or _cell(_without(line))} |\n")
    return (
        "# Conformity\n\n" + " ".join(summary(report)) + "\n\n| id | rule | result | tests |\n|---|---|---|---|\n"
        + "".join(rows)
    )  # fmt: skip


def json(report: Report) -> str:
    """The same for another program."""
    document = {**msgspec.to_builtins(report), "holds": report.holds}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def law_page() -> str:
    """The lines themselves: what applies, how it shows, what does not apply yet. Results are not on paper."""
    rows = ""
    for line in lines():
        how = line.shows or _without(line)
        rows += f"| {line.id} | {_cell(line.rule)} | {_cell(how)} |\n"
    return (
        "# Conformity\n\nWhat binds the program, line by line (`src/parvis/conformity/law.toml`). Each line that "
        "applies is carried by tests that have its id in their name or docstring. `parvis conformity` prints them "
        "with what they said when they were last run: a result counts for the very files that were tested, and for "
        "no others. Its "
        "status is 0 when every line that applies passed. `--run` runs the tests that carry a line; `make test` runs "
        "all; `--format markdown` and `--format json` print the same for a page or a program.\n\nRTS is Delegated "
        "Regulation (EU) 2018/389 as amended by 2022/2360, ASVS is OWASP ASVS 5.0.0.\n\n"
        f"| id | rule | how it shows |\n|---|---|---|\n{rows}\nA line may also be:\n\n"
        + "".join(f"- **{verdict}**: {meaning}.\n" for verdict, meaning in MEANING.items())
    )


def _without(line: Line | Told) -> str:
    return f"Not yet: {line.not_yet}. It will apply with {line.since}." if line.not_yet else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
