"""What a client asks of the gate from one of their own pages."""

from uuid import UUID

import msgspec
from fastapi import Response

from parvis.errors import Refused, refused
from parvis.gate import actions
from parvis.gate.actions import Asking
from parvis.gate.tables import Request
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import key_of
from parvis.web.visit import Visit


def asking(visit: Visit, operation: str, facts: msgspec.Struct, key: UUID) -> Asking:
    """What this session asks, and from where. The same `key` is the same request, whatever clicks twice."""
    return Asking(
        client_id=visit.me.id, operation=operation, facts=facts, key=key, session_id=visit.mine.id,
        device_id=visit.mine.device_id, network=visit.network, browser=visit.browser, language=visit.language,
    )


def asking_within(visit: Visit, parent: Request, operation: str, facts: msgspec.Struct, key: UUID) -> Asking:
    """What is asked on the way through the sign-in `parent`, by the browser that holds its ticket."""
    return Asking(
        client_id=parent.client_id, operation=operation, facts=facts, key=key, parent_id=parent.id,
        ticket_hash=parent.ticket_hash, device_id=parent.device_id, network=visit.network, browser=visit.browser,
        language=visit.language,
    )


async def ask(visit: Visit, operation: str, facts: msgspec.Struct, key: UUID | str) -> Response:
    """Open the request, commit, and lead to its page; or say why not. `key` may be as the form carried it."""
    made = key_of(key) if isinstance(key, str) else key
    if made is None:
        return refusal_page(visit, refused("form_unreadable"))
    return await open_asked(visit, asking(visit, operation, facts, made))


async def open_asked(visit: Visit, asked: Asking) -> Response:
    """Open what is asked, commit, and lead to its page; or say why not."""
    opened = await actions.ask(visit.here, visit.institution, asked, visit.now)
    return refusal_page(visit, opened) if isinstance(opened, Refused) else see_other(f"/requests/{opened.id}")
