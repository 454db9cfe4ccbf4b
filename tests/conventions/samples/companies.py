"""The users of a company: seen by who helps them, and by who is helped."""

from collections.abc import Callable, Mapping
from typing import Any

from parvis.companies.tables import User
from parvis.web.visit import Visit
from tests.conventions.samples import HOSTILE, ONE, THREE, TWO, Sample


def users(*, helps: bool, alone: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    def given(visit: Visit) -> Mapping[str, Any]:
        me = visit.client.id if visit.client is not None else ONE
        listed = [
            User(id=me, given_name=HOSTILE, family_name="Roy", role="main" if helps else "", number="1", hints=["06"]),
            User(id=TWO, given_name="Bruno", family_name=HOSTILE, role="", number="002", hints=["06 •• 12", "b•••@x"]),
            User(id=THREE, given_name="Zoé", family_name="Le Goff", role="administrator", number="003", hints=[]),
        ]
        shown = listed[:1] if alone else listed
        return {
            "users": shown, "helps": helps, "helpers": [one for one in shown if one.role],
            "keys": {one.id: str(ONE) for one in shown},
        }

    return given


TEMPLATES = {
    "companies/users.html": [
        Sample("a main user", users(helps=True), institutions=("cooperative",)),
        Sample("somebody helped", users(helps=False), institutions=("cooperative",)),
        Sample("alone", users(helps=False, alone=True), institutions=("cooperative",)),
    ],
}
