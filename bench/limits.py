"""What the machine itself can do: Argon2id verifications a second, on every core.

    python -m bench.limits <seconds>

prints one JSON number. One process for each core, as nothing shares anything there: the most that can be had.
"""

import multiprocessing
import os
import sys
import time

from argon2 import Type
from argon2.low_level import hash_secret, verify_secret

from parvis.settings import Settings

SECRET = b"Corde-lune-7-vent"


def verifications(seconds: float) -> float:
    """How many a second one process verifies, with the parameters of the program."""
    cost = Settings(mode="test")
    encoded = hash_secret(
        SECRET, os.urandom(16), time_cost=cost.argon_time, memory_cost=cost.argon_memory_kib,
        parallelism=1, hash_len=32, type=Type.ID,
    )  # fmt: skip
    done, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        assert verify_secret(encoded, SECRET, Type.ID)
        done += 1
    return done / (time.perf_counter() - began)


def main() -> None:
    seconds, cores = float(sys.argv[1]), os.cpu_count() or 1
    with multiprocessing.Pool(cores) as pool:
        print(sum(pool.map(verifications, [seconds] * cores, chunksize=1)))


if __name__ == "__main__":
    main()
