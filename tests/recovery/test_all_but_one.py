"""Recovery of each means tried by someone who holds all but one of its channels: made of each institution's rules."""

import pytest

from parvis.errors import Refused
from parvis.gate.rules import State, decide
from parvis.here import Here
from parvis.institution.recovery import AT_THE_DOOR, begins
from parvis.known import institutions_of, known
from parvis.operations import Recovers
from parvis.settings import Settings
from tests.recovery.world import Owner, an_owner, opens
from tests.window import Window, a_window

FACTORS, OPERATIONS = known()
INSTITUTIONS = institutions_of(Settings(mode="test")).with_clients
NAME = next(name for name, one in OPERATIONS.items() if isinstance(one, Recovers))


def ways_of(slug: str) -> list[frozenset[str]]:
    """The ways at the door: every one that the institution's rules list."""
    institution = next(one for one in INSTITUTIONS if one.slug == slug)
    return [
        way
        for rule in institution.rules
        if rule.operation == NAME and AT_THE_DOOR in rule.when.get("within", (AT_THE_DOOR,))  # type: ignore[operator]
        for way in rule.ways
    ]


@pytest.mark.parametrize("slug", [one.slug for one in INSTITUTIONS])
async def test_pitfall_16_asvs_6_4_3_all_but_one_recovers_nothing_and_all_does(here: Here, slug: str) -> None:
    """Each way, without each of its means in turn; then with all of them."""
    tried = 0
    for way in ways_of(slug):
        owner = await an_owner(here, slug)
        for lacking in sorted(way):
            async with a_window(here, slug) as window:
                assert not await _recovers(window, owner, way - {lacking}), f"{slug}: {set(way)} without {lacking}"
            tried += 1
        async with a_window(here, slug) as window:
            assert await _recovers(window, owner, way), f"{slug}: {set(way)}"
    assert tried >= 4


async def _recovers(window: Window, owner: Owner, holds: frozenset[str]) -> bool:
    """Whether somebody who holds just that chooses a new secret: a message of theirs first, then the rest."""
    owner.here.clock.advance(hours=2)  # type: ignore[attr-defined]
    before = await _secret_of(owner)
    first = sorted(begins(holds, owner.here.factors))
    if not first:
        # Nothing to begin with: they ask for a code, which goes to somebody else, and try one.
        missing = sorted(kind for kind in owner.hands if begins((kind,), owner.here.factors))[0]
        await window.sends("/recovery/secret", **owner.typed(), channel=missing)
        await window.sends("/recovery/secret/code", code="000000")
        assert window.path == "/recovery/secret/code"
        return await _secret_of(owner) != before
    request_id = await opens(window, owner, first[0])
    for kind in sorted(holds - {first[0]}):
        assert not isinstance(await owner.proves(request_id, kind), Refused), kind
    await window.goes_to(f"/requests/{request_id}")
    await window.sends(f"/recovery/{request_id}/secret", **owner.new_secret())
    changed = await _secret_of(owner) != before
    assert changed == ((await owner.request(request_id)).state == State.EXECUTED)
    return changed


async def _secret_of(owner: Owner) -> bytes:
    """What the secret in use is verified with."""
    async with owner.here.reading() as tx:
        material: bytes = await tx.value(
            "select material from authenticator where client_id = $1 and kind = $2 and state = 'active'",
            owner.id, owner.secret_kind,
        )
    return material


@pytest.mark.parametrize("institution", INSTITUTIONS, ids=[one.slug for one in INSTITUTIONS])
def test_every_recovery_asks_for_each_means_of_its_ways(institution: object) -> None:
    """The policy alone, for whatever gives back a means that was lost: the secret, the phone's code."""
    for rule in institution.rules:  # type: ignore[attr-defined]
        if rule.operation not in (NAME, "renew_phone_code"):
            continue
        facts = {name: values[0] for name, values in rule.when.items()}
        facts = {"risk": "ordinary", "device": "new", "within": AT_THE_DOOR, "state": "active"} | facts
        for way in rule.ways:
            for lacking in way:
                found = decide(institution.rules, rule.operation, facts, way - {lacking})  # type: ignore[attr-defined]
                assert type(found).__name__ == "Need", (rule.id, way, lacking)
