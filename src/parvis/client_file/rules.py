"""What an agent may look for, what each role sees of a client, and why they may look. Pure."""

from datetime import timedelta
from typing import Literal

from parvis.agency.rules import Role, cleaned
from parvis.errors import Refused, refused
from parvis.identifiers import canonical
from parvis.institution.rules import Part

LOOK_LIFETIME = timedelta(minutes=30)  # How long a client's file stays open once its reason was given.
LEAST_LETTERS = 3
FOUND_AT_MOST = 20
EVENTS_A_PAGE = 25
LONGEST = 100

# Why an agent opens a client's file: the client reads it.
REASONS = ("visit", "call", "case", "control")

# Least rights: what a role sees beside the means, what waits and what happened. Only who advises needs amounts.
SEES: dict[Role, frozenset[str]] = {
    "adviser": frozenset({"contacts", "accounts", "amounts"}),
    "supervisor": frozenset({"contacts", "accounts"}),
    "auditor": frozenset(),
}

Sought = tuple[Literal["identifier", "company", "case", "name"], str]


def what_is_sought(typed: str, identifier: tuple[Part, ...]) -> Sought | Refused:
    """What an agent has typed: a whole identifier, the number of a company whose users sign in with one of their own
    beside it, the reference of a case, or the beginning of a name.

    Refused, `search_too_short`: fewer than three letters of a name, or digits that make no identifier: nobody is found
    by a piece of their number.
    """
    text = cleaned(typed, LONGEST)
    groups = text.replace("-", " ").split()
    values = {part.name: group for part, group in zip(identifier, groups, strict=False)}
    if len(identifier) == 1:
        values = {identifier[0].name: text}
    whole = canonical(identifier, values)
    if isinstance(whole, str) and (len(identifier) == 1 or len(groups) == len(identifier)):
        return "identifier", whole
    if len(identifier) > 1 and isinstance(first := canonical(identifier[:1], {identifier[0].name: text}), str):
        return "company", first
    if "-" in text and any(one.isdigit() for one in text):
        return "case", text.upper().replace(" ", "")
    if any(one.isdigit() for one in text) or sum(one.isalpha() for one in text) < LEAST_LETTERS:
        return refused("search_too_short", field="sought")
    return "name", text


def beginnings(folded: str) -> tuple[str, str]:
    """The two words by which a name is looked for, in either order, as patterns of `like`: the second may be empty."""
    plain = folded.replace("\\", "").replace("%", "").replace("_", "")
    first, _, rest = plain.partition(" ")
    return f"{first}%", f"{rest.strip()}%"
