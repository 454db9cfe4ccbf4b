"""A table that leaves for a spreadsheet: CSV as French and English programs open it, and never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """`cell`, never run by the spreadsheet that opens it: an apostrophe before a formula makes text of it."""
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, language: str) -> Response:
    """A file called `<name>.csv`: UTF-8 with its mark, `;` between cells in French, `,` elsewhere."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if language == "fr" else ",")
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
