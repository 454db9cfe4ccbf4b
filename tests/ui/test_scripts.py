"""What the scripts add, in a real browser: the keypad, the page that waits, the warning before the session ends."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

CODE = "482915"
expect.set_options(timeout=15_000)


@pytest.fixture
def page(browser: Browser, port: int) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://deuxrives.localhost:{port}", locale="fr-FR")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


def sent(page: Page) -> list[dict[str, list[str]]]:
    """What each form of the page sends from now on."""
    from urllib.parse import parse_qs

    forms: list[dict[str, list[str]]] = []

    def keep(route: Route) -> None:
        forms.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        route.fulfill(status=200, content_type="text/html", body="<title>ok</title>")

    page.route("**/sign-in", keep)
    return forms


def test_the_keypad_sends_names_of_keys_and_no_digit(page: Page) -> None:
    forms = sent(page)
    page.goto("/keypad")
    for digit in CODE:
        page.get_by_role("button", name=digit, exact=True).click()
    expect(page.locator(".keypad-drawn .filled")).to_have_count(6)
    expect(page.get_by_text("6 chiffres saisis")).to_be_attached()
    page.get_by_role("button", name="Me connecter").click()
    expect(page).to_have_title("ok")
    assert forms[0]["answer_keys"] == ["".join(f"k{digit}" for digit in CODE)]
    assert "code" not in forms[0]


def test_the_physical_keyboard_types_on_the_keypad(page: Page) -> None:
    forms = sent(page)
    page.goto("/keypad")
    page.get_by_role("button", name="3", exact=True).focus()
    page.keyboard.type("4829")
    page.keyboard.press("Backspace")
    page.keyboard.type("915")
    page.keyboard.press("Enter")
    expect(page).to_have_title("ok")
    assert forms[0]["answer_keys"] == ["".join(f"k{digit}" for digit in CODE)]


def test_digits_of_the_identifier_stay_in_their_field(page: Page) -> None:
    page.goto("/keypad")
    page.get_by_label("Identifiant client").fill("")
    page.keyboard.type("123")
    expect(page.get_by_label("Identifiant client")).to_have_value("123")
    expect(page.locator(".keypad-drawn .filled")).to_have_count(0)


def test_corriger_empties_the_keypad(page: Page) -> None:
    page.goto("/keypad")
    page.get_by_role("button", name="4", exact=True).click()
    page.get_by_role("button", name="Corriger").click()
    expect(page.locator(".keypad-drawn .filled")).to_have_count(0)


def test_whoever_prefers_the_plain_field_finds_it_again(page: Page) -> None:
    forms = sent(page)
    page.goto("/keypad")
    page.get_by_role("button", name="Saisir au clavier").click()
    page.locator("#code").fill(CODE)
    page.reload()
    expect(page.locator("[data-keypad-pad]")).to_be_hidden()
    page.locator("#code").fill(CODE)
    page.keyboard.press("Enter")
    expect(page).to_have_title("ok")
    assert forms[0]["code"] == [CODE]
    assert forms[0]["answer_keys"] == [""]


def test_without_scripts_the_plain_field_is_there(browser: Browser, port: int) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://deuxrives.localhost:{port}/keypad")
    expect(page.locator("#code")).to_be_visible()
    expect(page.get_by_role("button", name="3", exact=True)).to_have_count(0)
    context.close()


def test_a_double_click_sends_once(page: Page) -> None:
    forms = sent(page)
    page.goto("/public")
    page.get_by_role("button", name="Me connecter").dblclick()
    expect(page).to_have_title("ok")
    assert len(forms) == 1


def test_the_page_that_waits_moves_on_by_itself(page: Page) -> None:
    settled = []

    def state(route: Route) -> None:
        settled.append(route.request.url)
        if len(settled) == 1:
            route.fulfill(content_type="text/event-stream", body="event: settled\ndata: executed\n\n")
        else:
            route.abort()

    page.route("**/state", state)
    with page.expect_request(lambda asked: asked.is_navigation_request() and bool(settled)):
        page.goto("/waiting")


def test_help_comes_after_ten_seconds_and_the_time_left_is_said_in_words(page: Page) -> None:
    page.route("**/state", lambda route: route.abort())
    page.clock.install()
    page.goto("/waiting")
    helped = page.get_by_text("Ouvrez l'application vous-même.")
    expect(helped).to_be_hidden()
    page.clock.run_for(11_000)
    expect(helped).to_be_visible()
    expect(page.locator("[data-time-left]")).to_have_text("Il reste 5 minutes.")
    page.clock.run_for(120_000)
    expect(page.locator("[data-time-left]")).to_have_text("Il reste 3 minutes.")


class Session:
    """The server's side of a session, as far as the warning sees it."""

    def __init__(self, page: Page) -> None:
        self.remaining = 60
        self.extended = 0
        page.route("**/session/remaining", lambda route: route.fulfill(json={"seconds": self.remaining}))
        page.route("**/session/extension", self._extend)
        page.clock.install()
        page.goto("/space")

    def _extend(self, route: Route) -> None:
        self.extended += 1
        self.remaining = 300
        route.fulfill(json={"seconds": 300})


def test_a_minute_before_the_end_one_key_stays(page: Page) -> None:
    session = Session(page)
    dialog = page.get_by_role("dialog", name="Êtes-vous toujours là")
    page.clock.run_for(235_000)
    expect(dialog).to_be_hidden()
    page.clock.run_for(6_000)
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-left]")).to_have_text("Fermeture dans 60 secondes")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert session.extended == 1
    page.clock.run_for(200_000)
    expect(dialog).to_be_hidden()


def test_a_session_kept_in_another_window_is_not_warned(page: Page) -> None:
    session = Session(page)
    session.remaining = 280
    page.clock.run_for(250_000)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_at_zero_the_page_leaves(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "signed-out" in request.url else None)
    page.route("**/signed-out*", lambda route: route.fulfill(content_type="text/html", body="<title>fini</title>"))
    session = Session(page)
    page.clock.run_for(241_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    session.remaining = 0
    page.clock.run_for(15_000)
    expect(page).to_have_title("fini")
    assert asked[0].url.endswith("/signed-out?because=idle")


def test_without_scripts_nothing_of_the_warning_is_in_the_way(browser: Browser, port: int) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://deuxrives.localhost:{port}/space")
    expect(page.locator("#idle")).to_be_hidden()
    context.close()
