"""A temporary secret: seen by nobody, sent by the second channel, one day, one use, changed before anything else."""

import re
from datetime import timedelta

import msgspec

from parvis.cases import actions as cases
from parvis.cases.resolutions.blocked_access import BlockedAccess
from parvis.errors import Refused
from parvis.here import Here
from parvis.means import temporary
from parvis.operations import Failed
from tests.conftest import FakeClock
from tests.gate.world import CODE, Person, a_person, last_code
from tests.means.world import PASSWORD, Browser


async def messages(here: Here) -> list[tuple[str, str]]:
    """Every message, the oldest first: its channel and its text."""
    found = []
    async with here.reading() as tx:
        ids = await tx.value("select array_agg(id order by written_at, id) from outbox")
        for row_id in ids or []:
            content = await tx.value("select content from outbox where id = $1", row_id)
            channel = await tx.value("select channel from outbox where id = $1", row_id)
            opened = msgspec.json.decode(here.keys.unseal(content, purpose=f"outbox:{row_id}"))
            found.append((channel, opened["text"]))
    return found


async def an_email(anne: Person) -> None:
    async with anne.here.transaction() as tx:
        contact_id = anne.here.new_id()
        await tx.run(
            "insert into contact values ($1, $2, $3, 'email', $4, 'a•••@exemple.fr', 'current', $5)",
            contact_id, anne.institution.slug, anne.id,
            anne.here.keys.seal(b"anne@exemple.fr", purpose=f"contact:{contact_id}"), anne.here.clock(),
        )


async def sent(anne: Person, **how: str) -> str:
    """Send one, and read it as Anne does."""
    async with anne.here.transaction() as tx:
        given = await temporary.send(tx, anne.here, anne.institution, anne.id, now=anne.here.clock(), **how)
    assert not isinstance(given, Refused), given
    return (await messages(anne.here))[-1][1]


def code_in(text: str) -> str:
    found = re.search(r"provisoire est ([A-Za-z0-9-]+)", text)
    assert found is not None, text
    return found.group(1)


async def proves_by_sms(browser: Browser, anne: Person) -> None:
    """Ask for the code by SMS on the waiting page, and type it."""
    await browser.sends(browser.action(f"/challenges/{anne.means['sms_code']}"))
    await browser.sends(browser.action(f"/proofs/{anne.means['sms_code']}"), code=await last_code(anne.here))


async def test_it_is_changed_in_the_middle_of_the_sign_in_before_anything_opens(here: Here) -> None:
    """DR6: the temporary code and an SMS, then a code of her own, and she is in; the temporary one is gone."""
    anne = await a_person(here)
    code = code_in(await sent(anne))
    browser = Browser(here, "deuxrives")
    await browser.sends("/sign-in", client_id=anne.identifier, code=CODE)
    assert browser.status == 422, "the old code is gone"
    await browser.sends("/sign-in", client_id=anne.identifier, code=code)
    waiting = browser.at
    await browser.opens("/accounts")
    assert browser.at == "/sign-in", "nothing is open yet"
    await browser.opens(f"{waiting}/secret")
    assert browser.at == waiting, "the proofs come first"
    await proves_by_sms(browser, anne)
    assert browser.at == f"{waiting}/secret" and "Choisissez votre code secret" in browser.text
    await browser.opens("/accounts")
    assert browser.at == "/sign-in", "nothing is open yet"
    await browser.opens(waiting)
    assert browser.at == f"{waiting}/secret"
    for secret, again, told in (
        ("123456", "123456", "trop"), ("739204", "739205", "pas les mêmes"), (code, code, "C’est le code provisoire"),
    ):  # fmt: skip
        await browser.sends(f"{waiting}/secret", secret=secret, secret_again=again, key=str(here.new_id()))
        assert browser.status == 422 and told in browser.text, browser.text
    await browser.sends(f"{waiting}/secret", secret="739204", secret_again="739204", key=str(here.new_id()))
    assert browser.at == "/accounts", browser.text
    other = Browser(here, "deuxrives")
    await other.sends("/sign-in", client_id=anne.identifier, code=code)
    assert other.status == 422, "it serves once"
    await browser.sends("/sign-out")
    await browser.sends("/sign-in", client_id=anne.identifier, code="739204")
    assert browser.status == 200


async def test_it_serves_for_a_day(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    code = code_in(await sent(anne))
    clock.advance(hours=24)
    told = await anne.tries(code)
    assert isinstance(told, Refused) and told.refusal.code == "not_recognised", "as if it had never been"


async def test_a_temporary_password_opens_the_space_of_the_municipal_house(here: Here) -> None:
    """MU3: password, text message to add the authenticator, then a password of one's own."""
    helene = await a_person(here, "municipal", identifier="207159483621", secret=PASSWORD, kinds=("totp",))
    password = code_in(await sent(helene))
    assert len(password) == 19
    browser = Browser(here, "municipal")
    await browser.signs_in("207159483621", password)
    await browser.sends(browser.action(f"/proofs/{helene.means['totp']}"), code=helene.totp())
    assert browser.at.endswith("/secret"), browser.text
    key = browser.hidden("key")
    await browser.sends(browser.at, secret="Phare!des-baleines7", secret_again="Phare!des-baleines7", key=key)
    assert browser.at == "/accounts"


async def test_everything_that_was_open_or_waiting_ends_with_it(here: Here) -> None:
    """Whoever knew the old code has no session left, and no sign-in that waits."""
    anne = await a_person(here)
    browser, thief = Browser(here, "deuxrives"), Browser(here, "deuxrives")
    await browser.sends("/sign-in", client_id=anne.identifier, code=CODE)
    await proves_by_sms(browser, anne)
    assert browser.at == "/accounts"
    await thief.sends("/sign-in", client_id=anne.identifier, code=CODE)
    waiting = thief.at
    await sent(anne)
    await browser.opens("/accounts")
    assert browser.at != "/accounts"
    await thief.opens(waiting)
    assert "Demande annulée" in thief.text, thief.text


async def test_it_leaves_by_sms_else_by_email_and_never_by_the_channel_of_recognition(here: Here) -> None:
    anne = await a_person(here)
    await an_email(anne)
    await sent(anne)
    assert (await messages(here))[-1][0] == "sms"
    text = await sent(anne, not_by="sms")
    assert (await messages(here))[-1][0] == "email"
    assert "http" not in text, "a message with a code holds no link"
    async with here.transaction() as tx:
        await tx.run("update contact set state = 'former'")
        none = await temporary.send(tx, here, anne.institution, anne.id, now=here.clock())
    assert isinstance(none, Refused) and none.refusal.code == "no_channel"
    assert isinstance(await anne.tries(code_in(text)), Refused) is False, "nothing was changed by the refusal"


async def test_asvs_6_4_6_accepting_a_case_sends_a_code_that_nobody_sees(here: Here) -> None:
    """Blocked, then the case is accepted: the lanes open, the code leaves by SMS, the e-mail says so without it."""
    anne = await a_person(here)
    await an_email(anne)
    for _ in range(3):
        await anne.tries("111222", device="")
    assert isinstance(blocked := await anne.tries(device=""), Refused) and blocked.refusal.code == "access_blocked"
    async with here.transaction() as tx:
        case = await cases.open_case(
            tx, here, anne.institution, anne.id, "blocked_access", {"wanted": ["access"]}, here.clock()
        )
        assert await BlockedAccess().accept(tx, here, anne.institution, case, here.clock()) is None
    (by_sms, code), (by_email, notice) = await messages(here)
    assert (by_sms, by_email) == ("sms", "email")
    assert code_in(code) not in notice and case.reference in notice
    opened = await anne.tries(code_in(code), device="")
    assert not isinstance(opened, Refused)
    async with here.reading() as tx:
        everything = await tx.value("select string_agg(journal::text, ' ') from journal")
        until = await tx.value("select serves_until from authenticator where must_change")
    assert code_in(code) not in everything
    assert until - here.clock() == timedelta(hours=24)


async def test_without_any_address_nor_a_printer_of_letters_nothing_is_done(here: Here) -> None:
    anne = await a_person(here, "epargne")
    async with here.transaction() as tx:
        await tx.run("update contact set state = 'former'")
        case = await cases.open_case(
            tx, here, anne.institution, anne.id, "blocked_access", {"wanted": ["access"]}, here.clock()
        )
        told = await BlockedAccess().accept(tx, here, anne.institution, case, here.clock())
    assert told == Failed("no_channel")
    assert not isinstance(await anne.tries(), Refused), "her own code still serves"


async def test_a_blocked_phone_comes_back_and_a_copied_key_does_not(here: Here) -> None:
    """What the agency opens: means that count their own tries. A key that is in two places stays blocked."""
    anne = await a_person(here, kinds=("phone", "passkey", "sms_code"))
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'blocked', failures = 3 where kind in ('phone', 'passkey')")
        case = await cases.open_case(
            tx, here, anne.institution, anne.id, "blocked_access", {"wanted": ["phone", "passkey"]}, here.clock()
        )
        assert await BlockedAccess().accept(tx, here, anne.institution, case, here.clock()) is None
        states = await tx.value("select jsonb_object_agg(kind, state) from authenticator")
        assert (states["phone"], states["passkey"], states["secret_code"]) == ("active", "blocked", "active")
    assert not isinstance(await anne.tries(), Refused), "the code was not asked for: it stays"
