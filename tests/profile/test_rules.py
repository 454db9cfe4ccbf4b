"""What is an address, and in which one form it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.errors import Refused
from parvis.profile import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0639980112", "+33639980112"), ("06 39 98 01 12", "+33639980112"), ("06.39.98.01.12", "+33639980112"),
        ("+33 6 39 98 01 12", "+33639980112"), ("0033639980112", "+33639980112"),
        ("+33 (0)6 39 98 01 12", "+33639980112"),
        ("07-56-78-90-12", "+33756789012"), ("0692 12 34 56", "+262692123456"), ("+262 692 12 34 56", "+262692123456"),
        ("0690123456", "+590690123456"), ("06 94 12 34 56", "+594694123456"), ("0696123456", "+596696123456"),
    ],
)  # fmt: skip
def test_a_french_mobile_number_has_one_form(typed: str, kept: str) -> None:
    assert rules.canonical("sms", typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "06", "0139980112", "0899123456", "+44 7911 123456", "+1 900 555 0100", "0639980112 ext 5", "٠٦٣٩٩٨٠١١٢",
        "06399801123", "+33 1 39 98 01 12", "+33639980112\r\nBcc: x", "+336399801", "36665", "0700",
    ],
)  # fmt: skip
def test_pitfall_17_what_is_no_french_mobile_number_is_refused(typed: str) -> None:
    """Nothing is ever written to a number that costs more."""
    assert isinstance(rules.canonical("sms", typed), Refused)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anne.Roy@Courriel.EXAMPLE ", "Anne.Roy@courriel.example"), ("a+b@x.example", "a+b@x.example"),
        ("o'neil@mail.example", "o'neil@mail.example"), ("a@xn--caf-dma.example", "a@xn--caf-dma.example"),
    ],
)  # fmt: skip
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert rules.canonical("email", typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "anne", "anne@", "@x.example", "anne@localhost", "a..b@x.example", ".a@x.example", "a@b@x.example",
        "a@-x.example", "a b@x.example", "a@x.example\r\nBcc: c@y.example", "a@x.example,c@y.example", "<a@x.example>",
        "a@" + "x" * 64 + ".example", "a" * 65 + "@x.example", "é@x.example", "a@[127.0.0.1]", "a@x.1",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert isinstance(rules.canonical("email", typed), Refused)


@given(st.text(max_size=60), st.sampled_from(rules.CHANNELS))
def test_whatever_is_typed_is_one_line_of_plain_characters_or_refused(typed: str, channel: str) -> None:
    found = rules.canonical(channel, typed)
    if not isinstance(found, Refused):
        assert found.isascii()
        assert found.isprintable()
        assert " " not in found
        assert rules.canonical(channel, found) == found, "it is its own form"


def test_a_hint_does_not_say_the_address() -> None:
    assert rules.hint("sms", "+33639980112") == "06 •• •• •• 12"
    assert rules.hint("email", "camille@courriel.example") == "c•••@courriel.example"
    assert rules.in_full("sms", "+262692123456").replace("\u00a0", " ") == "+262 692 12 34 56"
