"""Every address says who may come in; writes come from our own pages; reading writes nothing; numbers open no doors."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest

from parvis import db
from parvis.app import create_app
from parvis.gate import actions, challenges
from parvis.here import Here
from parvis.letters import tables as letters
from parvis.web.access import AGENTS_OWN, OF_AGENTS
from parvis.web.headers import SIGNED_PATHS
from tests.conventions.code import tell
from tests.conventions.routes import addresses
from tests.gate.world import CODE, Person, a_person, last_code
from tests.means.world import PASSWORD, Browser
from tests.payments.conftest import Space, space, to_bruno
from tests.window import a_window, signs_in

__all__ = ["space"]  # a fixture

# The addresses that ask for no session, and why. Any other is for a signed-in client, or for one who is signing in.
OPEN = {
    "GET /healthz": "whoever runs the machine: says only that the database answers",
    "GET /metrics": "whoever runs the machine: figures, no client; the proxy keeps it from the public",
    "GET /": "the public home page of an institution; the start page on the demonstration's host",
    "GET /cards/{client_id}": "an invented client's printed card, on the demonstration's host, never in production",
    "GET /letters/{slug}/{letter_id}": "the post of the demonstration, on its own host, never in production",
    "POST /agents/{person_id}/invitations": "the demonstration's agents: a fresh link, on its own host",
    "GET /inbox": "the demonstration's inbox, on its own host, never in production",
    "GET /token": "the demonstration's USB token, on its own host, never in production",
    "POST /token/{client_id}/reading": "the demonstration's USB token",
    "POST /token/{client_id}/signature": "the demonstration's USB token",
    "POST /token/{client_id}/new-pin-tries": "the demonstration's USB token",
    "GET /token/{client_id}/certificate.p12": "the demonstration's USB token",
    "GET /token/{client_id}/authority.pem": "the demonstration's USB token",
    "POST /clock": "the demonstration's clock, on its own host, never in production",
    "GET /reader": "the demonstration's card reader, on its own host, never in production",
    "POST /reader": "the demonstration's card reader",
    "POST /reader/new-pin-tries": "the demonstration's card reader",
    "POST /newcomers": "the demonstration's button that makes a newcomer, on its own host, never in production",
    "GET /looks.css": "the demonstration's style sheet",
    "GET /marks/{slug}": "the demonstration's pictures",
    "GET /.well-known/openid-configuration": "the demonstration's identity provider, on a host of its own",
    "GET /jwks": "the demonstration's identity provider",
    "GET /authorization": "the demonstration's identity provider",
    "GET /authorization/answer": "the demonstration's identity provider",
    "POST /token": "the demonstration's identity provider",
    "GET /userinfo": "the demonstration's identity provider",
    "GET /end": "the demonstration's identity provider",
    "GET /static/{version}/{name:path}": "files",
    "GET /theme.css": "files",
    "GET /mark.svg": "files",
    "GET /favicon.svg": "files",
    "GET /sign-in": "the way in",
    "POST /sign-in": "the way in",
    "GET /activation": "what a newcomer has received; says nothing of anybody",
    "POST /activation": "a newcomer asks for their first secret again; the same answer for everybody",
    "POST /sign-in/{kind}": "a door: the way in of a means that says by itself whose it is",
    "GET /certificate": "the dedicated host, whose TLS asks for a certificate: sends the browser back",
    "GET /sign-in/certificate/detection": "the way to that host: notes which browser asks",
    "GET /sign-in/certificate/return": "what that host found, for the browser that asked: the way in",
    "GET /franceconnect/departure": "a door: the way to the identity provider",
    "GET /franceconnect/return": "a door: the way back, for the browser that left",
    "GET /franceconnect/sign-out": "signed out here, on the way to sign out there",
    "GET /franceconnect/signed-out": "signed out of both",
    "GET /unblocking": "for whoever cannot come in: the same for everybody",
    "POST /unblocking": "for whoever cannot come in: answered alike for a client's identifier and for nobody's",
    "GET /unblocking/follow-up": "for whoever cannot come in: asks for a reference and its code",
    "POST /unblocking/follow-up": "for whoever cannot come in: 52 random bits open it",
    "GET /unblocking/progress": "for the browser that asked, by its own token",
    "POST /unblocking/progress/documents": "for the browser that asked, by its own token",
    "POST /unblocking/progress/departure": "for the browser that asked, by its own token",
    "POST /sign-out": "whoever has no session any more is signed out all the same",
    "GET /signed-out": "says goodbye",
    "GET /help/browser": "what stands between a browser and us: who cannot sign in needs it most",
    "GET /invitation/{token}": "at an agency: the link of an invitation, which opens nothing else",
    "POST /invitation/{token}": "at an agency: the link of an invitation",
    "POST /invitation/{token}/key": "at an agency: the link of an invitation, used up by it",
    "GET /recovery/secret": "« code oublié »: for whoever cannot sign in",
    "POST /recovery/secret": "« code oublié »: the first code, sent to whoever that is, the same answer for nobody",
    "GET /recovery/secret/code": "« code oublié »: says the same whoever was asked about",
    "POST /recovery/secret/code": "« code oublié »: the first code, of the browser that holds its sealed letter",
    "POST /recovery/secret/messages": "« code oublié »: another first code, counted",
    "GET /recovery/objection": "« je n'ai rien demandé »: for whoever was told of a recovery that is not theirs",
    "POST /recovery/objection": "« je n'ai rien demandé »: the code of the notice; the same answer for everybody",
    "GET /recovery/identifier": "« identifiant oublié »: for whoever cannot sign in",
    "POST /recovery/identifier": "« identifiant oublié »: sent to an address that we know, shown nowhere",
    "GET /phone/": "the shell of the application: it holds no data, and must open without a session to be enrolled",
    "GET /phone/manifest.webmanifest": "the shell",
    "GET /phone/worker.js": "the shell",
    "GET /phone/icon.png": "the shell",
    "POST /phone/api/enrolments": "signed by the phone",
    "POST /phone/api/requests": "signed by the phone",
    "POST /phone/api/requests/{request_id}/answer": "signed by the phone",
    "POST /phone/api/notices": "signed by the phone",
    "POST /phone/api/biometrics": "signed by the phone",
    "POST /phone/api/renewals": "signed by the phone",
    "POST /phone/api/sign-ins": "signed by the phone",
    "POST /phone/api/calls/reports": "signed by the phone",
}
# For agents: at the agencies' own hosts, where nobody comes in without a passkey.
AGENTS = {guard.__name__ for guard in OF_AGENTS}
CLOSED = {"signed_in", "signed_in_quietly", "ticket_or_session"}

# What a GET may write, and why. Anything else makes of a prefetch, a reload or an <img> an act of the client.
WRITES_OF_READS = {
    r"update session set last_activity_at = ": "the idle clock starts again at each page (RTS 4.3d), at most every 5 s",
}
# Read by tests of their own, which look at their SQL as well: they need more than somebody signed in.
READ_APART = {
    "GET /requests/{request_id}/secret": "tests/means/test_temporary.py: a sign-in with a temporary secret",
    "GET /certificate": "tests/factors/test_certificate_door.py",
    "GET /sign-in/certificate/detection": "tests/factors/test_certificate_door.py",
    "GET /sign-in/certificate/return": "tests/factors/test_certificate_door.py",
    "GET /company/users": "tests/companies/test_colleagues.py: where a company has several users",
    "GET /recovery/{request_id}/secret": "tests/recovery/test_secret.py",
    "GET /franceconnect/departure": "tests/franceconnect/test_certified.py",
    "GET /franceconnect/return": "tests/franceconnect/test_certified.py: it ends one's journey to the provider, once",
    "GET /franceconnect/enrolments/{authenticator_id}": "tests/franceconnect/test_certified.py",
    "GET /franceconnect/requests/{request_id}/{authenticator_id}": "tests/franceconnect/test_certified.py",
    "GET /.well-known/openid-configuration": "tests/journeys/test_8_franceconnect.py",
    "GET /jwks": "tests/journeys/test_8_franceconnect.py",
    "GET /authorization": "tests/journeys/test_8_franceconnect.py: the simulated provider, on a host of its own",
    "GET /authorization/answer": "tests/journeys/test_8_franceconnect.py",
    "GET /userinfo": "tests/journeys/test_8_franceconnect.py",
    "GET /end": "tests/journeys/test_8_franceconnect.py",
}
WRITES = re.compile(r"(?<!for )(?<!do )\b(insert\s+into|update|delete\s+from|truncate)\s+\w", re.IGNORECASE)

READS = [address for address in addresses() if not address.writes]
ACTS = [address for address in addresses() if address.writes]


AGENCY = "agence.deuxrives.localhost:8000"


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """The SQL of what happens inside."""
    asked: list[str] = []
    token = db.statements.set(asked)
    try:
        yield asked
    finally:
        db.statements.reset(token)


@asynccontextmanager
async def caller(here: Here, host: str) -> AsyncIterator[httpx.AsyncClient]:
    """Something that calls the program at that host, and is not a browser of anyone."""
    transport = httpx.ASGITransport(app=create_app(here.settings, here))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        yield client


def test_every_address_has_one_guard() -> None:
    found = [f"{address.name}: {', '.join(address.guards) or 'none'}" for address in addresses() if not address.guard]
    assert not found, tell("Declare exactly one of web/access.py GUARDS, as « visit: SignedIn ».", found)


def test_open_addresses_are_listed() -> None:
    opened = {address.name for address in addresses() if address.guard not in CLOSED | AGENTS}
    assert not opened - OPEN.keys(), tell(
        "Open to strangers, and not listed: guard it with SignedIn, or add it to OPEN with the reason.",
        sorted(opened - OPEN.keys()),
    )
    assert not OPEN.keys() - opened, tell("Not open any more: take it off OPEN.", sorted(OPEN.keys() - opened))


def test_no_address_stands_twice() -> None:
    seen: dict[str, str] = {}
    twice = []
    for address in addresses():
        if seen.get(address.name) not in (None, "start") or (address.name in seen and address.guard == "start"):
            twice.append(address.name)
        seen[address.name] = address.guard
    assert not twice, tell("The second one is never reached.", twice)


def test_addresses_are_nouns() -> None:
    """An act that is not reading, writing or removing a thing becomes a thing: POST /transfers/7/cancellation."""
    verbs = r"\b(approve|cancel|confirm|create|delete|disavow|execute|extend|get|remove|send|submit|update|withdraw)\b"
    found = [address.name for address in addresses() if re.search(verbs, address.path)]
    assert not found, tell("Name the thing that comes to be, not the act.", found)


def test_only_signed_calls_may_come_from_elsewhere() -> None:
    found = [
        address.name for address in addresses() if (address.guard == "phone") != address.path.startswith(SIGNED_PATHS)
    ]
    assert not found, tell("The guard `phone` and the paths of headers.SIGNED_PATHS must agree.", found)


async def test_a_write_from_another_origin_is_refused(here: Here) -> None:
    """Whatever the write, whoever is signed in: an answer is given before any page is chosen, any row read."""
    elsewhere: tuple[dict[str, str], ...] = (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://other.localhost:8000"},
        {},
    )
    found = []
    async with caller(here, "deuxrives.localhost:8000") as client:
        for address in ACTS:
            # A phone's call comes from no page: it is signed, or refused.
            expected = (400, 401) if address.guard == "phone" else (403,)
            for headers in elsewhere:
                with asked_of_the_database() as asked:
                    answer = await client.request(address.method, address.anywhere(), headers=headers)
                if answer.status_code not in expected or any(WRITES.search(sql) for sql in asked):
                    found.append(f"{address.name} from {headers or 'nowhere'}: {answer.status_code}, {len(asked)} SQL")
    assert not found, tell("Let headers.SameOrigin stand before it.", found)


async def test_a_stranger_is_turned_away(here: Here) -> None:
    """No session: closed pages send to the sign-in or answer 401, before anything is read."""
    found = []
    async with caller(here, "deuxrives.localhost:8000") as client, caller(here, AGENCY) as staff:
        for address in addresses():
            if address.guard not in CLOSED | AGENTS:
                continue
            there = staff if address.guard in AGENTS else client
            ours = {"origin": str(there.base_url), "accept": "text/html"}
            answer = await there.request(address.method, address.anywhere(), headers=ours)
            told = (answer.status_code, answer.headers.get("location"))
            if told != ((401, None) if address.writes else (303, "/sign-in")):
                found.append(f"{address.name}: {told}")
    assert not found, tell("A closed page answers 401, or sends a reader to /sign-in.", found)


async def test_an_unknown_host_gets_nothing(here: Here) -> None:
    found = []
    async with caller(here, "unknown.example") as client:
        for address in addresses():
            if address.guard in ("operator", "any_host"):
                continue  # the same for every host
            answer = await client.request(
                address.method, address.anywhere(), headers={"origin": "http://unknown.example"}
            )
            if answer.status_code != 421:
                found.append(f"{address.name}: {answer.status_code}")
    assert not found, tell("A host that is no institution's is answered 421.", found)


@dataclass
class Furnished:
    """Anne with one of everything that has a number: what its pages are called with."""

    space: Space
    ids: dict[str, object] = field(default_factory=dict)


@pytest.fixture
async def furnished(space: Space) -> Furnished:
    """An account, an executed transfer, a request that waits, a phone being enrolled, a session, a device, a connection
    that was not hers.
    """
    request_id = await space.asks(**to_bruno())
    transfer_id = await space.asks(target=str(space.account("Livret")), amount="1,00")
    await space.window.sends("/security/means/new/phone", name="Téléphone")
    enrolment = space.window.path.split("/")[3]
    await space.window.sends("/profile/contacts/sms", contact="06 39 98 03 99")
    change_id = space.window.path.split("/")[3]
    async with space.here.reading() as tx:
        session_id = await tx.value("select id from session where client_id = $1", space.anne.id)
        line_id = await tx.value(
            "select id from journal where client_id = $1 and event = 'session:opened'", space.anne.id
        )
        device_id = await tx.value("select id from device where client_id = $1", space.anne.id)
    await space.window.sends(f"/security/connections/{line_id}/disavowal")
    async with space.here.reading() as tx:
        case_id = await tx.value("select id from client_case where client_id = $1", space.anne.id)
    letter_id, now = space.here.new_id(), space.here.clock()
    async with space.here.transaction() as tx:
        sealed = space.here.keys.seal(b"%PDF", purpose=f"letter:{letter_id}")
        await letters.insert(tx, "deuxrives", letter_id, space.anne.id, sealed, now, now + timedelta(days=9))
    ids: dict[str, object] = {
        "client_id": space.anne.id, "user_id": space.anne.id, "device_id": device_id,
        "case_id": case_id, "letter_id": letter_id,
        "account_id": space.account("Courant"), "transfer_id": transfer_id, "request_id": request_id,
        "authenticator_id": enrolment, "means_id": space.anne.means["sms_code"],
        "session_id": session_id, "line_id": line_id, "kind": "phone", "slug": "deuxrives",
        "change_id": change_id, "channel": "sms", "version": "none", "name": "css/base.css",
    }
    return Furnished(space, ids)


async def _statements_of(client: httpx.AsyncClient, path: str) -> tuple[int, list[str]]:
    """The status of a GET and the SQL that it took. A stream is read for a moment only: status 0."""
    status = 0
    with asked_of_the_database() as asked, suppress(TimeoutError):
        async with asyncio.timeout(0.4):
            status = (await client.get(path, headers={"accept": "text/html"})).status_code
    return status, asked


async def test_reading_writes_nothing(furnished: Furnished) -> None:
    """Every GET, called by the client whose things they are: only the writes of WRITES_OF_READS are seen."""
    found, silent = [], []
    async with caller(furnished.space.here, "localhost:8000") as stranger:
        for address in READS:
            if address.path.startswith(AGENTS_OWN):
                continue  # at other hosts: tests/agency/test_pages.py reads them, and looks at their SQL as well
            client = stranger if address.guard == "start" else furnished.space.window.browser
            status, asked = await _statements_of(client, address.at(**furnished.ids))
            if status >= 400 and "enrollment/{kind}" not in address.path and address.name not in READ_APART:
                silent.append(f"{address.name}: {status}")
            found += [
                f"{address.name}: {' '.join(sql.split())[:110]}"
                for sql in asked
                if WRITES.search(sql) and not any(re.search(allowed, sql) for allowed in WRITES_OF_READS)
            ]
    assert not silent, tell("The page was not really read: give the test what it needs in `furnished`.", silent)
    assert not found, tell("A GET writes: make it a POST, or list the write in WRITES_OF_READS with its reason.", found)


async def test_reading_an_enrolment_in_the_middle_of_a_sign_in_writes_nothing(here: Here) -> None:
    await a_person(here, "municipal", identifier="207159483621", secret=PASSWORD, kinds=("sms_code",))
    browser = Browser(here, "municipal")
    await browser.signs_in("207159483621")
    for address in (f"{browser.at}/enrollment/totp", browser.at):
        status, asked = await _statements_of(browser.http, address)
        assert status == 200
        assert not [sql for sql in asked if WRITES.search(sql)]


async def test_claiming_a_session_is_the_only_act_of_a_page_that_is_read(furnished: Furnished) -> None:
    """The list of what a GET may write holds nothing that no GET writes."""
    furnished.space.here.clock.advance(seconds=30)  # type: ignore[attr-defined]
    with asked_of_the_database() as asked:
        await furnished.space.window.goes_to("/accounts")
    claimed = "\n".join(await _approved_elsewhere(furnished.space))
    for allowed in WRITES_OF_READS:
        assert re.search(allowed, "\n".join(asked) + claimed), f"take it off WRITES_OF_READS: {allowed}"


async def _approved_elsewhere(space: Space) -> list[str]:
    """A sign-in whose last proof came from elsewhere; the SQL of the GET with which the browser comes in."""
    async with a_window(space.here) as window:
        await window.goes_to("/sign-in")
        await window.sends("/sign-in", code=CODE, client_id=space.anne.identifier)
        here, anne, path = space.here, space.anne, window.path
        request = await anne.request(path.rsplit("/", 1)[-1])  # type: ignore[arg-type]
        await challenges.challenge(here, anne.institution, request, anne.means["sms_code"], here.clock())
        answer = {"code": await last_code(here)}
        await actions.prove(here, anne.institution, request, anne.means["sms_code"], answer, here.clock())
        with asked_of_the_database() as asked:
            await window.goes_to(path)
        assert window.path == "/accounts"
    return asked


@pytest.fixture
async def zoe(here: Here) -> Person:
    return await a_person(here, identifier="55566677788")


# Gone (410) for what is somebody else's: an enrolment that is over is not told from one that never was.
GONE = {
    "GET /security/means/{authenticator_id}/enrollment",
    "POST /security/means/{authenticator_id}/card",
    "POST /security/means/{authenticator_id}/enrollment",
    "GET /franceconnect/enrolments/{authenticator_id}",
}


async def test_nobody_opens_somebody_elses_things_by_their_number(furnished: Furnished, zoe: Person) -> None:
    """ASVS-8.2.2: every address with a number, called by another client: the answer of a number that is nobody's."""
    found, tried = [], 0
    async with a_window(furnished.space.here) as window:
        await signs_in(window, zoe, client_id=zoe.identifier)
        for address in addresses():
            if "_id}" not in address.path or address.guard not in CLOSED:
                continue
            tried += 1
            answers = []
            for path in (address.at(**furnished.ids), address.anywhere().replace("nothing", "phone")):
                answer = await window.browser.request(
                    address.method, path, headers={"accept": "text/html"}, follow_redirects=False
                )
                answers.append((answer.status_code, re.sub(r"[0-9a-f-]{36}", "", answer.text)))
            if answers[0] != answers[1] or answers[0][0] != (410 if address.name in GONE else 404):
                found.append(f"{address.name}: {answers[0][0]}, and nobody's {answers[1][0]}")
    assert tried > 10
    assert not found, tell("Read it through its owner: « … where institution = $1 and client_id = $2 … ».", found)
