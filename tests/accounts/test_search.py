"""What a client looks for, understood."""

from datetime import UTC, datetime

import pytest

from parvis.accounts.rules import Search, SearchForm, fold, understand


def test_an_empty_search_finds_everything() -> None:
    form = SearchForm()
    assert not form.asked
    found = understand(form, "Europe/Paris")
    assert isinstance(found, Search)
    assert found == Search()
    assert not found.reads_lines


def test_days_are_those_of_paris_and_the_last_one_is_included() -> None:
    found = understand(SearchForm(since="24/11/2026", until="2026-11-24"), "Europe/Paris")
    assert isinstance(found, Search)
    assert (found.since, found.until) == (
        datetime(2026, 11, 23, 23, tzinfo=UTC),
        datetime(2026, 11, 24, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize(("typed", "folded"), [("Café ", "cafe"), ("ÉLECTRICITÉ", "electricite"), ("Œuvre", "œuvre")])
def test_accents_and_capitals_do_not_count(typed: str, folded: str) -> None:
    assert fold(typed).strip() == folded


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (SearchForm(least="abc"), {"least": "amount_unreadable"}),
        (SearchForm(least="10", most="9,99"), {"most": "period_reversed"}),
        (SearchForm(since="2026-11-25", until="2026-11-24"), {"until": "period_reversed"}),
        (SearchForm(since="31/02/2026", most="-1"), {"since": "date_unreadable", "most": "amount_negative"}),
        (SearchForm(until="9999-12-31"), {"until": "date_unreadable"}),
    ],
)
def test_each_wrong_field_has_its_reason(form: SearchForm, wrong: dict[str, str]) -> None:
    found = understand(form, "Europe/Paris")
    assert isinstance(found, dict)
    assert {field: why.refusal.code for field, why in found.items()} == wrong
