"""From an institution's folder to `Institution`, or to every problem that stands in the way, each with
its line.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from parvis.factors import Door, Factor, ReadsFolder
from parvis.institution import rule_tables, sections
from parvis.institution.agencies import agency
from parvis.institution.checks import check_law, check_reach
from parvis.institution.reading import Document, InstitutionUnsound, Table
from parvis.institution.rules import (
    FEATURES,
    AppRules,
    CallRules,
    CaseRules,
    Institution,
    Institutions,
    Part,
    Safety,
    SignIn,
    TransferRules,
)
from parvis.institution.sections import HOST, SCHEMA
from parvis.operations import Operation

FILE, AGENCY_FILE = "institution.toml", "agency.toml"
SLUG = r"[a-z][a-z0-9-]{1,30}"

Factors = Mapping[str, Factor]
Operations = Mapping[str, Operation]


def load(place: Path, *, factors: Factors, operations: Operations) -> Institution:
    """The institution of that folder, or of one file in it: its agency. Raises InstitutionUnsound with all its
    problems.
    """
    file = place / FILE if place.is_dir() or place.suffix != ".toml" else place
    folder, document = file.parent, Document(file)
    if document.problems:
        raise InstitutionUnsound(document.problems)
    read = agency if file.name == AGENCY_FILE else _institution
    institution = read(document, folder, factors, operations)
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
    for file in files(directory):
        try:
            found.append(load(file, factors=factors, operations=operations))
        except InstitutionUnsound as unsound:
            problems += unsound.problems
    if not found and not problems:
        problems.append(f"{directory}:1: holds no folder with an {FILE}.")
    owners: dict[str, str] = {}
    for one in found:
        for host in one.hosts:
            if host in owners:
                where = one.folder / (AGENCY_FILE if one.agency_of else FILE)
                problems.append(f"{where}:1: the host “{host}” is already {owners[host]}'s.")
            owners[host] = one.slug
    if problems:
        raise InstitutionUnsound(problems)
    return Institutions(tuple(found))


def folders(directory: Path) -> list[Path]:
    """The folders of institutions in `directory`, by name; `directory` itself if it is one."""
    if (directory / FILE).is_file():
        return [directory]
    return sorted(path.parent for path in directory.glob(f"*/{FILE}")) if directory.is_dir() else []


def files(directory: Path) -> list[Path]:
    """The files of the institutions in `directory`, each before that of its agency, if it has one."""
    found = [folder / name for folder in folders(directory) for name in (FILE, AGENCY_FILE)]
    return [file for file in found if file.name == FILE or file.is_file()]


def _institution(document: Document, folder: Path, factors: Factors, operations: Operations) -> Institution:
    root = document.root
    root.number("schema", least=SCHEMA, most=SCHEMA)
    if not re.fullmatch(SLUG, folder.name):
        root.problem("", f"the folder's name “{folder.name}” must be small letters, digits and hyphens.")
    means = root.some_of("means", factors, what="factor")
    features = root.some_of("features", FEATURES, what="feature")
    sign_in = _sign_in(root.table("sign_in"), means, factors)
    institution = Institution(
        slug=folder.name,
        name=root.text("name"),
        short_name=root.text("short_name"),
        hosts=sections.hosts(root),
        address=root.text("address", shape=HOST, what="a host name in small letters"),
        locale=root.text("locale", shape=r"[a-z]{2}-[A-Z]{2}", what="a language and a country, as fr-FR"),
        currency=root.text("currency", shape=r"[A-Z]{3}", what="an ISO 4217 code, as EUR"),
        country=root.text("country", shape=r"[A-Z]{2}", what="an ISO 3166 code, as FR"),
        timezone=sections.timezone(root),
        bank_code=root.text("bank_code", shape=r"[0-9]{5}", what="five digits"),
        identifier=_identifier(root),
        sign_in=sign_in,
        session=sections.session(root.table("session")),
        lockout=sections.lockout(root.table("lockout")),
        waiting=sections.waiting(root.table("waiting")),
        risk=sections.risk(root.table("risk")),
        means=means,
        features=features,
        transfers=_transfers(root, features),
        requires_means_without_smartphone=_requires(root.table("requires")),
        identity=sections.identity(root, means, factors),
        rules=rule_tables.rules(root, means, operations),
        hash=hashlib.sha256(document.text.encode()).digest(),
        text=document.text,
        folder=folder,
        safety=sections.safety(root.table("safety"), means) if "safety" in root else Safety(),
        app=_app(root.table("app")) if "app" in root else AppRules(),
        cases=sections.cases(root.table("cases")) if "cases" in root else CaseRules(),
        activation=sections.activation(root, sign_in.secret, factors) if "activation" in root else None,
        calls=sections.calls(root.table("calls")) if "calls" in root else CallRules(),
    )
    sections.address(root, institution)
    root.finish()
    return institution


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


def _app(table: Table) -> AppRules:
    rules = AppRules(least_version=table.number("least_version", least=1, most=1000))
    table.finish()
    return rules


def _requires(table: Table) -> bool:
    means_without_smartphone = table.yes("means_without_smartphone")
    table.finish()
    return means_without_smartphone
