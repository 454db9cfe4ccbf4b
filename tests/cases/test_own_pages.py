"""A signed-in client follows a case, answers what more is asked, takes it back; and reads nobody else's."""

from parvis.demo.queue import a_document
from parvis.here import Here
from tests.agency.world import an_agent
from tests.cases.world import AtTheDesk, as_it_is, documented, followed, opened
from tests.conftest import FakeClock
from tests.gate.world import a_person
from tests.window import a_window, signs_in


async def test_dr6_mu8_a_client_reads_the_question_and_answers(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    case = await opened(here, anne, "address_change")
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        await desk.does("ask", words="De quand date\nce justificatif ?")
        async with a_window(here) as window:
            await signs_in(window, anne, client_id=anne.identifier)
            await window.goes_to("/cases")
            assert "À vous de répondre" in window.page and case.reference in window.page
            await window.goes_to(f"/cases/{case.id}")
            assert "De quand date\nce justificatif ?" in window.page and "Claire D., agence de Valmer" in window.page
            await window.sends(f"/cases/{case.id}/answers", words=" ")
            assert window.status == 422
            await window.sends(f"/cases/{case.id}/answers", words="Du mois <b>dernier</b>.")
            assert window.status == 200 and "En cours" in window.page
        assert (await as_it_is(here, case)).state == "claimed"
        await desk.looks()
        assert "Du mois <b>dernier</b>." in desk.page


async def test_x6_the_client_sees_who_acted_and_takes_the_case_back(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne, "means_lost")
    await documented(here, anne, case)
    async with an_agent(here) as claire:
        await AtTheDesk(claire, case).looks()
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        await window.goes_to(f"/cases/{case.id}")
        assert "Dossier lu" in window.page and "carte.pdf" in window.page and "Réponse au plus tard" in window.page
        await window.sends(f"/cases/{case.id}/withdrawal")
        assert "Retirée" in window.page and "/withdrawal" not in window.page
        await window.sends(f"/cases/{case.id}/withdrawal")
        assert window.status == 409
        await window.sends(f"/cases/{case.id}/answers", words="Encore")
        assert window.status == 409


async def test_pitfall_19_nobody_elses_case_is_there(here: Here) -> None:
    anne, theo = await a_person(here), await a_person(here, identifier="10203040507")
    case = await opened(here, anne)
    async with a_window(here) as window:
        await signs_in(window, theo, client_id=theo.identifier)
        await window.goes_to(f"/cases/{case.id}")
        assert window.status == 404
        for ending, fields in (("answers", {"words": "x"}), ("withdrawal", {})):
            await window.sends(f"/cases/{case.id}/{ending}", **fields)
            assert window.status == 404, ending
        await window.goes_to("/cases")
        assert case.reference not in window.page


async def test_mu8_a_document_is_sent_once_it_is_harmless(here: Here) -> None:
    anne = await a_person(here)
    case = await opened(here, anne, "address_change")
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        address = f"/cases/{case.id}/documents"
        for content, told in ((b"<script>", 422), (b"", 422), (a_document("Facture"), 200)):
            answer = await window.browser.post(address, files={"document": ("../facture.pdf", content, "text/html")})
            assert answer.status_code == told, content[:20]
        assert "facture.pdf" in answer.text and "../" not in answer.text.split("<main")[1].split("</main")[0]
        answer = await window.browser.post(f"/cases/{here.new_id()}/documents", files={"document": ("a.pdf", b"x")})
        assert answer.status_code == 404
    kept = (await followed(here, anne, case)).documents
    assert [(one.name, one.media_type) for one in kept] == [("facture.pdf", "application/pdf")]
