"""Whoever is blocked, or has forgotten their secret, was recognised by their documents: what was shut opens again.

The typed secret is not given back: a temporary one, that no agent sees, leaves by SMS, else by e-mail, else by post.
"""

from collections.abc import Sequence
from datetime import datetime

from parvis.authenticators import tables as authenticators
from parvis.bell import ring
from parvis.cases.resolutions import account_given
from parvis.cases.tables import Case
from parvis.clients import notices
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.events import Event
from parvis.factors import FoundAgain
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout import tables as lockout
from parvis.means import temporary
from parvis.operations import Failed, Line, Say
from parvis.ui import format

ACCESS, FORGOTTEN = "access", "forgotten"  # in `detail["wanted"]`, beside kinds of factor
NOTICE = "blocked-notice-opened"


class BlockedAccess:
    kind = "blocked_access"

    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        """What is to be opened, since when it is blocked, and whether the account number given is one of theirs."""
        institution = here.institutions.by_slug(case.institution)
        secret = "" if institution is None else say(f"factor-{institution.sign_in.secret}")
        wanted = [
            say(f"blocked-wanted-{one}", what=secret) if one in (ACCESS, FORGOTTEN) else say(f"factor-{one}")
            for one in case.detail["wanted"]
        ]
        lines = [Line(say("blocked-line-wanted"), ", ".join(wanted) or say("blocked-line-nothing"))]
        return lines + account_given(case, say)

    async def accept(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> Failed | None:
        """Open the access with a temporary secret, and the means that were asked for. Failed: `no_channel`."""
        wanted, contacts = case.detail["wanted"], await clients.contacts_of(tx, institution.slug, case.client_id)
        told = contacts
        secret = ACCESS in wanted or FORGOTTEN in wanted
        if secret:
            given = await temporary.send(tx, here, institution, case.client_id, now=now, else_by_post=True)
            if isinstance(given, Refused):
                return Failed(given.refusal.code)
            told = list(given.others)
        opened = await self._open_means(tx, here, institution, case, now)
        await journal.record(
            tx, here, Event.ACCESS_UNBLOCKED, now, institution=institution.slug, client_id=case.client_id,
            case=str(case.id), access=secret, means=opened,
        )
        language = await clients.language_of(tx, institution.slug, case.client_id)
        await notices.tell(
            tx, here, institution, case.client_id, notice=NOTICE, language=language, now=now, to=told,
            values={"reference": case.reference, "when": format.moment(now, language, institution.timezone)},
        )
        return None

    async def refuse(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> None:
        """Nothing was prepared: what is blocked stays so."""

    async def _open_means(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> list[str]:
        """Give their tries back to the means that were asked for. One that was copied stays blocked: two hold it."""
        opened = []
        for means in await authenticators.authenticators_of(tx, institution.slug, case.client_id):
            factor = here.factors.get(means.kind)
            if factor is None or means.kind not in case.detail["wanted"]:
                continue
            await lockout.forget_of_means(tx, institution.slug, means.id)
            if means.state != "blocked" or not factor.blocks:
                continue
            material = None
            if isinstance(factor, FoundAgain):
                purpose = f"authenticator:{means.id}"
                again = factor.found_again(here.keys.unseal(means.material, purpose=purpose))
                material = here.keys.seal(again, purpose=purpose)
            if await authenticators.unblock(tx, institution.slug, case.client_id, means.id, material):
                opened.append(means.kind)
                await ring(tx, f"means:{means.id}")
        return opened
