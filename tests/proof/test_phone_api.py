"""The phone's calls under schemathesis: whatever is sent, the answer is one that docs/phone-api.json announces."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from parvis.here import Here
from parvis.settings import ROOT
from tests.conftest import Cluster
from tests.journeys.bank import Bank
from tests.phone.client import PythonPhone
from tests.proof.conftest import Note
from tests.proof.people import Client, Visitor, a_client
from tests.proof.running import a_bank, times

EXAMPLES = times(25, 1_000)
SECONDS = 8.0
SIGNED_INSIDE = ("renewals", "biometrics")  # What they hold is signed as well: nothing that is drawn comes past that.
SCHEMA = schemathesis.openapi.from_dict(json.loads((ROOT / "docs" / "phone-api.json").read_text()))
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@dataclass
class Stage:
    bank: Bank
    client: Client
    phone: PythonPhone
    request_id: UUID  # something really waits for this phone
    http: httpx.Client


@pytest.fixture(scope="module")
def stage(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    async def furnish(here: Here) -> Client:
        origin = f"http://epargne.localhost:{here.settings.port}"
        return await a_client(here, "epargne", 800, accounts={"Courant": 900_00}, phone=True, origin=origin)

    with a_bank(cluster, "phone_api", tmp_path_factory.mktemp("phone_api"), furnish) as (bank, client):
        assert client.phone is not None
        with httpx.Client(timeout=30) as http:
            yield Stage(bank, client, client.phone, asyncio.run(_asks(bank, client)), http)


async def _asks(bank: Bank, client: Client) -> UUID:
    visitor = Visitor(bank, "epargne")
    await visitor.signs_in(client)
    await visitor.leaves()
    waiting = Visitor(bank, "epargne")
    address = await waiting.begins(client)
    await waiting.leaves()
    return UUID(address.rsplit("/", 1)[-1])


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label.rpartition("/")[2])
def test_whatever_a_phone_sends_the_answer_is_announced(
    stage: Stage, operation: Any, signed: bool, figures: Note
) -> None:
    """Signed by a phone that is enrolled, the call reaches what lies behind the door."""
    if signed and operation.path.endswith("enrolments"):
        pytest.skip("a phone that is not enrolled signs no call")
    answers = Counter[int]()
    strategy = operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy(
        generation_mode=GenerationMode.NEGATIVE
    )

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def sends(case: Any) -> None:
        answers[_call(stage, case, signed)] += 1

    sends()
    assert sum(answers.values()) >= EXAMPLES // 2
    if signed and not operation.path.endswith(SIGNED_INSIDE):
        assert answers.keys() - {400, 401}, f"nothing came past the signature: {answers}"
    figures(f"{operation.label}, {'signed' if signed else 'unsigned'}", ", ".join(
        f"{status}: {count}" for status, count in sorted(answers.items())
    ))


def _call(stage: Stage, case: Any, signed: bool) -> int:
    """Send one case as it was drawn, signed where asked; check what comes back; its status."""
    phone, port = stage.phone, stage.bank.settings.port
    if signed and case.path_parameters and stage.request_id.int % 2 == hash(str(case.body)) % 2:
        case.path_parameters["request_id"] = str(stage.request_id)
    sent = case.as_transport_kwargs(base_url=f"http://127.0.0.1:{port}")
    names = ("method", "url", "params", "json", "data")
    prepared = requests.Request(**{name: sent[name] for name in names if name in sent}).prepare()
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body or b""
    path = prepared.path_url
    headers = {"Host": phone.host, "Content-Type": "application/json"}
    if signed:
        phone.offset = stage.bank.now().timestamp() - time.time()
        headers["Authorization"] = phone.authorization(path, body)
    elif isinstance(given := (case.headers or {}).get("Authorization"), str):
        headers["Authorization"] = "".join(one for one in given if " " <= one <= "~")
    began = time.monotonic()
    answer = stage.http.request(sent["method"], f"http://127.0.0.1:{port}{path}", content=body, headers=headers)
    assert time.monotonic() - began < SECONDS + 25  # « what waits » may wait 25 seconds by itself
    assert answer.status_code < 500, (answer.status_code, body[:300])
    assert "Traceback" not in answer.text
    documented = {int(status) for status in operation_of(case)["responses"]}
    if sent["method"] != "POST":
        assert answer.status_code in (404, 405)
        return answer.status_code
    assert answer.status_code in documented, (answer.status_code, body[:300], path)
    if answer.headers["content-type"].startswith("application/json"):
        told = answer.json()
        assert answer.status_code < 400 or told.keys() <= {"code", "message", "now"}, told
    return answer.status_code


def operation_of(case: Any) -> dict[str, Any]:
    raw: dict[str, Any] = SCHEMA.raw_schema["paths"][case.operation.path]["post"]
    return raw
