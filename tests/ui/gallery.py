"""A gallery of every macro in the five themes: rendered by the tests, and served to look at.

`python -m tests.ui.gallery 8099` → http://deuxrives.localhost:8099/space (or /public, /phone, /home, /signed-out,
/refusal; `?language=en`).
"""

import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from parvis.ui.format import Format
from parvis.ui.render import PACKAGE, Templates
from parvis.ui.words import Words

HERE = Path(__file__).parent
INSTITUTIONS = HERE.parents[1] / "institutions"
SLUGS = ("allocations", "cooperative", "deuxrives", "epargne", "municipal")
NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
SIGNED_IN = ("space",)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Gallery:
    """The real templates, words and static files, with an invented visitor."""

    def __init__(self) -> None:
        self.templates = Templates.load(INSTITUTIONS)
        self.words = Words.load(PACKAGE, INSTITUTIONS)

    def page(self, name: str, slug: str, language: str) -> str:
        """One page of the gallery, for one institution, in one language."""
        context = {**self.names(slug, language, signed_in=name in SIGNED_IN), **_CONTEXTS.get(name, {})}
        if name in _PAGES:
            return self.templates.environment.get_template(_PAGES[name]).render(context)
        source = (HERE / f"gallery_{name}.html").read_text(encoding="utf-8")
        return self.templates.environment.from_string(source).render(context)

    def names(self, slug: str, language: str, *, signed_in: bool) -> dict[str, Any]:
        institution = _institution(slug)
        return {
            "visit": SimpleNamespace(agent=None, now=NOW, client=None),
            "institution": institution,
            "client": SimpleNamespace(given_name="Camille", family_name="Rey") if signed_in else None,
            "say": self.words.sayer(language, slug),
            "language": language,
            "now": NOW,
            "path": "/gallery",
            "fmt": Format(language, "EUR", NOW),
        }


_PAGES = {"home": "ui/home.html", "signed-out": "ui/signed_out.html", "refusal": "ui/refusal.html"}
_CONTEXTS: dict[str, dict[str, Any]] = {
    "signed-out": {"because": "idle"},
    "keypad": {"keys": [{"name": f"k{digit}", "digit": digit} for digit in "3815926047"]},
    "refusal": {"code": "internal", "sentence": "Quelque chose s'est cassé chez nous.", "reference": "4f2a-91"},
}
NAMES = ("space", "public", "phone", "keypad", "waiting", *_PAGES)


def _institution(slug: str) -> SimpleNamespace:
    told = msgspec.toml.decode((INSTITUTIONS / slug / "institution.toml").read_bytes())
    session = SimpleNamespace(idle_minutes=5, warn_minutes=1)
    ours = {"slug": slug, "look": slug, "agency_of": "", "home": "/accounts", "session": session}
    return SimpleNamespace(**{**told, **ours})


def server(gallery: Gallery, port: int) -> ThreadingHTTPServer:
    """A server of the gallery at `<institution>.localhost`, under the policy that the program itself sends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            slug = self.headers["Host"].split(".")[0]
            assets = gallery.templates.assets
            shared = url.path.startswith("/static/")
            found = assets.file(url.path.split("/", 3)[3]) if shared else assets.of(slug, url.path[1:])
            if found is not None:
                return self._answer(found.type, found.body)
            if url.path == "/state":  # Nothing has happened yet.
                return self._answer("text/event-stream", b": waiting\n\n")
            if url.path[1:] not in NAMES:
                return self.send_error(404)
            language = parse_qs(url.query).get("language", ["fr"])[0]
            return self._answer("text/html; charset=utf-8", gallery.page(url.path[1:], slug, language).encode())

        def _answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    server(Gallery(), int(sys.argv[1])).serve_forever()
