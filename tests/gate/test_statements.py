"""How many statements the hot paths cost. Few, each doing much: a figure that grows must be meant."""

from parvis.db import statements
from parvis.gate import actions
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from tests.gate.world import a_person

FIRST_STEP = 5
PROOF = 6


async def test_a_sign_in_with_a_second_factor_costs_few_statements(here: Here) -> None:
    anne = await a_person(
        here, "municipal", identifier="400100200300", secret="Corde-lune-7", kinds=("totp", "sms_code")
    )
    counted: list[str] = []
    statements.set(counted)
    request = await anne.tries("Corde-lune-7")
    assert isinstance(request, Request)
    first = len(counted)
    done = await actions.prove(
        here, anne.institution, request, anne.means["totp"], {"code": anne.totp()}, here.clock()
    )
    assert isinstance(done, Request) and done.state == State.EXECUTED
    assert (first, len(counted) - first) == (FIRST_STEP, PROOF)
