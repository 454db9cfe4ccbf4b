"""Choosing the language: `?language=en` on any page, kept in a cookie."""

from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from parvis.web.access import LANGUAGES
from parvis.web.cookies import LANGUAGE

A_YEAR = 31_536_000


class ChosenLanguage:
    """A pure ASGI middleware: takes `language` out of the address, and sends the browser back with its cookie."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self.app = app
        self.secure = "; Secure" if tls else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chosen = _chosen(scope)
        if chosen is None:
            await self.app(scope, receive, send)
            return
        language, rest = chosen
        message = {"type": "http.response.start", "status": 303, "headers": []}
        headers = MutableHeaders(scope=message)
        headers["location"] = scope["path"] + (f"?{rest}" if rest else "")
        headers["content-length"] = "0"
        headers["set-cookie"] = (
            f"{LANGUAGE}={language}; Path=/; Max-Age={A_YEAR}; HttpOnly; SameSite=Lax{self.secure}"
        )
        await send(message)
        await send({"type": "http.response.body", "body": b""})


def _chosen(scope: Scope) -> tuple[str, str] | None:
    """The language asked for and the address without it, for a page that is read; None otherwise."""
    query = scope.get("query_string", b"")
    if scope["type"] != "http" or scope["method"] != "GET" or b"language=" not in query:
        return None
    if not scope["path"].startswith("/") or scope["path"].startswith("//"):
        return None
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    language = dict(pairs).get("language", "")
    if language not in LANGUAGES:
        return None
    return language, urlencode([pair for pair in pairs if pair[0] != "language"])
