"""The few answers that every feature gives."""

import re
from datetime import datetime
from typing import Any

from fastapi import Response
from fastapi.responses import RedirectResponse

from parvis.errors import Refused
from parvis.ui import format
from parvis.web.visit import Visit

_PLAIN = re.compile(r"/[A-Za-z0-9/_.?=&-]*")


def see_other(path: str) -> Response:
    """Go and look there: the answer to a write that is done."""
    if _PLAIN.fullmatch(path):
        return Response(status_code=303, headers={"location": path})
    return RedirectResponse(path, status_code=303)  # It quotes what needs it.


def sentence(visit: Visit, refused: Refused) -> str:
    """What the client is told, in their language, with its figures in words."""
    values = {name: in_words(visit, value) for name, value in refused.values.items()}
    return visit.say(refused.refusal.key, **values)


def in_words(visit: Visit, value: Any) -> Any:
    """A time as a person says it; anything else as it is."""
    if isinstance(value, datetime):
        return format.moment(value, visit.language, visit.institution.timezone, now=visit.now)
    return value


def refusal_page(visit: Visit, refused: Refused, reference: str = "") -> Response:
    """The page that says no: what went wrong, then what to do."""
    response: Response = visit.here.templates.page(
        visit, "ui/refusal.html", status=refused.refusal.status, code=refused.refusal.code,
        sentence=sentence(visit, refused), reference=reference,
    )
    if refused.refusal.status in (429, 503):
        until = refused.values.get("until")
        wait = (until - visit.now).total_seconds() if isinstance(until, datetime) else 5
        response.headers["Retry-After"] = str(max(1, int(wait)))
    return response
