"""Line 2: each of the five institutions is entered by its own way."""

from parvis.demo.stories.deuxrives import CAMILLE
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in


def test_camille_enters(open_window: OpenWindow, inbox: Inbox) -> None:
    at_home = open_window("deuxrives")
    signs_in(at_home, CAMILLE, inbox)
    at_home.reads("Compte courant").is_accessible()
