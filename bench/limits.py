"""What the machine itself can do: Argon2id verifications a second, on every core.

    python -m bench.limits <seconds> reference|ours

prints one JSON number. `reference` is the reference implementation, by argon2-cffi, which most of what signs people in
calls; `ours` is the libsodium that the program calls. One process for each core, as nothing shares anything there: the
most that can be had of either.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable

from argon2 import PasswordHasher
from nacl.pwhash import argon2id

from parvis.hashing import BYTES_PER_KIB
from parvis.settings import Settings

SECRET = b"Corde-lune-7-vent"
COST = Settings(mode="test")


def _reference() -> Callable[[], bool]:
    hasher = PasswordHasher(time_cost=COST.argon_time, memory_cost=COST.argon_memory_kib, parallelism=1)
    encoded = hasher.hash(SECRET)
    return lambda: hasher.verify(encoded, SECRET)


def _ours() -> Callable[[], bool]:
    encoded = argon2id.str(SECRET, opslimit=COST.argon_time, memlimit=COST.argon_memory_kib * BYTES_PER_KIB)
    return lambda: argon2id.verify(encoded, SECRET)


LIBRARIES = {"reference": _reference, "ours": _ours}


def verifications(library: str, seconds: float) -> float:
    """How many a second one process verifies, with the parameters of the program."""
    verify = LIBRARIES[library]()
    done, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        assert verify()
        done += 1
    return done / (time.perf_counter() - began)


def main() -> None:
    seconds, library, cores = float(sys.argv[1]), sys.argv[2], os.cpu_count() or 1
    with multiprocessing.Pool(cores) as pool:
        print(sum(pool.starmap(verifications, [(library, seconds)] * cores, chunksize=1)))


if __name__ == "__main__":
    main()
