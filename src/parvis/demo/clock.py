"""A clock that a file moves: so that a person trying the demo, or a test, need not wait five minutes."""

from datetime import datetime, timedelta
from pathlib import Path

from parvis.clock import Clock, system_clock

FARTHEST = timedelta(days=3660)


def shifted_clock(file: Path) -> Clock:
    """The system's clock plus the seconds that `file` holds, read at each call; nothing there means zero.

    Every process that reads the same file agrees on the time. Settings refuse it in production.
    """

    def now_shifted() -> datetime:
        return system_clock() + offset_in(file)

    return now_shifted


def offset_in(file: Path) -> timedelta:
    """What the file says, at most ten years either way. Raises ValueError for what is not a number."""
    try:
        text = file.read_text("ascii").strip()
    except FileNotFoundError:
        return timedelta(0)
    offset = timedelta(seconds=round(float(text or "0"), 3))
    return max(-FARTHEST, min(FARTHEST, offset))


def forward(file: Path, step: timedelta) -> None:
    """Let that much time pass. Whoever reads meanwhile reads the old offset or the new one."""
    beside = file.with_suffix(".new")
    beside.write_text(str((offset_in(file) + step).total_seconds()), "ascii")
    beside.replace(file)
