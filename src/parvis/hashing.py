"""What a client knows by heart is kept as Argon2id over a pepper, and the cost is bounded to the cores."""

import asyncio
import os
import re
import secrets
import sys
import threading
import time
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from parvis.seal import Keyring, SealBroken

Result = TypeVar("Result")

_COST = re.compile(rb"\$argon2id\$v=19\$m=([0-9]{1,10}),t=([0-9]{1,10}),p=[0-9]{1,8}\$")
BYTES_PER_KIB = 1024
GIVES_WAY = 10  # as `nice` counts
OTHER_CORES = max(1, (os.cpu_count() or 1) - 1)


class TooBusy(Exception):
    """As many verifications wait as may wait: answer 503 and try again later."""


class Argon:
    """Argon2id (RFC 9106), one lane, of the peppered secret. Stored: « pepper key id:encoded hash »."""

    def __init__(self, keys: Keyring, memory_kib: int, time: int) -> None:
        """`memory_kib` in KiB, `time` in passes: the settings' values, never below OWASP's in production."""
        self._keys = keys
        self._memory_kib = memory_kib
        self._time = time
        self._stranger = self.hash(secrets.token_hex(16))

    def hash(self, secret: str) -> bytes:
        """What to store for `secret`. Slow: run it on the Hasher."""
        key_id, peppered = self._keys.pepper(_canonical(secret))
        encoded = argon2id.str(peppered, opslimit=self._time, memlimit=self._memory_kib * BYTES_PER_KIB)
        return key_id.encode() + b":" + encoded

    def verify(self, stored: bytes, secret: str) -> bool:
        """Whether `secret` is what was stored. Slow. Never raises: what cannot be read verifies nothing.

        Nothing stored, for someone who does not exist, costs as much as something.
        """
        if not stored:
            return self.dummy(secret)
        key_id, _, encoded = stored.partition(b":")
        try:
            peppered = self._keys.pepper_with(key_id.decode(), _canonical(secret))
            return argon2id.verify(encoded, peppered)
        except (CryptoError, SealBroken, UnicodeDecodeError):
            return False

    def outdated(self, stored: bytes) -> bool:
        """Whether to store it anew at the next right answer: an older pepper, or a cost that has grown since."""
        key_id, _, encoded = stored.partition(b":")
        cost = _COST.match(encoded)
        if cost is None or key_id != self._keys.pepper(b"")[0].encode():
            return True
        return int(cost[1]) < self._memory_kib or int(cost[2]) < self._time

    def renewed(self, stored: bytes, secret: str) -> bytes | None:
        """What to store instead for a secret that has just been verified; None where nothing has grown. Slow."""
        return self.hash(secret) if self.outdated(stored) else None

    def dummy(self, secret: str = "") -> bool:
        """The cost of a verification for someone who does not exist: the same time, and always False."""
        self.verify(self._stranger, secret)
        return False


class Hasher:
    """Threads for slow verifications: as many as cores, and a queue that cannot grow without end.

    While a crowd waits, all threads together leave one core's time to everything else: a verification does not let
    go of its core for the milliseconds that a page of a signed-in client takes.
    """

    def __init__(self, queue: int = 64, threads: int | None = None) -> None:
        """`queue`: how many may wait beside those that run."""
        self._threads = threads or os.cpu_count() or 1
        self._most = self._threads + queue
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="hashing", initializer=_give_way)
        self._lock = threading.Lock()
        self._present = 0

    @property
    def waiting(self) -> int:
        """How many wait for a core now."""
        return max(0, self._present - self._threads)

    @property
    def full(self) -> bool:
        """Whether the next verification would be turned away."""
        return self._present >= self._most

    @property
    def crowded(self) -> bool:
        """Whether more than half of those who may wait do."""
        return self.waiting * 2 > self._most - self._threads

    async def run(self, function: Callable[..., Result], *args: Any) -> Result:
        """`function(*args)` on a thread. Raises TooBusy, at once, when the queue is full."""
        with self._lock:
            if self._present >= self._most:
                raise TooBusy
            self._present += 1
        future = self._pool.submit(self._verify, function, *args)
        # Also called when the client has gone and the work was cancelled before it began.
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Stop the threads; what waits is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _verify(self, function: Callable[..., Result], *args: Any) -> Result:
        began = time.thread_time()
        try:
            return function(*args)
        finally:
            if self.crowded:
                time.sleep((time.thread_time() - began) / OTHER_CORES)

    def _leave(self, future: "Future[Any]") -> None:
        with self._lock:
            self._present -= 1


def _give_way() -> None:
    """Let this thread run only where nothing else wants the core: whoever is signed in waits for no stranger."""
    if sys.platform == "linux":  # Elsewhere a priority is the whole process's.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GIVES_WAY)


def _canonical(secret: str) -> bytes:
    # The same password typed on two keyboards may differ in bytes (NIST SP 800-63B-4, 3.1.1.2: NFKC).
    return unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
