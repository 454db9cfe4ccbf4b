"""The post of the demonstration: letters that an institution would print are opened here, before anybody takes them."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from parvis.demo import tables
from parvis.demo.pages import OnStartHost
from parvis.web.access import Start
from parvis.web.answers import see_other

pages = APIRouter(route_class=OnStartHost)


@pages.get("/letters/{slug}/{letter_id}")
async def letter(slug: str, letter_id: UUID, visit: Start) -> Response:
    """What whoever receives it would read. The institution's own command still finds it waiting."""
    async with visit.here.reading() as tx:
        sealed = await tables.letter(tx, slug, letter_id)
    if sealed is None:
        return see_other("/inbox")
    content = visit.here.keys.unseal(sealed, purpose=f"letter:{letter_id}")
    headers = {"Content-Disposition": 'inline; filename="lettre.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)
