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
_VALUE = re.compile(r"[A-Za-z0-9_.~-]*")  # Nothing that would have to be quoted.
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
    """Set one of our cookies: for the session of the browser, or for `days`. ValueError: not a value of ours."""
    if not _VALUE.fullmatch(value):
        raise ValueError(f"a {kind} that no cookie can hold")
    lasts = "" if days is None else f" Max-Age={int(days * 86400)};"
    secure = "; Secure" if here.settings.tls else ""
    response.headers.append(
        "set-cookie", f"{name_of(here, kind)}={value}; HttpOnly;{lasts} Path=/; SameSite=lax{secure}"
    )


def keeps(request: Request, here: Here) -> bool:
    """Whether this browser has given back any cookie of ours."""
    kinds = (SESSION, DEVICE, TICKET, CHECK)
    return LANGUAGE in request.cookies or any(name_of(here, kind) in request.cookies for kind in kinds)


def drop(response: Response, here: Here, kind: str) -> None:
    """Forget one of our cookies."""
    put(response, here, kind, "", days=0)
