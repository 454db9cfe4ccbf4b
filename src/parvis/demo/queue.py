"""A few cases that wait in each agency's queue, so that it is not empty: of invented people who have nothing else."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from parvis.cases import actions as cases
from parvis.db import Transaction
from parvis.demo import tables
from parvis.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from parvis.here import Here
    from parvis.institution.rules import Institution

# Who, what they ask for, how long ago, and whether they have sent a document.
WAITING = (
    ("Odile", "Marchand", "disavowed", timedelta(hours=7), False),  # late where four hours are promised
    ("Karim", "Haddad", "means_lost", timedelta(hours=20), True),
    ("Suzanne", "Le Goff", "disavowed", timedelta(hours=1), False),
)
TEXT = "Document de démonstration, sans valeur"


async def fill(
    tx: Transaction, here: "Here", institution: "Institution", namespace: "UUID", now: datetime
) -> None:
    """Open them, for the people that `namespace` names: the same in every database."""
    for given_name, family_name, kind, ago, sent in WAITING:
        if not institution.cases.takes(kind):
            continue
        person = uuid5(namespace, f"{institution.slug}/queue/{given_name}")
        then = now - ago
        await tables.insert_person(
            tx, institution.slug, person, given_name=given_name, family_name=family_name,
            language=institution.locale[:2], since=then,
        )
        case = await cases.open_case(tx, here, institution, person, kind, {}, then)
        if sent and kind in institution.cases.documents:
            document = await cases.add_document(
                tx, here, institution, person, case.id, name="piece-identite.pdf", media_type="application/pdf",
                content=a_document(TEXT), now=then + timedelta(minutes=9),
            )
            assert not isinstance(document, Refused)


def a_document(text: str) -> bytes:
    """A page with one line of text, as PDF 1.4 (ISO 32000), its table of contents reckoned."""
    drawn = f"BT /F 18 Tf 72 720 Td ({text}) Tj ET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ending = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, ending)
