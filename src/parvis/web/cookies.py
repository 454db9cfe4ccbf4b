"""The cookies: session, device, ticket, language, onward, recovery, check.

Under TLS all but the language carry the `__Host-` prefix.
"""

import re

from fastapi import Request, Response

from parvis.here import Here

SESSION, DEVICE, TICKET, LANGUAGE = "session", "device", "ticket", "language"
ONWARD = "onward"  # The kind of means that this browser's client wants to add, once they are signed in.
RECOVERY = "recovery"  # A sealed letter: who asks for a new secret, and for which code. See recovery/opening.py.
CHECK = "check"  # Given with a form: whether it comes back says whether this browser keeps cookies.
UNBLOCKING = "unblocking"  # What this browser has asked, having no session.
UNBLOCKING_DAYS = 90
DEVICE_DAYS = 400  # The longest that browsers keep a cookie.
TICKET_MINUTES = 20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64url
_LETTER = re.compile(r"[A-Za-z0-9_-]{1,2000}")


def name_of(here: Here, kind: str) -> str:
    """The cookie's name: `__Host-session` under TLS, `session` on a local machine without it."""
    return f"__Host-{kind}" if here.settings.tls else kind


def cookie(request: Request, here: Here, kind: str) -> str:
    """The token in this cookie, "" where there is none or it cannot be one of ours."""
    found = request.cookies.get(name_of(here, kind), "")
    return found if _TOKEN.fullmatch(found) else ""


def letter(request: Request, here: Here) -> str:
    """What the recovery cookie holds, "" where there is none or it cannot be one of ours."""
    found = request.cookies.get(name_of(here, RECOVERY), "")
    return found if _LETTER.fullmatch(found) else ""


def put(response: Response, here: Here, kind: str, value: str, *, days: float | None = None) -> None:
    """Set one of our cookies: for the session of the browser, or for `days`."""
    response.set_cookie(
        name_of(here, kind) if kind != LANGUAGE else LANGUAGE,
        value,
        max_age=None if days is None else int(days * 86400),
        path="/",
        secure=here.settings.tls,
        httponly=True,
        samesite="lax",
    )


def keeps(request: Request, here: Here) -> bool:
    """Whether this browser has given back any cookie of ours."""
    kinds = (SESSION, DEVICE, TICKET, CHECK)
    return LANGUAGE in request.cookies or any(name_of(here, kind) in request.cookies for kind in kinds)


def drop(response: Response, here: Here, kind: str) -> None:
    """Forget one of our cookies."""
    response.delete_cookie(name_of(here, kind), path="/", secure=here.settings.tls, httponly=True, samesite="lax")
