"""A newcomer of the demonstration: one button, and somebody invented waits for their first sign-in."""

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from parvis.activation import actions as activation
from parvis.activation.actions import Person
from parvis.demo import tables
from parvis.demo.furnish import iban_of, refuse_production
from parvis.demo.pages import OnStartHost
from parvis.demo.story import Account
from parvis.errors import Refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.web.access import Start
from parvis.web.answers import see_other
from parvis.web.forms import read_form

pages = APIRouter(route_class=OnStartHost)

GIVEN = ("Nour", "Agathe", "Salomé", "Inaya", "Odile", "Rose", "Maëlle", "Jeanne")
FAMILY = ("Belkacem", "Lenoir", "Quéméner", "Diallo", "Fabre", "Nguyen", "Pasquier", "Rossi")
FICTION = "063998"  # What the French regulator sets aside for fiction, then four figures.


class NewcomerForm(msgspec.Struct):
    house: str = ""
    by: str = ""


@pages.post("/newcomers")
async def arrive(request: Request, visit: Start) -> Response:
    """Make somebody, and send what they need: by SMS to the inbox, or in a letter, which is the answer itself."""
    form = await read_form(request, NewcomerForm)
    institution = None if isinstance(form, Refused) else visit.here.institutions.by_slug(form.house)
    if isinstance(form, Refused) or institution is None or institution.activation is None:
        return see_other("/")
    if form.by not in institution.activation.by:
        return see_other("/")
    sent = await newcomer(visit.here, institution, form.by, visit.language)
    if not sent.letter:
        return see_other(f"/inbox?institution={institution.slug}")
    headers = {"Content-Disposition": 'attachment; filename="lettre.pdf"', "Cache-Control": "no-store"}
    return Response(sent.letter, media_type="application/pdf", headers=headers)


async def newcomer(here: Here, institution: Institution, by: str, language: str) -> activation.Sent:
    """Somebody invented, with one empty account, whose activation has just been sent."""
    refuse_production(here.settings)
    random, now = here.random, here.clock()
    given, family = GIVEN[random.below(len(GIVEN))], FAMILY[random.below(len(FAMILY))]
    figures = str(random.below(10**4)).zfill(4)
    rests = [part.length - 1 for part in institution.identifier]
    identifier = "-".join(f"9{random.below(10**rest):0{rest}d}" for rest in rests)
    person = Person(
        identifier=identifier, given_name=given, family_name=family, language=language,
        email=f"cliente.{figures}@courriel.example", sms=FICTION + figures,
    )
    client_id = await activation.enter(here, institution, person, now)
    assert not isinstance(client_id, Refused), client_id
    account = Account(kind="current", label="Compte courant", number=f"{random.below(10**11):011d}", start=0)
    async with here.transaction() as tx:
        await tables.insert_account(
            tx, institution.slug, here.new_id(), client_id=client_id, kind=account.kind, label=account.label,
            iban=iban_of(institution.bank_code, account), currency=institution.currency, balance=0, floor=0,
            opened_at=now, position=0,
        )  # fmt: skip
    sent = await activation.activate(here, institution, client_id, by, now)
    assert not isinstance(sent, Refused), sent
    return sent
