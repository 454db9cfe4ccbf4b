"""A way to recover a secret is never weaker than the sign-in: the loader says so, with the line (ASVS-6.4.3)."""

import shutil
from pathlib import Path

import pytest

from parvis.institution.loader import load
from parvis.institution.reading import InstitutionUnsound
from parvis.known import known
from tests.conventions.code import TOP

FACTORS, OPERATIONS = known()
DOOR = 'id = "recover-secret"\noperation = "recover_secret"\nways = ['

# (institution, what stands there, what somebody wrote instead, what they are told)
WEAK = [
    ("deuxrives", DOOR, DOOR + '["email_code"], ', "“email_code” is one channel alone: weaker than a sign-in"),
    ("deuxrives", DOOR, DOOR + '["sms_code"], ', "“sms_code” is one channel alone: weaker than a sign-in"),
    ("deuxrives", DOOR, DOOR + '["phone_code"], ', "begins with nothing that a stranger may be asked"),
    ("deuxrives", DOOR, DOOR + '["passkey"], ', "begins with nothing that a stranger may be asked"),
    ("deuxrives", DOOR, DOOR + '["secret_code", "code_card"], ', "“secret_code”, which is what was forgotten."),
    (
        "deuxrives", 'holds = ["phone", "secret_code"]', 'holds = ["phone"]',
        "“email_code + sms_code”, then “secret_code + sms_code” with the new secret, is weaker than that sign-in",
    ),
    (
        "municipal", DOOR, DOOR + '["sms_code", "totp"], ',
        "“sms_code + totp”, then “password + totp” with the new secret, is weaker than that sign-in",
    ),
    (
        "allocations", DOOR, DOOR + '["email_code", "code_card"], ',
        "“code_card + email_code”, then “code_card + password” with the new secret, is weaker than that sign-in",
    ),
    ("epargne", DOOR, DOOR + "[], ", "the empty way is one channel alone"),
]  # fmt: skip


def problems(tmp_path: Path, slug: str, before: str, after: str) -> tuple[str, list[str]]:
    """The text of a shipped institution with that change, and what the loader has against it."""
    folder = tmp_path / slug
    shutil.copytree(TOP / "institutions" / slug, folder)
    file = folder / "institution.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    file.write_text(text.replace(before, after), encoding="utf-8")
    try:
        load(folder, factors=FACTORS, operations=OPERATIONS)
    except InstitutionUnsound as unsound:
        return file.read_text(encoding="utf-8"), unsound.problems
    return "", []


@pytest.mark.parametrize(("slug", "before", "after", "told"), WEAK, ids=range(len(WEAK)))
def test_asvs_6_4_3_pitfall_16_a_weaker_way_is_refused_with_its_line(
    tmp_path: Path, slug: str, before: str, after: str, told: str
) -> None:
    text, found = problems(tmp_path, slug, before, after)
    about = [one for one in found if told in one]
    assert about, found
    for one in about:
        line = int(one.split(":")[1])
        assert "ways" in text.splitlines()[line - 1], one


def test_a_stronger_way_is_welcome(tmp_path: Path) -> None:
    """One means more than the sign-in asks, or as many elements: nothing need be held back."""
    _, found = problems(tmp_path, "municipal", DOOR, DOOR + '["email_code", "totp", "sms_code"], ')
    assert not [one for one in found if "weaker" in one], found
