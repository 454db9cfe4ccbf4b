"""Who agents are, and how long an invitation serves. Pure."""

import unicodedata
from datetime import timedelta
from typing import Literal

Role = Literal["adviser", "supervisor", "auditor"]
ROLES: tuple[Role, ...] = ("adviser", "supervisor", "auditor")

INVITATION_LIFETIME = timedelta(hours=24)
SLOWED_TOLD = timedelta(days=7)  # How long a supervisor's home says who looked up too many clients.
NAME_LENGTH, BRANCH_LENGTH = 60, 60


def cleaned(typed: str, longest: int) -> str:
    """A name as it is kept: one line, in limits, nothing unseen in it; "" where nothing is left."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    return "".join(one for one in spaced if unicodedata.category(one)[0] != "C")[:longest].strip()


def signature(given_name: str, family_name: str) -> str:
    """How clients read an agent's name: « Claire D. »"""
    return f"{given_name} {family_name[:1]}."
