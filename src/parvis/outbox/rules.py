"""When to try again, when to give up, and what no message ever holds."""

import re
from datetime import datetime, timedelta

import msgspec

# How long one worker keeps a message to itself: longer than any sender's time-outs.
LEASE = timedelta(minutes=2)
TRIES = 14
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
SUBJECT_LENGTH = 200
TEXT_LENGTH = 4000
LINK = re.compile(r"https?:|www\.|<a\b", re.IGNORECASE)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed in the row, and emptied once sent."""

    subject: str
    text: str


def retry_at(*, tries: int, now: datetime, jitter: float) -> datetime | None:
    """When to try again after `tries` failures; None when it is time to give up.

    Delays double from `FIRST_DELAY` to `LONGEST_DELAY`, then `jitter` (0 to 1) adds up to half of it, so
    that what failed together does not come back together. The tries stand within four to seven hours: long
    enough for a mail server to be mended, and what is useless before then is given up before then.
    """
    if tries >= TRIES:
        return None
    delay = min(FIRST_DELAY * (1 << min(tries - 1, 20)), LONGEST_DELAY)
    return now + delay * (1 + jitter / 2)


def acceptable(content: Content, *, purpose: str) -> Content:
    """The content as it will leave, or ValueError: a message that breaks these rules is a bug of the caller.

    A subject is one line, whatever a name or a label put into it (a line break would begin another header).
    A message that carries a code never holds a link: clients are taught that one which does is not from us.
    """
    if purpose == "code" and (LINK.search(content.text) or LINK.search(content.subject)):
        raise ValueError("a message that carries a code must not hold a link")
    if not content.text.strip() or len(content.text) > TEXT_LENGTH:
        raise ValueError(f"the text of a message has 1 to {TEXT_LENGTH} characters")
    return Content(subject=" ".join(content.subject.split())[:SUBJECT_LENGTH], text=content.text.strip())
