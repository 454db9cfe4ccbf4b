"""RTS-10: ninety days back without strong authentication, and no further."""

from datetime import timedelta

import pytest

from parvis.accounts.actions import mark_of
from tests.accounts.test_pages import Space, space
from tests.conftest import FakeClock
from tests.gate.world import CODE, last_code

__all__ = ["space"]  # a fixture


@pytest.fixture
async def weak(space: Space, clock: FakeClock) -> Space:
    """Anne in her usual browser: the code alone was enough. One operation of last week, one of last spring."""
    async with space.here.transaction() as tx:
        await tx.run("update account set opened_on = '2020-01-01'")
    await space.receives(
        (-1_000, "Marché de la semaine", "", clock() - timedelta(days=7)),
        (-2_000, "Marché du printemps", "", clock() - timedelta(days=200)),
    )
    await space.window.sends("/sign-out")
    await space.window.goes_to("/sign-in")
    await space.window.sends("/sign-in", client_id=space.anne.identifier, code=CODE)
    assert space.window.path == "/accounts", space.window.page
    return space


async def test_rts_10_a_session_opened_with_the_code_alone_reads_ninety_days(weak: Space) -> None:
    assert "printemps" not in weak.window.page, "the home page reads no further either"
    page = await weak.looks_for()
    assert "Marché de la semaine" in page and "printemps" not in page
    assert "Plus de 90 jours en arrière" in page
    for asked in ({"text": "printemps"}, {"since": "01/01/2026"}, {"until": "30/06/2026"}, {"most": "20"}):
        page = await weak.looks_for(**asked)
        assert "Marché du printemps" not in page and "Plus de 90 jours en arrière" in page


async def test_rts_10_older_operations_are_read_once_it_was_proven_again(weak: Space, clock: FakeClock) -> None:
    address = f"/accounts/{weak.books.accounts['Courant']}"
    await weak.looks_for()
    await weak.window.submits("/accounts/older")
    request = weak.window.path
    assert request.startswith("/requests/") and "Toutes vos opérations, même anciennes" in weak.window.page
    await weak.looks_for()
    assert "printemps" not in weak.window.page, "asking is not enough"
    await weak.window.sends(f"{request}/proofs/{weak.anne.means['secret_code']}", code=CODE)
    await weak.window.sends(f"{request}/challenges/{weak.anne.means['sms_code']}")
    await weak.window.sends(f"{request}/proofs/{weak.anne.means['sms_code']}", code=await last_code(weak.here))
    assert "C'est fait" in weak.window.page and f'href="{address}"' in weak.window.page
    page = await weak.looks_for(text="printemps")
    assert "Marché du printemps" in page and "Plus de 90 jours en arrière" not in page
    # For this session alone.
    await weak.window.sends("/sign-out")
    clock.advance(minutes=1)
    await weak.window.goes_to("/sign-in")
    await weak.window.sends("/sign-in", client_id=weak.anne.identifier, code=CODE)
    assert "printemps" not in await weak.looks_for()


async def test_rts_10_after_strong_authentication_nothing_more_is_asked(space: Space, clock: FakeClock) -> None:
    async with space.here.transaction() as tx:
        await tx.run("update account set opened_on = '2020-01-01'")
    await space.receives((-2_000, "Marché du printemps", "", clock() - timedelta(days=200)))
    page = await space.looks_for()
    assert "Marché du printemps" in page and "90 jours" not in page


async def test_it_is_asked_of_ones_own_account_and_with_a_key(weak: Space) -> None:
    """From the page of one's own account: its form serves for no other account, and no other client's serves here."""
    bruno = weak.books.accounts["Bruno"]
    await weak.looks_for()
    form = weak.window.form("/accounts/older")
    theirs = mark_of(weak.here, bruno, bruno)
    of_bruno = {"account": str(bruno)}
    for changed in (of_bruno, of_bruno | {"mark": theirs}, {"mark": ""}, {"mark": "é"}, {"account": ""}):
        await weak.window.sends("/accounts/older", **(form | changed))
        assert weak.window.status == 404, changed
    await weak.window.sends("/accounts/older", **(form | {"key": "not one"}))
    assert weak.window.status == 400
    async with weak.here.reading() as tx:
        assert await tx.value("select count(*) from request where operation = 'read_history'") == 0


async def test_a_double_click_is_one_request(weak: Space) -> None:
    await weak.looks_for()
    form = weak.window.form("/accounts/older")
    await weak.window.sends("/accounts/older", **form)
    request = weak.window.path
    assert request.startswith("/requests/")
    await weak.window.sends("/accounts/older", **form)
    assert weak.window.path == request
