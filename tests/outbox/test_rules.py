"""When to try again, and what no message may hold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.outbox.rules import LONGEST_DELAY, TRIES, Content, acceptable, retry_at

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "jitter", "seconds"),
    [(1, 0.0, 5), (2, 0.0, 10), (3, 0.0, 20), (3, 1.0, 30), (10, 0.0, 2560), (11, 0.0, 3600), (13, 1.0, 5400)],
)
def test_delays_double_up_to_an_hour_with_jitter_on_top(tries: int, jitter: float, seconds: int) -> None:
    assert retry_at(tries=tries, now=NOW, jitter=jitter) == NOW + timedelta(seconds=seconds)


def test_it_gives_up_in_the_end() -> None:
    assert retry_at(tries=TRIES - 1, now=NOW, jitter=0) is not None
    assert retry_at(tries=TRIES, now=NOW, jitter=0) is None
    assert retry_at(tries=10_000, now=NOW, jitter=0) is None


@given(st.integers(1, TRIES - 1), st.floats(0, 1))
def test_a_delay_is_never_nothing_and_never_endless(tries: int, jitter: float) -> None:
    due = retry_at(tries=tries, now=NOW, jitter=jitter)
    assert due is not None
    assert timedelta(0) < due - NOW <= LONGEST_DELAY * 1.5


@pytest.mark.parametrize(
    "text",
    ["123456 https://deuxrives.example", "Allez sur www.deuxrives.example", "<a href=x>123456</a>", "HTTP://x 123456"],
)
def test_a_message_with_a_code_never_holds_a_link(text: str) -> None:
    with pytest.raises(ValueError, match="link"):
        acceptable(Content(subject="Votre code", text=text), purpose="code")


def test_a_subject_is_one_line_whatever_was_put_into_it() -> None:
    content = acceptable(Content(subject="Virement\r\nBcc: x@y.example\n", text="Fait."), purpose="notice")
    assert content.subject == "Virement Bcc: x@y.example"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_a_text_has_a_length(text: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        acceptable(Content(subject="", text=text), purpose="notice")
