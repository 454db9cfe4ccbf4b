"""What an institution's file says of a first access and of a change of address."""

import shutil
from pathlib import Path

import pytest

from parvis.institution.loader import load
from parvis.institution.reading import InstitutionUnsound
from parvis.known import known
from parvis.settings import ROOT

FACTORS, OPERATIONS = known()
WAYS = 'operation = "change_contact"\nways = [["password", "totp"], ["passkey"], ["password", "sms_code"]]'


def problems(tmp_path: Path, before: str, after: str) -> list[str]:
    """What is told of Valmer's file where that stands in the place of this."""
    folder = tmp_path / "municipal"
    shutil.copytree(ROOT / "institutions" / "municipal", folder)
    file = folder / "institution.toml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(InstitutionUnsound) as told:
        load(folder, factors=FACTORS, operations=OPERATIONS)
    return told.value.problems


def test_a_first_secret_leaves_by_a_way_that_there_is(tmp_path: Path) -> None:
    """RTS-25, MU1."""
    told = problems(tmp_path, 'by = ["sms"]', 'by = ["pigeon"]')
    assert any("unknown way “pigeon”" in one for one in told)


def test_psr_change_the_address_that_changes_never_approves_alone(tmp_path: Path) -> None:
    """PSR-change: what is written to the old address is no approval by itself."""
    alone = 'operation = "change_contact"\nways = [["password", "totp"], ["sms_code"]]\nbasis = "none"'
    assert any("written to the very address that changes" in one for one in problems(tmp_path, WAYS, alone))


def test_a_profile_needs_its_rules(tmp_path: Path) -> None:
    told = problems(tmp_path, 'operation = "change_contact"', 'operation = "end_session"')
    assert any("no rule speaks of “change_contact”" in one for one in told)
