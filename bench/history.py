"""The operations page of an account with a million entries beside one with ten thousand."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

import asyncpg
import msgspec

from bench.acts import Wrong
from bench.people import Town
from bench.stage import Stage
from bench.wire import Connection
from parvis.web.cursors import cursor

SHORT, LONG = 10_000, 1_000_000
_WRITE = (
    # Furnishing only: the references are right by the way they are made, and checking them one by one takes minutes.
    ("set session_replication_role = replica", ()),
    ("create temporary table line (n integer, at timestamptz, head text)", ()),
    (
        """
        insert into line
        select n, at, lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
                      || lpad(to_hex(n % 4096), 3, '0') || '8' || $3
        from (select n, $1::timestamptz - n * interval '40 seconds' as at from generate_series(1, $2) as n) as dated
        """,
        ("newest", "lines", "mark"),
    ),
    (
        """
        insert into posting (id, institution, kind, label, posted_at)
        select (head || '00')::uuid, 'epargne', 'history', 'Achat ' || n, at from line
        """,
        (),
    ),
    (
        """
        insert into entry (id, institution, posting_id, account_id, amount, label, counterparty, posted_at)
        select (head || '01')::uuid, 'epargne', (head || '00')::uuid, $1::uuid, -(100 + n % 9000), 'Achat ' || n,
               'Commerce ' || n % 300, at from line
        union all
        select (head || '02')::uuid, 'epargne', (head || '00')::uuid, $2::uuid, 100 + n % 9000, 'Achat ' || n, '', at
        from line
        """,
        ("account", "house"),
    ),
    ("drop table line", ()),
    ("set session_replication_role = origin", ()),
)


class Pages(msgspec.Struct, frozen=True):
    """Median milliseconds of a page of each account, first page and one in its middle."""

    short_ms: float
    long_ms: float

    @property
    def ratio(self) -> float:
        return self.long_ms / self.short_ms


class Reader(msgspec.Struct, frozen=True):
    """Whoever has both accounts, and where the middle of each begins."""

    session: str
    accounts: tuple[UUID, UUID]
    middles: tuple[str, str]


async def furnish(stage: Stage, town: Town, *, bank_code: str) -> Reader:
    """A client with both accounts, every entry with its posting and its other leg."""
    client_id = town.client("epargne", "7000000001")
    session = town.session("epargne", client_id, town.device("epargne", client_id))
    house, _ = town.account("epargne", None, 0, bank_code=bank_code)
    accounts = tuple(town.account("epargne", client_id, number, bank_code=bank_code)[0] for number in (70001, 70002))
    await town.settle(stage.settings.owner_url)
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    connection = await asyncpg.connect(stage.settings.owner_url)
    try:
        for account, lines in zip(accounts, (SHORT, LONG), strict=True):
            values = {"newest": now, "lines": lines, "mark": account.hex[-13:], "account": account, "house": house}
            for sql, names in _WRITE:
                await connection.execute(sql, *(values[name] for name in names))
        await connection.execute("analyze entry")
    finally:
        await connection.close()
    middles = tuple(
        cursor(now - timedelta(seconds=40 * (lines // 2)), UUID(int=(1 << 128) - 1)) for lines in (SHORT, LONG)
    )
    return Reader(session, (accounts[0], accounts[1]), (middles[0], middles[1]))


async def turned(stage: Stage, reader: Reader, *, times: int, host: str) -> Pages:
    """Turn the pages of one, then of the other, so many times."""
    connection = Connection(stage.settings.port, host=host, https=True)
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for which in (0, 1):
            began = time.perf_counter()
            for place in ("", f"?before={reader.middles[which]}"):
                answer = await connection.ask(
                    "GET", f"/accounts/{reader.accounts[which]}{place}",
                    headers=f"Cookie: __Host-session={reader.session}\r\n",
                )
                if answer.status != 200 or answer.body.count(b"Achat ") < 50:
                    raise Wrong(f"{answer.status}: {answer.body[:300]!r}")
            taken[which].append((time.perf_counter() - began) * 500)
    connection.close()
    return Pages(median(taken[0]), median(taken[1]))
