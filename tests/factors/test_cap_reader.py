"""A card in its reader: what its code signs, its counter, the window, and what is never printed."""

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from parvis.factors import Asked, Evidence, Mismatch, Prepared
from parvis.factors.cap_reader.bitmap import shown
from parvis.factors.cap_reader.card_keys import Card, KeyUnusable, SoftwareKeys
from parvis.factors.cap_reader.cryptogram import Typed
from parvis.factors.cap_reader.factor import WINDOW, CapReader, Material, material_of
from parvis.factors.cap_reader.keys import MOST_ATC, card_key
from parvis.factors.cap_reader.profiles import PROFILES
from parvis.factors.cap_reader.reading import reading
from parvis.factors.cap_reader.task import EURO, task_of
from parvis.factors.cap_reader.verification import chance, counters_of, number_in
from tests.factors.world import NOW, Seeded, asked, keyring
from tests.hands.cap_reader import CapReaderHand

IBAN, OTHER_IBAN = "FR76 9991 4000 0100 0000 0012 348", "FR76 9991 4000 0100 0000 0099 971"
TRANSFER = asked(amount="1 250,40 €", payee="Zoé", iban=IBAN)
SIGN_IN = msgspec.structs.replace(asked(request_id="0190-door"), engages=False)
ANYTHING_ELSE = asked(request_id="0190-else")


@pytest.fixture
def keys(tmp_path: Path) -> SoftwareKeys:
    return SoftwareKeys(keyring(tmp_path), tmp_path / "keys")


@pytest.fixture
def factor(keys: SoftwareKeys) -> CapReader:
    return CapReader(keys)


class Held:
    """A card, its reader, and what the institution has sealed of it."""

    def __init__(self, factor: CapReader, *, seed: int = 1) -> None:
        self.factor, self.hand = factor, CapReaderHand(seed)
        self.material = self.hand.material

    def code(self, about: Asked) -> str:
        return self.hand.answer(about, self.factor.instructions(about), NOW)["code"]

    def gives(self, code: str, about: Asked) -> Any:
        judged = self.factor.check(self.material, b"", {"code": code}, about, NOW)
        if isinstance(judged, Evidence):
            assert judged.material is not None and judged.grows
            self.material = judged.material
        return judged

    @property
    def last(self) -> int:
        return msgspec.json.decode(self.material, type=Material).last


@pytest.fixture
def card(factor: CapReader) -> Held:
    return Held(factor)


@pytest.mark.parametrize("about", [TRANSFER, SIGN_IN, ANYTHING_ELSE], ids=["pay", "sign in", "else"])
def test_the_right_code_is_taken_once(card: Held, about: Asked) -> None:
    code = card.code(about)
    spent = card.gives(f" {code[:4]} {code[4:]} ", about)
    assert spent == Evidence("atc:00001", grows=True, material=card.material)
    assert isinstance(card.gives(code, about), Mismatch), "the counter has moved"


def test_rts_4_2_a_code_says_nothing_of_another(card: Held) -> None:
    """RTS-4.1, RTS-4.2: whoever has seen many codes has none for the next counter, whatever is asked."""
    seen = [card.code(about) for about in (TRANSFER, SIGN_IN, ANYTHING_ELSE) for _ in range(60)]
    assert len(set(seen)) > 170
    card.material = material_of(
        Card(pan="9991400000000018", psn="01", key=card.hand.key), PROFILES["uk"], last=card.hand.atc
    )
    assert not [code for code in seen if isinstance(card.gives(code, TRANSFER), Evidence)]


def test_rts_6_9_the_pin_is_known_to_the_card_alone(card: Held) -> None:
    """RTS-6-9: what the institution holds opens without it; a card whose PIN was not verified gives another code."""
    assert b"pin" not in card.material.lower()
    unverified = msgspec.structs.replace(PROFILES["uk"], cvr="03A40000", iad="06770A03A40000")
    told = card.factor.instructions(TRANSFER)
    typed = Typed(challenge=told["challenge"], amount=told["cents"], currency=EURO)
    refused = [shown(reading(card.hand.key, "01", unverified, atc, typed)) for atc in range(1, 40)]
    assert not [code for code in refused if isinstance(card.gives(code, TRANSFER), Evidence)]


def test_rts_4_3a_nothing_tells_what_was_wrong(card: Held) -> None:
    """RTS-4.3a: card, PIN, figures, counter, digits: one answer for all of them."""
    older, other = card.code(TRANSFER), card.code(ANYTHING_ELSE)
    assert isinstance(card.gives(card.code(TRANSFER), TRANSFER), Evidence)
    assert {card.gives(code, TRANSFER) for code in (older, other, "", "1", "67108863", "é")} == {Mismatch()}


def test_asvs_6_5_1_an_older_code_never_follows_a_newer_one(card: Held) -> None:
    """Two codes are made; the second serves first: the first never serves."""
    older, newer = card.code(TRANSFER), card.code(TRANSFER)
    assert isinstance(card.gives(newer, TRANSFER), Evidence)
    assert card.last == 2
    assert isinstance(card.gives(older, TRANSFER), Mismatch)


@pytest.mark.parametrize(("missed", "taken"), [(0, True), (WINDOW - 1, True), (WINDOW, False), (3 * WINDOW, False)])
def test_the_window_is_bounded(card: Held, missed: int, taken: bool) -> None:
    """A card is used in shops as well: its counter may run ahead, this far and no further."""
    card.hand.atc += missed
    assert isinstance(card.gives(card.code(TRANSFER), TRANSFER), Evidence) is taken


def test_the_last_counter_of_a_card(card: Held) -> None:
    card.hand.atc = MOST_ATC - 1
    own = Card(pan="9991400000000018", psn="01", key=card.hand.key)
    card.material = material_of(own, PROFILES["uk"], last=MOST_ATC - 2)
    assert isinstance(card.gives(card.code(TRANSFER), TRANSFER), Evidence)
    assert card.last == MOST_ATC
    assert counters_of(1, PROFILES["uk"], "01", last=MOST_ATC, window=WINDOW) == []


CHANGED = {
    "another amount": asked(amount="1 250,41 €", payee="Zoé", iban=IBAN),
    "ten times as much": asked(amount="12 504,00 €", payee="Zoé", iban=IBAN),
    "another payee": asked(amount="1 250,40 €", payee="Zoé", iban=OTHER_IBAN),
    "another request alike": asked(request_id="0190-two", amount="1 250,40 €", payee="Zoé", iban=IBAN),
    "a sign-in": SIGN_IN,
    "anything else": ANYTHING_ELSE,
}


@pytest.mark.parametrize("name", CHANGED)
def test_rts_5_1_a_payment_code_signs_one_amount_to_one_payee(card: Held, name: str) -> None:
    """RTS-5.1, RTS-5.2, PITFALL 13: what was typed on the reader is under the code."""
    assert isinstance(card.gives(card.code(TRANSFER), CHANGED[name]), Mismatch)


@pytest.mark.parametrize("about", [TRANSFER, ANYTHING_ELSE], ids=["pay", "else"])
def test_a_sign_in_code_never_serves_anything_else(card: Held, about: Asked) -> None:
    """Mode 1 with all zeros is mode 2: nothing that engages is ever all zeros."""
    assert isinstance(card.gives(card.code(SIGN_IN), about), Mismatch)
    task = task_of(about)
    assert task is not None and int(task.typed.challenge) > 0


def test_the_three_domains_are_apart() -> None:
    """Whatever the request: nothing typed to sign in, an amount only to pay, a challenge for all the rest."""
    for number in range(300):
        pays, engages = asked(request_id=f"p{number}", amount="0,01 €", iban=IBAN), asked(request_id=f"e{number}")
        told = [task_of(one) for one in (SIGN_IN, pays, engages)]
        assert None not in told
        assert [(one.mode, bool(int(one.typed.challenge or 0)), one.typed.amount) for one in told if one] == [
            ("identify", False, 0), ("sign", True, 1), ("respond", True, 0),
        ]  # fmt: skip


def test_another_clients_card(factor: CapReader, card: Held) -> None:
    other = Held(factor, seed=2)
    assert isinstance(card.gives(other.code(TRANSFER), TRANSFER), Mismatch)
    assert isinstance(other.gives(other.code(TRANSFER), TRANSFER), Evidence)


def test_the_first_digits_of_the_challenge_are_the_payees(factor: CapReader) -> None:
    """RTS-5.1(a): what the client types is what they can compare with the payee's own papers."""
    told = factor.instructions(TRANSFER)
    assert told == {"mode": "sign", "challenge": told["challenge"], "payee": "2348", "cents": 1_250_40}
    assert told["challenge"].startswith("2348") and len(told["challenge"]) == 8
    nameless = factor.instructions(asked(amount="3,00 €", payee="Livret"))
    assert nameless["payee"] == "" and len(nameless["challenge"]) == 8


@pytest.mark.parametrize("amount", ["1 250,40 $", "0,00 €", "−5,00 €", "douze", "999 999 999 999 999,00 €"])
def test_an_amount_that_no_reader_can_be_given(factor: CapReader, card: Held, amount: str) -> None:
    """The page says so, and no code is taken: never the code of something less."""
    pays = asked(amount=amount, payee="Zoé", iban=IBAN)
    assert factor.instructions(pays)["mode"] == ""
    for typed in (Typed(), Typed(challenge="2348"), Typed(challenge="00002348", amount=125_040, currency=EURO)):
        assert isinstance(card.gives(card.hand.reads(typed), pays), Mismatch)


NO_CODES = ["", " ", "1234567", "67108864", "99999999", "123456789", "-1234567", "１２３４５６７８", "é" * 8]


@pytest.mark.parametrize("code", NO_CODES)
def test_what_no_reader_shows(card: Held, code: str) -> None:
    assert isinstance(card.gives(code, TRANSFER), Mismatch)


def test_the_codes_leading_zeros_may_be_left_out(card: Held) -> None:
    """Readers show eight digits at least; a smaller number is the same without its zeros."""
    while not (code := card.code(TRANSFER)).startswith("0"):
        pass
    card.material = material_of(
        Card(pan="9991400000000018", psn="01", key=card.hand.key), PROFILES["uk"], last=card.hand.atc - 1
    )
    assert isinstance(card.gives(code.lstrip("0"), TRANSFER), Evidence)


@pytest.mark.parametrize("name", PROFILES)
def test_rts_4_3b_a_guess_is_rarely_right(name: str) -> None:
    """The counters that are tried, over the values of the cryptogram that show: docs/factors/cap_reader.md."""
    profile = PROFILES[name]
    expected = {"mc": 1 / 2**16, "mc-psn": 1 / 2**16, "uk": 2 / 2**20}[name]
    assert chance(profile, WINDOW) == expected
    tried = max(
        len(counters_of(reading(bytes(range(16)), "01", profile, atc, Typed()), profile, "01", last=100, window=WINDOW))
        for atc in range(101, 101 + WINDOW)
    )
    signed = round(tried / expected)
    assert signed.bit_count() == 1, "a whole number of bits"


def test_a_digit_that_is_not_of_the_issue_is_refused_unread(card: Held) -> None:
    """The bit of the issuer's data that shows is always one on these cards."""
    assert number_in("2", PROFILES["uk"]) == 2
    assert counters_of(2, PROFILES["uk"], "01", last=0, window=WINDOW) == []
    assert counters_of(1, PROFILES["uk"], "01", last=0, window=WINDOW) == [32, 64]


def test_every_counter_is_tried_whichever_is_right(factor: CapReader, keys: SoftwareKeys) -> None:
    """How long an answer takes says nothing of the counter: as many questions are asked of the keys."""
    asked_of: list[int] = []

    class Watched(SoftwareKeys):
        def verify(self, card: Card, profile: Any, typed: Typed, atc: int, number: int) -> bool:
            asked_of.append(atc)
            return keys.verify(card, profile, typed, atc, number)

    for ahead in (0, 32):
        held = Held(CapReader(Watched.__new__(Watched)))
        held.hand.atc += ahead
        asked_of.clear()
        assert isinstance(held.gives(held.code(TRANSFER), TRANSFER), Evidence)
        assert len(asked_of) == 2


def test_a_card_is_prepared_from_what_the_issuer_knows(factor: CapReader, keys: SoftwareKeys) -> None:
    """Its own key is derived inside, from the issuer's master key: it is nowhere in what is sealed with the client."""
    imk = bytes.fromhex("9E15204313F7318ACB79B90BD986AD29")
    keys.keep("house", imk)
    given = {"pan": "5413330089010434", "psn": "01", "profile": "uk", "issuer_key": "house", "atc": "7"}
    prepared = factor.prepare(given, Seeded(), NOW)
    assert isinstance(prepared, Prepared) and prepared.shown == {}
    own = card_key(imk, "5413330089010434", "01", "A")
    code = shown(reading(own, "01", PROFILES["uk"], 8, Typed()))
    judged = factor.check(prepared.material, b"", {"code": code}, SIGN_IN, NOW)
    assert isinstance(judged, Evidence) and judged.spends == "atc:00008"
    assert factor.prepare(given | {"psn": "02"}, Seeded(), NOW) != prepared


@pytest.mark.parametrize(
    "wrong",
    [{"pan": ""}, {"pan": "12"}, {"pan": "54133300890104AB"}, {"psn": "1"}, {"psn": "é1"}, {"profile": "zz"},
     {"atc": "-1"}, {"atc": "65536"}, {"atc": "9" * 40}],
)  # fmt: skip
def test_a_card_that_is_none_is_not_prepared(factor: CapReader, wrong: dict[str, str]) -> None:
    given = {"pan": "5413330089010434", "psn": "01", "profile": "uk", "issuer_key": "house"}
    assert factor.prepare(given | wrong, Seeded(), NOW) == "form_incomplete"


def test_a_master_key_that_is_not_here_verifies_nothing(factor: CapReader) -> None:
    for name in ("nowhere", "", "../sealing", "é"):
        material = material_of(Card(pan="5413330089010434", psn="01", issuer_key=name), PROFILES["uk"])
        assert isinstance(factor.check(material, b"", {"code": "1"}, SIGN_IN, NOW), Mismatch)


def test_asvs_13_3_1_master_keys_are_sealed_and_kept_once(keys: SoftwareKeys, tmp_path: Path) -> None:
    imk = bytes(range(16))
    keys.keep("house", imk)
    keys.keep("house", imk)
    with pytest.raises(KeyUnusable, match="another master key"):
        keys.keep("house", imk[::-1])
    for name in ("", "House", "../house", "a" * 41):
        with pytest.raises(KeyUnusable, match="name"):
            keys.keep(name, imk)
    for bad in (b"", bytes(15), bytes(16), bytes(24)):
        with pytest.raises(KeyUnusable, match="16 bytes"):
            keys.keep("other", bad)
    (file,) = (tmp_path / "keys" / "cards").iterdir()
    assert imk not in file.read_bytes() and file.stat().st_mode & 0o777 == 0o600
    moved = file.with_name("other.sealed")
    moved.write_bytes(file.read_bytes())
    with pytest.raises(KeyUnusable):
        keys.derive(Card(pan="5413330089010434", psn="01", issuer_key="other"), PROFILES["uk"])


def test_asvs_16_2_5_nothing_prints_a_card_or_a_key(keys: SoftwareKeys) -> None:
    held = Material(card=Card(pan="5413330089010434", psn="01", key=b"0123456789abcdef"), profile=PROFILES["uk"])
    for printed in (repr(held), str(held), f"{held!r} {held.card}", repr(keys), repr([held.card])):
        assert "5413330089010434" not in printed and "0123456789abcdef" not in printed


def test_it_costs_little(card: Held) -> None:
    """Not a factor to queue: a verification is far under a millisecond's tenth of a password's."""
    code = card.code(TRANSFER)
    began = time.perf_counter()
    for _ in range(100):
        card.factor.check(card.material, b"", {"code": code}, TRANSFER, NOW)
    assert (time.perf_counter() - began) / 100 < 0.02
