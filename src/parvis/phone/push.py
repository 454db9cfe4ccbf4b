"""Where a phone may be woken: its push subscription, kept sealed, one for each phone."""

from datetime import datetime

import msgspec

from parvis.errors import Refused, refused
from parvis.factors.phone.wire import from_base64, to_base64
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.outbox import web_push
from parvis.outbox.actions import push_purpose
from parvis.phone import rules, tables


class NoticesNow(msgspec.Struct, frozen=True):
    """Whether this phone is woken, and the key to subscribe with: not after it has changed, until it does again."""

    key: str
    subscribed: bool


async def notices(
    here: Here, institution: Institution, phone: tables.Phone, asked: rules.Notices, now: datetime
) -> NoticesNow | Refused:
    """Keep a subscription, forget it, or only say how it stands. Refused: `phone_push_unusable`."""
    key_id, secret = here.keys.push()
    key = to_base64(web_push.public_point(secret))
    given = asked.subscription
    if given is msgspec.UNSET:
        async with here.reading() as tx:
            return NoticesNow(key, await tables.subscribed_with(tx, institution.slug, phone) == key_id)
    if not isinstance(given, rules.Reached):
        async with here.transaction(alone=True) as tx:
            await tables.unsubscribe(tx, institution.slug, phone)
        return NoticesNow(key, False)
    reached = _read(given, key_id, strict=here.settings.mode == "production")
    if reached is None or phone.state == "removed":
        return refused("phone_push_unusable")
    sealed = here.keys.seal(msgspec.json.encode(reached), purpose=push_purpose(phone.id))
    async with here.transaction(alone=True) as tx:
        await tables.subscribe(tx, institution.slug, phone, address=sealed, key_id=key_id, now=now)
    return NoticesNow(key, True)


def _read(given: rules.Reached, key_id: str, *, strict: bool) -> web_push.Subscription | None:
    p256dh = from_base64(given.p256dh, expected_bytes=web_push.POINT_BYTES)
    auth = from_base64(given.auth, expected_bytes=web_push.AUTH_BYTES)
    if p256dh is None or auth is None:
        return None
    if not web_push.readable(endpoint=given.endpoint, p256dh=p256dh, auth=auth, strict=strict):
        return None
    return web_push.Subscription(endpoint=given.endpoint, p256dh=p256dh, auth=auth, key_id=key_id)
