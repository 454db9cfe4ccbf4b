"""Recovery of each means tried by someone who holds all but one of its channels: made of each institution's rules."""

from collections.abc import Iterator

import pytest

from parvis.errors import Refused
from parvis.factors import WritesTo, device_of
from parvis.gate.rules import Need, State, decide
from parvis.here import Here
from parvis.institution.recovery import AT_THE_DOOR, WITHIN_SESSION, begins
from parvis.institution.rules import Institution
from parvis.known import institutions_of, known
from parvis.operations import AboutMeans, ChangesChannel, Recovers
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


LISTED = [kind for kind, factor in FACTORS.items() if device_of(factor) == kind]
AS_USUAL = {"risk": "ordinary", "device": "new", "state": "active"}


def ways_back(kind: str, institution: Institution) -> Iterator[tuple[str, dict[str, str]]]:
    """Each request by which a means of that kind comes back, or another takes its place: operation and facts."""
    factor = FACTORS[kind]
    if kind == institution.sign_in.secret:
        yield from ((NAME, {"within": within}) for within in (AT_THE_DOOR, WITHIN_SESSION))
    if factor.own:
        yield "enroll_factor", {"kind": kind, "within": WITHIN_SESSION}
    for name, operation in OPERATIONS.items():
        if isinstance(operation, ChangesChannel) and isinstance(factor, WritesTo):
            yield name, {"channel": factor.channel}
        if isinstance(operation, AboutMeans) and operation.about == kind:
            yield name, {}


@pytest.mark.parametrize("kind", LISTED)
def test_pitfall_16_every_means_listed_comes_back_by_whole_ways_and_not_by_itself(kind: str) -> None:
    """Whatever is lost, wherever it is offered: all but one of a way gives nothing; and one way does without it, or an
    agency decides.
    """
    for institution in INSTITUTIONS:
        if kind not in institution.means:
            continue
        without = institution.cases.takes("blocked_access") and not FACTORS[kind].own
        for operation, facts in ways_back(kind, institution):
            found = decide(institution.rules, operation, AS_USUAL | facts, frozenset())
            if not isinstance(found, Need):
                assert not any(rule.operation == operation for rule in institution.rules), (institution.slug, operation)
                continue
            for way in found.ways:
                without = without or kind not in way
                for lacking in way:
                    told = decide(institution.rules, operation, AS_USUAL | facts, way - {lacking})
                    assert isinstance(told, Need), (institution.slug, operation, way, lacking)
        assert without, f"{institution.slug}: whoever has lost {kind} never gets it back"
