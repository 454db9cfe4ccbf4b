"""Moving money, through the pages and the gate, as a client does it."""

import asyncio
import re
from uuid import UUID

import pytest

from parvis.gate.rules import State
from tests.gate.world import CODE, last_code
from tests.payments.conftest import ANNE_IBAN, NOBODY_IBAN, Space, to_bruno


async def approves(space: Space, request_id: UUID) -> None:
    """By the secret code and the code received by SMS: what the bank asks for a new payee."""
    window, means = space.window, space.anne.means
    await window.goes_to(f"/requests/{request_id}")
    await window.sends(f"/requests/{request_id}/proofs/{means['secret_code']}", code=CODE)
    await window.sends(f"/requests/{request_id}/challenges/{means['sms_code']}")
    await window.sends(f"/requests/{request_id}/proofs/{means['sms_code']}", code=await last_code(space.here))


async def count_transfers(space: Space) -> int:
    async with space.here.reading() as tx:
        counted: int = await tx.value("select count(*) from transfer")
    return counted


async def test_between_own_accounts_it_is_read_again_and_done_at_once(space: Space) -> None:
    """RTS-15: from one pocket to the other, no proof is asked."""
    page = await space.fills(target=str(space.account("Livret")), amount="1 00,5")
    assert space.window.status == 422
    page = await space.fills(target=str(space.account("Livret")), amount="100,50", label="Vacances")
    assert "Vous envoyez 100,50 € à Livret, depuis Courant, aujourd'hui." in page
    assert "Envoyer 100,50 € à Livret" in page
    assert await space.books.balance("Livret") == (5_000, 0)  # Nothing is done by reading.
    page = await space.window.submits("/transfers")
    assert "Vacances" in page
    assert await space.books.balance("Livret") == (15_050, 0)
    assert await space.books.balance("Courant") == (89_950, 0)
    page = await space.window.goes_to("/transfers/history")
    assert "Exécuté" in page and "100,50 €" in page


async def test_to_somebody_new_it_waits_for_approval_then_both_read_it(space: Space) -> None:
    page = await space.fills(**to_bruno())
    assert "Vous n'avez jamais envoyé d'argent à ce compte" in page
    request_id = await space.asks(**to_bruno())
    assert await space.books.balance("Courant") == (100_000, 0)
    assert "Bruno Test" in await space.window.goes_to("/accounts")  # what waits for me
    assert "À approuver" in await space.window.goes_to("/transfers")
    await approves(space, request_id)
    assert await space.books.balance("Courant") == (97_500, 0)
    assert await space.books.balance("Bruno") == (2_500, 0)
    async with space.here.reading() as tx:
        seen = await tx.value(
            "select counterparty || ' / ' || label from entry where account_id = $1", space.account("Bruno")
        )
    assert seen == "Anne Roy / Cinéma"
    page = await space.window.goes_to(f"/transfers/{request_id}")
    assert "Virement exécuté" in page and str(request_id) in page
    # Paid once, Bruno is among the people; a second transfer is to somebody known.
    assert "Bruno Test" in await space.window.goes_to("/transfers/new")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": ""}, "Indiquez un montant"),
        ({"amount": "12,345"}, "deux façons"),
        ({"amount": "-5"}, "sans signe moins"),
        ({"amount": "1000,01"}, "n'a pas assez"),
        ({"amount": "10000,01"}, "dépasse le plafond d'un virement"),
        ({"iban": "FR76"}, "un IBAN a 27 caractères ; vous en avez tapé 4"),
        ({"iban": NOBODY_IBAN}, "Aucun compte ouvert chez nous"),
        ({"iban": NOBODY_IBAN[:-1] + "0"}, "contient une erreur"),
        ({"iban": ANNE_IBAN}, "C'est le compte d'où part l'argent"),
        ({"name": ""}, "Indiquez le nom"),
        ({"target": ""}, "Choisissez à qui vous envoyez"),
        ({"target": "01a1ffc4-a174-7186-b364-47a0e654ad31"}, "Choisissez à qui vous envoyez"),
        ({"source": ""}, "Choisissez l'une des réponses"),
        ({"day": "2026-11-23"}, "Ce jour est passé"),
        ({"day": "2028-01-01"}, "plus d'un an"),
        ({"day": "demain"}, "pas compris cette date"),
        ({"label": "x" * 141}, "140 caractères"),
    ],
)
async def test_a_wrong_answer_gives_the_form_as_it_was(space: Space, typed: dict[str, str], sentence: str) -> None:
    page = await space.fills(**to_bruno(**typed))
    assert space.window.status == 422
    assert sentence in page
    wanted = to_bruno(**typed)
    kept = space.window.form("/transfers/new")
    assert {name: kept[name] for name in ("iban", "name", "amount", "label")} == {
        name: wanted[name] for name in ("iban", "name", "amount", "label")
    }
    # Sent straight to the act, the same answers are refused alike.
    await space.window.sends("/transfers", **kept | {"target": wanted["target"]})
    assert space.window.status == 422
    assert await count_transfers(space) == 0


async def test_an_account_of_somebody_elses_is_never_a_source(space: Space) -> None:
    await space.fills(
        source=str(space.account("Bruno")), target=str(space.account("Livret")), amount="1,00"
    )
    assert space.window.status == 422
    await space.fills(source=str(space.account("Courant")), target=str(space.account("Bruno")), amount="1,00")
    assert space.window.status == 422  # Not offered: Bruno was never paid.


async def test_back_to_the_form_keeps_what_was_typed(space: Space) -> None:
    await space.fills(**to_bruno())
    (edit,) = re.findall(r'href="(/transfers/new\?form=[^"]+)"', space.window.page)
    await space.window.goes_to(edit)
    assert space.window.status == 200
    kept = space.window.form("/transfers/new")
    assert (kept["iban"], kept["amount"], kept["label"]) == (to_bruno()["iban"], "25,00", "Cinéma")


async def test_one_form_sent_ten_times_at_once_is_one_transfer(space: Space) -> None:
    await space.fills(target=str(space.account("Livret")), amount="900,00")
    form = space.window.form("/transfers")
    answers = await asyncio.gather(
        *(space.window.browser.post("/transfers", data=form, follow_redirects=False) for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    # And once more, a while later, when the account has not enough left: the first answer, not a refusal.
    late = await space.window.browser.post("/transfers", data=form, follow_redirects=False)
    assert late.headers["location"] == answers[0].headers["location"]
    assert await count_transfers(space) == 1
    assert await space.books.balance("Livret") == (95_000, 0)


async def test_the_same_form_with_another_amount_after_it_served_is_refused(space: Space) -> None:
    await space.fills(target=str(space.account("Livret")), amount="10,00")
    form = space.window.form("/transfers")
    await space.window.sends("/transfers", **form)
    await space.window.sends("/transfers", **form | {"amount": "20,00"})
    assert space.window.status == 409
    assert space.window.form("/transfers/new")["key"] != form["key"]
    assert await count_transfers(space) == 1


async def test_rts_5_1_changing_the_amount_or_the_payee_after_asking_voids_the_approval(space: Space) -> None:
    first = await space.asks(**to_bruno())
    await space.window.goes_to(f"/transfers/new?replaces={first}")
    kept = space.window.form("/transfers/new")
    assert (kept["iban"], kept["amount"], kept["name"]) == (to_bruno()["iban"], "25,00", "Bruno Test")
    await space.window.submits("/transfers/new", target="other", amount="26,00")
    await space.window.submits("/transfers")
    second = UUID(space.window.path.rsplit("/", 1)[-1])
    assert second != first
    assert (await space.anne.request(first)).state == State.WITHDRAWN
    await approves(space, first)
    assert await count_transfers(space) == 0
    await approves(space, second)
    assert await space.books.balance("Bruno") == (2_600, 0)


async def test_money_spent_while_it_waited_fails_it_and_moves_nothing(space: Space) -> None:
    request_id = await space.asks(**to_bruno(amount="900,00"))
    await space.books.tell("move 200,00 Courant -> House")
    await approves(space, request_id)
    assert (await space.anne.request(request_id)).because == "funds_insufficient"
    assert "n'a pas assez" in space.window.page
    assert await space.books.balance("Bruno") == (0, 0)
    assert "Non exécuté" in await space.window.goes_to("/transfers/history")


async def test_somebody_elses_transfer_is_not_there(space: Space) -> None:
    mine = await space.asks(target=str(space.account("Livret")), amount="10,00")
    async with space.here.transaction() as tx:
        await tx.run("update transfer set client_id = $2 where id = $1", mine, space.books.clients["Bruno"])
    await space.window.goes_to(f"/transfers/{mine}")
    assert space.window.status == 404
    await space.window.sends(f"/transfers/{mine}/cancellation")
    assert space.window.status == 404


@pytest.mark.parametrize("path", ["/transfers", "/transfers/new", "/transfers/history"])
async def test_every_tab_reads_in_both_languages_when_there_is_nothing(space: Space, path: str) -> None:
    for language in ("fr", "en"):
        space.window.browser.headers["Accept-Language"] = language
        await space.window.goes_to(path)
        assert space.window.status == 200
        assert f'lang="{language}"' in space.window.page


@pytest.mark.parametrize("path", ["/transfers/history?before=nonsense", "/transfers/new?unknown=1"])
async def test_addresses_that_mean_nothing_are_refused(space: Space, path: str) -> None:
    await space.window.goes_to(path)
    assert space.window.status == 400


async def test_the_history_goes_by_pages_and_forgets_none(space: Space) -> None:
    async with space.here.transaction() as tx:
        for number in range(65):
            await tx.run(
                "insert into transfer (id, institution, client_id, source_id, target_id, payee_name, amount, currency,"
                " label, execute_on, state, asked_at) values"
                " ($1, 'deuxrives', $2, $3, $4, 'Livret', $5, 'EUR', $6, '2026-11-01', 'cancelled', $7)",
                space.here.new_id(), space.anne.id, space.account("Courant"), space.account("Livret"), 100 + number,
                f"numéro {number:02d}", space.here.clock(),
            )
    seen: list[str] = []
    path = "/transfers/history"
    while path:
        page = await space.window.goes_to(path)
        seen += [line.split("·")[1].split("<")[0].strip() for line in page.splitlines() if "numéro" in line]
        rest = page.split('href="/transfers/history?before=')
        path = f"/transfers/history?before={rest[1].split(chr(34))[0]}" if len(rest) > 1 else ""
    assert seen == [f"numéro {number:02d}" for number in reversed(range(65))]
