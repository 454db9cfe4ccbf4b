"""A session that is left alone ends by itself, and says so (RTS-4.3d)."""

from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import a_person
from tests.window import a_window, signs_in


async def test_after_five_minutes_without_activity_one_is_signed_out(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        clock.advance(minutes=4, seconds=50)
        await window.goes_to("/accounts")
        assert window.path == "/accounts"
        clock.advance(minutes=5, seconds=1)
        await window.goes_to("/accounts")
        assert (window.status, window.path) == (200, "/signed-out")
        clock.advance(seconds=1)
        await window.goes_to("/accounts")
        assert window.path in ("/sign-in", "/signed-out"), "it has ended for good"


async def test_what_is_sent_after_the_end_is_not_done(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        clock.advance(minutes=6)
        page = await window.sends("/security/means/new/phone", name="Téléphone")
        assert window.status == 401
        assert "connecte" in page
    async with here.reading() as tx:
        assert await tx.value("select count(*) from authenticator where kind = 'phone'") == 0
