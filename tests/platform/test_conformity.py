"""`parvis conformity` (X12): a line that passed, failed, was not run, has no test, or does not apply yet."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parvis.conformity import record, report
from parvis.conformity.law import carried, lines
from parvis.settings import ROOT
from tests.platform.test_cli import run

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
ONE = "tests/test_one.py"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A program with four tests, of which three carry a line."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "program.py").write_text("works = True\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / ONE).write_text(
        'def test_rts_4_1_once():\n    pass\n\n\ndef test_of_two():\n    """RTS-4.1, and ASVS 7.2.4."""\n\n\n'
        "def test_ipr_10s_soon():\n    pass\n\n\ndef test_nothing_of_the_law():\n    pass\n"
    )
    return tmp_path


def verdict(top: Path, line_id: str) -> str:
    (found,) = [line for line in report.make(top).lines if line.id == line_id]
    return found.verdict


def ran(top: Path, **tests: record.Outcome) -> None:
    record.write(top, record.state_of(top), {f"{ONE}::{name}": outcome for name, outcome in tests.items()}, NOW)


def test_a_test_carries_a_line_by_its_name_or_its_docstring(top: Path) -> None:
    assert carried(top)["RTS-4.1"] == [f"{ONE}::test_rts_4_1_once", f"{ONE}::test_of_two"]
    assert carried(top)["ASVS-7.2.4"] == [f"{ONE}::test_of_two"]


def test_a_line_is_as_good_as_the_worst_of_its_tests(top: Path) -> None:
    assert verdict(top, "RTS-4.1") == "not run"
    ran(top, test_rts_4_1_once="passed")
    assert verdict(top, "RTS-4.1") == "not run", "one of two"
    ran(top, test_of_two="passed")
    assert verdict(top, "RTS-4.1") == "passed", "a second run adds to the first"
    ran(top, test_of_two="skipped")
    assert verdict(top, "RTS-4.1") == "not run"
    ran(top, test_of_two="failed")
    assert verdict(top, "RTS-4.1") == verdict(top, "ASVS-7.2.4") == "failed"
    assert verdict(top, "RTS-2") == "missing", "it applies, and nothing carries it"


def test_with_several_values_the_worst_counts(top: Path) -> None:
    known: dict[str, record.Outcome] = {"a::test_it[1]": "passed", "a::test_it[2]": "failed", "a::test_b": "passed"}
    assert record.Record("", NOW, known).outcomes() == {"a::test_it": "failed", "a::test_b": "passed"}


def test_a_result_counts_for_the_files_that_were_tested_and_no_others(top: Path) -> None:
    ran(top, test_rts_4_1_once="passed", test_of_two="passed")
    (top / "src" / "program.py").write_text("works = False\n")
    assert verdict(top, "RTS-4.1") == "not run"
    before = record.state_of(top)
    (top / "src" / "program.py").write_text("works = 'while the tests ran'\n")
    record.write(top, before, {f"{ONE}::test_of_two": "passed"}, NOW)
    assert record.read(top) is None, "changed in the middle: nobody knows what was tested"


def test_what_does_not_apply_yet_says_why_and_with_what_it_will(top: Path) -> None:
    assert verdict(top, "IPR-10s") == "not yet"
    ran(top, test_ipr_10s_soon="failed")
    assert verdict(top, "IPR-10s") == "failed", "but a test that fails is told"
    told = report.terminal(report.make(top))
    assert "It will apply with" in told and "MISSING" in told and "FAILED" in told


def test_without_the_tests_it_says_what_it_cannot_know(tmp_path: Path) -> None:
    made = report.make(tmp_path)
    assert not made.holds
    assert {line.verdict for line in made.lines} == {"unknown", "not yet"}
    assert "what holds cannot be known here" in report.terminal(made)


def test_it_holds_when_all_that_applies_has_passed(top: Path) -> None:
    names = [f"test_of_{number}" for number, line in enumerate(lines()) if line.applies]
    applying = [line for line in lines() if line.applies]
    (top / ONE).write_text(
        "\n".join(f'def {name}():\n    """{line.id}"""\n' for name, line in zip(names, applying, strict=True))
    )
    assert not report.make(top).holds, "nothing was run"
    ran(top, **dict.fromkeys(names, "passed"))
    assert report.make(top).holds
    assert f"{len(applying)} passed, {len(lines()) - len(applying)} not yet" in report.terminal(report.make(top))


def test_the_command_in_its_three_shapes() -> None:
    """Of this very checkout, whatever was run on it."""
    document = json.loads(run("conformity", "--format", "json").stdout)
    assert [line["id"] for line in document["lines"]] == [line.id for line in lines()]
    page = run("conformity", "--format", "markdown").stdout
    assert page.startswith("# Conformity\n") and all(f"| {line.id} |" in page for line in lines())
    done = run("conformity")
    assert done.returncode == (0 if document["holds"] else 1)
    assert all(test in done.stdout for tests in carried(ROOT).values() for test in tests)
    wrong = run("conformity", "--format", "pdf")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
