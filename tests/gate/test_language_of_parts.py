"""WCAG 3.1.2: what was asked in one language and is read on a page of another says which language it is in."""

from parvis.here import Here
from tests.gate.world import CODE, a_person
from tests.window import a_window, signs_in


async def test_a_request_of_an_english_browser_read_on_a_french_page(here: Here) -> None:
    """What is approved stays as it was asked, to the letter; only its language is said."""
    anne = await a_person(here)
    async with a_window(here) as elsewhere, a_window(here) as home:
        elsewhere.browser.headers["Accept-Language"] = "en"
        await elsewhere.goes_to("/sign-in")
        asked = await elsewhere.sends("/sign-in", code=CODE, client_id=anne.identifier)
        assert '<dl class="lines">' in asked and "new device" in asked

        await signs_in(home, anne, client_id=anne.identifier)
        assert '<span class="row-title" lang="en">' in await home.goes_to("/accounts")
        read_at_home = await home.goes_to(elsewhere.path)
        assert '<dl class="lines" lang="en">' in read_at_home and "new device" in read_at_home
