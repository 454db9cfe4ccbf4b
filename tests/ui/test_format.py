"""Amounts and dates as a reader of each language expects them. NBSP is written _, the narrow one ~."""

from datetime import UTC, date, datetime

import pytest

from parvis.ui import format as fmt


def drawn(text: str) -> str:
    return text.replace("\u00a0", "_").replace("\u202f", "~").replace("\u2212", "−")


@pytest.mark.parametrize(
    ("cents", "currency", "language", "signed", "expected"),
    [
        (0, "EUR", "fr", False, "0,00_€"),
        (5, "EUR", "fr", False, "0,05_€"),
        (123456, "EUR", "fr", False, "1~234,56_€"),
        (-123456789, "EUR", "fr", False, "−1~234~567,89_€"),
        (25000, "EUR", "fr", True, "+250,00_€"),
        (-25000, "EUR", "fr", True, "−250,00_€"),
        (0, "EUR", "fr", True, "0,00_€"),
        (123456, "EUR", "en", False, "€1,234.56"),
        (-1, "EUR", "en", False, "−€0.01"),
        (100, "CHF", "fr", False, "1,00_CHF"),
        (100, "CHF", "en", False, "CHF_1.00"),
    ],
)
def test_an_amount(cents: int, currency: str, language: str, signed: bool, expected: str) -> None:
    assert drawn(fmt.amount(cents, currency, language, signed)) == expected


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("when", "language", "today", "expected"),
    [
        (date(2026, 11, 24), "fr", None, "mardi 24 novembre 2026"),
        (date(2026, 11, 24), "fr", TODAY, "aujourd’hui"),
        (date(2026, 11, 23), "fr", TODAY, "hier"),
        (date(2026, 11, 25), "fr", TODAY, "demain"),
        (date(2026, 11, 26), "fr", TODAY, "jeudi 26 novembre"),
        (date(2026, 12, 1), "fr", TODAY, "mardi 1er décembre"),
        (date(2026, 12, 11), "fr", TODAY, "vendredi 11 décembre"),
        (date(2027, 1, 1), "fr", TODAY, "vendredi 1er janvier 2027"),
        (date(2021, 1, 31), "fr", TODAY, "dimanche 31 janvier 2021"),
        (date(2026, 12, 1), "en", TODAY, "Tuesday 1 December"),
        (date(2026, 11, 23), "en", TODAY, "yesterday"),
    ],
)
def test_a_day(when: date, language: str, today: date | None, expected: str) -> None:
    assert fmt.day(when, language, today) == expected


@pytest.mark.parametrize(
    ("when", "language", "expected"),
    [
        (datetime(2026, 11, 24, 13, 5, tzinfo=UTC), "fr", "mardi 24 novembre 2026 à 14_h_05"),
        (datetime(2026, 7, 14, 22, 30, tzinfo=UTC), "fr", "mercredi 15 juillet 2026 à 0_h_30"),
        (datetime(2026, 11, 24, 13, 5, tzinfo=UTC), "en", "Tuesday 24 November 2026 at 14:05"),
        (datetime(2026, 7, 14, 22, 30, tzinfo=UTC), "en", "Wednesday 15 July 2026 at 00:30"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_paris(when: datetime, language: str, expected: str) -> None:
    assert drawn(fmt.moment(when, language)) == expected


def test_a_moment_near_now_is_told_as_people_do() -> None:
    now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # Already the 25th in Paris.
    assert drawn(fmt.moment(datetime(2026, 11, 24, 13, 5, tzinfo=UTC), "fr", now=now)) == "hier à 14_h_05"


@pytest.mark.parametrize(
    ("seconds", "language", "expected"),
    [
        (0, "fr", "moins d’une minute"),
        (59, "fr", "moins d’une minute"),
        (60, "fr", "1_minute"),
        (61, "fr", "2_minutes"),
        (240, "fr", "4_minutes"),
        (3600, "fr", "1_heure"),
        (5400, "fr", "1_heure 30"),
        (7200, "en", "2_hours"),
        (5400, "en", "1_hour 30_minutes"),
        (86400, "fr", "24_heures"),
        (172800, "fr", "2_jours"),
        (30, "en", "less than a minute"),
    ],
)
def test_a_length_of_time(seconds: float, language: str, expected: str) -> None:
    assert drawn(fmt.minutes(seconds, language)) == expected


def test_an_iban_is_read_four_by_four() -> None:
    assert fmt.iban("fr76 1234567890 1234567890123") == "FR76 1234 5678 9012 3456 7890 123"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Camille Rey", "CR"), ("Jean-Paul Le Goff", "JG"), ("Ateliers", "A"), ("", ""), ("4 Vents", "V")],
)
def test_the_face_of_a_person(name: str, expected: str) -> None:
    assert fmt.initials(name) == expected
