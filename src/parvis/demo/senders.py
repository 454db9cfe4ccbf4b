"""The demo's mail server and SMS operator: whatever is sent arrives in an inbox that anyone may read."""

from typing import TYPE_CHECKING

from parvis.demo import tables
from parvis.demo.furnish import refuse_production
from parvis.outbox.senders import Delivered, Letter, Undelivered

if TYPE_CHECKING:
    from parvis.here import Here


class DemoInbox:
    """One sender like another: it takes a letter over, and nothing leaves the machine."""

    def __init__(self, here: "Here") -> None:
        refuse_production(here.settings)
        self._here = here

    async def send(self, letter: Letter) -> Delivered | Undelivered:
        """Keep the letter as it would have left."""
        async with self._here.transaction() as tx:
            await tables.keep_message(
                tx,
                tables.Message(
                    id=letter.id,
                    institution=letter.institution,
                    client_id=letter.client_id,
                    channel=letter.channel,
                    message_id=letter.message_id,
                    sender=letter.institution_name,
                    address=letter.address,
                    subject=letter.subject,
                    text=letter.text,
                    sent_at=letter.sent_at,
                ),
            )
        return Delivered()
