"""Sections of an institution's file that stand on their own: its risk, its delays, its identity provider, how newcomers
begin, what agents decide.
"""

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from parvis.cases.rules import KINDS
from parvis.factors import DrawsSecret, Factor, Vouched
from parvis.institution.reading import Table, unknown
from parvis.institution.rules import (
    LETTER,
    RISK_REASONS,
    SMS,
    Activation,
    CallRules,
    CaseRules,
    Identity,
    Institution,
    Lockout,
    RiskTable,
    Safety,
    SessionRules,
    Waiting,
)

SCHEMA = 1
HOST = r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?"
WEEK_MINUTES = 7 * 24 * 60
MONTH_HOURS = 31 * 24
WEEK_HOURS = 7 * 24


def risk(table: Table) -> RiskTable:
    """[risk]: what each reason weighs, and from which score one doubts or refuses."""
    weights_table = table.table("weights")
    weights = {reason: weights_table.number(reason, least=0, most=100) for reason in RISK_REASONS}
    weights_table.finish()
    hours = table.numbers("odd_hours", least=0, most=23)
    if len(hours) != 2:
        table.problem("odd_hours", "“odd_hours” must be two hours: from the first, included, to the second, excluded.")
        hours = (0, 0)
    doubt_at = table.number("doubt_at", least=1, most=800)
    refuse_at = table.number("refuse_at", least=1, most=800)
    if refuse_at <= doubt_at:
        table.problem("refuse_at", "“refuse_at” must be greater than “doubt_at”.")
    if sum(weights.values()) < refuse_at:
        table.problem("refuse_at", f"all weights together make {sum(weights.values())}: “refuse_at” is never reached.")
    found = RiskTable(
        doubt_at=doubt_at,
        refuse_at=refuse_at,
        weights=weights,
        odd_hours=(hours[0], hours[1]),
        failures=table.number("failures", least=1, most=100),
        change_hours=table.number("change_hours", least=1, most=2400),
        amount_times=table.number("amount_times", least=1, most=1000),
        payments=table.number("payments", least=1, most=1000),
    )
    table.finish()
    return found


def cases(table: Table) -> CaseRules:
    """[cases]: what agents decide, in how many hours, with how many eyes."""
    hours_table = table.table("hours")
    hours = {
        kind: hours_table.number(kind, least=1, most=MONTH_HOURS) for kind in KINDS if kind in hours_table
    }
    for kind in hours_table.values:
        if kind not in hours:
            hours_table.take(kind)
            hours_table.problem(kind, unknown("kind of case", kind, KINDS))
    some = {
        name: table.some_of(name, hours, what="kind of case in [cases.hours]", may_be_empty=True)
        for name in ("documents", "four_eyes", "apart")
    }
    if len(some["apart"]) == 1:
        table.problem("apart", "“apart” keeps two kinds of case apart: name at least two.")
    days = table.number("apart_days", least=1, most=366) if some["apart"] else 0
    table.finish()
    return CaseRules(hours, some["documents"], some["four_eyes"], some["apart"], days)


def safety(table: Table, means: tuple[str, ...]) -> Safety:
    """[safety]: delays before what has just changed counts."""
    holds = "hold_hours" in table or "holds" in table
    found = Safety(
        hold_hours=table.number("hold_hours", least=1, most=WEEK_HOURS) if holds else 0,
        holds=table.some_of("holds", means, what="offered factor") if holds else (),
        contact_hours=table.number("contact_hours", least=0, most=WEEK_HOURS, default=0),
    )
    table.finish()
    return found


def activation(root: Table, secret: str, factors: Mapping[str, Factor]) -> Activation:
    """[activation]: how a first secret leaves, for an institution whose secret can be drawn."""
    table = root.table("activation")
    found = Activation(
        by=table.some_of("by", (SMS, LETTER), what="way"),
        hours=table.number("hours", least=1, most=WEEK_HOURS),
        letter_days=table.number("letter_days", least=1, most=31),
    )
    if secret in factors and not isinstance(factors[secret], DrawsSecret):
        root.problem("activation", f"“{secret}” cannot be drawn: no first one can be sent.")
    table.finish()
    return found


def calls(table: Table) -> CallRules:
    """[calls]: how many minutes a call that an agent opens lasts at most."""
    found = CallRules(table.number("minutes", least=1, most=120))
    table.finish()
    return found


def lookups(table: Table) -> int:
    """[lookups], of an agency: how many clients one agent may look up in an hour, found or opened."""
    found = table.number("an_hour", least=5, most=1000)
    table.finish()
    return found


def identity(root: Table, means: tuple[str, ...], factors: Mapping[str, Factor]) -> Identity | None:
    """[identity], where a means that is offered is an identity provider's word; nowhere else."""
    vouched = next((factor for kind in means if isinstance(factor := factors[kind], Vouched)), None)
    if vouched is None:
        if "identity" in root:
            root.take("identity")
            root.problem("identity", "[identity] is set, but “means” offers no identity provider.")
        return None
    table = root.table("identity")
    scopes = table.texts("scopes")
    if "openid" not in scopes:
        table.problem("scopes", "“scopes” must hold “openid”: without it there is no ID token.")
    found = Identity(
        client_id=table.text("client_id", shape=r"[!-~]{1,200}", what="what the provider calls us, without spaces"),
        level=table.one_of("level", vouched.levels, what="level"),
        scopes=scopes,
    )
    table.finish()
    return found


def hosts(root: Table) -> tuple[str, ...]:
    """The host names, in small letters, without port."""
    hosts = root.texts("hosts")
    for index, host in enumerate(hosts):
        if not re.fullmatch(HOST, host):
            root.document.problem(("hosts", index), f"“{host}” is not a host name in small letters, without port.")
    return hosts


def timezone(root: Table) -> str:
    """The time zone that decides when a day ends."""
    name = root.text("timezone")
    try:
        ZoneInfo(name or "UTC")
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError on some systems, an OSError for a folder
        root.problem("timezone", f"“{name}” is not a time zone, as Europe/Paris.")
    except KeyError:
        root.problem("timezone", f"“{name}” is not a time zone, as Europe/Paris.")
    return name


def address(root: Table, institution: Institution) -> None:
    """The address that people compare must be one of the hosts."""
    if institution.address and institution.hosts and institution.address not in institution.hosts:
        root.problem("address", "“address” is what clients compare with their browser: it must be one of “hosts”.")


def session(table: Table) -> SessionRules:
    """[session]: how long one stays signed in."""
    idle = table.number("idle_minutes", least=1, most=5, because="RTS article 4(3)(d)")
    warn = table.number("warn_minutes", least=1, most=4)
    if warn >= idle > 1:
        table.problem("warn_minutes", "the warning must come before the end: fewer minutes than “idle_minutes”.")
    found = SessionRules(
        idle_minutes=idle,
        warn_minutes=warn,
        absolute_hours=table.number("absolute_hours", least=1, most=24),
        strong_days=table.number("strong_days", least=1, most=180, because="RTS article 10"),
    )
    table.finish()
    return found


def lockout(table: Table) -> Lockout:
    """[lockout]: how many failures hold, and for how long."""
    tries = table.number("tries", least=1, most=5, because="RTS article 4(3)(b)")
    holds = table.numbers("hold_minutes", least=1, most=WEEK_MINUTES)
    if list(holds) != sorted(set(holds)):
        table.problem("hold_minutes", "holds must grow: each longer than the one before.")
    permanent = table.number("permanent_after_holds", least=0, most=20) if "permanent_after_holds" in table else None
    table.finish()
    return Lockout(tries, holds, permanent)


def waiting(table: Table) -> Waiting:
    """[waiting]: how many requests wait at once."""
    found = Waiting(
        at_most=table.number("at_most", least=1, most=3, because="ASVS 6.6.4, push bombing"),
        cool_down_minutes=table.number("cool_down_minutes", least=1, most=1440),
    )
    table.finish()
    return found
