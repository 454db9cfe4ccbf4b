"""An agency's file: an institution of its own in the folder of the one whose clients its agents look after."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from parvis.factors import Door, Factor, Vouched
from parvis.institution import rule_tables, sections
from parvis.institution.reading import Document
from parvis.institution.rules import Institution, SignIn, TransferRules, agency_slug
from parvis.institution.sections import HOST, SCHEMA
from parvis.operations import Operation

Factors = Mapping[str, Factor]
Operations = Mapping[str, Operation]
TWO_ELEMENTS = 2


def agency(document: Document, folder: Path, factors: Factors, operations: Operations) -> Institution:
    """An agency: agents sign in there as clients do elsewhere, by doors alone. No secret is typed, no money moves."""
    root = document.root
    root.number("schema", least=SCHEMA, most=SCHEMA)
    mother = root.text("agency_of")
    if mother and mother != folder.name:
        root.problem("agency_of", f"this agency stands in the folder of “{folder.name}”: it can be of no other.")
    means = root.some_of("means", factors, what="factor")
    for index, kind in enumerate(means):
        factor = factors[kind]
        if not isinstance(factor, Door) or isinstance(factor, Vouched) or len(factor.proves) < TWO_ELEMENTS:
            root.document.problem(
                ("means", index), f"“{kind}” does not say by itself whose it is, in two elements: agents have no other."
            )
    table = root.table("sign_in")
    doors = table.some_of("doors", means, what="offered factor")
    table.finish()
    found = Institution(
        slug=agency_slug(folder.name), agency_of=folder.name,
        name=root.text("name"), short_name=root.text("short_name"), hosts=sections.hosts(root),
        address=root.text("address", shape=HOST, what="a host name in small letters"),
        locale=root.text("locale", shape=r"[a-z]{2}-[A-Z]{2}", what="a language and a country, as fr-FR"),
        currency=root.text("currency", shape=r"[A-Z]{3}", what="an ISO 4217 code, as EUR"),
        country=root.text("country", shape=r"[A-Z]{2}", what="an ISO 3166 code, as FR"),
        timezone=sections.timezone(root), bank_code="", identifier=(),
        sign_in=SignIn(secret="", pages=1, doors=doors),
        session=sections.session(root.table("session")), lockout=sections.lockout(root.table("lockout")),
        waiting=sections.waiting(root.table("waiting")), risk=sections.risk(root.table("risk")),
        lookups_an_hour=sections.lookups(root.table("lookups")),
        means=means, features=(), transfers=TransferRules(), requires_means_without_smartphone=True, identity=None,
        rules=rule_tables.rules(root, means, operations), hash=hashlib.sha256(document.text.encode()).digest(),
        text=document.text, folder=folder,
    )  # fmt: skip
    sections.address(root, found)
    root.finish()
    return found
