"""One process of a flood of sign-ins: run as a program, it imports nothing but Python's own modules."""

import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path


async def _one(port: int, host: str, until: float, told: dict[str, Counter[str]], path: str, digits: int) -> None:
    while time.time() < until:
        identifier = f"{random.randrange(10 ** (digits - 1), 10**digits)}"
        body = f"client_id={identifier}&code=739204"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write((head + body).encode())
            answer = await asyncio.wait_for(reader.read(4096), 60)
            writer.close()
        except (OSError, TimeoutError):
            told["status"]["cut"] += 1
            continue
        status = answer[9:12].decode("latin-1")
        told["status"][status] += 1
        if status == "503":
            told["retry"]["yes" if b"\r\nretry-after: " in answer.lower() else "no"] += 1


def _give_way() -> None:
    """It plays other machines: it must not take the processor from the one that is flooded."""
    os.nice(19)
    shared = Path("/proc/self/autogroup")
    if shared.exists():  # Linux divides the cores between sessions first: a priority counts inside one only.
        os.setsid()
        shared.write_text("19\n")


async def main(port: int, host: str, seconds: float, hands: int, digits: int) -> None:
    _give_way()
    told: dict[str, Counter[str]] = {"status": Counter(), "retry": Counter()}
    until = time.time() + seconds
    await asyncio.gather(*(_one(port, host, until, told, "/sign-in", digits) for _ in range(hands)))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).parent))
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
