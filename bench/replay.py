"""The same statements, played by pgbench: what the database alone would give, with nobody to ask for it.

Several acts are watched. What differs between two acts of one person was made for the act: identifiers are made anew
for each turn. What differs between persons is the person's: a table gives it. The rest never changes. Each turn of
pgbench begins with one statement more, which fetches the person's values and the new identifiers.
"""

import json
import re
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from bench.inside import Sent
from parvis.embedded import Embedded

Texts = list[list[str | None]]  # the values of each statement, as PostgreSQL reads them
UNIQUE_TEXT_MOST = 64  # A longer text that differs each time (a canonical form) need not: no index looks at it.
_QUOTED = re.compile(r"'([^']*)'")  # pgbench would take what follows the colon for a name of its own.
FORGOTTEN = "drop table if exists bench_actor"


class Script(msgspec.Struct, frozen=True):
    """A script of pgbench, the values that never change, and how many people its table holds."""

    text: str
    constants: dict[str, str]
    actors: int


async def written(owner_url: str, again: list[Sent], acts: list[list[Sent]]) -> Script:
    """The script of an act: `again` is a second act of the person of `acts[0]`; the others are one of each person."""
    assert len({tuple(sql for sql, _ in act) for act in (again, *acts)}) == 1, "acts that do not ask the same"
    connection = await asyncpg.connect(owner_url)
    try:
        types = [await _types(connection, sql) for sql, _ in again]
        texts = [_texts(act, types) for act in acts]
        made = _Made(_texts(again, types), texts, types)
        await _seat(connection, made.columns)
    finally:
        await connection.close()
    turns = ["\\set turn :turn + 1", f"\\set n (:turn * :clients + :client_id) % {len(acts)}", made.fetch()]
    for (sql, _), names, kinds in zip(again, made.names, types, strict=True):
        # pgbench numbers a value anew each time it is named: each of its uses says of which type it is.
        typed = [f"{name}::{kind}" for name, kind in zip(names, kinds, strict=True)]
        bare = re.sub(r"--[^\n]*", "", sql)
        flat = _QUOTED.sub(lambda found: made.constant(found[1]) if ":" in found[1] else found[0], bare)
        turns.append(" ".join(re.sub(r"\$(\d+)", lambda at, n=typed: n[int(at[1]) - 1], flat).split()) + ";")
    return Script("\n".join(turns) + "\n", made.constants, len(acts))


def played(server: Embedded, script: Script, place: Path, *, connections: int, seconds: float) -> tuple[float, int]:
    """Turns a second, and how many turns, with so many connections. Raises where any of them failed."""
    file = place / "replay.sql"
    file.write_text(script.text)
    values = {**script.constants, "turn": "0", "clients": str(connections)}
    done = subprocess.run(
        [
            server.binaries["pgbench"], "-h", str(server.sockets), "-U", "parvis", "-n", "-M", "prepared",
            "-c", str(connections), "-j", "1", "-T", str(int(seconds)), "-f", str(file),
            *(f"--define={name}={value}" for name, value in values.items()), "parvis",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rate = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    turns = re.search(r"actually processed: (\d+)", done.stdout)
    failed = re.search(r"failed transactions: 0 ", done.stdout)
    if done.returncode != 0 or rate is None or turns is None or failed is None:
        raise RuntimeError(f"pgbench: {done.stdout}\n{done.stderr[:2000]}")
    return float(rate[1]), int(turns[1])


class _Made:
    """Which name each value of each statement has in the script, and where the named values come from."""

    def __init__(self, again: Texts, acts: list[Texts], types: list[list[str]]) -> None:
        self.names: list[list[str]] = []
        self.constants: dict[str, str] = {}
        self.columns: dict[tuple[str | None, ...], str] = {}
        self._fresh: dict[str, str] = {}  # identifier of this act → name
        self._composed: dict[str, str] = {}  # name → expression
        first = acts[0]
        ids = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        old = {found for row in first for text in row for found in ids.findall(text or "")}
        for row in again:
            for text in row:
                for found in ids.findall(text or ""):
                    if found not in old:
                        self._fresh.setdefault(found, f"u{len(self._fresh)}")
        for at, row in enumerate(again):
            everyone = [act[at] for act in acts]
            self.names.append(
                [
                    self._name(text, tuple(one[place] for one in everyone), types[at][place])
                    for place, text in enumerate(row)
                ]
            )

    def fetch(self) -> str:
        """The statement that begins a turn: a person's values, and the identifiers of the turn, sorted by time."""
        time = "lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')"
        some = "lpad(to_hex((random() * 281474976710655)::bigint), 12, '0')"
        ids = [
            f"(head || lpad('{number}', 4, '0') || tail)::uuid as {name}"
            for number, name in enumerate(self._fresh.values())
        ]
        given = ", ".join([*self.columns.values(), *ids])
        made = [f"{expression} as {name}" for name, expression in self._composed.items()]
        return (
            f"select {', '.join([*self.columns.values(), *self._fresh.values(), *made])} from (select {given} from "
            f"(select {time} || '7' || substr({some}, 1, 3) || '8' || substr({some}, 1, 3) as head, "
            f"substr({some}, 1, 8) as tail) as turn, bench_actor where n = :n) as given \\gset"
        )

    def _name(self, text: str | None, everyone: tuple[str | None, ...], kind: str) -> str:
        if text is None:
            return "null"
        if len(set(everyone)) == 1 and everyone[0] == text:
            return self.constant(text)
        if everyone[0] == text:
            return ":" + self.columns.setdefault(everyone, f"p{len(self.columns)}")
        if text in self._fresh:
            return ":" + self._fresh[text]
        inside = [found for found in self._fresh if found in text]
        if inside and (kind == "uuid[]" or (kind in ("text", "text[]") and len(text) <= UNIQUE_TEXT_MOST)):
            return ":" + self._compose(text, inside)
        if kind == "text" and len(text) <= UNIQUE_TEXT_MOST:
            return ":" + self._fresh.setdefault(text, f"u{len(self._fresh)}")
        return self.constant(text)

    def constant(self, text: str) -> str:
        """The name of a value that never changes; pgbench knows no empty one."""
        if not text:
            return "''"
        name = next((name for name, value in self.constants.items() if value == text), f"c{len(self.constants)}")
        self.constants[name] = text
        return f":{name}"

    def _compose(self, text: str, inside: list[str]) -> str:
        parts = re.split(f"({'|'.join(inside)})", text)
        expression = " || ".join(self._fresh.get(part, f"'{part}'") for part in parts if part)
        for name, known in self._composed.items():
            if known == expression:
                return name
        name = f"t{len(self._composed)}"
        self._composed[name] = expression
        return name


async def _types(connection: Any, sql: str) -> list[str]:
    """The types of a statement's values, as PostgreSQL understands them."""
    if "$1" not in sql:
        return []
    prepared = await connection.prepare(sql)
    return [kind.name for kind in prepared.get_parameters()]


async def _seat(connection: Any, values: dict[tuple[str | None, ...], str]) -> None:
    """The people's own values, one row each."""
    names = list(values.values())
    await connection.execute(FORGOTTEN)
    columns = ", ".join(f"{name} text" for name in names)
    await connection.execute(f"create table bench_actor (n integer primary key, {columns})")
    rows = [(number, *own) for number, own in enumerate(zip(*values, strict=True))]
    await connection.copy_records_to_table("bench_actor", records=rows)
    await connection.execute("analyze bench_actor")


def _texts(act: list[Sent], types: list[list[str]]) -> Texts:
    return [
        [_text(value, kind) for value, kind in zip(values, kinds, strict=True)]
        for (_, values), kinds in zip(act, types, strict=True)
    ]


def _text(value: Any, kind: str) -> str | None:
    """The value as PostgreSQL reads it from text."""
    if value is None:
        return None
    if kind.endswith("[]"):
        return "{" + ",".join(_element(item, kind[:-2]) for item in value) + "}"
    if kind in ("json", "jsonb"):
        return msgspec.json.encode(value).decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _element(item: Any, kind: str) -> str:
    text = _text(item, kind)
    if text is None:
        return "null"
    return text if isinstance(item, UUID | int) else json.dumps(text, ensure_ascii=False)
