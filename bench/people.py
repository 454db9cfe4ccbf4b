"""The people of the measures: enough of them that nobody comes back before the next code of their authenticator."""

import os
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from uuid_utils.compat import uuid7

from parvis.factors.phone.wire import Enrolled, pack
from parvis.factors.totp.factor import material_of
from parvis.hashing import Argon
from parvis.payments.iban import french_iban
from parvis.seal import Keyring
from parvis.sessions.tokens import hashed, token_of
from parvis.settings import Settings

PASSWORD = "Corde-lune-7-vent"
OPENING_CENTS = 1_000_000_00
COMPTOIR = "99919"
HOURS = timedelta(hours=8)
SINCE = timedelta(days=400)

SETTLE_BALANCES = """
    update account set balance = summed.amount
    from (select account_id, sum(amount)::bigint as amount from entry group by account_id) as summed
    where account.id = summed.account_id and kind <> 'house'
"""

STAY_SIGNED_IN = """
    update session set last_activity_at = now(), expires_at = now() + interval '8 hours' where ended_at is null
"""

Person = dict[str, Any]


class Town:
    """Rows for the tables, gathered here and copied in one go."""

    def __init__(self, settings: Settings) -> None:
        self.keys = Keyring.open(settings.keys_dir)
        self.argon = Argon(self.keys, settings.argon_memory_kib, settings.argon_time)
        self.rows: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        self.now = datetime.now(UTC)
        # One hash for all: verifying it costs each of them the same as their own would.
        self.password = self.argon.hash(PASSWORD)

    def put(self, table: str, **values: Any) -> None:
        """One row of `table`."""
        self.rows.setdefault((table, tuple(values)), []).append(tuple(values.values()))

    def client(self, institution: str, identifier: str) -> UUID:
        """Somebody with an identifier."""
        client_id = uuid7()
        self.put(
            "client", id=client_id, institution=institution, given_name="Alex", family_name="Petit", language="fr",
            created_at=self.now - SINCE,
        )  # fmt: skip
        self.put("identifier", institution=institution, value=identifier, client_id=client_id)
        return client_id

    def means(self, institution: str, client_id: UUID, kind: str, material: bytes) -> UUID:
        """A means of this client, active for long."""
        means_id = uuid7()
        self.put(
            "authenticator", id=means_id, institution=institution, client_id=client_id, kind=kind, name=kind,
            state="active", material=self.keys.seal(material, purpose=f"authenticator:{means_id}"),
            created_at=self.now - SINCE, usable_from=self.now - SINCE,
        )  # fmt: skip
        return means_id

    def session(
        self, institution: str, client_id: UUID, device_id: UUID | None, *, means: str = "password+totp"
    ) -> str:
        """A session in progress, opened by these means: its token."""
        session_id, token = uuid7(), token_of(secrets.token_bytes(32))
        self.put(
            "session", id=session_id, institution=institution, client_id=client_id, token_hash=hashed(token),
            device_id=device_id, opened_at=self.now, last_activity_at=self.now, expires_at=self.now + HOURS,
            means=means, strong="+" in means, network="127.0.0.0/24", browser="Firefox · Linux",
        )  # fmt: skip
        return token

    def device(self, institution: str, client_id: UUID) -> UUID:
        """A browser that this client has used for long."""
        device_id = uuid7()
        self.put(
            "device", id=device_id, institution=institution, client_id=client_id, token_hash=secrets.token_bytes(32),
            name="Firefox · Linux", network="127.0.0.0/24", first_seen_at=self.now - SINCE, last_seen_at=self.now,
        )  # fmt: skip
        return device_id

    def account(self, institution: str, client_id: UUID | None, number: int, *, bank_code: str) -> tuple[UUID, str]:
        """An account that holds nothing yet: its id and its IBAN. Nobody's account is the house's."""
        account_id = uuid7()
        iban = french_iban(bank_code=bank_code, branch_code="00001", account_number=f"{number:011d}")
        self.put(
            "account", id=account_id, institution=institution, client_id=client_id, iban=iban if client_id else None,
            kind="current" if client_id else "house", label="Compte courant", currency="EUR",
            balance=0 if client_id else None, opened_on=date(2025, 1, 6), position=0,
        )  # fmt: skip
        return account_id, iban

    async def settle(self, owner_url: str) -> None:
        """Write everything, parents first."""
        order = ("client", "identifier", "authenticator", "device", "session", "account", "posting", "entry")
        connection = await asyncpg.connect(owner_url)
        try:
            for (table, columns), rows in sorted(self.rows.items(), key=lambda item: order.index(item[0][0])):
                await connection.copy_records_to_table(table, records=rows, columns=columns)
            await connection.execute(SETTLE_BALANCES)
            await connection.execute("vacuum analyze")
        finally:
            await connection.close()
        self.rows.clear()


def who_sign_in(town: Town, number: int) -> list[Person]:
    """Clients of the municipal institution, who have a password and an authenticator app."""
    people = []
    for index in range(number):
        identifier, key = f"4{index:011d}", os.urandom(20)
        client_id = town.client("municipal", identifier)
        town.means("municipal", client_id, "password", town.password)
        town.means("municipal", client_id, "totp", material_of(key))
        people.append({"identifier": identifier, "password": PASSWORD, "totp": key.hex()})
    return people


def who_check(town: Town, number: int) -> list[Person]:
    """Clients of the Comptoir, signed in by a password: what is older than ninety days takes a code."""
    people = []
    for index in range(number):
        key = os.urandom(20)
        client_id = town.client("comptoir", f"5{index:011d}")
        device_id = town.device("comptoir", client_id)
        means_id = town.means("comptoir", client_id, "totp", material_of(key))
        token = town.session("comptoir", client_id, device_id, means="password")
        account_id, _ = town.account("comptoir", client_id, index + 1, bank_code=COMPTOIR)
        people.append(
            {
                "session": token, "totp": key.hex(), "authenticator": str(means_id), "account": str(account_id),
                "mark": town.keys.mac("account", client_id.bytes, account_id.bytes).hex(),
            }
        )  # fmt: skip
    return people


def who_pay(town: Town, number: int, *, bank_code: str, first: int) -> list[Person]:
    """Signed-in clients of the Estuaire with a phone, each of whom pays one whose own turn is far from theirs.

    `first`: the number of the first of them, when there are others already.
    """
    house, _ = town.account("epargne", None, 0, bank_code=bank_code)
    accounts, people = [], []
    for index in range(first, first + number):
        client_id = town.client("epargne", f"6{index:09d}")
        device_id = town.device("epargne", client_id)
        key, knowledge = generate_private_key(SECP256R1()), os.urandom(32)
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        means_id = town.means("epargne", client_id, "phone", pack(Enrolled(point, knowledge, os.urandom(32))))
        account_id, iban = town.account("epargne", client_id, index + 1, bank_code=bank_code)
        accounts.append((account_id, iban))
        people.append(
            {
                "client": str(client_id), "session": town.session("epargne", client_id, device_id),
                "authenticator": str(means_id), "phone_key": f"{key.private_numbers().private_value:x}",
                "knowledge": knowledge.hex(), "source": str(account_id),
            }
        )  # fmt: skip
        _pay_in(town, house, account_id)
    for index, person in enumerate(people):
        person["iban"] = accounts[(index + number // 2) % number][1]
    return people


def _pay_in(town: Town, house: UUID, account_id: UUID) -> None:
    """Money to begin with. Balances are what the entries sum to: `settle` sees to it."""
    posting_id = uuid7()
    town.put("posting", id=posting_id, institution="epargne", kind="history", label="Ouverture", posted_at=town.now)
    for account, amount in ((account_id, OPENING_CENTS), (house, -OPENING_CENTS)):
        town.put(
            "entry", id=uuid7(), institution="epargne", posting_id=posting_id, account_id=account, amount=amount,
            label="Ouverture", counterparty="", posted_at=town.now,
        )  # fmt: skip
