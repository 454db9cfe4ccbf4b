"""What may be asked of the agency beside the access: more in a case that is open, a card that is held, a secret that
was forgotten by somebody who can be sent nothing.
"""

import re
from datetime import timedelta
from pathlib import Path

from parvis.blocked import rules
from parvis.cases.rules import State
from parvis.factors import device_of
from parvis.here import Here
from parvis.letters import actions as letters
from parvis.ui import format
from tests.agency.world import an_agent
from tests.blocked.test_unblocking import the_case
from tests.blocked.world import Locked, a_person, messages, works
from tests.cases.world import AtTheDesk, as_it_is
from tests.cleaning.files import a_jpeg
from tests.gate.world import Person
from tests.pdf import tagged, texts

IBAN = "FR7699911000011048263759142"


async def sent_in(here: Here, identifier: str, wanted: str) -> Locked:
    """One request of that browser, with a document, as far as the worker takes it."""
    browser = Locked(here, "deuxrives")
    await browser.asks(identifier, wanted=wanted)
    await browser.adds(a_jpeg())
    await browser.leaves()
    await works(here)
    return browser


async def test_dr6_what_is_asked_later_is_added_to_the_case_that_is_open(here: Here) -> None:
    """The access first, then the phone: one case for both, which whoever was deciding has to look at again."""
    anne = await a_person(here, kinds=("phone", "sms_code"))
    first = Locked(here, "deuxrives")
    await first.fails(anne.identifier)
    await sent_in(here, anne.identifier, "access")
    case = await the_case(here, anne.id)
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.looks()
        await desk.does("claim")
        async with here.transaction() as tx:
            await tx.run("update authenticator set state = 'blocked', failures = 3 where kind = 'phone'")
        read = await desk.agent.window.goes_to(desk.at)
        seen = re.search(r'name="seen" value="(\d+)"', read)
        assert seen is not None
        second = await sent_in(here, anne.identifier, "phone")
        await desk.does("accept", seen=int(seen[1]))
        widened = await the_case(here, anne.id)
        assert widened.state == State.CLAIMED, "what was read is not what is asked any more"
        assert widened.detail["wanted"] == ["access", "phone"]
        page = await desk.looks()
        assert "téléphone" in page.lower() and "autre chose" in page
        await desk.decides("accept")
    assert (await as_it_is(here, case)).state == State.ACCEPTED
    await second.opens("/unblocking/progress")
    assert "Votre accès est débloqué" in second.text
    async with here.reading() as tx:
        states = await tx.value("select array_agg(distinct state) from authenticator where kind = 'phone'")
        assert states == ["active"]
        assert await tx.value("select bool_or(must_change) from authenticator where client_id = $1", anne.id)


async def test_dr6_a_printed_card_that_is_held_is_asked_for_and_serves_again(here: Here) -> None:
    """Whoever has nothing but a card does not wait for a hold of a day: it is offered like what is blocked."""
    anne = await a_person(here, kinds=("code_card", "sms_code"))
    async with here.transaction() as tx:
        await tx.run(
            "insert into lock_counter (institution, subject, lane, holds, held_until)"
            " select 'deuxrives', uuid_send(id), 'gate', 5, $1 from authenticator where kind = 'code_card'",
            here.clock() + timedelta(days=1),
        )
    browser = await sent_in(here, anne.identifier, "code_card")
    case = await the_case(here, anne.id)
    assert case.detail["wanted"] == ["code_card"]
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        assert "carte" in (await desk.looks()).lower()
        await desk.does("claim")
        await desk.decides("accept")
    await browser.opens("/unblocking/progress")
    assert "débloqué" in browser.text
    async with here.reading() as tx:
        assert await tx.value("select count(*) from lock_counter where held_until is not null") == 0


def test_the_form_offers_everything_that_an_agency_alone_opens(here: Here) -> None:
    """Every kind of means, whichever is added: one that stays blocked has a way back wherever it is offered."""
    for institution in here.institutions.with_clients:
        offered = rules.choices(institution, here.factors)
        assert offered[0] == rules.ACCESS
        for kind in institution.means:
            factor = here.factors[kind]
            alone = factor.blocks and device_of(factor) == kind
            assert (kind in offered) >= alone, (institution.slug, kind)


async def forgets(here: Here, person: Person, account: str) -> Locked:
    """Somebody who has forgotten their code asks the agency, with the end of an account number."""
    browser = Locked(here, "deuxrives")
    await browser.asks(person.identifier, wanted="forgotten", account=account)
    await browser.adds(a_jpeg())
    await browser.leaves()
    await works(here)
    return browser


async def test_dr5_without_email_nor_telephone_a_letter_comes_once_the_agency_has_looked(
    here: Here, tmp_path: Path
) -> None:
    """DR5, ASVS-6.4.3, ASVS-6.4.6: an identity document and an account number; then the card, as at any sign-in. The
    agent sees no code, and the letter does not hold what is typed beside it.
    """
    anne = await a_person(here, kinds=("code_card",))
    await with_an_account_alone(here, anne)
    browser = Locked(here, "deuxrives")
    assert "/unblocking?wanted=forgotten" in await browser.opens("/recovery/secret")
    assert 'name="wanted_forgotten" value="yes" checked' in await browser.opens("/unblocking?wanted=forgotten")
    await browser.asks(anne.identifier, wanted="forgotten")
    assert browser.status == 422, "not without an account number"
    await forgets(here, anne, "99999999999")
    async with here.reading() as tx:
        assert await tx.value("select count(*) from client_case") == 0, "another account: nobody looks"
    browser = await forgets(here, anne, IBAN[-11:])
    case = await the_case(here, anne.id)
    assert case.detail == {"wanted": ["forgotten"], "account": True}
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        assert "Code secret (oublié)" in await desk.looks() and re.search("l.un des siens", desk.page)
        await desk.does("claim")
        await desk.decides("accept")
    assert not [text for text in await messages(here) if "provisoire est" in text], "there is nowhere to write to"
    (letter,) = await letters.hand_over(here, anne.institution, tmp_path, here.clock())
    assert letter.stat().st_mode & 0o77 == 0 and letter.name.startswith(anne.identifier)
    assert await letters.hand_over(here, anne.institution, tmp_path, here.clock()) == []
    assert await letters.forget_old(here, here.clock()) == 0
    assert await letters.forget_old(here, here.clock() + timedelta(days=16)) == 1
    read = " ".join(texts(letter.read_bytes()))
    found = re.search(r"\b(\d{6})\b", read)
    assert found is not None and tagged(letter.read_bytes())
    assert anne.identifier not in read and found[1] not in desk.page
    await browser.sends("/sign-in", client_id=anne.identifier, code=found[1])
    assert browser.at.startswith("/requests/"), "no weaker than any sign-in: the card is asked for"
    await browser.opens("/accounts")
    assert browser.at == "/sign-in"


async def with_an_account_alone(here: Here, person: Person) -> None:
    """One whose number is IBAN, of somebody who is written to nowhere any more and has a printed card."""
    card, sealed_for = here.factors["code_card"].prepare({}, here.random, here.clock()), person.means["code_card"]
    assert not isinstance(card, str), card
    async with here.transaction() as tx:
        await tx.run("update contact set state = 'former' where client_id = $1", person.id)
        await tx.run(
            "update authenticator set material = $2 where id = $1",
            sealed_for, here.keys.seal(card.material, purpose=f"authenticator:{sealed_for}"),
        )
        await tx.run(
            "insert into account (id, institution, client_id, kind, label, iban, currency, balance, opened_on)"
            " values ($1, 'deuxrives', $2, 'current', 'Compte', $3, 'EUR', 0, $4)",
            here.new_id(), person.id, IBAN, here.clock().date(),
        )


async def test_asvs_6_4_4_who_has_lost_everything_starts_again(here: Here) -> None:
    """ASVS-6.4.4. Nobody comes in to say so: documents and an account number, two agents, then a code by SMS."""
    anne = await a_person(here, kinds=("code_card", "sms_code"))
    await with_an_account_alone(here, anne)
    async with here.transaction() as tx:
        await tx.run("update contact set state = 'current' where client_id = $1", anne.id)
    assert "perdu ou volé" in await Locked(here, "deuxrives").opens("/unblocking")
    browser = Locked(here, "deuxrives")
    await browser.asks(anne.identifier, wanted="lost")
    assert browser.status == 422, "not without an account number"
    for account, found in (("99999999999", 0), (IBAN[-11:], 1)):
        browser = Locked(here, "deuxrives")
        await browser.asks(anne.identifier, wanted="lost", account=account)
        await browser.adds(a_jpeg())
        await browser.leaves()
        await works(here)
        async with here.reading() as tx:
            assert await tx.value("select count(*) from client_case where kind = 'means_lost'") == found
    case = await the_case(here, anne.id)
    assert case.due_at == here.clock() + timedelta(hours=anne.institution.cases.hours["means_lost"])
    told = format.moment(case.due_at, "fr", anne.institution.timezone, now=here.clock()).replace("\u202f", " ")
    assert told.replace("\xa0", " ") in await browser.opens("/unblocking/progress"), "the agency's time is the one told"
    async with an_agent(here) as claire, an_agent(here, seed=72, given_name="Hugo") as hugo:
        for act, desk in (("accept", AtTheDesk(claire, case)), ("confirm", AtTheDesk(hugo, case))):
            assert "n'a plus de quoi s'identifier" in await desk.looks() and re.search("l.un des siens", desk.page)
            if act == "accept":
                await desk.does("claim")
            await desk.decides(act)
    assert (await as_it_is(here, case)).state == State.ACCEPTED
    assert len([text for text in await messages(here) if "provisoire est" in text]) == 1
    async with here.reading() as tx:
        assert await tx.value("select state from authenticator where id = $1", anne.means["code_card"]) == "removed"
