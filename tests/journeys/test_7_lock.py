"""Line 7: failures close the door for a while, never to a browser that is known, and the last try is announced."""

from parvis.demo.stories.allocations import NADIA
from parvis.demo.stories.cooperative import AMELIE
from parvis.demo.stories.deuxrives import EMMA, MIREILLE
from parvis.demo.stories.epargne import INES
from parvis.demo.stories.municipal import BRUNO, HELENE
from parvis.demo.story import Client
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import (
    first_step,
    opens_sign_in,
    second_step,
    signs_in,
    signs_out,
    totp_of,
)

WRONG_CODE, WRONG_PASSWORD = "135790", "Tout-autre-chose.7"
NOT_RECOGNISED, LAST_TRY, HELD = "Nous ne vous avons pas reconnu", "Il vous reste un seul essai", "l'accès est en pause"
BLOCKED = "bloqué"


def fails(window: Window, client: Client, *, identifier: dict[str, str] | None = None) -> tuple[int, str]:
    """One wrong try: the status, and what the page announces."""
    wrong = WRONG_PASSWORD if window.slug in ("municipal", "allocations") else WRONG_CODE
    first_step(window, client, secret=wrong, identifier=identifier)
    return window.status, window.alert


def test_three_failures_close_the_door_and_holds_grow(open_window: OpenWindow) -> None:
    """Trois codes faux : dernier essai annoncé, puis 5 minutes de pause, puis 15."""
    window = open_window("epargne")
    opening = window.bank.now()
    status, said = fails(window, INES)
    assert status == 422
    assert NOT_RECOGNISED in said
    assert LAST_TRY not in said
    status, said = fails(window, INES)
    assert status == 422
    assert "Attention, c'est votre dernier essai" in said
    assert LAST_TRY in said
    window.is_accessible().picture("7-last-try")
    status, said = fails(window, INES)
    assert status == 429
    assert HELD in said
    assert "Vous pourrez réessayer aujourd'hui à 14 h 1" in said
    window.is_accessible().picture("7-held")

    first_step(window, INES).reads(HELD)  # The right code, while the door is held.
    assert window.status == 429
    for minutes in (5, 15):
        window.bank.advance(minutes=minutes - 1)
        assert fails(window, INES)[0] == 429, f"the hold of {minutes} minutes is too short"
        window.bank.advance(minutes=1)
        assert [fails(window, INES)[0] for _ in range(3)] == [422, 422, 429]
    assert (window.bank.now() - opening).total_seconds() < 30 * 60
    window.bank.advance(hours=4)
    first_step(window, INES).arrives_at("/requests/*")  # Nobody had to open it again.


def test_an_unknown_identifier_is_held_alike(open_window: OpenWindow) -> None:
    """ASVS 6.3.8 : un identifiant qui n'est à personne connaît les mêmes essais, les mêmes mots, la même pause."""
    known, unknown = open_window("allocations"), open_window("allocations")
    nobody = {"nir": "2840135990128"}
    for _ in range(4):
        assert fails(known, NADIA) == fails(unknown, NADIA, identifier=nobody)
    assert unknown.status == 429


def test_one_number_written_two_ways_is_one_number(open_window: OpenWindow) -> None:
    """Avec ou sans la clé, avec ou sans espaces : les essais s'additionnent."""
    window = open_window("allocations")
    window.bank.advance(minutes=6)
    nir = "1571129990043"
    key = f"{97 - int(nir) % 97:02}"
    ways = [nir, f"{nir}{key}", f"1 57 11 29 990 043 {key}"]
    assert [fails(window, NADIA, identifier={"nir": way})[0] for way in ways] == [422, 422, 429]


def test_a_right_code_forgets_the_wrong_ones(open_window: OpenWindow, inbox: Inbox) -> None:
    """Deux erreurs, une réussite : le compte repart de zéro."""
    window = open_window("cooperative")
    fails(window, AMELIE)
    assert LAST_TRY in fails(window, AMELIE)[1]
    signs_in(window, AMELIE, inbox)
    signs_out(window)
    assert LAST_TRY not in fails(window, AMELIE)[1]


def test_a_stranger_cannot_lock_out_a_known_browser(open_window: OpenWindow, inbox: Inbox) -> None:
    """X3 : un inconnu échoue chez Mireille ; chez elle, sur son navigateur, elle entre, avec un SMS de plus."""
    at_home, stranger = open_window("deuxrives"), open_window("deuxrives")
    signs_in(at_home, MIREILLE, inbox)
    signs_out(at_home)
    assert [fails(stranger, MIREILLE)[0] for _ in range(4)] == [422, 422, 423, 423]

    first_step(at_home, MIREILLE).arrives_at("/requests/*")  # Recent failures are a doubt: her phone decides.
    second_step(at_home, MIREILLE, inbox).arrives_at("/accounts").reads("Compte de la librairie")
    assert first_step(stranger, MIREILLE).reads(BLOCKED).status == 423  # Her success opened nothing to strangers.

    # Her browser has its own count, which closes its own lane.
    signs_out(at_home)
    assert [fails(at_home, MIREILLE)[0] for _ in range(3)] == [422, 422, 423]


def test_another_client_is_not_concerned(open_window: OpenWindow) -> None:
    """La pause de l'une n'est pas celle de l'autre, même depuis le même navigateur."""
    window = open_window("deuxrives")
    for _ in range(3):
        fails(window, MIREILLE)
    assert window.status == 423
    first_step(window, EMMA).arrives_at("/requests/*")


def test_municipal_gives_five_tries_and_says_so(open_window: OpenWindow) -> None:
    """MU3, RTS-4.4 : cinq essais, annoncés ; le quatrième échec prévient du blocage, le cinquième bloque."""
    window = open_window("municipal")
    opens_sign_in(window).reads("Après 5 erreurs de suite, l'accès est bloqué")
    tries = [fails(window, BRUNO) for _ in range(5)]
    assert [status for status, _ in tries] == [422, 422, 422, 422, 423]
    assert ["Dernier essai avant blocage" in said for _, said in tries] == [False, False, False, True, False]
    window.is_accessible().picture("7-blocked-municipal").bank.advance(days=2)
    assert first_step(window, BRUNO).reads(BLOCKED).status == 423


def test_the_second_step_counts_too(open_window: OpenWindow) -> None:
    """Codes d'application faux : comptés, annoncés, en pause, et le bon code attend comme les autres."""
    window = open_window("municipal")
    first_step(window, HELENE).arrives_at("/requests/*")
    wrong = f"{(int(totp_of(window, HELENE)) + 1) % 1_000_000:06}"
    statuses = []
    for _ in range(5):
        window.fills("Code à 6 chiffres", wrong).turns("Valider")
        statuses.append(window.status)
    assert statuses == [422, 422, 422, 422, 429]
    window.reads(HELD).is_accessible().picture("7-held-second-step")
    window.fills("Code à 6 chiffres", totp_of(window, HELENE)).turns("Valider").reads(HELD)
    window.bank.advance(minutes=15)
    first_step(window, HELENE).arrives_at("/requests/*")
    window.fills("Code à 6 chiffres", totp_of(window, HELENE)).presses("Valider").arrives_at("/accounts")
