"""`parvis explain`: why a request needed what it needed, told from the policy that decided it (X8, DR2)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from parvis.here import Here
from parvis.institution.explain import explain


async def a_request(
    here: Here, now: datetime, *, policy: bytes | None = None, text: str = "", **changed: object
) -> UUID:
    """A transfer at Deux Rives that was in doubt, approved by code and text message."""
    institution = here.institutions.by_slug("deuxrives")
    assert institution is not None
    request_id, client_id, authenticator_id = uuid4(), uuid4(), uuid4()
    row: dict[str, object] = {
        "operation": "transfer",
        "rule": "transfer",
        "ways": [["phone"], ["phone_qr"], ["secret_code", "sms_code"]],
        "risk": {"score": 75, "level": "doubt", "reasons": ["new_device", "unusual_amount", "new_payee"]},
        "state": "executed",
        "because": None,
        "settled_at": now + timedelta(minutes=2),
    } | changed
    async with here.transaction() as tx:
        if policy is not None:
            await tx.run("insert into policy values ($1, 'deuxrives', $2, $3)", policy, text, now)
        await tx.run("insert into client values ($1, 'deuxrives', 'Ana', 'Roche', 'fr', null, $2)", client_id, now)
        await tx.run(
            """
            insert into request (id, institution, client_id, operation, key, facts, lines, canonical, digest,
                facts_hash, match_number, policy_hash, rule, ways, risk, state, because, opened_at, expires_at,
                settled_at)
            values ($1, 'deuxrives', $2, $3, $4, '{}', '[]', 'PAYEE-NAME', 'd', 'f', 42, $5, $6, $7, $8, $9, $10, $11,
                $12, $13)
            """,
            request_id, client_id, row["operation"], uuid4(), policy or institution.hash, row["rule"], row["ways"],
            row["risk"], row["state"], row["because"], now, now + timedelta(minutes=15), row["settled_at"],
        )  # fmt: skip
        if row["state"] == "executed":
            await tx.run(
                "insert into authenticator"
                " (id, institution, client_id, kind, name, state, material, created_at, usable_from)"
                " values ($1, 'deuxrives', $2, 'sms_code', '', 'active', '', $3, $3)",
                authenticator_id, client_id, now,
            )  # fmt: skip
            for kind in ("secret_code", "sms_code"):
                await tx.run(
                    "insert into proof values ($1, 'deuxrives', $2, $3, $4, $4, $5)",
                    uuid4(), request_id, authenticator_id, kind, now + timedelta(minutes=1),
                )  # fmt: skip
    return request_id


async def told(here: Here, request_id: UUID, language: str = "fr") -> str:
    async with here.reading() as tx:
        text = await explain(tx, here, request_id, language=language)
    assert text is not None
    return text.replace("\u00a0", " ").replace("\u202f", " ")


async def test_an_executed_transfer_in_french(here: Here) -> None:
    text = await told(here, await a_request(here, here.clock()))
    assert text.startswith("Virement, chez Banque des Deux Rives\n")
    assert "État : exécutée." in text
    assert "Ouverte le mardi 24 novembre 2026 à 14 h 05." in text
    assert "Close le mardi 24 novembre 2026 à 14 h 07." in text
    assert "Règle qui a décidé : « transfer »." in text
    assert "ou bien Code secret + Code par SMS." in text
    assert "la même qu’aujourd’hui" in text
    assert "Risque : 75 points, doute." in text
    assert "+40  navigateur jamais vu pour ce client" in text
    assert "+15  bénéficiaire jamais payé jusqu’ici" in text
    assert "Code par SMS, le mardi 24 novembre 2026 à 14 h 06" in text


async def test_the_same_in_english(here: Here) -> None:
    text = await told(here, await a_request(here, here.clock()), "en")
    assert "State: executed." in text
    assert "Risk: 75 points, doubt." in text
    assert "the same as today's" in text


async def test_it_repeats_nothing_of_what_was_asked(here: Here) -> None:
    assert "PAYEE-NAME" not in await told(here, await a_request(here, here.clock()))


async def test_the_policy_of_that_day_is_the_one_told(here: Here) -> None:
    institution = here.institutions.by_slug("deuxrives")
    assert institution is not None
    old = institution.text.replace("new_device = 40", "new_device = 33").replace(
        'ways = [["phone"], ["passkey"], ["phone_qr"], ["secret_code", "sms_code"]]',
        'ways = [["sms_code"]]\nbasis = "The rule of last year"',
    )
    request_id = await a_request(here, here.clock(), policy=b"\x07" * 32, text=old)
    text = await told(here, request_id)
    assert "Politique 070707070707, telle qu’elle était ce jour-là ; elle a changé depuis." in text
    assert "+33  navigateur jamais vu" in text
    assert "Elle demande : Code par SMS." in text
    assert "Fondement : The rule of last year." in text


async def test_a_refusal_says_its_code(here: Here) -> None:
    request_id = await a_request(
        here, here.clock(), state="refused", because="refused_by_policy", rule="transfer-high-risk", ways=[]
    )
    text = await told(here, request_id)
    assert "Motif : refused_by_policy (A rule of the policy refuses this request" in text
    assert "Elle s’applique quand risk vaut high." in text
    assert "aucune preuve ne suffit, elle refuse" in text
    assert "Aucune preuve n’a été donnée." in text


async def test_one_that_waits(here: Here) -> None:
    request_id = await a_request(
        here, here.clock(), state="waiting", settled_at=None, risk={"score": 0, "level": "ordinary", "reasons": []}
    )
    text = await told(here, request_id)
    assert "Sans réponse, elle expire le mardi 24 novembre 2026 à 14 h 20." in text
    assert "Aucune raison d’en douter." in text


async def test_a_number_that_nothing_has(here: Here) -> None:
    async with here.reading() as tx:
        assert await explain(tx, here, UUID(int=7), language="fr") is None
