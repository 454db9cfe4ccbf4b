"""Writing transfers as clients do, and looking at what became of the money."""

import time
from collections.abc import Callable

from parvis.demo.story import Account, Client
from tests.journeys.bank import Bank
from tests.journeys.browser import SOON_SECONDS, Window


def iban_of(bank: Bank, account: Account) -> str:
    """The IBAN of a demo account."""
    found: str = bank.value("select iban from account where iban like $1", f"%{account.number}__")
    return found


def in_groups(iban: str) -> str:
    """An IBAN as pages show it: in groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def balance_of(bank: Bank, account: Account) -> int:
    """What a demo account holds, in cents."""
    found: int = bank.value("select balance from account where iban like $1", f"%{account.number}__")
    return found


def transfers_of(bank: Bank, client: Client) -> list[dict[str, object]]:
    """The transfers that the client has made, the oldest first."""
    return bank.rows(
        """
        select transfer.* from transfer join client on client.id = transfer.client_id
        where given_name = $1 and family_name = $2 order by asked_at
        """,
        client.given_name, client.family_name,
    )  # fmt: skip


def writes_to_somebody(window: Window, iban: str, *, name: str, amount: str, label: str = "") -> Window:
    """Fill in the form for somebody else's account, from the first account, today; not yet checked."""
    window.goes_to("/transfers/new")
    window.page.locator("input[name=target][value=other]").check()
    window.fills("Nom de la personne ou de la société", name).fills("Son IBAN", iban).fills("Montant", amount)
    return window.fills("Motif", label) if label else window


def writes_between(window: Window, source: Account, target: Account, *, amount: str, label: str = "") -> Window:
    """Fill in the form from one of the client's own accounts to another, on the day it offers; not yet checked."""
    window.goes_to("/transfers/new")
    for field, account in (("source", source), ("target", target)):
        window.page.locator(f"input[name={field}][value='{_id_of(window.bank, account)}']").check()
    window.fills("Montant", amount)
    return window.fills("Motif", label) if label else window


def _id_of(bank: Bank, account: Account) -> str:
    return str(bank.value("select id from account where iban like $1", f"%{account.number}__"))


def until(holds: Callable[[], bool]) -> None:
    """Wait for what happens at the bank without a page that says so."""
    late = time.monotonic() + SOON_SECONDS
    while not holds():
        assert time.monotonic() < late, "it has not happened"
        time.sleep(0.1)


def in_euros(cents: int) -> str:
    """An amount as French pages write it, with plain spaces."""
    return f"{cents // 100:,}".replace(",", " ") + f",{cents % 100:02} €"


def checks(window: Window) -> Window:
    """« Vérifier ce virement »."""
    return window.presses("Vérifier ce virement").reads("Relisez avant d'envoyer")


def sends(window: Window) -> Window:
    """The button that says what will be sent to whom."""
    window.page.locator("#send-button").click()
    return window.arrives_at("/requests/*")
