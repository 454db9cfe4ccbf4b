"""From an institution's folder to `Institution`, or to every problem that stands in the way, each with
its line.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from parvis.factors import Door, Factor, ReadsFolder
from parvis.gate.rules import Rule
from parvis.institution import sections
from parvis.institution.checks import check_law, check_reach
from parvis.institution.domain import conditions_of
from parvis.institution.reading import Document, InstitutionUnsound, Table, as_cents, unknown
from parvis.institution.rules import (
    FEATURES,
    AppRules,
    CaseRules,
    Institution,
    Institutions,
    Lockout,
    Part,
    Safety,
    SessionRules,
    SignIn,
    TransferRules,
    Waiting,
)
from parvis.operations import Operation

FILE = "institution.toml"
SLUG = r"[a-z][a-z0-9-]{1,30}"
HOST = r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?"
SCHEMA = 1
WEEK_MINUTES = 7 * 24 * 60

Factors = Mapping[str, Factor]
Operations = Mapping[str, Operation]


def load(folder: Path, *, factors: Factors, operations: Operations) -> Institution:
    """The institution of that folder. Raises InstitutionUnsound with all its problems."""
    document = Document(folder / FILE)
    if document.problems:
        raise InstitutionUnsound(document.problems)
    institution = _institution(document, folder, factors, operations)
    check_law(document, institution, factors, operations)
    check_reach(document, institution, operations)
    offered = [factors[kind] for kind in institution.means]
    beside = [problem for one in offered if isinstance(one, ReadsFolder) for problem in one.problems(folder)]
    if document.problems or beside:
        raise InstitutionUnsound([*document.problems, *beside])
    return institution


def load_all(directory: Path, *, factors: Factors, operations: Operations) -> Institutions:
    """Every folder of `directory` that holds an institution. Raises InstitutionUnsound with the
    problems of all.
    """
    found: list[Institution] = []
    problems: list[str] = []
    for folder in folders(directory):
        try:
            found.append(load(folder, factors=factors, operations=operations))
        except InstitutionUnsound as unsound:
            problems += unsound.problems
    if not found and not problems:
        problems.append(f"{directory}:1: holds no folder with an {FILE}.")
    owners: dict[str, str] = {}
    for one in found:
        for host in one.hosts:
            if host in owners:
                problems.append(f"{one.folder / FILE}:1: the host “{host}” is already {owners[host]}'s.")
            owners[host] = one.slug
    if problems:
        raise InstitutionUnsound(problems)
    return Institutions(tuple(found))


def folders(directory: Path) -> list[Path]:
    """The folders of institutions in `directory`, by name; `directory` itself if it is one."""
    if (directory / FILE).is_file():
        return [directory]
    return sorted(path.parent for path in directory.glob(f"*/{FILE}")) if directory.is_dir() else []


def _institution(document: Document, folder: Path, factors: Factors, operations: Operations) -> Institution:
    root = document.root
    root.number("schema", least=SCHEMA, most=SCHEMA)
    if not re.fullmatch(SLUG, folder.name):
        root.problem("", f"the folder's name “{folder.name}” must be small letters, digits and hyphens.")
    means = root.some_of("means", factors, what="factor")
    features = root.some_of("features", FEATURES, what="feature")
    institution = Institution(
        slug=folder.name,
        name=root.text("name"),
        short_name=root.text("short_name"),
        hosts=_hosts(root),
        address=root.text("address", shape=HOST, what="a host name in small letters"),
        locale=root.text("locale", shape=r"[a-z]{2}-[A-Z]{2}", what="a language and a country, as fr-FR"),
        currency=root.text("currency", shape=r"[A-Z]{3}", what="an ISO 4217 code, as EUR"),
        country=root.text("country", shape=r"[A-Z]{2}", what="an ISO 3166 code, as FR"),
        timezone=_timezone(root),
        bank_code=root.text("bank_code", shape=r"[0-9]{5}", what="five digits"),
        identifier=_identifier(root),
        sign_in=_sign_in(root.table("sign_in"), means, factors),
        session=_session(root.table("session")),
        lockout=_lockout(root.table("lockout")),
        waiting=_waiting(root.table("waiting")),
        risk=sections.risk(root.table("risk")),
        means=means,
        features=features,
        transfers=_transfers(root, features),
        requires_means_without_smartphone=_requires(root.table("requires")),
        identity=sections.identity(root, means, factors),
        rules=_rules(root, means, operations),
        hash=hashlib.sha256(document.text.encode()).digest(),
        text=document.text,
        folder=folder,
        safety=_safety(root.table("safety"), means) if "safety" in root else Safety(),
        app=_app(root.table("app")) if "app" in root else AppRules(),
        cases=sections.cases(root.table("cases")) if "cases" in root else CaseRules(),
    )
    if institution.address and institution.hosts and institution.address not in institution.hosts:
        root.problem("address", "“address” is what clients compare with their browser: it must be one of “hosts”.")
    root.finish()
    return institution


def _hosts(root: Table) -> tuple[str, ...]:
    hosts = root.texts("hosts")
    for index, host in enumerate(hosts):
        if not re.fullmatch(HOST, host):
            root.document.problem(("hosts", index), f"“{host}” is not a host name in small letters, without port.")
    return hosts


def _timezone(root: Table) -> str:
    name = root.text("timezone")
    try:
        ZoneInfo(name or "UTC")
    except (
        ValueError,
        OSError,
    ):  # ZoneInfoNotFoundError is a KeyError on some systems, an OSError for a folder
        root.problem("timezone", f"“{name}” is not a time zone, as Europe/Paris.")
    except KeyError:
        root.problem("timezone", f"“{name}” is not a time zone, as Europe/Paris.")
    return name


def _identifier(root: Table) -> tuple[Part, ...]:
    parts: list[Part] = []
    for table in root.tables("identifier", title="what the client types to say who they are"):
        kind = table.one_of("kind", ("digits", "nir"), what="kind of identifier")
        name = table.text("name", shape=r"[a-z][a-z_]{1,30}", what="small letters and underscores")
        if name and name in [part.name for part in parts]:
            table.problem("name", f"“{name}” is already the name of a part of the identifier.")
        length = table.number("length", least=3, most=20)
        if kind == "nir" and length != 13:
            table.problem("length", "a social security number has 13 characters without its key.")
        parts.append(Part(name, "nir" if kind == "nir" else "digits", length, table.text("example")))
        table.finish()
    return tuple(parts)


def _sign_in(table: Table, means: tuple[str, ...], factors: Factors) -> SignIn:
    secret = table.one_of("secret", [kind for kind, factor in factors.items() if factor.first], what="secret")
    if secret and secret not in means:
        table.problem("secret", f"“{secret}” is asked first at sign-in, but “means” does not offer it.")
    pages = table.number("pages", least=1, most=2)
    enrols = table.some_of("enrols", means, what="offered factor", may_be_empty=True)
    for index, kind in enumerate(enrols):
        if not factors[kind].own:
            table.document.problem(
                (*table.place, "enrols", index), f"“{kind}” is not a factor that a client can enrol alone."
            )
    on_device = table.some_of("on_device", means, what="offered factor", may_be_empty=True)
    doors = table.some_of("doors", means, what="offered factor", may_be_empty=True) if "doors" in table else ()
    for index, kind in enumerate(doors):
        if not isinstance(factors[kind], Door):
            table.document.problem(
                (*table.place, "doors", index), f"“{kind}” does not say by itself whose it is: it is no door."
            )
    strong = table.yes("strong")
    table.finish()
    return SignIn(secret, pages, enrols, doors, strong, on_device)


def _session(table: Table) -> SessionRules:
    idle = table.number("idle_minutes", least=1, most=5, because="RTS article 4(3)(d)")
    warn = table.number("warn_minutes", least=1, most=4)
    if warn >= idle > 1:
        table.problem("warn_minutes", "the warning must come before the end: fewer minutes than “idle_minutes”.")
    session = SessionRules(
        idle_minutes=idle,
        warn_minutes=warn,
        absolute_hours=table.number("absolute_hours", least=1, most=24),
        strong_days=table.number("strong_days", least=1, most=180, because="RTS article 10"),
    )
    table.finish()
    return session


def _lockout(table: Table) -> Lockout:
    tries = table.number("tries", least=1, most=5, because="RTS article 4(3)(b)")
    holds = table.numbers("hold_minutes", least=1, most=WEEK_MINUTES)
    if list(holds) != sorted(set(holds)):
        table.problem("hold_minutes", "holds must grow: each longer than the one before.")
    permanent = table.number("permanent_after_holds", least=0, most=20) if "permanent_after_holds" in table else None
    table.finish()
    return Lockout(tries, holds, permanent)


def _waiting(table: Table) -> Waiting:
    waiting = Waiting(
        at_most=table.number("at_most", least=1, most=3, because="ASVS 6.6.4, push bombing"),
        cool_down_minutes=table.number("cool_down_minutes", least=1, most=1440),
    )
    table.finish()
    return waiting


def _transfers(root: Table, features: tuple[str, ...]) -> TransferRules:
    if "transfers" not in features:
        if "transfers" in root:
            root.take("transfers")
            root.problem("transfers", "[transfers] is set, but “features” does not offer “transfers”.")
        return TransferRules()
    table = root.table("transfers")
    transfers = TransferRules(
        ceiling=table.amount("ceiling"),
        daily=table.amount("daily"),
        inside_days=table.number("inside_days", least=0, most=10),
        to_others=table.yes("to_others"),
    )
    if transfers.daily < transfers.ceiling:
        table.problem("daily", "“daily” is less than “ceiling”: no transfer of that amount could ever pass.")
    table.finish()
    return transfers


def _safety(table: Table, means: tuple[str, ...]) -> Safety:
    holds = "hold_hours" in table or "holds" in table
    safety = Safety(
        hold_hours=table.number("hold_hours", least=1, most=WEEK_MINUTES // 60) if holds else 0,
        holds=table.some_of("holds", means, what="offered factor") if holds else (),
        contact_hours=table.number("contact_hours", least=0, most=WEEK_MINUTES // 60, default=0),
    )
    table.finish()
    return safety


def _app(table: Table) -> AppRules:
    rules = AppRules(least_version=table.number("least_version", least=1, most=1000))
    table.finish()
    return rules


def _requires(table: Table) -> bool:
    means_without_smartphone = table.yes("means_without_smartphone")
    table.finish()
    return means_without_smartphone


def _rules(root: Table, means: tuple[str, ...], operations: Operations) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    seen: set[str] = set()
    for table in root.tables("rule", title="the default answer is no"):
        rule = _rule(table, means, operations)
        if rule.id and rule.id in seen:
            table.problem("id", f"two rules have the id “{rule.id}”.")
        seen.add(rule.id)
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table, means: tuple[str, ...], operations: Operations) -> Rule:
    id_ = table.text("id", shape=r"[a-z][a-z0-9-]{1,60}", what="small letters, digits and hyphens")
    operation = table.one_of("operation", operations, what="operation")
    when = _when(table.table("when"), operations[operation]) if operation and "when" in table else {}
    table.take("when", optional=True)
    ways: tuple[frozenset[str], ...] = ()
    if table.yes("refuse", default=False):
        if "ways" in table:
            table.problem("ways", "a rule that refuses has no ways: keep “refuse” or “ways”.")
            table.take("ways")
    else:
        ways = _ways(table, means)
    basis = table.text("basis", optional=True)
    table.finish()
    return Rule(id_, operation, when, ways, basis)


def _when(table: Table, operation: Operation) -> dict[str, tuple[str, ...] | int]:
    known = conditions_of(operation)
    when: dict[str, tuple[str, ...] | int] = {}
    if not table.values and isinstance(table.values, dict):
        table.problem("", "“when” is empty: leave it out, the rule then covers every request of its operation.")
    for name, value in table.values.items():
        table.take(name)
        if name == "up_to":
            when.update(_up_to(table, value, "amount" in known))
            continue
        allowed = known.get(name)
        if not isinstance(allowed, tuple):
            names = (*(key for key, values in known.items() if isinstance(values, tuple)), "up_to")
            table.problem(name, unknown(f"condition of “{operation.name}”", name, names))
        elif isinstance(value, str):
            when[name] = (table.one_of(name, allowed, what=f"value of “{name}”"),)
        else:
            when[name] = table.some_of(name, allowed, what=f"value of “{name}”")
    return when


def _up_to(table: Table, value: object, has_amount: bool) -> dict[str, tuple[str, ...] | int]:
    if not has_amount:
        table.problem("up_to", "this operation has no amount: “up_to” cannot be tested.")
        return {}
    cents = as_cents(value)
    return {"up_to": table.amount("up_to") if cents is None else cents}


def _ways(table: Table, means: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The alternatives of a rule: a list of lists of offered factors. One empty list asks for nothing
    more.
    """
    value = table.take("ways")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(way, list) for way in value):
        table.problem("ways", 'ways must be a list of lists of factors, as [["password", "totp"]].')
        return ()
    if not value:
        table.problem("ways", "“ways” is an empty list: write refuse = true, or [[]] to ask for nothing more.")
    ways: list[frozenset[str]] = []
    for number, way in enumerate(value):
        place = (*table.place, "ways", number)
        for index, kind in enumerate(way):
            if not isinstance(kind, str) or kind not in means:
                table.document.problem((*place, index), unknown("or not offered factor", str(kind), means))
            elif kind in way[:index]:
                table.document.problem((*place, index), f"“{kind}” stands twice in one way.")
        ways.append(frozenset(kind for kind in way if kind in means))
        useless = [other for other in ways[:-1] if other <= ways[-1] or ways[-1] <= other]
        if useless:
            table.document.problem(place, "one way holds the whole of another: the longer one is never needed.")
    return tuple(ways)
