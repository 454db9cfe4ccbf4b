"""What makes the page an app: its words, its manifest, its icon, its service worker. Pure, but for the icons' files."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from parvis.institution.rules import Institution
from parvis.operations import Say
from parvis.ui.assets import Assets
from parvis.ui.render import Templates

# The sentences that scripts choose between: the others stand in the templates of the page. What a script fills in
# is left as {name}.
_PREFIX = "phone-app-"
_WORDS = (
    "back", "typed", "loading", "sending", "enrolling", "activate-incomplete", "scan-failed", "code-title", "code-text",
    "code-trivial", "code-again-title", "code-again-text", "code-differs", "ready-title", "ready-text", "ready-next",
    "home-title", "notification", "title", "warning-last", "time-none", "time-under-a-minute", "time-one-minute",
    "time-minutes", "number-title", "number-text", "enter-title", "enter-text", "error-title", "error-offline-title",
    "error-offline-text", "blocked-home-title", "blocked-home-text", "suspended-title", "suspended-text", "gone-title",
    "gone-text", "notices-denied", "notices-failed", "offline-enter-text", "offline-no-code", "offline-old-title",
    "offline-old-text", "offline-not-ours-title", "offline-not-ours-text", "offline-late-title", "offline-late-text",
    "renewed-title", "renewed-text", "finger-failed", "call-yes-title", "call-no-title", "call-no-text",
    "call-unknown-title", "call-unknown-text", "call-since-less", "call-since-one",
)  # fmt: skip
ICON_FILE, ICON_SIZE = "app-icon.png", "512x512"
_OFFLINE_SCRIPTS = (
    "activating", "answering", "app", "asking", "calling", "code", "notices", "offline", "pad", "pictures", "push",
    "rows", "scan", "screens", "server", "trivial-codes", "vault", "wire", "without-network",
)  # fmt: skip
_DECODER = ("decode", "index")  # What reads a QR code where the browser cannot.
_GROUND = re.compile(r"--app-ground:\s*(#[0-9a-fA-F]{6})\s*;")
_PLAIN_GROUND = "#20303c"


def words_of(say: Say) -> dict[str, str]:
    """The sentences for the scripts of the app."""
    told = {name: say(_PREFIX + name) for name in _WORDS}
    told["held"] = say(_PREFIX + "held", until="{until}")
    told["call-who"] = say(_PREFIX + "call-who", agent="{agent}", branch="{branch}")
    told["call-over-text"] = say(_PREFIX + "call-over-text", agent="{agent}")
    told["call-since"] = say(_PREFIX + "call-since", minutes="{minutes}")
    told["left"] = say(_PREFIX + "left", left="{left}")
    return told


def ground_of(templates: Templates, institution: Institution) -> str:
    """The colour behind the app's icon and its first screen: `--app-ground` of the institution's theme."""
    theme = templates.assets.of(institution.slug, "theme.css")
    found = _GROUND.search(theme.body.decode()) if theme is not None else None
    return found.group(1) if found is not None else _PLAIN_GROUND


def icon_of(institution: Institution) -> bytes | None:
    """`app-icon.png` of the institution's folder, or None."""
    return _read_once(institution.folder / ICON_FILE)


@cache
def _read_once(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def manifest(institution: Institution, say: Say, language: str, ground: str) -> dict[str, Any]:
    """The web app manifest: one app for each institution, under its own name, colours and mark."""
    icons = [{"src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    if icon_of(institution) is not None:
        # One picture for both: its ground fills the square and its mark stays in the middle, where no mask cuts.
        for purpose in ("any", "maskable"):
            icons.insert(
                0, {"src": "/phone/icon.png", "sizes": ICON_SIZE, "type": "image/png", "purpose": purpose}
            )
    return {
        "id": "/phone/",
        "start_url": "/phone/",
        "scope": "/phone/",
        "name": say(f"{_PREFIX}name", institution=institution.name),
        "short_name": institution.short_name,
        "description": say(f"{_PREFIX}description"),
        "lang": language,
        "dir": "ltr",
        "display": "standalone",
        "orientation": "portrait",
        "theme_color": ground,
        "background_color": ground,
        "icons": icons,
    }


def worker(templates: Templates, institution: Institution, say: Say, language: str) -> str:
    """The service worker, with the addresses of what it keeps. A new version of any of them is a new worker."""
    assets = templates.assets
    kept = [
        "/phone/",
        "/phone/manifest.webmanifest",
        assets.url("css/all.css"),
        assets.url("js/forms.js"),
        *(assets.url(f"js/phone/{name}.js") for name in _OFFLINE_SCRIPTS),
        *(assets.url(f"js/vendor/qr/{name}.js") for name in _DECODER),
        *(assets.own_url(institution.slug, name) for name in ("theme.css", "mark.svg", "favicon.svg")),
    ]
    version = hashlib.sha256("\n".join((language, *kept)).encode()).hexdigest()[:16]
    notice = {"title": institution.name, "body": say("phone-push")}
    settings = json.dumps({"version": version, "kept": kept, "notice": notice, "app": _app_version(assets)})
    # Not every browser lets a service worker import: what it shares with the app is written into it.
    shared = (_script(assets, name).replace("\nexport ", "\n") for name in ("vault", "wire"))
    return "\n".join((f"self.PARVIS = {settings};", *shared, _script(assets, "worker")))


def _script(assets: Assets, name: str) -> str:
    found = assets.file(f"js/phone/{name}.js")
    assert found is not None, f"{name}.js is one of our own files"
    return found.body.decode()


def _app_version(assets: Assets) -> str:
    """What the app says of itself (DR17)."""
    found = re.search(r'^const VERSION = "(\d+)";', _script(assets, "server"), re.MULTILINE)
    assert found is not None, "server.js says its version"
    return found.group(1)
