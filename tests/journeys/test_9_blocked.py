"""Issue 5, line 10: blocked, documents sent, the case accepted, a temporary code, a code of one's own, and in."""

import asyncio
import re
import time
from pathlib import Path

from parvis.demo.furnish import identity
from parvis.demo.stories.deuxrives import CAMILLE, MIREILLE
from parvis.demo.story import Client
from tests.cleaning.files import a_jpeg, exif
from tests.journeys.bank import Bank, apart
from tests.journeys.browser import Window
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import first_step, types_sent_code

NEW_CODE = "805316"
SECONDS = 30.0


def accepted(bank: Bank, client: Client) -> None:
    """The case is there, and an agent accepts it: what follows is what the program does."""

    async def work() -> None:
        from parvis.app import make_here
        from parvis.cases import tables
        from parvis.cases.resolutions.blocked_access import BlockedAccess

        client_id, until = identity("deuxrives", client), time.monotonic() + SECONDS
        async with make_here(bank.settings) as here:
            institution = here.institutions.by_slug("deuxrives")
            assert institution is not None
            while True:
                async with here.transaction() as tx:
                    case = await tables.waiting_of(tx, "deuxrives", client_id, "blocked_access")
                    if case is not None:
                        assert await BlockedAccess().accept(tx, here, institution, case, here.clock()) is None
                        await tx.run(
                            "update client_case set state = 'accepted', closed_at = $2 where institution = 'deuxrives'"
                            " and id = $1", case.id, here.clock(),
                        )
                        return
                assert time.monotonic() < until, "no worker has made a case of it"
                await asyncio.sleep(0.1)

    apart(lambda: asyncio.run(work()))


def temporary_code(inbox: Inbox, client: Client) -> str:
    """The SMS that holds it, among those that tell of the request."""
    while True:
        found = re.search(r"provisoire est (\d{6})", inbox.read(client.sms).text)
        if found:
            return found[1]


def looked_at(window: Window, name: str) -> Window:
    return window.is_accessible().fits().picture(name)


def test_dr6_blocked_on_a_narrow_screen_and_back_in(
    open_window: OpenWindow, inbox: Inbox, tmp_path: Path
) -> None:
    """DR6, RTS-4.4 : à 360 points de large : bloquée, documents, agence, code provisoire."""
    window = open_window("deuxrives", width=360)
    for _ in range(3):
        first_step(window, CAMILLE, secret="135790")
    assert window.status == 423
    window.reads("Accès bloqué", "Ce qui marche encore", "72 heures")
    looked_at(window, "9-blocked")
    window.tabs_to("Débloquer mon accès").types("Enter").arrives_at("/unblocking")
    looked_at(window, "9-unblocking")
    for part, value in CAMILLE.identifier.items():
        assert part == "client_id"
        window.fills("Identifiant client", value)
    window.presses("Continuer").reads("Notez ces deux lignes")
    looked_at(window, "9-unblocking-reference")
    window.follows("Envoyer mes documents").reads("Envoyez vos documents")
    wrong, photo = tmp_path / "notes.txt", tmp_path / "carte d'identité.jpg"
    wrong.write_text("ni une image, ni un PDF")
    photo.write_bytes(a_jpeg(exif(6)))
    window.page.set_input_files("#document", wrong)
    window.presses("Envoyer ce document").reads("ni un PDF")
    assert window.status == 422
    looked_at(window, "9-unblocking-wrong")
    window.page.set_input_files("#document", photo)
    window.presses("Envoyer ce document").reads("carte d'identité.jpg")
    window.presses("Tout est là : demander le déblocage").reads("Votre demande est partie")
    looked_at(window, "9-unblocking-sent")

    accepted(window.bank, CAMILLE)
    window.reloads().reads("Votre accès est débloqué")
    looked_at(window, "9-unblocked")
    first_step(window, CAMILLE, secret=temporary_code(inbox, CAMILLE)).arrives_at("/requests/*")
    window.presses("Envoyer le code")
    types_sent_code(window, inbox.code(CAMILLE.sms)).arrives_at("/requests/*/secret")
    window.reads("Choisissez votre code secret")
    looked_at(window, "9-temporary-code")
    window.fills("Nouveau code secret", NEW_CODE).fills("Le même code, une seconde fois", NEW_CODE)
    window.presses("Enregistrer et continuer").arrives_at("/accounts")


def test_dr6_the_same_way_by_keyboard_alone_without_scripts(
    open_window: OpenWindow, inbox: Inbox, tmp_path: Path
) -> None:
    """DR6: forms, keys and nothing else; followed from another browser with the two lines that were noted."""
    window = open_window("deuxrives", scripts=False)
    for _ in range(3):
        first_step(window, MIREILLE, secret="135790")
    window.reads("Accès bloqué").fits().picture("9-blocked-wide")
    window.tabs_to("Débloquer mon accès").types("Enter").arrives_at("/unblocking").fits().picture("9-unblocking-wide")
    window.tabs_to("Identifiant client").page.keyboard.type(MIREILLE.identifier["client_id"])
    window.types("Enter").reads("Notez ces deux lignes")
    reference, code = window.page.locator("dd").all_inner_texts()[:2]
    photo = tmp_path / "passeport.jpg"
    photo.write_bytes(a_jpeg())

    other = open_window("deuxrives", scripts=False, width=360)
    other.goes_to("/unblocking/follow-up").tabs_to("Référence").page.keyboard.type(reference.lower())
    other.tabs_to("Code de suivi").page.keyboard.type(code.replace("-", " "))
    other.types("Enter").reads("Envoyez vos documents").fits()
    other.page.set_input_files("#document", photo)
    other.tabs_to("Envoyer ce document").types("Enter").reads("passeport.jpg").fits()
    other.tabs_to("Tout est là : demander le déblocage").types("Enter").reads("Votre demande est partie").fits()
    accepted(window.bank, MIREILLE)
    window.goes_to("/unblocking/progress").reads("Votre accès est débloqué").fits().picture("9-unblocked-wide")
    window.tabs_to("Me connecter").types("Enter").arrives_at("/sign-in")
    first_step(window, MIREILLE, secret=temporary_code(inbox, MIREILLE)).arrives_at("/requests/*")
