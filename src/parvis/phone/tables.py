"""Phones and what waits for them. A phone is found by its own id, and then only sees its own client."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction

KIND = "phone"


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A phone that is being enrolled. `material` is sealed."""

    id: UUID
    client_id: UUID
    name: str
    material: bytes
    version: int


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolled phone as the one that calls. `material` is sealed."""

    id: UUID
    client_id: UUID
    name: str
    state: str
    material: bytes
    version: int
    failures: int
    usable_from: datetime
    language: str


class PhoneNow(Phone, frozen=True, kw_only=True):
    """A phone as it is now, and the agent who telephones its owner: nothing of the call where there is none."""

    call_id: UUID | None
    given_name: str | None
    family_name: str | None
    branch: str | None
    called_at: datetime | None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One request that waits for this phone, with the challenge that was made for it. `material` is sealed."""

    request_id: UUID
    operation: str
    canonical: str
    digest: bytes
    expires_at: datetime
    challenge_id: UUID
    material: bytes


class Changing(msgspec.Struct, frozen=True, kw_only=True):
    """A phone with the change that waits for its owner's approval. Both are sealed."""

    id: UUID
    name: str
    state: str
    usable_from: datetime
    material: bytes
    change: bytes


async def pending_since(tx: Transaction, institution: str, since: datetime, *, at_most: int) -> list[Pending]:
    """The phones of this institution that began their enrolment after `since`, the newest first."""
    return await tx.rows(
        Pending,
        """
        select id, client_id, name, material, version from authenticator
        where institution = $1 and kind = $2 and state = 'pending' and created_at > $3
        order by created_at desc limit $4
        """,
        institution, KIND, since, at_most,
    )  # fmt: skip


async def take(
    tx: Transaction, institution: str, pending: Pending, *, material: bytes
) -> bool:
    """Give this pending authenticator to the phone that spoke. Of two with one code, exactly one gets True."""
    return await tx.found(
        """
        update authenticator set material = $5, version = version + 1
        where institution = $1 and client_id = $2 and id = $3 and version = $4 and state = 'pending'
        returning 1
        """,
        institution, pending.client_id, pending.id, pending.version, material,
    )  # fmt: skip


async def has_spoken(
    tx: Transaction,
    institution: str,
    authenticator_id: UUID,
    *,
    client_id: UUID | None,
    ticket_hash: bytes | None,
) -> bool | None:
    """Whether a pending phone has spoken, for the client who enrols it or the browser of the sign-in they are in."""
    spoken: bool | None = await tx.value(
        """
        select version > 1 from authenticator
        where institution = $1 and id = $2 and kind = $3 and state = 'pending'
          and (client_id = $4 or exists (select 1 from request
               where request.institution = $1 and request.ticket_hash = $5 and request.state = 'waiting'
                 and request.client_id = authenticator.client_id))
        """,
        institution, authenticator_id, KIND, client_id, ticket_hash,
    )  # fmt: skip
    return spoken


async def phone(tx: Transaction, institution: str, authenticator_id: UUID) -> Phone | None:
    """The phone of that id, whatever its state. Who calls has still to prove that they are it."""
    return await tx.row(
        Phone,
        """
        select authenticator.id, client_id, name, state, material, version, failures, usable_from, language
        from authenticator join client on client.id = authenticator.client_id
        where authenticator.institution = $1 and authenticator.id = $2 and kind = $3
        """,
        institution, authenticator_id, KIND,
    )  # fmt: skip


async def phone_now(tx: Transaction, institution: str, authenticator_id: UUID, now: datetime) -> PhoneNow | None:
    """The same phone, and the call that an agent has open with its owner (EP7)."""
    return await tx.row(
        PhoneNow,
        """
        select authenticator.id, authenticator.client_id, name, state, material, version, failures, usable_from,
               client.language, bank_call.id as call_id, person.given_name, person.family_name, agent.branch,
               bank_call.opened_at as called_at
        from authenticator join client on client.id = authenticator.client_id
        left join bank_call on bank_call.client_id = client.id and bank_call.institution = $1
            and bank_call.ended_at is null and bank_call.expires_at > $4
        left join agent on agent.person_id = bank_call.agent_id
        left join client person on person.id = bank_call.agent_id
        where authenticator.institution = $1 and authenticator.id = $2 and kind = $3
        """,
        institution, authenticator_id, KIND, now,
    )  # fmt: skip


async def spend(tx: Transaction, token: UUID, expires_at: datetime) -> bool:
    """Use up the nonce of a call. False when it has served."""
    return await tx.found(
        "insert into spent_token (id, expires_at) values ($1, $2) on conflict (id) do nothing returning 1",
        token, expires_at,
    )  # fmt: skip


async def waiting_for(tx: Transaction, institution: str, phone: Phone, now: datetime) -> list[Asked]:
    """What this client asked for that waits for this very phone, the oldest first."""
    return await tx.rows(
        Asked,
        """
        select request.id as request_id, operation, canonical, digest, request.expires_at,
               challenge.id as challenge_id, challenge.material
        from request join challenge on challenge.request_id = request.id
        where request.institution = $1 and request.client_id = $2 and challenge.authenticator_id = $3
          and request.state = 'waiting' and request.expires_at > $4 and challenge.expires_at > $4
          and not exists (select 1 from proof where proof.request_id = request.id and proof.authenticator_id = $3)
        order by request.opened_at, request.id
        """,
        institution, phone.client_id, phone.id, now,
    )  # fmt: skip


async def subscribe(
    tx: Transaction, institution: str, phone: Phone, *, address: bytes, key_id: str, now: datetime
) -> None:
    """Where this phone is woken from now on, sealed."""
    await tx.run(
        """
        insert into push_subscription (authenticator_id, institution, client_id, address, key_id, since)
        values ($2, $1, $3, $4, $5, $6)
        on conflict (authenticator_id) do update
            set address = excluded.address, key_id = excluded.key_id, since = excluded.since
        """,
        institution, phone.id, phone.client_id, address, key_id, now,
    )  # fmt: skip


async def unsubscribe(tx: Transaction, institution: str, phone: Phone) -> bool:
    """Wake this phone no more."""
    return await tx.found(
        "delete from push_subscription where institution = $1 and authenticator_id = $2 returning 1",
        institution, phone.id,
    )  # fmt: skip


async def subscribed_with(tx: Transaction, institution: str, phone: Phone) -> str | None:
    """The key for which this phone has subscribed, or None if it has not."""
    key_id: str | None = await tx.value(
        "select key_id from push_subscription where institution = $1 and authenticator_id = $2",
        institution, phone.id,
    )  # fmt: skip
    return key_id


async def keep_change(
    tx: Transaction, institution: str, phone: Phone, *, change: bytes, now: datetime
) -> None:
    """What this phone wants to change of itself, in the place of what it wanted before."""
    await tx.run(
        """
        insert into phone_change (authenticator_id, institution, client_id, change, asked_at)
        values ($2, $1, $3, $4, $5)
        on conflict (authenticator_id) do update set change = excluded.change, asked_at = excluded.asked_at
        """,
        institution, phone.id, phone.client_id, change, now,
    )  # fmt: skip


async def lock_change(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID
) -> Changing | None:
    """A phone of this client and the change that it wants, both locked until the end of the transaction."""
    return await tx.row(
        Changing,
        """
        select authenticator.id, name, state, usable_from, material, change
        from authenticator join phone_change on phone_change.authenticator_id = authenticator.id
        where authenticator.institution = $1 and authenticator.client_id = $2 and authenticator.id = $3 and kind = $4
        for no key update of authenticator, phone_change
        """,
        institution, client_id, authenticator_id, KIND,
    )  # fmt: skip


async def change(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, *, material: bytes,
    usable_from: datetime,
) -> None:
    """The change is in force: the material is another, failures are forgotten, a blocked phone serves again.

    One that comes back so is as if enrolled anew: what it failed in its life is forgotten too.
    """
    await tx.run(
        """
        with done as (delete from phone_change where institution = $1 and authenticator_id = $3)
        update authenticator
        set material = $4, version = version + 1, failures = 0, state = 'active', usable_from = $5,
            failures_ever = case when state = 'blocked' then 0 else failures_ever end
        where institution = $1 and client_id = $2 and id = $3 and state in ('active', 'blocked')
        """,
        institution, client_id, authenticator_id, material, usable_from,
    )  # fmt: skip


async def forget_biometrics(tx: Transaction, institution: str, phone: Phone, *, material: bytes) -> bool:
    """Another material in the place of the one that was read; False where it has moved meanwhile."""
    return await tx.found(
        """
        update authenticator set material = $4, version = version + 1
        where institution = $1 and client_id = $2 and id = $3 and version = $5 and state in ('active', 'blocked')
        returning 1
        """,
        institution, phone.client_id, phone.id, material, phone.version,
    )  # fmt: skip


async def device_of(tx: Transaction, institution: str, client_id: UUID, token_hash: bytes) -> UUID | None:
    """The browser of that token, if this client uses it and still trusts it."""
    found: UUID | None = await tx.value(
        """
        select id from device
        where institution = $1 and client_id = $2 and token_hash = $3 and distrusted_at is null
        """,
        institution, client_id, token_hash,
    )  # fmt: skip
    return found
