"""Pages from templates: compiled once, strict about what is missing, with the same few names in every one."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from starlette.responses import HTMLResponse

import parvis
from parvis.ui.assets import Assets
from parvis.ui.format import Format

if TYPE_CHECKING:
    from parvis.web.visit import Visit

PACKAGE = Path(parvis.__file__).parent
PIECES = "ui/macros.html"
_SVG = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'


class _Compiled(BytecodeCache):
    """Templates are compiled once in a process, however many programs are made in it."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])  # Asked again where the text has changed.

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Context(Context):
    """What a page calls is called as it is: none of our functions asks Jinja for the page they are called from, which
    is what Jinja would look for before each of the hundred calls of a page.
    """

    def call(self, called: Any, /, *given: Any, **named: Any) -> Any:
        named.pop("_block_vars", None)  # What Jinja gives to functions that look into the page.
        named.pop("_loop_vars", None)
        return called(*given, **named)


class _Template(Template):
    """`import "ui/macros.html" as m with context`, in every page and in most of its parts, is made once for each
    institution and language: the pieces know nothing else of a page, and cannot ask for anything else.
    """

    def make_module(
        self, context: dict[str, Any] | None = None, shared: bool = False, local: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        if self.name != PIECES or context is None:
            return super().make_module(context, shared, local)
        made: dict[tuple[int, int], TemplateModule] = self.__dict__.setdefault("made", {})
        say, institution = context["say"], context["institution"]
        found = made.get((id(say), id(institution)))
        if found is None:
            # Amounts and initials do not depend on the time; what does is not for a piece that is kept.
            known = {"say": say, "institution": institution, "fmt": replace(context["fmt"], now=None)}
            found = made[id(say), id(institution)] = super().make_module(known)  # It keeps both alive.
            for name, piece in list(vars(found).items()):
                if isinstance(piece, Macro) and not piece.arguments and not piece.caller:
                    setattr(found, name, cache(piece))
        return found


class Templates:
    """Renders `accounts/home.html` (a path under the package) for a visit."""

    def __init__(self, environment: Environment, assets: Assets) -> None:
        self.environment = environment
        self.assets = assets

    @classmethod
    def load(cls, institutions_dir: Path, *, package_dir: Path = PACKAGE, reload: bool = False) -> "Templates":
        """Read static files and icons; templates are compiled at first use. `reload` looks at their dates each time."""
        assets = Assets.load(package_dir / "ui" / "static", institutions_dir)
        environment = Environment(
            loader=FileSystemLoader(package_dir),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=reload,
            cache_size=-1,
            bytecode_cache=_COMPILED,
        )
        drawings = _icons(package_dir / "ui" / "icons")
        environment.template_class, environment.context_class = _Template, _Context
        environment.globals.update(static=assets.url, own=assets.own_url, svg=drawings, beside=beside)
        return cls(environment, assets)

    def render(self, visit: "Visit", name: str, /, **context: Any) -> str:
        """The text of a page or of a part of one."""
        names: dict[str, Any] = {
            "visit": visit,
            "institution": visit.institution,
            "client": visit.client,
            "say": visit.say,
            "language": visit.language,
            "now": visit.now,
            "path": visit.path,
            "fmt": Format(
                visit.language, visit.institution.currency, visit.now, visit.institution.timezone
            ),
        }
        return self.environment.get_template(name).render({**names, **context})

    def page(self, visit: "Visit", name: str, /, status: int = 200, **context: Any) -> HTMLResponse:
        """A whole page. It is never kept by a browser or a proxy: Back after signing out must show nothing."""
        return HTMLResponse(
            self.render(visit, name, **context), status_code=status, headers={"Cache-Control": "no-store"}
        )


def beside(thing: object, name: str) -> str:
    """The template `name` in the folder of the module that defines `thing`: a factor's own pages lie beside it."""
    return "/".join((*type(thing).__module__.split(".")[1:-1], name))


def _icons(directory: Path) -> "Any":
    """A function from the name of an icon to its inline drawing; an unknown name is a bug: KeyError."""
    drawn: dict[str, Markup] = {}
    for path in sorted(directory.glob("*.svg")):
        drawing = path.read_text(encoding="utf-8").strip()
        inner = drawing[drawing.index(">") + 1 : -len("</svg>")]
        # Our own files, read at the start: nothing a client typed can be in them.
        drawn[path.stem] = Markup(f"{_SVG}{inner}</svg>")  # noqa: S704
    return drawn.__getitem__
