"""What browsers may keep: style, scripts, fonts, pictures. Read once into memory, served under an address that changes
with the content, so that it can be kept for ever and is never stale.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}
SHEET = "css/all.css"
_LAYERS = b"@layer reset, tokens, base, components, utilities, theme;\n"
_INSTITUTION_FILES = ("theme.css", "mark.svg", "favicon.svg")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, the same compressed where that gains something, its type and a fingerprint."""

    body: bytes
    packed: bytes | None
    type: str
    fingerprint: str


@cache
def _asset(name: str, body: bytes) -> Asset:
    suffix = Path(name).suffix
    kind = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(body, mtime=0) if not suffix.startswith((".woff", ".png", ".jpg")) else None
    if packed is not None and len(packed) >= len(body):
        packed = None
    return Asset(body, packed, kind, hashlib.sha256(body).hexdigest()[:16])


class Assets:
    """Every static file of the ui, and the three of each institution."""

    def __init__(self, files: dict[str, Asset], institutions: dict[str, dict[str, Asset]]) -> None:
        self._files = files
        self._institutions = institutions
        whole = hashlib.sha256("".join(f"{name} {files[name].fingerprint}\n" for name in sorted(files)).encode())
        # One version for the whole tree: modules and fonts are reached by relative addresses from one another.
        self.version = whole.hexdigest()[:16]

    @classmethod
    def load(cls, static_dir: Path, institutions_dir: Path) -> "Assets":
        """Read everything; the sheets of `css/` become one, whatever their order: each names its own layer."""
        names = sorted(path for path in static_dir.rglob("*") if path.is_file())
        files = {str(path.relative_to(static_dir)): path.read_bytes() for path in names}
        sheets = [body for name, body in files.items() if name.startswith("css/")]
        files[SHEET] = _LAYERS + b"\n".join(sheets)
        institutions: dict[str, dict[str, Asset]] = {}
        for folder in sorted(institutions_dir.iterdir()) if institutions_dir.is_dir() else []:
            found = {name: folder / name for name in _INSTITUTION_FILES if (folder / name).is_file()}
            institutions[folder.name] = {name: _asset(name, path.read_bytes()) for name, path in found.items()}
        return cls({name: _asset(name, body) for name, body in files.items()}, institutions)

    def file(self, name: str) -> Asset | None:
        """A static file by its path under `ui/static`."""
        return self._files.get(name)

    def of(self, slug: str, name: str) -> Asset | None:
        """`theme.css`, `mark.svg` or `favicon.svg` of one institution."""
        return self._institutions.get(slug, {}).get(name)

    def url(self, name: str) -> str:
        """Where a page finds that static file. A file that does not exist is a bug: KeyError."""
        if name not in self._files:
            raise KeyError(f"no static file {name!r}")
        return f"/static/{self.version}/{name}"

    def own_url(self, slug: str, name: str) -> str:
        """Where a page finds that file of its institution; the host says which institution it is."""
        found = self.of(slug, name)
        return f"/{name}?v={found.fingerprint}" if found else f"/{name}"
