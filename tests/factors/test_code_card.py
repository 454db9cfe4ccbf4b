"""The printed card: what is drawn, what is kept of it, which square is asked, what the sheet says."""

import math
from collections import Counter
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from parvis.factors import Evidence, Mismatch, Prepared, Registered
from parvis.factors.code_card import card as cards
from parvis.factors.code_card.card import ALPHABET, FEW, HELD, HELD_AT_MOST, LENGTH, SQUARES, Card
from parvis.factors.code_card.factor import CodeCard
from parvis.factors.code_card.sheet import GRID, LIST, sheet
from parvis.seal import Keyring, SystemRandom
from tests.factors.world import NOW, Seeded, asked, keyring
from tests.hands.code_card import CodeCardHand
from tests.pdf import tagged, texts

HAND = CodeCardHand(7)
REQUEST = asked()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    place: Path = tmp_path_factory.mktemp("code-card")
    return keyring(place)


@pytest.fixture
def factor(keys: Keyring) -> CodeCard:
    return CodeCard(keys)


@pytest.fixture
def material(factor: CodeCard) -> bytes:
    prepared = factor.prepare(HAND.given, Seeded(), NOW)
    assert isinstance(prepared, Prepared)
    return prepared.material


def opened(material: bytes) -> Card:
    return msgspec.json.decode(material, type=Card)


def answered(factor: CodeCard, material: bytes, request_id: str) -> tuple[Evidence, bytes]:
    """Ask and answer once. Returns what was accepted, and what the authenticator is from then on."""
    request = asked(request_id=request_id)
    challenge = factor.challenge(material, request, Seeded(), NOW)
    material = challenge.moves or material
    found = factor.check(material, challenge.material, HAND.answer(request, challenge.shown, NOW), request, NOW)
    assert isinstance(found, Evidence)
    assert found.material is not None
    return found, found.material


def test_a_code_has_the_entropy_that_nist_asks() -> None:
    """NIST SP 800-63B, look-up secrets: at least 20 bits, from the system's randomness, and throttled under 64."""
    assert len(set(ALPHABET)) ** LENGTH >= 2**20
    assert not set("01IO") & set(ALPHABET), "nothing that is read for something else"


def test_codes_are_drawn_evenly() -> None:
    """RTS-4.2: no code says anything of another."""
    drawn = [code for _ in range(60) for code in cards.draw(SystemRandom()).values()]
    assert len(drawn) == 60 * 64
    signs = Counter("".join(drawn))
    expected = len(drawn) * LENGTH / len(ALPHABET)
    chi2 = sum((signs[sign] - expected) ** 2 / expected for sign in ALPHABET)
    assert chi2 < 31 + 6 * math.sqrt(62), "far beyond chance"
    assert len(set(drawn)) > len(drawn) - 40


def test_nothing_kept_holds_a_code(factor: CodeCard) -> None:
    """RTS-22: what is kept is a keyed hash with a salt; the same sheet kept twice has no hash in common."""
    first, second = (factor.prepare(HAND.given, Seeded(seed), NOW) for seed in (1, 2))
    assert isinstance(first, Prepared)
    assert isinstance(second, Prepared)
    codes = cards.of_sheet(HAND.sheet).values()
    assert not [code for code in codes if code.encode() in first.material]
    assert not set(opened(first.material).hashes.values()) & set(opened(second.material).hashes.values())
    assert first.shown["once"] == {}


def test_without_the_pepper_a_card_answers_nothing(factor: CodeCard, material: bytes, tmp_path: Path) -> None:
    elsewhere = CodeCard(keyring(tmp_path))
    challenge = factor.challenge(material, REQUEST, Seeded(), NOW)
    answer = HAND.answer(REQUEST, challenge.shown, NOW)
    assert elsewhere.check(material, challenge.material, answer, REQUEST, NOW) == Mismatch()


def test_asking_again_asks_the_same_square(factor: CodeCard, material: bytes) -> None:
    first = factor.challenge(material, REQUEST, Seeded(1), NOW)
    assert first.moves is not None
    again = factor.challenge(first.moves, REQUEST, Seeded(2), NOW + timedelta(minutes=3))
    assert again.shown["square"] == first.shown["square"]
    assert again.moves is None
    later = factor.challenge(first.moves, asked(request_id="later"), Seeded(3), NOW + HELD)
    assert later.shown["square"] == first.shown["square"], "what was not answered is what is asked next"


def test_requests_at_once_have_a_square_each(factor: CodeCard, material: bytes) -> None:
    squares = []
    for number in range(HELD_AT_MOST):
        challenge = factor.challenge(material, asked(request_id=f"r{number}"), Seeded(number), NOW)
        assert challenge.moves is not None
        material = challenge.moves
        squares.append(challenge.shown["square"])
    assert len(set(squares)) == HELD_AT_MOST


def test_opening_requests_never_shows_more_squares_than_that(factor: CodeCard, material: bytes) -> None:
    """Whoever saw a few squares over a shoulder does not come to them by opening request after request."""
    seen = set()
    for number in range(300):
        moment = NOW + timedelta(minutes=number)
        challenge = factor.challenge(material, asked(request_id=f"r{number}"), Seeded(number), moment)
        material = challenge.moves or material
        seen.add(challenge.shown["square"])
    assert len(seen) <= HELD_AT_MOST


def test_each_square_serves_once_until_none_is_left(factor: CodeCard, material: bytes) -> None:
    """RTS-4.1. The client is told when few are left, once."""
    spent, told = [], []
    for number in range(len(SQUARES)):
        found, material = answered(factor, material, f"r{number}")
        spent.append(found.spends)
        if found.notice is not None:
            told.append((factor.left(material), found.notice.words_key))
    assert sorted(spent) == sorted(SQUARES)
    assert told == [(FEW, "code-card-notice-few")]
    empty = factor.challenge(material, asked(request_id="last"), Seeded(), NOW)
    assert (empty.material, empty.shown["square"], empty.shown["left"]) == (b"", "", 0)
    assert factor.check(material, empty.material, {"code": "2345"}, REQUEST, NOW) == Mismatch(counts=False)


def test_a_code_is_read_as_people_write_it(factor: CodeCard, material: bytes) -> None:
    challenge = factor.challenge(material, REQUEST, Seeded(), NOW)
    code = HAND.answer(REQUEST, challenge.shown, NOW)["code"]
    for typed in (code.lower(), f" {code[:2]} {code[2:]} ", f"{code[:2]}-{code[2:]}", "\u202f".join(code)):
        assert isinstance(factor.check(material, challenge.material, {"code": typed}, REQUEST, NOW), Evidence)


@pytest.mark.parametrize("code", ["", "é", "ABC", "ABCDE", "0O1I", "Ａ234", "ßß", "23 4", "....", "\ud800"])
def test_what_is_no_code_is_wrong(factor: CodeCard, material: bytes, code: str) -> None:
    challenge = factor.challenge(material, REQUEST, Seeded(), NOW)
    assert factor.check(material, challenge.material, {"code": code}, REQUEST, NOW) == Mismatch()


def test_another_square_s_code_is_wrong(factor: CodeCard, material: bytes) -> None:
    challenge = factor.challenge(material, REQUEST, Seeded(), NOW)
    other = next(square for square in SQUARES if square != challenge.shown["square"])
    answer = HAND.answer(REQUEST, {"square": other}, NOW)
    assert factor.check(material, challenge.material, answer, REQUEST, NOW) == Mismatch()


def test_the_first_use_puts_it_in_service(factor: CodeCard) -> None:
    prepared = factor.prepare({}, Seeded(), NOW)
    assert isinstance(prepared, Prepared)
    square, codes = prepared.shown["square"], prepared.shown["once"]
    wrong = next(code for other, code in codes.items() if other != square)
    assert factor.register(prepared.material, {"code": wrong}, REQUEST, NOW) == Mismatch(counts=False)
    registered = factor.register(prepared.material, {"code": codes[square]}, REQUEST, NOW)
    assert isinstance(registered, Registered)
    assert registered.spends == square
    assert factor.left(registered.material) == 63
    assert factor.challenge(registered.material, REQUEST, Seeded(), NOW).shown["square"] != square


@pytest.mark.parametrize("given", ["é", "2345", "0" * 256, "2" * 255, "2" * 257])
def test_a_sheet_that_is_none_is_refused(factor: CodeCard, given: str) -> None:
    assert factor.prepare({"sheet": given}, Seeded(), NOW) == "form_incomplete"


SENTENCES = {
    "institution": "Caisse d’allocations du Littoral", "title": "Carte de codes", "serial": "Carte nº 1234-5678",
    "made": "Faite le 24 novembre 2026", "how": "Quand la page vous demande une case…",
    "never": "Aucun conseiller ne vous demandera ces codes.", "address": "Ne les tapez que sur caisse.example",
    "lost": "Carte perdue ? Suspendez-la.", "corner": "Ligne", "column": "Case", "code": "Code",
}  # fmt: skip


@pytest.mark.parametrize("layout", [GRID, LIST])
def test_the_sheet_says_every_code_beside_its_square(layout: str) -> None:
    """Read back from the PDF itself, glyph by glyph."""
    codes = cards.draw(SystemRandom())
    pdf = sheet(codes, SENTENCES, layout=layout, colour="#152d6b", language="fr")
    assert pdf.startswith(b"%PDF-")
    assert tagged(pdf)
    read = texts(pdf)
    for square, code in codes.items():
        at = [index for index, text in enumerate(read) if text == square]
        assert any(read[index + 1] == code for index in at), f"{square}: {code}"
    unsaid = {GRID: {"column", "code"}, LIST: {"corner"}}[layout]
    for name in SENTENCES.keys() - unsaid:
        assert SENTENCES[name] in read, name
