"""A phone that has asked to be told: the push leaves with the request and says nothing that matters."""

from collections.abc import AsyncIterator

import httpx
import pytest

from parvis.bank_calls import actions as bank_calls
from parvis.gate import actions as gate
from parvis.here import Here
from parvis.means import tables as means
from parvis.outbox import actions as outbox
from parvis.outbox.web_push import WebPush
from parvis.seal import rotate
from tests.agency.world import an_agent
from tests.conftest import FakeClock
from tests.outbox.push_service import PushService, push_service
from tests.phone.client import Refusal
from tests.phone.world import Owner, an_owner


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as listening:
        yield listening


@pytest.fixture
async def anne(here: Here, http: httpx.AsyncClient, service: PushService) -> Owner:
    """Anne has a phone that approves, and that has asked to be told."""
    owner = await an_owner(here, http)
    await owner.enroll()
    assert (await owner.phone.notices()) | {"key": ""} == {"key": "", "subscribed": False}
    assert (await owner.phone.notices(subscription=service.subscription))["subscribed"] is True
    return owner


async def sends(here: Here) -> None:
    sender = WebPush(here.keys, strict=False)
    while await outbox.send_due(here, {"push": sender}, here.clock()):
        pass


async def waiting(here: Here) -> int:
    async with here.reading() as tx:
        return int(await tx.value("select count(*) from outbox where channel = 'push' and state = 'waiting'"))


async def subscriptions(here: Here) -> int:
    async with here.reading() as tx:
        return int(await tx.value("select count(*) from push_subscription"))


async def test_dr4_ep3_a_request_wakes_the_phone_and_rts_5_2_says_neither_amount_nor_name(
    here: Here, anne: Owner, service: PushService
) -> None:
    request = await anne.signs_in()
    await sends(here)
    (pushed,) = service.pushed
    assert pushed.told == {
        "title": "Épargne de l’Estuaire", "body": "Une demande vous attend. Ouvrez l’application pour la lire.",
        "request": str(request.id),
    }  # fmt: skip
    assert str(request.match_number) not in pushed.told["body"]
    (one,) = (await anne.phone.waiting())["requests"]
    assert one["request_id"] == pushed.told["request"]


async def test_ep7_a_call_wakes_the_phone_and_says_neither_who_nor_what(
    here: Here, anne: Owner, service: PushService, clock: FakeClock
) -> None:
    """Where it serves. Who calls is in what the app then asks for, signed."""
    institution = anne.person.institution
    async with an_agent(here, "epargne", seed=75) as claire:
        for state, expected in (("suspended", 0), ("active", 1)):
            now = clock.advance(minutes=1)
            async with here.transaction() as tx:
                await tx.run("update authenticator set state = $1 where kind = 'phone'", state)
                call = await bank_calls.begin(tx, here, institution, anne.person.id, claire.id, now, language="fr")
            assert call is not None
            await sends(here)
            assert len(service.pushed) == expected
            async with here.transaction() as tx:
                await bank_calls.end(tx, here, institution, call, "by_agent", now)
    assert service.pushed[0].told == {
        "title": "Épargne de l’Estuaire", "request": "",
        "body": "Un appel\u202f? Ouvrez l’application\u00a0: elle vous dit si c’est bien nous.",
    }  # fmt: skip


async def test_the_address_is_sealed_and_nobody_is_told_it_again(here: Here, anne: Owner, service: PushService) -> None:
    async with here.reading() as tx:
        stored = bytes(await tx.value("select address from push_subscription"))
    assert service.endpoint.encode() not in stored
    assert set(await anne.phone.notices()) == {"key", "subscribed"}


@pytest.mark.parametrize("status", [404, 410])
async def test_a_subscription_that_is_gone_is_forgotten(
    here: Here, anne: Owner, service: PushService, status: int
) -> None:
    service.statuses.append(status)
    await anne.signs_in()
    await sends(here)
    assert (await subscriptions(here), await waiting(here)) == (0, 0)
    assert (await anne.phone.notices())["subscribed"] is False


async def test_a_push_service_that_is_down_is_asked_again_and_no_more_once_it_is_useless(
    here: Here, clock: FakeClock, anne: Owner, service: PushService
) -> None:
    service.statuses += [503, 429]
    await anne.signs_in()
    await sends(here)
    assert (await waiting(here), await subscriptions(here)) == (1, 1)
    clock.advance(seconds=8)
    await sends(here)
    clock.advance(seconds=20)
    await sends(here)
    assert (len(service.pushed), await waiting(here)) == (3, 0)
    service.statuses.append(503)
    await anne.signs_in()
    await sends(here)
    clock.advance(minutes=20)
    await sends(here)
    assert (len(service.pushed), await waiting(here)) == (4, 0), "nobody is told of what has expired"


async def test_a_phone_that_wants_no_more_alerts_gets_none(here: Here, anne: Owner, service: PushService) -> None:
    assert (await anne.phone.notices(subscription=None))["subscribed"] is False
    await anne.signs_in()
    await sends(here)
    assert service.pushed == []


async def test_nothing_is_pushed_for_what_is_taken_back_with_its_transaction(
    here: Here, anne: Owner, service: PushService
) -> None:
    request = await anne.signs_in()
    await sends(here)
    async with here.transaction() as tx:
        await gate.withdraw(tx, here, anne.person.institution, request, here.clock())
    await sends(here)
    assert len(service.pushed) == 1


async def test_a_phone_that_is_removed_leaves_no_address_behind(here: Here, anne: Owner) -> None:
    async with here.transaction() as tx:
        assert await means.remove(tx, "epargne", anne.person.id, anne.began)
    assert await subscriptions(here) == 0
    with pytest.raises(Refusal) as refused:
        await anne.phone.waiting()
    assert refused.value.code == "phone_unknown"


async def test_after_a_rotation_the_phone_is_asked_to_subscribe_again(here: Here, anne: Owner) -> None:
    before = await anne.phone.notices()
    rotate(here.settings.keys_dir)
    here.keys.__init__(type(here.keys).open(here.settings.keys_dir)._keys, here.settings.keys_dir)  # type: ignore[misc]
    after = await anne.phone.notices()
    assert before["subscribed"] is True and after["subscribed"] is False
    assert after["key"] != before["key"]


@pytest.mark.parametrize(
    "change",
    [{"endpoint": "ftp://x/y"}, {"endpoint": ""}, {"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "B" + "A" * 86}],
)
async def test_an_address_that_cannot_serve_is_refused(
    here: Here, anne: Owner, service: PushService, change: dict[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        await anne.phone.notices(subscription=service.subscription | change)
    assert (refused.value.status, refused.value.code) == (422, "phone_push_unusable")


async def test_a_body_with_a_field_too_many_is_refused(anne: Owner, service: PushService) -> None:
    with pytest.raises(Refusal) as refused:
        await anne.phone.notices(subscription=service.subscription | {"x": "y"})
    assert refused.value.code == "phone_unreadable"
