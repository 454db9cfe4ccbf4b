"""Sessions and the devices they come from. A token is 256 random bits; only its hash is stored."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.clients.tables import Client
from parvis.db import Transaction


class Session(msgspec.Struct, frozen=True):
    id: UUID
    device_id: UUID | None
    opened_at: datetime
    last_activity_at: datetime
    expires_at: datetime
    means: str
    strong: bool
    network: str
    browser: str


class Opened(msgspec.Struct, frozen=True):
    """A session found by its token, with its client, and why it ended if it did."""

    client: Client
    session: Session
    ended_because: str | None


class _OpenedRow(Session, frozen=True):
    client_id: UUID
    given_name: str
    family_name: str
    language: str
    company: str | None
    ended_because: str | None


class Device(msgspec.Struct, frozen=True):
    """A browser that has signed in before."""

    id: UUID
    name: str
    network: str
    first_seen_at: datetime
    last_seen_at: datetime


SESSION_COLUMNS = """
    session.id, session.device_id, session.opened_at, session.last_activity_at, session.expires_at, session.means,
    session.strong, session.network, session.browser
"""


async def by_token(tx: Transaction, institution: str, token_hash: bytes) -> Opened | None:
    """The session of this token, with its client, or None. Idleness is for the rules to judge."""
    row = await tx.row(
        _OpenedRow,
        f"""
        select client.id as client_id, given_name, family_name, language, company, ended_because, {SESSION_COLUMNS}
        from session join client on client.id = session.client_id
        where session.institution = $1 and token_hash = $2
        """,
        institution, token_hash,
    )
    if row is None:
        return None
    fields = msgspec.structs.asdict(row)
    client = Client(
        fields.pop("client_id"), fields.pop("given_name"), fields.pop("family_name"),
        fields.pop("language"), fields.pop("company"),
    )
    ended_because = fields.pop("ended_because")
    return Opened(client, Session(**fields), ended_because)


async def touch(tx: Transaction, institution: str, session_id: UUID, now: datetime) -> None:
    """The client did something: the idle clock starts again."""
    await tx.run(
        "update session set last_activity_at = $3 where institution = $1 and id = $2 and ended_at is null",
        institution, session_id, now,
    )


def insert(
    tx: Transaction, institution: str, client_id: UUID, session: Session, token_hash: bytes, now: datetime
) -> None:
    """A new session, written when `tx` ends."""
    tx.at_last(
        """
        insert into session (id, institution, client_id, device_id, opened_at, last_activity_at, expires_at, means,
                             strong, network, browser, token_hash)
        values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11)
        """,
        session.id, institution, client_id, session.device_id, now, session.expires_at, session.means,
        session.strong, session.network, session.browser, token_hash,
    )


async def end(
    tx: Transaction, institution: str, client_id: UUID, session_id: UUID, because: str, now: datetime, *, voids: bool
) -> list[UUID] | None:
    """End one session of this client. None when it has ended already, or is not theirs.

    `voids`: with it, what it asked for and still waits. Gives the ids of those requests.
    """
    found: list[UUID] | None = await tx.value(
        """
        with ended as (
            update session set ended_at = $5, ended_because = $4
            where institution = $1 and client_id = $2 and id = $3 and ended_at is null returning id
        ), withdrawn as (
            update request set state = 'withdrawn', because = 'session_ended', settled_at = $5
            where $6 and institution = $1 and client_id = $2 and session_id = (select id from ended)
              and state = 'waiting' returning id
        )
        select (select coalesce(array_agg(id), '{}') from withdrawn) from ended
        """,
        institution, client_id, session_id, because, now, voids,
    )
    return found


async def end_others(
    tx: Transaction, institution: str, client_id: UUID, kept: UUID | None, because: str, now: datetime
) -> int:
    """End every session of this client but one."""
    return await tx.run(
        """
        update session set ended_at = $5, ended_because = $4
        where institution = $1 and client_id = $2 and id is distinct from $3 and ended_at is null
        """,
        institution, client_id, kept, because, now,
    )


async def running_of(tx: Transaction, institution: str, client_id: UUID, since: datetime) -> list[Session]:
    """The sessions of this client that are open and were active after `since`, the latest first."""
    return await tx.rows(
        Session,
        f"""
        select {SESSION_COLUMNS} from session
        where institution = $1 and client_id = $2 and ended_at is null and last_activity_at > $3
        order by last_activity_at desc
        """,
        institution, client_id, since,
    )


async def running_one(
    tx: Transaction, institution: str, client_id: UUID, session_id: UUID, since: datetime
) -> Session | None:
    """One of them."""
    return await tx.row(
        Session,
        f"""
        select {SESSION_COLUMNS} from session
        where institution = $1 and client_id = $2 and id = $3 and ended_at is null and last_activity_at > $4
        """,
        institution, client_id, session_id, since,
    )


async def open_of(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[Session]:
    """Every session of this client that could still be used: idle ones as well."""
    return await tx.rows(
        Session,
        f"""
        select {SESSION_COLUMNS} from session
        where institution = $1 and client_id = $2 and ended_at is null and expires_at > $3
        """,
        institution, client_id, now,
    )


async def devices_of(tx: Transaction, institution: str, client_id: UUID) -> list[Device]:
    """The trusted devices of this client, the latest first."""
    return await tx.rows(
        Device,
        """
        select id, name, network, first_seen_at, last_seen_at from device
        where institution = $1 and client_id = $2 and distrusted_at is null order by last_seen_at desc
        """,
        institution, client_id,
    )


class Arrived(msgspec.Struct, frozen=True):
    """The device that a sign-in came from, now trusted, and the kinds of factor that were proven for it."""

    device_id: UUID
    kinds: list[str]


async def arrive(
    tx: Transaction, institution: str, client_id: UUID, request_id: UUID, device: Device, token_hash: bytes
) -> Arrived:
    """Trust this browser from now on, or note that it came back; say what was proven for this sign-in."""
    row = await tx.row(
        Arrived,
        """
        with arrived as (
            insert into device (id, institution, client_id, token_hash, name, network, first_seen_at, last_seen_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (token_hash, client_id) do update
                set last_seen_at = excluded.last_seen_at, network = excluded.network, distrusted_at = null
            returning id
        )
        select (select id from arrived) as device_id,
               (select coalesce(array_agg(distinct kind order by kind), '{}') from proof
                where institution = $2 and request_id = $9) as kinds
        """,
        device.id, institution, client_id, token_hash, device.name, device.network,
        device.first_seen_at, device.last_seen_at, request_id,
    )
    assert row is not None
    return row


async def rename_device(tx: Transaction, institution: str, client_id: UUID, device_id: UUID, name: str) -> bool:
    """Call a trusted device of this client by another name. False where it is none."""
    return await tx.found(
        """
        update device set name = $4
        where institution = $1 and client_id = $2 and id = $3 and distrusted_at is null returning 1
        """,
        institution, client_id, device_id, name,
    )


async def distrust_device(
    tx: Transaction, institution: str, client_id: UUID, device_id: UUID, now: datetime
) -> bool:
    """This browser is a stranger again."""
    return await tx.found(
        """
        update device set distrusted_at = $4
        where institution = $1 and client_id = $2 and id = $3 and distrusted_at is null returning 1
        """,
        institution, client_id, device_id, now,
    )


async def strong_since(tx: Transaction, institution: str, client_id: UUID, device_id: UUID) -> datetime | None:
    """When this client last proved two elements on this device, or None."""
    found: datetime | None = await tx.value(
        """
        select max(opened_at) from session
        where institution = $1 and client_id = $2 and device_id = $3 and strong
        """,
        institution, client_id, device_id,
    )
    return found
