"""The pages of docs/ that are made from the program, so that they cannot disagree with it."""

from parvis.errors import CATALOGUE
from parvis.settings import described

MADE = "<!-- Made by `parvis docs`: change the program, not this page. -->\n"


def pages() -> dict[str, str]:
    """Path from the top → text."""
    return {"docs/errors.md": errors(), "docs/settings.md": settings()}


def errors() -> str:
    """Every refusal, for whoever answers the telephone."""
    rows = "".join(
        f"| `{refusal.code}` | {refusal.status} | {_cell(refusal.note)} |\n" for refusal in CATALOGUE.values()
    )
    return (
        f"{MADE}# Refusals\n\nWhat a client may be told, by its code. The code never changes; the sentence is in the "
        f"client's language.\n\n| code | status | what it means |\n|---|---|---|\n{rows}"
    )


def settings() -> str:
    """Every variable of the environment."""
    rows = "".join(
        f"| `{name}` | {_cell(kind)} | {f'`{default}`' if default else ''} | {_cell(sentence)} |\n"
        for name, kind, default, sentence in described()
    )
    return (
        f"{MADE}# Settings\n\nRead from the environment at the start. A name that begins with `PARVIS_` and is not "
        "here, or a wrong value, and the program does not start: one sentence says why. An empty value is none.\n\n"
        f"| variable | what it may be | default | what it is |\n|---|---|---|---|\n{rows}"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
