"""The simulated token: it signs for its PIN alone, three tries, and does not exist in production."""

from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from parvis.demo.authority import Authority
from parvis.demo.token.device import Token, lines_of
from parvis.factors.certificate.signature import verify
from parvis.settings import Settings
from tests.factors.world import NOW

ORDER = '{"lines":[{"kind":"amount","label":"Montant","value":"250,00 €"}]}'.encode()
CLIENT, PIN = UUID(int=7), "482915"


@pytest.fixture
def settings_here(tmp_path: Path) -> Settings:
    return Settings(mode="demo", var_dir=tmp_path)


def test_it_signs_what_it_shows(settings_here: Settings) -> None:
    certificate = Authority.open(settings_here, NOW).issue("Sabine Rocher", "Atelier", PIN, NOW, file=str(CLIENT))
    token = Token(settings_here, CLIENT)
    assert token.exists
    assert token.owner == "Sabine Rocher"
    assert [line.value for line in lines_of(ORDER)] == ["250,00 €"]
    signed = token.signs(ORDER, PIN, NOW)
    assert signed is not None
    assert verify(signed, ORDER, certificate, NOW) == ""
    assert lines_of(b"{}") == lines_of(b"\xff") == lines_of(b"") == ()


def test_three_wrong_pins_block_it(settings_here: Settings) -> None:
    Authority.open(settings_here, NOW).issue("Sabine Rocher", "Atelier", PIN, NOW, file=str(CLIENT))
    token = Token(settings_here, CLIENT)
    for left in (2, 1, 0):
        assert token.signs(ORDER, "000000", NOW) is None
        assert token.tries_left == left
    assert token.signs(ORDER, PIN, NOW) is None
    token.unlocks()
    assert token.signs(ORDER, PIN, NOW) is not None
    assert token.tries_left == 3


def test_production_has_none(settings_here: Settings) -> None:
    production = msgspec.structs.replace(settings_here, mode="production")
    with pytest.raises(AssertionError):
        Authority.open(production, NOW)
    with pytest.raises(AssertionError):
        Token(production, CLIENT)


def test_the_authority_is_made_once(settings_here: Settings) -> None:
    first, again = Authority.open(settings_here, NOW), Authority.open(settings_here, NOW)
    assert first.certificate == again.certificate
    assert {path.stat().st_mode & 0o077 for path in first.folder.iterdir()} == {0}
