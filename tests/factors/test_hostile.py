"""Whatever an answer holds, every factor of the real list judges it and raises nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.factors import Checked, Consults, Copied, Declined, Evidence, Factor, Mismatch
from parvis.factors.all import factors
from parvis.settings import Settings
from tests.factors.world import NOW, Seeded, asked, cheap_argon, keyring
from tests.hands.all import HANDS

FIELDS = ("code", "password", "secret", "answer_keys", "layout_token", "message", "signature", "mac", "credential")

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


_MATERIALS: dict[int, bytes] = {}


def material_of(factor: Factor) -> bytes:
    """What the client of this factor has; what it prepares itself where that needs the keys of the server."""
    mine = HANDS[factor.kind](7).material
    for given_secret in () if mine else ("731946", "tournesol-bleu-92"):
        prepared = factor.prepare({"secret": given_secret}, Seeded(), NOW)
        mine = mine if isinstance(prepared, str) else prepared.material
    assert mine, f"{factor.kind} prepared nothing"
    return mine


@settings(max_examples=150)
@given(answer=answers)
def test_check_never_raises(known: dict[str, Factor], answer: dict[str, str]) -> None:
    request = asked(amount="250,00 €", payee="Zoé", iban="FR76")
    for factor in known.values():
        material = _MATERIALS.setdefault(id(factor), material_of(factor))
        challenge = factor.challenge(material, request, Seeded(), NOW).material if factor.asks else b""
        checked: Checked = factor.check(material, challenge, answer, request, NOW)
        assert isinstance(checked, Evidence | Mismatch | Copied | Declined)
        assert isinstance(factor.check(material, b"", {}, request, NOW), Mismatch)


def test_every_factor_says_what_it_is(known: dict[str, Factor]) -> None:
    for kind, factor in known.items():
        assert factor.kind == kind
        # Nothing is guessed where others answer for it (a certificate, whose token counts its own PINs).
        assert factor.tries > 0 or (isinstance(factor, Consults) and not factor.blocks)
        assert not (factor.own and not factor.proves), "what the client adds alone must prove something"
