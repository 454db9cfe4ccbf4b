"""Whatever an answer holds, every factor of the real list judges it and raises nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.factors import Checked, Declined, Evidence, Factor, Mismatch
from parvis.factors.all import factors
from parvis.settings import Settings
from tests.factors.world import NOW, Seeded, asked, cheap_argon, keyring

FIELDS = ("code", "password", "secret", "answer_keys", "layout_token", "message", "signature", "mac", "credential")
GIVEN = {
    "secret": "731946", "contact_id": "01900000-0000-7000-8000-000000000001", "issuer": "Démo", "account": "Zoé",
    "pan": "9991400000000018", "psn": "00", "profile": "uk", "issuer_key": "none",
}

texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789", max_size=20),
    st.text(alphabet=st.characters(), max_size=200),
    st.sampled_from(["", "é", "٣٣٣٣٣٣", "１２３４５６", "\ud800", "\0", "¾¾¾¾¾¾", "{}", "null"]),
    st.sampled_from(["0" * 100_000, "a" * 100_000, "é" * 100_000]),
)
answers = st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=5)), texts, max_size=9)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Factor]:
    place: Path = tmp_path_factory.mktemp("hostile")
    keys = keyring(place)
    return factors(keys, cheap_argon(keys), Settings(mode="test", database_url="", owner_url=""))


def material_of(factor: Factor) -> bytes:
    """Something that this factor prepared itself."""
    for secret in ("731946", "tournesol-bleu-92"):
        prepared = factor.prepare(GIVEN | {"secret": secret}, Seeded(), NOW)
        if not isinstance(prepared, str):
            return prepared.material
    raise AssertionError(f"{factor.kind} prepared nothing")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_check_never_raises(known: dict[str, Factor], answer: dict[str, str]) -> None:
    request = asked(amount="250,00 €", payee="Zoé", iban="FR76")
    for factor in known.values():
        material: bytes = _MATERIALS.setdefault(id(factor), material_of(factor))
        challenge = factor.challenge(material, request, Seeded(), NOW).material if factor.asks else b""
        checked: Checked = factor.check(material, challenge, answer, request, NOW)
        assert isinstance(checked, Evidence | Mismatch | Declined)
        assert isinstance(factor.check(material, b"", {}, request, NOW), Mismatch)


_MATERIALS: dict[Any, bytes] = {}


def test_every_factor_says_what_it_is(known: dict[str, Factor]) -> None:
    for kind, factor in known.items():
        assert factor.kind == kind
        assert factor.tries > 0
        assert not (factor.own and not factor.proves), "what the client adds alone must prove something"
