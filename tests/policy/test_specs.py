"""The runner of cases says what differs, and where; it finds what nobody has thought of."""

from pathlib import Path

import pytest

from parvis.institution import specs
from tests.policy.world import FACTORS, OPERATIONS, SOUND

CASES = """\
[[case]]
it = "password and authenticator open"
asked = { operation = "sign_in", strong_age = "old" }
proven = ["password", "totp"]
expect = { allow = "sign-in" }

[[case]]
it = "small amounts between own accounts are free"
asked = { operation = "transfer", payee = "own", amount = "500.00" }
expect = { allow = "transfer-own" }

[[case]]
it = "a cent more is not"
asked = { operation = "transfer", payee = "own", amount = "500.01" }
proven = ["password"]
expect = { need = [["sms_code"], ["phone"]], rule = "transfer" }

[[case]]
it = "an authenticator is enrolled with both"
asked = { operation = "enroll_factor", kind = "totp", within = "session" }
proven = ["password", "sms_code"]
expect = { allow = "enroll" }

[[case]]
it = "a second password is not enrolled"
asked = { operation = "enroll_factor", kind = "password", within = "session" }
expect = { refuse = "no_rule_covers_this" }

[[case]]
it = "leaving is free"
asked = { operation = "end_session" }
expect = { allow = "end-session" }

[[risk]]
it = "a new browser is a doubt"
facts = { known_device = false }
expect = { score = 40, level = "doubt", reasons = ["new_device"] }
"""


def report_of(folder: Path, cases: str) -> specs.Report:
    place = folder / "temoin"
    place.mkdir()
    (place / "institution.toml").write_text(SOUND, encoding="utf-8")
    (place / "institution.specs.toml").write_text(cases, encoding="utf-8")
    return specs.run(place, factors=FACTORS, operations=OPERATIONS)


def test_all_as_written(tmp_path: Path) -> None:
    report = report_of(tmp_path, CASES)
    assert report.problems == ()
    assert len(report.passed) == 7
    assert report.passed[0] == "password and authenticator open"


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('allow = "sign-in"', 'allow = "transfer"', "expected allow by “transfer”, found allow by “sign-in”."),
        ('need = [["sms_code"], ["phone"]]', 'need = [["phone"]]', "found need phone or sms_code by “transfer”."),
        (
            'proven = ["password"]',
            'proven = ["passwrod"]',
            "unknown offered factor “passwrod”; did you mean “password”?",
        ),
        ('refuse = "no_rule_covers_this"', 'refuse = "nope"', "unknown refusal “nope”"),
        ('allow = "transfer-own"', 'alow = "transfer-own"', "say one of allow"),
        ('allow = "transfer-own"', 'allow = "transfer-own", refuse = "internal"', "say one of allow"),
        ('amount = "500.01"', "amount = 500.01", "“amount” must be an amount between quotes"),
        (', amount = "500.01"', "", "“amount” is missing in [case.asked]."),
        ('payee = "own", amount = "500.01"', 'payee = "own", amont = "500.01"', "unknown key “amont”"),
        ('strong_age = "old"', 'strong_age = "ancient"', "unknown value of “strong_age” “ancient”"),
        ("score = 40", "score = 41", "score: expected 41, found 40."),
        ('level = "doubt"', 'level = "high"', "level: expected high, found doubt."),
        ('reasons = ["new_device"]', 'reasons = ["odd_hour"]', "reasons: found new_device."),
        ("known_device = false", "known_devise = false", "unknown key “known_devise”; did you mean “known_device”?"),
        ('it = "leaving is free"', 'it = "a cent more is not"', "another case has the same sentence."),
    ],
)
def test_what_differs_is_told_at_its_line(tmp_path: Path, written: str, instead: str, told: str) -> None:
    start = CASES.index(written)
    report = report_of(tmp_path, CASES[:start] + instead + CASES[start + len(written) :])
    line = CASES.count("\n", 0, start) + 1
    found = [problem for problem in report.problems if told in problem]
    assert found, report.problems
    assert abs(int(found[0].split("institution.specs.toml:")[1].split(":")[0]) - line) <= 3


def test_a_rule_that_no_case_meets(tmp_path: Path) -> None:
    start = CASES.index('[[case]]\nit = "leaving is free"')
    report = report_of(tmp_path, CASES[:start] + CASES[CASES.index("[[risk]]") :])
    assert len(report.problems) == 1
    assert report.problems[0].endswith("no case meets the rule “end-session”.")


def test_no_file_of_cases_is_a_problem(tmp_path: Path) -> None:
    place = tmp_path / "temoin"
    place.mkdir()
    (place / "institution.toml").write_text(SOUND, encoding="utf-8")
    (problem,) = specs.run(place, factors=FACTORS, operations=OPERATIONS).problems
    assert "institution.specs.toml:1: cannot be read" in problem
