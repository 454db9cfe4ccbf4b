"""Letting time pass in the demonstration: what is only seen after four hours, or a day, need not be waited for."""

from datetime import timedelta

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from parvis.demo.clock import forward
from parvis.demo.pages import STEPS, OnStartHost
from parvis.errors import Refused
from parvis.web.access import Start
from parvis.web.answers import see_other
from parvis.web.forms import read_form

pages = APIRouter(route_class=OnStartHost)

LONG = dict(zip(STEPS, (timedelta(minutes=5), timedelta(hours=4), timedelta(days=1)), strict=True))


class MoveForm(msgspec.Struct, frozen=True):
    by: str = ""


@pages.post("/clock")
async def move(request: Request, visit: Start) -> Response:
    """Move the demonstration's clock forward, for every process. It never goes back: what was written stays past."""
    form, file = await read_form(request, MoveForm), visit.here.settings.clock_file
    step = None if isinstance(form, Refused) else LONG.get(form.by)
    if step is not None and file is not None:
        forward(file, step)
    return see_other("/#clock")
