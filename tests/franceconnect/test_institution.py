"""What an institution's file must say to ask an identity provider, and what the settings must add."""

import shutil
from pathlib import Path

import pytest

from parvis.institution.loader import load
from parvis.institution.reading import InstitutionUnsound
from parvis.known import known
from parvis.settings import ROOT, SettingsWrong, from_environment
from tests.platform.test_cli import run

FACTORS, OPERATIONS = known()
IDENTITY = """[identity]
client_id = "allocations-du-littoral"
level = "eidas1"
scopes = ["openid", "given_name", "family_name", "birthdate", "gender", "birthplace", "birthcountry"]
"""


def problems(place: Path, before: str, after: str) -> list[str]:
    """What the loader has to say of the benefits office with that change."""
    folder = place / "allocations"
    shutil.copytree(ROOT / "institutions" / "allocations", folder)
    path = folder / "institution.toml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(InstitutionUnsound) as unsound:
        load(folder, factors=FACTORS, operations=OPERATIONS)
    return unsound.value.problems


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (IDENTITY, "", "“identity” is missing"),
        ('level = "eidas1"', 'level = "eidas9"', "unknown level “eidas9”"),
        ('level = "eidas1"\n', "", "“level” is missing in [identity]"),
        ('"openid", ', "", "“scopes” must hold “openid”"),
        ('client_id = "allocations-du-littoral"', 'client_id = "two words"', "“client_id” must be"),
        ('level = "eidas1"', 'level = "eidas1"\nsecret = "x"', "unknown key “secret”"),
    ],
)
def test_a_file_that_is_not_whole(tmp_path: Path, before: str, after: str, told: str) -> None:
    found = problems(tmp_path, before, after)
    assert any(told in problem for problem in found), found


def test_a_file_that_asks_nobody_has_no_identity(tmp_path: Path) -> None:
    found = problems(tmp_path, ', "franceconnect"]', "]")
    assert any("[identity] is set" in problem for problem in found), found


def test_one_element_needs_a_basis_and_a_higher_level_does_not(tmp_path: Path) -> None:
    """What a way proves is judged at the level that is asked for."""
    folder = tmp_path / "allocations"
    shutil.copytree(ROOT / "institutions" / "allocations", folder)
    path = folder / "institution.toml"
    rule = '[[rule]]\nid = "by-identity"\noperation = "change_secret"\nwhen = { forced = "yes" }\n'
    text = path.read_text().replace(
        '[[rule]]\nid = "change-secret"', f'{rule}ways = [["franceconnect"]]\n\n[[rule]]\nid = "change-secret"', 1
    )
    path.write_text(text)
    with pytest.raises(InstitutionUnsound, match="proves knowledge only"):
        load(folder, factors=FACTORS, operations=OPERATIONS)
    path.write_text(text.replace('level = "eidas1"', 'level = "eidas2"'))
    assert load(folder, factors=FACTORS, operations=OPERATIONS).identity_level == "eidas2"


PRODUCTION = {
    "PARVIS_MODE": "production", "PARVIS_TLS": "true", "PARVIS_SMTP_HOST": "mail.example",
    "PARVIS_SMS_URL": "https://sms.example",
}  # fmt: skip


def test_production_has_no_simulated_provider(tmp_path: Path) -> None:
    for provider in ("demo", "http://localhost:8000"):
        told = {"PARVIS_IDENTITY_PROVIDER": provider, "PARVIS_IDENTITY_SECRETS_DIR": str(tmp_path)}
        with pytest.raises(SettingsWrong, match="never the simulated one"):
            from_environment(PRODUCTION | told)


def test_a_real_provider_needs_our_secret() -> None:
    with pytest.raises(SettingsWrong, match="PARVIS_IDENTITY_SECRETS_DIR"):
        from_environment(PRODUCTION | {"PARVIS_IDENTITY_PROVIDER": "https://fc.example"})


def test_parvis_check_says_what_the_environment_must_still_say(tmp_path: Path) -> None:
    """Where the institution's file is whole: the provider's name, then the file with our secret."""
    folder, named = str(ROOT / "institutions" / "allocations"), {"PARVIS_IDENTITY_PROVIDER": "https://fc.example"}
    assert "its identity provider is not named" in run("check", folder).stdout
    told = named | {"PARVIS_IDENTITY_SECRETS_DIR": str(tmp_path)}
    assert f"is not there: {tmp_path / 'allocations'}" in run("check", folder, **told).stdout
    (tmp_path / "allocations").write_text("a secret")
    assert run("check", folder, **told).stdout.rstrip().endswith(")")
