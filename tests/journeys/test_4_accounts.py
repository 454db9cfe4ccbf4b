"""Line 4: accounts, balances and operations; ten years of history stay fast; searching among them."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from parvis.demo.stories.allocations import NADIA
from parvis.demo.stories.deuxrives import CAMILLE, MIREILLE
from parvis.demo.stories.municipal import HELENE
from tests.journeys.bank import Bank
from tests.journeys.browser import Window, plain
from tests.journeys.browser import open_window as a_window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.money import balance_of, in_euros
from tests.journeys.pages import signs_in

PAGE = 50  # Operations on one page.
SLOW_SECONDS = 3.0  # A page of ten years' history takes some tens of milliseconds; a loaded machine is given more.
A_DAY = re.compile(r"^(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (1er|\d{1,2}) [a-zéû]+( \d{4})?$")
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def mireille(chromium: Browser, bank: Bank, inbox: Inbox) -> Iterator[Window]:
    """Mireille Faure, bookseller, with ten years of takings, signed in."""
    window = a_window(chromium, bank, "deuxrives")
    signs_in(window, MIREILLE, inbox)
    yield window
    window.closes()


def account_id(bank: Bank, number: str) -> str:
    return str(bank.value("select id from account where iban like $1", f"%{number}__"))


def at_the_bookshop(window: Window, query: str = "") -> Window:
    """The bookshop's account, or a search in it."""
    return window.goes_to(f"/accounts/{account_id(window.bank, MIREILLE.accounts[0].number)}{query}")


def shown(window: Window) -> list[tuple[str, str]]:
    """Each operation on the page: the cents it moved, and its words."""
    rows = window.page.locator(".operations tr:not(.operations-day):has(td)")
    found: list[tuple[str, str]] = rows.evaluate_all(
        "(rows) => rows.map((one) => [one.querySelector('.amount').value, one.querySelector('td').innerText])"
    )
    return found


def days(window: Window) -> list[str]:
    return [plain(one) for one in window.page.locator(".operations-day th").all_inner_texts()]


def searches(window: Window, **fields: str) -> Window:
    """Fill in the search that the page offers, and nothing else."""
    at_the_bookshop(window)
    window.page.locator("details.search summary").click()
    for label, value in fields.items():
        window.fills(LABELS[label], value)
    window.turns("Chercher").reads("Opérations trouvées")
    return window


LABELS = {
    "text": "Un mot, un nom", "least": "Montant, à partir de", "most": "Montant, jusqu'à", "since": "Du", "until": "Au",
}  # fmt: skip


def test_municipal_shows_the_technical_account_first(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    """MU5 : le DAV d'abord ; soldes, dernières opérations, montants en colonne, jours en toutes lettres."""
    window = open_window("municipal")
    signs_in(window, HELENE, inbox).reads("Bonjour Hélène", "Sur vos 3 comptes", "Dernières opérations")
    names = [plain(one) for one in window.page.locator("#accounts-title ~ .rows .row-title").all_inner_texts()]
    assert names == ["Compte technique (DAV)", "Livret Valmer", "Livret Solidaire"]
    window.reads(*(in_euros(balance_of(bank, account)) for account in HELENE.accounts))
    right = window.page.locator(".operations .amount").evaluate_all(
        "(all) => all.map((one) => Math.round(one.getBoundingClientRect().right))"
    )
    assert len(right) == 8
    assert len(set(right)) == 1, "amounts are not in a column"
    figures = window.page.locator(".operations .amount").first.evaluate(
        "(one) => getComputedStyle(one).fontVariantNumeric"
    )
    assert "tabular-nums" in figures
    assert all(A_DAY.match(day.lower()) for day in days(window)), days(window)
    window.is_accessible().picture("4-municipal")
    window.follows("Compte technique (DAV)").arrives_at("/accounts/*").reads("Versement", "Opérations", "IBAN FR76")
    assert "−260,00 €" in plain(window.main)
    assert "+450,00 €" in plain(window.main)
    window.is_accessible().picture("4-municipal-dav")


def test_ten_years_page_by_page(mireille: Window, bank: Bank) -> None:
    """Dix ans, quelque vingt mille opérations : rien ne manque, rien deux fois, et chaque page vient vite."""
    expected = bank.rows(
        "select amount, posted_at from entry where account_id = $1 order by posted_at desc, id desc",
        account_id(bank, MIREILLE.accounts[0].number),
    )
    assert len(expected) > 15_000
    at_the_bookshop(mireille).reads("Compte de la librairie", in_euros(sum(row["amount"] for row in expected)))
    mireille.is_accessible().picture("4-ten-years")
    seen: list[int] = []
    for number in range(4):
        if number:
            began = time.monotonic()
            mireille.follows("Opérations plus anciennes")
            mireille.page.wait_for_load_state()
            assert time.monotonic() - began < SLOW_SECONDS
        seen += [in_cents(value) for value, _ in shown(mireille)]
    assert seen == [row["amount"] for row in expected[: 4 * PAGE]]
    mireille.reads("Revenir aux plus récentes").is_accessible().picture("4-older")

    # The other end of the ten years is as near: no page before it has to be counted.
    oldest: datetime = expected[-1]["posted_at"]
    began = time.monotonic()
    at_the_bookshop(mireille, f"?until={oldest.astimezone(PARIS).date()}")
    assert time.monotonic() - began < SLOW_SECONDS
    assert days(mireille)[-1].endswith(str(oldest.year))
    assert [in_cents(value) for value, _ in shown(mireille)][-1] == expected[-1]["amount"]
    mireille.does_not_read("Opérations plus anciennes")


def in_cents(value: str) -> int:
    return round(float(value) * 100)


def test_searching_by_text_amount_and_dates(mireille: Window) -> None:
    """Sans accents ni majuscules, entre deux montants, entre deux dates, ou tout ensemble."""
    searches(mireille, text="editions du heron").is_accessible().picture("4-search-text")
    found = shown(mireille)
    assert len(found) == PAGE
    assert all("Éditions du Héron" in text for _, text in found)
    searches(mireille, least="300", most="305,50")
    assert all(300_00 <= abs(in_cents(value)) <= 305_50 for value, _ in shown(mireille))
    assert shown(mireille)
    searches(mireille, since="2019-03-01", until="2019-03-31").reads("mars 2019")
    assert all(day.endswith("mars 2019") for day in days(mireille))
    mireille.follows("Opérations plus anciennes")
    assert all(day.endswith("mars 2019") for day in days(mireille))
    searches(mireille, text="LOYER", least="1000", since="2020-01-01", until="2020-12-31")
    assert len(shown(mireille)) == 12
    assert all(re.search(r"Loyer [a-zéû]+ 2020", plain(text)) for _, text in shown(mireille))
    assert mireille.field(LABELS["text"]).input_value() == "LOYER"
    mireille.picture("4-search-all").follows("Tout afficher").does_not_read("Opérations trouvées")


def test_nothing_found_is_said(mireille: Window) -> None:
    """Rien trouvé : c'est dit, avec quoi essayer ; la recherche reste telle qu'elle était."""
    searches(mireille, text="trottinette").reads("Aucune opération ne correspond").is_accessible().picture("4-nothing")
    assert mireille.field(LABELS["text"]).input_value() == "trottinette"


def test_what_cannot_be_searched_is_said_beside_the_field(mireille: Window) -> None:
    """Dates à l'envers, date impossible, montant en lettres : le champ le dit, et garde ce qui était écrit."""
    at_the_bookshop(mireille, "?since=2026-11-10&until=2026-11-01").reads("La fin vient avant le début")
    assert mireille.status == 422
    assert "La fin vient avant le début" in mireille.alert
    mireille.reads("Corrigez ce qui est indiqué plus haut").is_accessible().picture("4-wrong-dates")
    searches_badly = at_the_bookshop(mireille)
    searches_badly.page.locator("details.search summary").click()
    mireille.fills(LABELS["least"], "douze").presses("Chercher").reads("Nous n'avons pas compris ce montant")
    assert mireille.field(LABELS["least"]).input_value() == "douze"


def test_nobody_reads_the_accounts_of_others(mireille: Window, bank: Bank) -> None:
    """ASVS-8.2.2, PITFALL 19 : le compte d'une autre est introuvable, et un paramètre inconnu n'ouvre rien."""
    others = account_id(bank, CAMILLE.accounts[0].number)
    mireille.goes_to(f"/accounts/{others}").reads("Page introuvable").does_not_read("Compte courant", CAMILLE.name)
    assert mireille.status == 404
    mireille.is_accessible().picture("4-not-yours")
    elsewhere = account_id(bank, HELENE.accounts[0].number)  # Of another institution.
    for path in (f"/accounts/{elsewhere}", "/accounts/00000000-0000-0000-0000-000000000000", "/accounts/1"):
        assert mireille.goes_to(path).status in (404, 422), path
    at_the_bookshop(mireille, "?account=all")
    assert mireille.status == 400
    mireille.does_not_read("Vente par carte")
    at_the_bookshop(mireille, "?before=anything")
    assert mireille.status == 400


def test_allocations_shows_payments_and_no_transfers(open_window: OpenWindow, inbox: Inbox) -> None:
    """AL : les droits versés se lisent ; on n'y fait pas de virement, ni par le menu ni par l'adresse."""
    window = open_window("allocations")
    signs_in(window, NADIA, inbox).reads("Allocations familiales", "Aide au logement").does_not_read("Virement")
    window.is_accessible().picture("4-allocations")
    for path in ("/transfers", "/transfers/new", "/transfers/history"):
        window.goes_to(path)
        assert window.status == 404, path
    window.reads("Page introuvable")


def test_on_a_small_screen_and_in_english(mireille: Window, open_window: OpenWindow) -> None:
    """360 points : rien ne dépasse ; en anglais, les montants et les jours s'écrivent à l'anglaise."""
    mireille.page.set_viewport_size({"width": 360, "height": 740})
    mireille.goes_to("/accounts").fits().is_accessible().picture("4-home-360")
    at_the_bookshop(mireille).fits().is_accessible().picture("4-account-360")
    mireille.follows("English").reads("Operations")
    assert re.search(r"[−+]€\d+\.\d\d", mireille.main), mireille.main[:400]
    mireille.fits().follows("Français").reads("Opérations")
