"""A client opens a case, sends what is needed, follows it, and takes it back."""

import asyncio

import pytest

from parvis.cases import actions, tables
from parvis.cases.tables import Case, Document
from parvis.errors import Refused
from parvis.here import Here
from tests.cases.world import PDF, documented, followed, opened
from tests.conftest import FakeClock
from tests.gate.world import a_person


async def test_dr6_a_case_says_when_it_will_be_decided(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    assert (case.due_at - case.opened_at).total_seconds() == 72 * 3600
    assert case.reference.startswith("DR-")
    seen = await followed(here, anne, case)
    assert [step.what for step in seen.steps] == ["opened"] and seen.case.state == "open"


async def test_asked_twice_even_at_once_it_is_one_case(here: Here) -> None:
    anne = await a_person(here)
    found = await asyncio.gather(*(opened(here, anne) for _ in range(6)))
    assert len({case.id for case in found}) == 1
    other = await opened(here, anne, "means_lost")
    assert other.id != found[0].id


async def test_a_document_is_sealed_and_bound_to_its_row(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    document = await documented(here, anne, case, "../carte.pdf")
    assert isinstance(document, Document) and document.name == "carte.pdf"
    async with here.reading() as tx:
        kept = await tables.document(tx, "deuxrives", case_id=case.id, document_id=document.id)
    assert kept is not None and PDF not in kept.content
    assert here.keys.unseal(kept.content, purpose=f"document:{document.id}") == PDF


async def test_documents_have_a_limit(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    for _ in range(10):
        assert isinstance(await documented(here, anne, case), Document)
    one_more = await documented(here, anne, case)
    assert isinstance(one_more, Refused) and one_more.refusal.code == "case_documents_enough"


async def test_pitfall_19_nobody_reads_nor_moves_somebody_elses_case(here: Here) -> None:
    anne, theo = await a_person(here), await a_person(here, identifier="10203040507")
    case = await opened(here, anne)
    async with here.transaction() as tx:
        now = here.clock()
        asked = [
            await actions.progress(tx, theo.institution, theo.id, case.id),
            await actions.answer(tx, here, theo.institution, theo.id, case.id, "Bonjour", now),
            await actions.withdraw(tx, here, theo.institution, theo.id, case.id, now),
        ]
    asked.append(await documented(here, theo, case))  # type: ignore[arg-type]
    assert {one.refusal.code for one in asked if isinstance(one, Refused)} == {"page_not_found"} and len(asked) == 4
    assert (await followed(here, anne, case)).case.state == "open"


async def test_taken_back_it_is_over(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with here.transaction() as tx:
        assert isinstance(await actions.withdraw(tx, here, anne.institution, anne.id, case.id, here.clock()), Case)
        again = await actions.withdraw(tx, here, anne.institution, anne.id, case.id, here.clock())
    assert isinstance(again, Refused) and again.refusal.code == "case_closed"
    late = await documented(here, anne, case)
    assert isinstance(late, Refused) and late.refusal.code == "case_closed"
    assert (await opened(here, anne)).id != case.id, "a new one may be opened"


@pytest.mark.parametrize(("words", "code"), [(" ", "form_incomplete"), ("x" * 1001, "case_words_too_long")])
async def test_an_answer_is_words_in_limits(here: Here, words: str, code: str) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with here.transaction() as tx:
        found = await actions.answer(tx, here, anne.institution, anne.id, case.id, words, here.clock())
    assert isinstance(found, Refused) and found.refusal.code == code


async def test_answers_have_a_limit(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with here.transaction() as tx:
        for _ in range(20):
            assert isinstance(
                await actions.answer(tx, here, anne.institution, anne.id, case.id, "Voilà", here.clock()), Case
            )
        found = await actions.answer(tx, here, anne.institution, anne.id, case.id, "Voilà", here.clock())
    assert isinstance(found, Refused) and found.refusal.code == "case_words_enough"


async def test_the_target_stands_still_while_more_is_asked(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with here.transaction() as tx:
        await tx.run("update client_case set state = 'more_asked' where institution = 'deuxrives' and id = $1", case.id)
        await tables.add_step(
            tx, step_id=here.new_id(), institution="deuxrives", case_id=case.id, what="more_asked", now=here.clock()
        )
    clock.advance(hours=30)
    await documented(here, anne, case)
    seen = (await followed(here, anne, case)).case
    assert seen.state == "open"
    assert (seen.due_at - case.due_at).total_seconds() == 30 * 3600


async def test_a_kind_that_the_file_does_not_name_is_no_case(here: Here) -> None:
    anne = await a_person(here)
    with pytest.raises(LookupError):
        await opened(here, anne, "parrot")
