"""X6, DR6, ASVS-2.3.5, ASVS-6.4.6: a client who is blocked, the queue, a question and its answer, two pairs of eyes."""

import asyncio
import re
from datetime import timedelta

from parvis.cases.tables import Case
from parvis.demo.furnish import identity
from parvis.demo.stories.municipal import HELENE
from tests.journeys.bank import Bank, apart
from tests.journeys.browser import Window, plain
from tests.journeys.conftest import OpenWindow
from tests.journeys.inbox import Inbox
from tests.journeys.pages import signs_in
from tests.journeys.passkey import VirtualKey

ENTER, APPROVE, MAKE = "Me connecter avec une clé d'accès", "Approuver avec ma clé d'accès", "Créer ma clé d'accès"
PROVISIONAL = re.compile(r"provisoire est ([\w-]+)")
MANY = """
    with people as (
        insert into client (id, institution, given_name, family_name, created_at)
        select gen_random_uuid(), 'municipal', 'Client', 'Nombre', $1 from generate_series(1, 3000) returning id
    )
    insert into client_case (id, institution, client_id, kind, reference, opened_at, due_at)
    select gen_random_uuid(), 'municipal', id, (array['means_lost', 'address_change', 'disavowed'])[1 + n % 3],
        'CM-' || lpad(n::text, 4, '0') || '-' || lpad((n % 97)::text, 2, '0'),
        $1 - n * interval '90 seconds', $1 - n * interval '90 seconds' + interval '72 hours'
    from (select id, row_number() over () as n from people) as numbered
"""


def a_case(bank: Bank) -> Case:
    """Hélène asks for her access, as the page of blocked clients writes it down."""

    async def work() -> Case:
        from parvis.app import make_here
        from parvis.cases import actions

        async with make_here(bank.settings) as here:
            institution = here.institutions.by_slug("municipal")
            assert institution is not None
            async with here.transaction() as tx:
                return await actions.open_case(
                    tx, here, institution, identity("municipal", HELENE), "blocked_access", {"wanted": ["access"]},
                    here.clock() - timedelta(hours=80),
                )  # fmt: skip

    return apart(lambda: asyncio.run(work()))


def answers(bank: Bank, case: Case, words: str) -> None:
    """Hélène writes to the agency, from wherever she is."""

    async def work() -> None:
        from parvis.app import make_here
        from parvis.cases import actions

        async with make_here(bank.settings) as here:
            institution = here.institutions.by_slug("municipal")
            assert institution is not None
            async with here.transaction() as tx:
                await actions.answer(tx, here, institution, case.client_id, case.id, words, here.clock())

    apart(lambda: asyncio.run(work()))


def comes_to_work(open_window: OpenWindow, bank: Bank, given_name: str, family_name: str, **how: int) -> Window:
    """A new agent: the link of their invitation, their passkey, their first sign-in."""
    said = bank.command(
        "agent", "invite", "--institution", "municipal", "--role", "adviser", "--given-name", given_name,
        "--family-name", family_name, "--branch", "agence de Valmer",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    window = open_window("agence.municipal", **how)
    VirtualKey(window)
    window.page.goto(said.stdout.strip())
    window.presses("Préparer ma clé d'accès").presses(MAKE).reads("Connectez-vous avec votre clé")
    return window.goes_to("/sign-in").presses(ENTER).arrives_at("/agency")


def test_two_agents_give_helene_her_access_again(open_window: OpenWindow, bank: Bank, inbox: Inbox) -> None:
    claire = comes_to_work(open_window, bank, "Claire", "Durand")
    claire.goes_to("/agency/queue").reads("3 dossiers attendent l'agence").picture("9-queue-3")
    claire.goes_to("/agency/queue?show=mine").reads("Vous n'avez aucun dossier en main").is_accessible()
    claire.picture("9-queue-0").goes_to("/agency/queue")
    case = a_case(bank)
    claire.reads("4 dossiers attendent l'agence", case.reference)  # The screen came up to date by itself.
    bank.rows(MANY, bank.now())

    # The keyboard alone, from the late case at the head of the queue to the question.
    claire.reloads().reads("3 004 dossiers attendent l'agence", "En retard de 8 heures")
    claire.is_accessible().fits().picture("9-queue-3004").does_not_read("Vasseur")
    claire.tabs_to(f"Prendre {case.reference}").types("Enter").arrives_at(f"/agency/cases/{case.id}")
    claire.reads("Vous vous occupez de ce dossier", "Hélène Vasseur").is_accessible().picture("9-case")
    while "Accepter" not in claire.focused:  # The whole choice around the button is what shows the focus.
        claire.types("Tab")
    claire.types("ArrowDown")
    claire.tabs_to("Vos mots au client (facultatif)").types(*"De quand date votre photo ?")
    # Hélène writes at that very moment: nothing of what Claire types is lost, and she reads before she asks.
    answers(bank, case, "Je joins ma photo.")
    claire.reads("Ce dossier vient de changer").tabs_to("Actualiser").types("Enter").reads("Je joins ma photo.")
    claire.does_not_read("Ce dossier vient de changer").is_accessible()
    assert claire.field("Vos mots au client (facultatif)").input_value() == "De quand date votre photo ?"
    claire.tabs_to("Continuer").types("Enter").reads("Attend le client", "Le client doit répondre")

    # She reads the question where she is written to that there is one, and answers it.
    assert case.reference in plain(inbox.read(HELENE.email).text)
    helene = signs_in(open_window("municipal", width=360), HELENE, inbox)
    helene.goes_to("/security").follows("Demandes").is_accessible().fits().follows("Accès bloqué")
    helene.reads("De quand date votre photo ?", "Claire D., agence de Valmer").is_accessible().fits()
    helene.picture("9-own").fills("Votre message", "Du mois dernier.").presses("Envoyer").reads("En cours")

    claire.goes_to("/agency/queue?show=mine").follows("Accès bloqué").reads("Du mois dernier.")
    claire.page.get_by_label("Accepter").check()
    claire.presses("Continuer").arrives_at("/requests/*").reads("Accepter", case.reference).is_accessible()
    claire.picture("9-approve").presses(APPROVE).reads("C'est fait")
    claire.goes_to(f"/agency/cases/{case.id}").reads("À confirmer").does_not_read("Que faites-vous ?")

    hugo = comes_to_work(open_window, bank, "Hugo", "Martin", width=360)
    hugo.goes_to("/agency/queue?show=confirm").reads(case.reference).is_accessible().fits().picture("9-queue-360")
    hugo.follows("Accès bloqué").reads("Vous n'avez pas encore ouvert ce dossier").presses("Ouvrir le dossier")
    hugo.reads("Du mois dernier.").is_accessible().fits().picture("9-confirm-360")
    hugo.page.get_by_label("Confirmer", exact=False).first.check()
    hugo.presses("Continuer").arrives_at("/requests/*").presses(APPROVE).reads("C'est fait")

    # A code that neither of them saw, by SMS; and she knows who gave it.
    while not (sent := PROVISIONAL.search(plain(inbox.read(HELENE.sms).text))):
        pass
    hugo.goes_to(f"/agency/cases/{case.id}").reads("Accepté").shows_nothing_of(sent[1])
