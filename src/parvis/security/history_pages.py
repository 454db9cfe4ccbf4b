"""« Connexions »: all of them, filtered, carried away, printed; and « ce n'est pas moi » said of one."""

from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.protection.actions import CASE
from parvis.security import actions, tables
from parvis.security.rules import OUTCOMES, Filter, HistoryForm, understand
from parvis.security.tables import Connection
from parvis.sessions import tables as sessions
from parvis.sessions.tables import Device
from parvis.ui import format as fmt
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.cursors import after, cursor
from parvis.web.forms import NoFields, read_form, read_query
from parvis.web.sheets import sheet
from parvis.web.visit import Visit

pages = APIRouter()

LINES_A_PAGE = 20
LINES_AWAY = 2000  # in a file or on paper: the latest ones


class Asked(msgspec.Struct, frozen=True):
    """A filter as sent, what it means, and what it can choose among."""

    form: HistoryForm
    wanted: Filter | dict[str, Refused]
    devices: list[Device]


@pages.get("/security/connections")
async def history(request: Request, visit: SignedIn) -> Response:
    """Every connection, the latest first, page after page."""
    asked = await _asked(request, visit)
    before = asked if isinstance(asked, Refused) else after(asked.form.before)
    if isinstance(asked, Refused) or isinstance(before, Refused):
        return refusal_page(visit, refused("form_unreadable"))
    lines: list[Connection] = []
    if isinstance(asked.wanted, Filter):
        async with visit.here.reading() as tx:
            lines = await tables.connections_of(
                tx, visit.institution.slug, visit.me.id, asked.wanted, before=before, at_most=LINES_A_PAGE + 1
            )
    wrong = asked.wanted if isinstance(asked.wanted, dict) else {}
    last = lines[LINES_A_PAGE - 1] if len(lines) > LINES_A_PAGE else None
    return visit.here.templates.page(
        visit, "security/history.html", status=422 if wrong else 200, form=asked.form, devices=asked.devices,
        kinds=visit.institution.means, outcomes=list(OUTCOMES), lines=lines[:LINES_A_PAGE], current=visit.mine.id,
        more=_address(asked.form, cursor(last.at, last.id)) if last else "", query=_query(asked.form),
        first=before is None, errors={field: sentence(visit, why) for field, why in wrong.items()},
    )


@pages.get("/security/connections/file")
async def export(request: Request, visit: SignedIn) -> Response:
    """The same lines in a file for a spreadsheet, whose times are the institution's own."""
    taken = await _taken(request, visit)
    if isinstance(taken, Refused):
        return refusal_page(visit, taken)
    say, zone = visit.say, visit.institution.timezone
    heads = [say(f"security-column-{name}") for name in ("at", "outcome", "device", "browser", "means", "network")]
    rows = [
        (
            fmt.local(line.at, zone).strftime("%Y-%m-%d %H:%M:%S"), say(f"security-outcome-{_outcome_of(line)}"),
            line.device, line.browser, " + ".join(say(f"factor-{kind}") for kind in line.kinds),
            line.network,
        )
        for line in taken
    ]
    return sheet(say("security-file"), heads, rows, language=visit.language)


@pages.get("/security/connections/print")
async def printed(request: Request, visit: SignedIn) -> Response:
    """The same lines as a table for paper."""
    taken = await _taken(request, visit)
    if isinstance(taken, Refused):
        return refusal_page(visit, taken)
    return visit.here.templates.page(
        visit, "security/print.html", lines=taken, all=len(taken) < LINES_AWAY, at_most=LINES_AWAY
    )


@pages.post("/security/connections/{line_id}/disavowal")
async def disavow(line_id: UUID, request: Request, visit: SignedIn) -> Response:
    """« Ce n'est pas moi »."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        line = await tables.connection_of(tx, visit.institution.slug, visit.me.id, line_id)
        if line is None:
            return refusal_page(visit, refused("page_not_found"))
        await actions.disavow(
            tx, visit.here, visit.institution, visit.me.id, line, current=visit.mine.id,
            current_device=visit.mine.device_id, language=visit.language, now=visit.now,
        )
    return see_other(f"/security/connections/{line_id}/disavowal")


@pages.get("/security/connections/{line_id}/disavowal")
async def protected(line_id: UUID, visit: SignedIn) -> Response:
    """Exactly what was done, and what comes next; for as long as the journal."""
    async with visit.here.reading() as tx:
        line = await tables.connection_of(tx, visit.institution.slug, visit.me.id, line_id)
        done = line and await tables.disavowal_of(tx, visit.institution.slug, visit.me.id, line)
    if line is None or done is None:
        return refusal_page(visit, refused("page_not_found"))
    return visit.here.templates.page(
        visit, "security/protected.html", line=line, done=done, secret=visit.institution.sign_in.secret,
        contact_hours=visit.institution.cases.hours.get(CASE, 0),
    )


def _outcome_of(line: Connection) -> str:
    """How it ended, as the filter names it."""
    return next(name for name, event in OUTCOMES.items() if event == line.event)


async def _asked(request: Request, visit: Visit) -> Asked | Refused:
    form = read_query(request, HistoryForm)
    if isinstance(form, Refused):
        return form
    async with visit.here.reading() as tx:
        devices = await sessions.devices_of(tx, visit.institution.slug, visit.me.id)
    wanted = understand(
        form, visit.institution.timezone, devices=[one.id for one in devices], kinds=visit.institution.means
    )
    return Asked(form, wanted, devices)


async def _taken(request: Request, visit: Visit) -> list[Connection] | Refused:
    """The lines to carry away, as the filter has them."""
    asked = await _asked(request, visit)
    if isinstance(asked, Refused):
        return asked
    if isinstance(asked.wanted, dict):
        return next(iter(asked.wanted.values()))
    async with visit.here.reading() as tx:
        return await tables.connections_of(
            tx, visit.institution.slug, visit.me.id, asked.wanted, before=None, at_most=LINES_AWAY
        )


def _query(form: HistoryForm) -> str:
    """The filter as an address carries it, without where a page begins."""
    return urlencode({name: one for name, one in msgspec.structs.asdict(form).items() if one and name != "before"})


def _address(form: HistoryForm, before: str) -> str:
    """The same filter, further back."""
    return f"/security/connections?{_query(form)}{'&' if form.asked else ''}before={before}"
