"""Cleaning in a process of its own: what a crafted file breaks there is nobody else's."""

import asyncio
import os
import sys

import structlog

from parvis.cleaning import JPEG, LONGEST, PDF, PNG, Clean
from parvis.errors import CATALOGUE, Refused, refused

log = structlog.get_logger()

SECONDS = 20.0
AT_ONCE = 3
UNFIT = 3
_running = 0


async def clean_apart(content: bytes) -> Clean | Refused:
    """The document made harmless.

    Refused: `document_empty`, `document_too_large`, `document_unknown`, `document_unreadable` (also where it takes too
    long), `document_locked`, `document_pages`, `picture_too_large`; `too_busy` where three are being cleaned already.
    """
    global _running
    if not content or len(content) > LONGEST:
        return refused("document_empty" if not content else "document_too_large")
    if _running >= AT_ONCE:
        return refused("too_busy")
    _running += 1
    try:
        return await _clean(content)
    finally:
        _running -= 1


async def _clean(content: bytes) -> Clean | Refused:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-s", "-m", "parvis.cleaning", stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, cwd="/",
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate(content)
    except TimeoutError:
        process.kill()
        await process.wait()
        log.warning("cleaning_too_long", size=len(content))
        return refused("document_unreadable")
    if process.returncode == UNFIT:
        code = said.decode("ascii", "replace")
        return refused(code if code in CATALOGUE else "document_unreadable")
    kind, _, cleaned = said.partition(b"\n")
    media_type = kind.decode("ascii", "replace")
    if process.returncode != 0 or media_type not in (PDF, JPEG, PNG) or not cleaned:
        log.warning("cleaning_broken", status=process.returncode, size=len(content))
        return refused("document_unreadable")
    return Clean(media_type, cleaned)
