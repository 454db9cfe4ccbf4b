"""Run by test_cap_rush.py, several at once: a process of the program that is given one code for two requests."""

import asyncio
import json
import sys
from datetime import datetime
from uuid import UUID

from parvis.app import make_here
from parvis.gate import actions, tables
from parvis.gate.tables import Request
from parvis.settings import from_environment
from tests.hands.world import only


async def rush() -> None:
    given = json.loads(sys.stdin.readline())
    now = datetime.fromisoformat(given["now"])
    async with make_here(from_environment(), clock=lambda: now) as here:
        institution = only(here, "cap_reader")
        async with here.reading() as tx:
            client_id, ids = UUID(given["client"]), [UUID(one) for one in given["requests"]]
            found = [await tables.of_client(tx, institution.slug, client_id, one) for one in ids]
        requests = [one for one in found if one is not None]
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        answer, means_id = {"code": given["code"]}, UUID(given["means"])
        told = await asyncio.gather(
            *(actions.prove(here, institution, one, means_id, answer, now) for one in requests * 4)
        )
    states = [one.state if isinstance(one, Request) else one.refusal.code for one in told]
    sys.stdout.write(json.dumps(states) + "\n")


asyncio.run(rush())
