"""Line 3 in the engine of Safari: the keys it makes and keeps, its answer, and what reloading and Back do.

`make webkit` runs these, and `make test` does not: they need a screen, and a browser more.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from parvis.demo.stories.epargne import INES, LUCAS
from tests.journeys.bank import Bank
from tests.journeys.inbox import Inbox
from tests.journeys.money import iban_of
from tests.journeys.phone import ACTIVATION, CODE
from tests.journeys.webkit.engine import WebKit, a_window


class Linked(NamedTuple):
    """A client space and the phone that approves for it."""

    at_home: WebKit
    phone: WebKit


@pytest.fixture(scope="module")
def ines(bank: Bank, inbox: Inbox) -> Iterator[Linked]:
    """Inès, signed in by her secret code and an SMS, and her phone, linked by its activation code."""
    origin = bank.address("epargne", "")
    with a_window(origin) as at_home, a_window(origin) as phone:
        at_home.goes_to("/sign-in").fills("Identifiant client", INES.identifier["client_id"])
        at_home.types_digits(INES.secret).presses("Me connecter").presses("Envoyer le code")
        _answers_sms(at_home, inbox).reads("Bonjour")

        at_home.goes_to("/security/means").presses("Ajouter : Votre téléphone")
        at_home.fills("Comment l'appeler ?", "Téléphone").presses("Commencer")
        phone.goes_to("/phone/").fills("Code d'activation", at_home.finds(ACTIVATION)).presses("Continuer")
        phone.reads("Choisissez un code à 4 chiffres").types_digits(CODE)
        phone.reads("Saisissez-le une seconde fois").types_digits(CODE).reads("Terminez sur votre ordinateur")
        at_home.reads("Votre téléphone a répondu").presses("Oui, c'est ce téléphone").reads("Votre code secret")
        at_home.types_digits(INES.secret).presses("Valider").presses("Envoyer le code")
        _answers_sms(at_home, inbox).reads("C'est fait")
        phone.reads("Ce téléphone est prêt").presses("Aller à l'accueil").reads("Rien n'attend votre accord")
        yield Linked(at_home, phone)


def _answers_sms(window: WebKit, inbox: Inbox) -> WebKit:
    return window.fills("Code à 6 chiffres", inbox.code(INES.sms)).presses("Valider le code")


def test_a_transfer_is_approved_with_keys_that_webkit_keeps(ines: Linked, bank: Bank) -> None:
    """X1 : l'application est rouverte d'abord ; ses clés sont toujours là."""
    at_home, phone = ines
    at_home.goes_to("/transfers/new").chooses("Quelqu'un d'autre")
    at_home.fills("Nom de la personne ou de la société", "Lucas Fontaine")
    at_home.fills("Son IBAN", iban_of(bank, LUCAS.accounts[0])).fills("Montant", "12,50")
    at_home.presses("Vérifier ce virement").reads("Relisez avant d'envoyer")
    at_home.presses("Envoyer 12,50 €").reads("Approuvez sur votre téléphone")
    phone.goes_to("/phone/").reads("Lucas Fontaine").presses("Lucas Fontaine")
    phone.reads("Quelqu'un au téléphone vous demande d'approuver ?").presses("Approuver…")
    phone.reads("Votre code à 4 chiffres").types_digits(CODE).reads("C'est approuvé")
    at_home.reads("C'est fait", "L'argent est parti")


def test_reloading_the_page_of_a_wrong_code_does_not_send_it_again(bank: Bank, inbox: Inbox) -> None:
    """This engine sends again what led to a page, to the address that the page has then."""
    with a_window(bank.address("epargne", "")) as lucas:
        lucas.goes_to("/sign-in").fills("Identifiant client", LUCAS.identifier["client_id"])
        lucas.types_digits(LUCAS.secret).presses("Me connecter").presses("Envoyer le code")
        right = inbox.code(LUCAS.sms)
        lucas.fills("Code à 6 chiffres", f"{(int(right) + 1) % 1_000_000:06}").presses("Valider le code")
        lucas.reads("Ce code n'est pas le bon")
        for _ in range(3):
            lucas.reloads().reads("Code à 6 chiffres")
            assert "Ce code n'est pas le bon" not in lucas.text
        lucas.fills("Code à 6 chiffres", right).presses("Valider le code").reads("Bonjour")


def test_back_shows_nothing_of_a_session_that_has_ended(ines: Linked) -> None:
    """Over http, this engine keeps whole pages in memory, whatever « no-store » says."""
    at_home, _ = ines
    at_home.goes_to("/accounts").reads("Mes comptes").presses("Se déconnecter").reads("Vous êtes déconnecté")
    at_home.goes_back().reads("Accéder à mes comptes")
    assert "Mes comptes" not in at_home.text
