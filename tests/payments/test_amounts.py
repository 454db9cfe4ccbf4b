"""Amounts as French and English people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.errors import Refused
from parvis.money import MOST_CENTS, Money, parse_amount, plain
from parvis.ui import format


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("12,", 1200),
        ("0,01", 1),
        ("007", 700),
        ("1234,56", 123456),
        ("1 234,56", 123456),
        ("1\u202f234,56", 123456),
        ("1\u00a0234,56\u00a0€", 123456),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("€1,234.56", 123456),
        ("EUR 12", 1200),
        ("12 eur", 1200),
        ("12 345 678", 1_234_567_800),
        ("12,345,678", 1_234_567_800),
        ("1.234.567,8", 123_456_780),
        ("  250  ", 25_000),
        ("999 999 999,99", MOST_CENTS),
    ],
)
def test_read(typed: str, cents: int) -> None:
    assert parse_amount(typed) == cents


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_missing"),
        ("   ", "amount_missing"),
        ("€", "amount_missing"),
        ("-5", "amount_negative"),
        ("−5,00", "amount_negative"),
        ("0", "amount_zero"),
        ("0,00", "amount_zero"),
        ("12,345", "amount_ambiguous"),
        ("1.234", "amount_ambiguous"),
        ("1,234", "amount_ambiguous"),
        ("0,123", "amount_decimals"),
        ("1234,567", "amount_decimals"),
        ("1 234,5678", "amount_decimals"),
        ("12 34", "amount_unreadable"),
        ("1 2345,00", "amount_unreadable"),
        ("1,23,456", "amount_unreadable"),
        ("1.234,567.00", "amount_unreadable"),
        ("douze", "amount_unreadable"),
        ("1e5", "amount_unreadable"),
        ("+5", "amount_unreadable"),
        ("0x10", "amount_unreadable"),
        ("١٢", "amount_unreadable"),
        ("１２", "amount_unreadable"),
        ("NaN", "amount_unreadable"),
        ("5;6", "amount_unreadable"),
        ("1000000000", "amount_too_large"),
        ("9" * 15, "amount_too_large"),
        ("9" * 400, "amount_unreadable"),
    ],
)
def test_refused(typed: str, code: str) -> None:
    found = parse_amount(typed)
    assert isinstance(found, Refused)
    assert (found.refusal.code, found.field) == (code, "amount")


@given(cents=st.integers(min_value=1, max_value=MOST_CENTS), language=st.sampled_from(["fr", "en"]))
def test_what_the_pages_write_is_read_back_exactly(cents: int, language: str) -> None:
    assert parse_amount(format.amount(cents, "EUR", language)) == cents
    assert parse_amount(plain(cents, language)) == cents


@given(typed=st.text(max_size=40))
def test_nothing_typed_breaks_it(typed: str) -> None:
    found = parse_amount(typed)
    assert isinstance(found, Refused) or 0 < found <= MOST_CENTS


def test_two_currencies_do_not_add_up() -> None:
    assert Money(100, "EUR") + Money(-30, "EUR") == Money(70, "EUR")
    with pytest.raises(ValueError, match="do not add up"):
        Money(100, "EUR") + Money(100, "CHF")
