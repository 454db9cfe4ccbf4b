"""The whole program in one screen: what it is made of, and where each address goes. Read this first."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from parvis.accounts.pages import pages as accounts
from parvis.activation.pages import pages as activation
from parvis.agency.call_pages import pages as agency_calls
from parvis.agency.case_pages import pages as agency_case
from parvis.agency.invitation_pages import pages as invitation
from parvis.agency.live_pages import pages as agency_live
from parvis.agency.pages import pages as agency
from parvis.agency.queue_pages import pages as agency_queue
from parvis.bank_calls.pages import pages as bank_calls
from parvis.bell import Bell
from parvis.blocked.pages import pages as blocked
from parvis.cases.pages import pages as cases
from parvis.client_file.pages import pages as client_file
from parvis.clock import Clock, system_clock
from parvis.companies.pages import pages as companies
from parvis.db import Database
from parvis.demo.clock import shifted_clock
from parvis.demo.clock_pages import pages as demo_clock
from parvis.demo.identity_pages import pages as demo_identity
from parvis.demo.newcomers import pages as demo_newcomers
from parvis.demo.pages import pages as demo
from parvis.demo.post import pages as demo_post
from parvis.demo.reader.pages import pages as demo_reader
from parvis.demo.token.pages import pages as demo_token
from parvis.errors import Refused, refused
from parvis.factors.all import described, factors
from parvis.gate import tables as gate_tables
from parvis.gate.pages import pages as gate
from parvis.hashing import Argon, Hasher
from parvis.help.pages import nowhere
from parvis.help.pages import pages as help_pages
from parvis.here import Here
from parvis.known import institutions_of
from parvis.means.forced_pages import pages as means_forced
from parvis.means.life_pages import pages as means_life
from parvis.means.loss_pages import pages as means_lost
from parvis.means.pages import pages as means
from parvis.operations.all import OPERATIONS
from parvis.outside import Outside
from parvis.own_data.pages import pages as own_data
from parvis.payments.pages import pages as payments
from parvis.phone.pages import pages as phone
from parvis.profile.asked_pages import pages as profile_asked
from parvis.profile.pages import pages as profile
from parvis.recovery.identifier_pages import pages as forgotten_identifier
from parvis.recovery.objection_pages import pages as objection
from parvis.recovery.pages import pages as recovery
from parvis.seal import Keyring, SystemRandom
from parvis.security.history_pages import pages as security_history
from parvis.security.pages import pages as security
from parvis.sessions.pages import pages as sessions
from parvis.settings import Settings
from parvis.settings import from_environment as settings_from_environment
from parvis.sign_in.pages import pages as sign_in
from parvis.ui.pages import pages as ui
from parvis.ui.render import PACKAGE, Templates
from parvis.ui.words import Words
from parvis.web.access import Denied, anyone, plain_visit
from parvis.web.answers import refusal_page, see_other
from parvis.web.dispatch import Program
from parvis.web.headers import wrap
from parvis.web.language import ChosenLanguage
from parvis.web.operations_pages import pages as operations_pages


def _pages_of_factors() -> tuple[APIRouter, ...]:
    """The addresses of the factors that have some: `pages` of the `pages.py` in the folder of each one listed."""
    folders = dict.fromkeys(type(factor).__module__.rpartition(".")[0] for factor in described().values())
    return tuple(import_module(f"{folder}.pages").pages for folder in folders if find_spec(f"{folder}.pages"))


ROUTERS = (
    operations_pages, demo, demo_identity, demo_reader, demo_token, ui, sign_in, sessions, gate, accounts, payments,
    security, means, means_life, means_lost, means_forced, recovery, forgotten_identifier, phone, profile, agency,
    invitation, companies, objection, security_history, agency_queue, agency_live, agency_case, client_file,
    agency_calls, bank_calls, own_data, cases,
    *_pages_of_factors(),
    activation, blocked, demo_newcomers, demo_post,
    demo_clock, help_pages,
    profile_asked,
)  # fmt: skip


@asynccontextmanager
async def make_here(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Here]:
    """Everything the program needs from outside, for as long as the context lasts.

    Refuses to start on unsound settings, institutions or keys.
    """
    keys = Keyring.open(settings.keys_dir)
    argon = Argon(keys, settings.argon_memory_kib, settings.argon_time)
    known_factors = factors(keys, argon, settings)
    known_operations = {operation.name: operation for operation in OPERATIONS}
    institutions = institutions_of(settings)
    here = Here(
        settings=settings,
        database=await Database.open(settings.database_url, connections=settings.pool),
        clock=clock or (shifted_clock(settings.clock_file) if settings.clock_file else system_clock),
        random=SystemRandom(),
        keys=keys,
        hasher=Hasher(settings.hashing_queue, threads=max(1, (os.cpu_count() or 1) // settings.workers)),
        institutions=institutions,
        factors=known_factors,
        operations=known_operations,
        words=Words.load(PACKAGE, settings.institutions_dir),
        templates=Templates.load(settings.institutions_dir, reload=settings.mode != "production"),
        bell=Bell(),
        outside=Outside(),
    )
    async with here.transaction() as tx:
        for one in institutions.all:
            await gate_tables.remember_policy(tx, one.slug, one.hash, one.text, here.clock())
    here.bell.start(here.database)
    try:
        yield here
    finally:
        await here.bell.stop()
        await here.outside.close()
        here.hasher.close()
        await here.database.close()


def create_app(settings: Settings, here: Here | None = None) -> FastAPI:
    """The ASGI application. With `here`, whoever made it closes it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if here is not None:
            yield
            return
        async with make_here(settings) as app.state.here:
            # What has been loaded stays: the collector need not go through it again and again for nothing.
            gc.collect()
            gc.freeze()
            yield

    # No page describes itself to strangers: the interface for other programs has its own document.
    app = Program(ROUTERS, title="Parvis", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    if here is not None:
        app.state.here = here
    app.add_exception_handler(Denied, _denied)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.state.refusal_response = _refusal
    app.add_middleware(ChosenLanguage, tls=settings.tls)
    return wrap(app, settings)


def from_environment() -> FastAPI:
    """What `parvis serve` runs."""
    return create_app(settings_from_environment())


async def _denied(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Denied)
    visit, why = problem.visit, problem.refused
    if visit is None:
        return nowhere(request)
    wants_in = why.refusal.code == "sign_in_needed"
    if wants_in and request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        if not request.cookies and urlsplit(request.headers.get("referer", "")).path == "/sign-in":
            return RedirectResponse("/help/browser?seen=cookies", 303)  # By a door, and its ticket was not kept.
        return RedirectResponse(f"/signed-out?because={visit.ended}" if visit.ended else "/sign-in", 303)
    return refusal_page(visit, why)


async def _refusal(request: Request, why: Refused, reference: str) -> Response:
    """A refusal from outside any page, in the colours of the institution. Asks nothing of the database."""
    return refusal_page(plain_visit(request), why, reference)


async def _not_found(request: Request, problem: Exception) -> Response:
    """An address that leads nowhere, or whose identifier cannot be read: the page is not there.

    One that only takes forms, and is read all the same (from the address bar, or by « English » below a form that
    came back with an error), leads to the page that the form stands on.
    """
    try:
        visit = await anyone(request)
    except Denied as denied:
        return await _denied(request, denied)
    takes_forms = isinstance(problem, HTTPException) and problem.status_code == 405 and request.method == "GET"
    above = _page_above(request.url.path) if takes_forms else ""
    return see_other(above) if above else refusal_page(visit, refused("page_not_found"))


def _page_above(path: str) -> str:
    """The nearest address above this one that can be read; "" where none can."""
    while path := path.rpartition("/")[0]:
        for router in ROUTERS:
            for route in router.routes:
                if type(route) is APIRoute and "GET" in (route.methods or ()) and route.path_regex.match(path):
                    return path
    return ""
