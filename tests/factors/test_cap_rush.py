"""RTS-4.1, PITFALL 1: one code of a card, given to several real processes at the same instant, is accepted once."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from parvis.here import Here
from parvis.settings import to_environment
from tests.conventions.code import TOP
from tests.hands.world import AMOUNT, CLERK, a_holder

PROCESSES = 3


async def test_one_code_in_three_processes_serves_once(here: Here) -> None:
    """The same amount to the same payee twice: the code is of the first request, and neither is paid by another."""
    anne = await a_holder(here, "cap_reader")
    first, second = await anne.asks(), await anne.asks()
    code = (await anne.answer(first))["code"]
    given = json.dumps({
        "client": str(anne.id), "means": str(anne.means_id), "code": code, "now": here.clock().isoformat(),
        "requests": [str(first.id), str(second.id)],
    })  # fmt: skip
    states = await asyncio.to_thread(_rush, to_environment(here.settings), given)
    assert states.count("executed") == 1, states
    assert await anne.paid() == [(CLERK, AMOUNT)]
    assert await anne.state_of(first) == "executed" and await anne.state_of(second) == "waiting"


def _rush(settings: dict[str, str], given: str) -> list[str]:
    """Start the processes, let all of them be ready, then let them go at once."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{TOP / 'src'}{os.pathsep}{TOP}", **settings}
    rushing = [
        subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("cap_rush.py"))], env=environment, cwd=TOP, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    try:
        for line in (f"{given}\n", "go\n"):
            for one in rushing:
                assert one.stdin is not None and one.stdout is not None
                one.stdin.write(line)
                one.stdin.flush()
            if line != "go\n":
                assert [one.stdout.readline() for one in rushing if one.stdout] == ["ready\n"] * PROCESSES
        told = [one.communicate(timeout=60)[0] for one in rushing]
    finally:
        for one in rushing:
            one.kill()
            one.wait()
    return [state for answer in told for state in json.loads(answer)]
