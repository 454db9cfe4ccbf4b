"""Line 3: a second window becomes the phone, and approves or refuses what is asked in the first."""

from parvis.demo.stories.epargne import INES
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in, first_step
from tests.journeys.phone import a_phone, links


def test_explore(open_window: OpenWindow, inbox: Inbox) -> None:
    at_home = open_window("epargne")
    signs_in(at_home, INES, inbox)
    phone = a_phone(open_window, "epargne")
    phone.picture("3-app")
    links(at_home, phone, INES, inbox)
    at_home.picture("3-done")
    phone.picture("3-phone-home")
    other = open_window("epargne")
    first_step(other, INES).arrives_at("/requests/*")
    other.picture("3-signin-wait")
    phone.page.wait_for_timeout(1500)
    phone.picture("3-phone-signin")
    print(phone.text)
    print(other.text)
