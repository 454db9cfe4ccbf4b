"""Agents and cases, through the front door of the agency and without a browser."""

import re

import pytest

from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.errors import CATALOGUE
from parvis.here import Here
from tests.agency.world import an_agent
from tests.cases.world import AtTheDesk, Told, as_it_is, documented, followed, messages, opened, steps
from tests.conftest import FakeClock
from tests.gate.world import a_person


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Told]:
    """What other parts do when a case is accepted or refused, noted here: their own tests tell how."""
    resolutions = {kind: Told(kind) for kind in ("blocked_access", "contact_change")}
    for kind, one in resolutions.items():
        monkeypatch.setitem(RESOLUTIONS, kind, one)  # type: ignore[arg-type]
    return resolutions


async def test_x6_dr6_a_blocked_client_is_asked_for_more_and_helped(
    here: Here, clock: FakeClock, told: dict[str, Told]
) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    await documented(here, anne, case)
    async with an_agent(here) as claire:
        await claire.window.goes_to("/agency/queue")
        assert case.reference in claire.window.page and "Anne" not in claire.window.page, "the queue names no client"
        desk = AtTheDesk(claire, case)
        await claire.window.goes_to(desk.at)
        assert "Anne" not in desk.page and "carte.pdf" not in desk.page, "not before it was opened"
        await desk.does("claim")
        assert "Anne Roy" in desk.page and "carte.pdf" in desk.page and "Vous vous occupez" in desk.page
        await desk.does("ask", words="Pouvez-vous envoyer le verso ?")
        assert (await as_it_is(here, case)).state == "more_asked"
        assert any(case.reference in text and "verso" not in text for text in await messages(here))
        clock.advance(hours=20)
        await documented(here, anne, case, "verso.pdf")
        again = await as_it_is(here, case)
        assert again.state == "claimed" and (again.due_at - case.due_at).total_seconds() == 20 * 3600
        await claire.signs_in()
        await desk.looks()
        assert "verso.pdf" in desk.page
        await desk.decides("accept")
        assert claire.window.status == 200
    assert told["blocked_access"].done == [f"accepted {case.reference}"]
    seen = await followed(here, anne, case)
    assert seen.case.state == "accepted" and seen.case.decided_by == claire.id
    assert [step.what for step in seen.steps] == [
        "opened", "document_added", "claimed", "more_asked", "document_added", "read", "accepted",
    ]  # fmt: skip
    assert seen.steps[3].words == "Pouvez-vous envoyer le verso ?"
    assert (seen.steps[-1].agent, seen.steps[-1].branch) == ("Claire D.", "agence de Valmer")
    assert "est accepté" in (await messages(here))[-1]


async def test_asvs_2_3_5_one_agent_accepts_and_another_confirms(here: Here, told: dict[str, Told]) -> None:
    anne = await a_person(here)
    case = await opened(here, anne, "contact_change")
    async with an_agent(here) as claire, an_agent(here, seed=72, given_name="Hugo", family_name="Martin") as hugo:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        assert "06 •• •• •• 40" in desk.page
        await desk.decides("accept")
        assert (await as_it_is(here, case)).state == "to_confirm" and told["contact_change"].done == []
        await desk.does("confirm", seen=3)
        assert desk.status == CATALOGUE["case_own_decision"].status
        assert "une autre personne doit le confirmer" in desk.page
        other = AtTheDesk(hugo, case)
        await hugo.window.goes_to("/agency/queue?show=confirm")
        assert case.reference in hugo.window.page
        await claire.window.goes_to("/agency/queue?show=confirm")
        assert case.reference not in claire.window.page
        await other.looks()
        await other.decides("confirm")
    final = await as_it_is(here, case)
    assert (final.state, final.decided_by, final.confirmed_by) == ("accepted", claire.id, hugo.id)
    assert told["contact_change"].done == [f"accepted {case.reference}"]
    assert [step.what for step in await steps(here, anne, case)][-3:] == ["decided", "read", "confirmed"]


async def test_what_is_not_confirmed_goes_back_with_words(here: Here, told: dict[str, Told]) -> None:
    anne = await a_person(here)
    case = await opened(here, anne, "contact_change")
    async with an_agent(here) as claire, an_agent(here, seed=72, given_name="Hugo", family_name="Martin") as hugo:
        desk, other = AtTheDesk(claire, case), AtTheDesk(hugo, case)
        await desk.does("claim")
        await desk.decides("accept")
        await other.looks()
        await other.does("return", words="La signature ne correspond pas.")
        again = await as_it_is(here, case)
        assert (again.state, again.claimed_by, again.decided_by) == ("claimed", claire.id, None)
        await desk.looks()
        assert "La signature ne correspond pas." in desk.page
        await desk.decides("refuse", reason="mismatch", words="Passez nous voir avec une pièce d’identité.")
    assert told["contact_change"].done == [f"refused {case.reference}"]
    refused = await steps(here, anne, case)
    assert (refused[-1].act, refused[-1].reason) == ("refused", "mismatch")
    assert "ne correspondent pas" in (await messages(here))[-1] and "pièce" not in (await messages(here))[-1]


async def test_pitfall_28_one_agent_never_unblocks_and_changes_contacts(here: Here, told: dict[str, Told]) -> None:
    anne = await a_person(here)
    blocked, contact = await opened(here, anne), await opened(here, anne, "contact_change")
    async with an_agent(here) as claire, an_agent(here, seed=72, given_name="Hugo", family_name="Martin") as hugo:
        desk = AtTheDesk(claire, blocked)
        await desk.does("claim")
        await desk.decides("accept")
        second = AtTheDesk(claire, contact)
        await second.does("claim")
        await second.does("accept")
        assert second.status == CATALOGUE["case_apart"].status and "Laissez-le à un collègue" in second.page
        await second.does("release")
        third = AtTheDesk(hugo, contact)
        await third.does("claim")
        await third.decides("accept")
        await second.looks()
        await second.does("confirm")
        assert second.status == CATALOGUE["case_apart"].status, "nor is she the second pair of eyes"
    assert told["contact_change"].done == []


async def test_an_auditor_reads_and_acts_in_nothing(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    await documented(here, anne, case)
    async with an_agent(here, role="auditor", given_name="Paul", family_name="Aubert") as paul:
        await paul.window.goes_to("/agency/queue")
        assert case.reference in paul.window.page and "/acts" not in paul.window.page
        desk = AtTheDesk(paul, case)
        await desk.looks()
        assert "carte.pdf" in desk.page and "/acts" not in desk.page
        for act in ("claim", "release", "ask", "refuse", "accept", "confirm", "return"):
            await desk.does(act, seen=1, words="x", reason="mismatch")
            assert desk.status == CATALOGUE["role_needed"].status, act
    assert [step.what for step in await steps(here, anne, case)] == ["opened", "document_added", "read"]


async def test_a_look_is_told_once_and_is_in_the_clients_journal(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.looks()
        await desk.looks()
    async with here.reading() as tx:
        told = await tx.value(
            "select detail->>'agent' from journal where institution = 'deuxrives' and client_id = $1"
            " and event = 'case:read'", anne.id,
        )  # fmt: skip
    assert told == str(claire.id)
    assert [step.what for step in await steps(here, anne, case)] == ["opened", "read"]


async def test_pitfall_27_a_document_is_saved_and_never_opens(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    document = await documented(here, anne, case, '../../"><script>é.html')
    async with an_agent(here) as claire:
        window = claire.window
        address = f"/agency/cases/{case.id}/documents/{document.id}"  # type: ignore[union-attr]
        await window.sends(address, key="")
        assert window.status == CATALOGUE["case_not_opened"].status
        await AtTheDesk(claire, case).looks()
        answer = await window.browser.post(address, data={"key": ""})
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(
        r"attachment; filename=\"document-[0-9a-f]{6}\.pdf\"; filename\*=UTF-8''script%C3%A9\.html", disposition
    ), disposition


async def test_what_was_decided_is_what_was_read(here: Here, told: dict[str, Told]) -> None:
    """The client sends something while the agent decides: the agent reads it first."""
    anne = await a_person(here)
    case = await opened(here, anne)
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        await documented(here, anne, case)
        await desk.does("accept", seen=2)
        assert desk.status == CATALOGUE["case_moved"].status and "relisez-le" in desk.page and "carte.pdf" in desk.page
        await desk.does("accept")
        await documented(here, anne, case, "encore.pdf")
        await claire.approves()
        assert (await as_it_is(here, case)).state == "claimed", "not even when the passkey is already in hand"
    assert told["blocked_access"].done == []


async def test_what_is_missing_is_said_beside_its_field(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        for fields, told in (
            ({"act": ""}, "Choisissez"),
            ({"act": "refuse"}, "Choisissez la raison du refus"),
            ({"act": "ask"}, "Écrivez ce que vous demandez"),
            ({"act": "accept", "words": "x" * 1001}, "1 000 caractères au plus"),
        ):
            act = fields.pop("act")
            await desk.does(act, **fields)
            assert desk.status == 422 and told in desk.page, act
        await desk.does("read")
        assert desk.status == 422, "looking has its own address"


async def test_what_no_program_can_do_is_not_offered(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RESOLUTIONS, "means_lost", raising=False)  # type: ignore[arg-type]
    anne = await a_person(here)
    case = await opened(here, anne, "means_lost")
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        assert 'value="refuse"' in desk.page and 'value="accept"' not in desk.page
        await desk.does("accept")
        assert desk.status == CATALOGUE["case_not_resolvable"].status
        assert (await as_it_is(here, case)).state == "claimed"


async def test_pitfall_19_another_banks_agent_finds_nothing(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    document = await documented(here, anne, case)
    async with an_agent(here, "municipal") as eve:
        desk = AtTheDesk(eve, case)
        await eve.window.goes_to(desk.at)
        assert desk.status == 404
        for ending in ("look", f"documents/{document.id}"):  # type: ignore[union-attr]
            await eve.window.sends(f"{desk.at}/{ending}", key=eve.key())
            assert desk.status == 404, ending
        await desk.does("claim")
        assert desk.status == 404
        await eve.window.goes_to(f"/agency/queue?reference={case.reference}")
        assert desk.status == 404 and "Aucun dossier ne porte cette référence" in desk.page


async def test_found_by_what_the_client_says_on_the_telephone(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with an_agent(here) as claire:
        said = case.reference.lower().replace("-", " ")
        await claire.window.goes_to(f"/agency/queue?reference={said.replace(' ', '+')}")
        assert claire.window.path == f"/agency/cases/{case.id}"


async def test_a_supervisor_frees_what_a_colleague_has_in_hand(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne)
    async with an_agent(here) as claire:
        await AtTheDesk(claire, case).does("claim")
    async with an_agent(here, role="supervisor", seed=73, given_name="Nadia", family_name="Benali") as nadia:
        desk = AtTheDesk(nadia, case)
        await desk.does("claim")
        assert desk.status == CATALOGUE["case_taken"].status
        assert "Claire D., agence de Valmer, s'occupe de ce dossier" in desk.page
        await desk.does("release")
        await desk.does("claim")
    assert (await as_it_is(here, case)).claimed_by == nadia.id
