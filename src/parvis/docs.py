"""The pages of docs/ that are made from the program, so that they cannot disagree with it."""

import inspect

from parvis.conformity.report import law_page
from parvis.errors import CATALOGUE
from parvis.known import known
from parvis.settings import described

MADE = "<!-- Made by `parvis docs`: change the program, not this page. -->\n"


def pages() -> dict[str, str]:
    """Path from the top → text."""
    return {
        "docs/errors.md": errors(),
        "docs/settings.md": settings(),
        "docs/factors.md": factors(),
        "docs/operations.md": operations(),
        "docs/conformity.md": MADE + law_page(),
    }


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


def factors() -> str:
    """Every way to prove, and what each says of itself."""
    rows = ""
    for factor in known()[0].values():
        failures = f"{factor.tries}, then blocked" if factor.blocks else "as the institution says, then held a while"
        failures = failures if factor.tries else "not counted: there is nothing to guess"
        ticks = " | ".join("yes" if said else "" for said in (factor.links, factor.first, factor.own))
        proves = " + ".join(sorted(factor.proves)) or "nothing alone (a step)"
        name = f"[`{factor.kind}`](factors/{factor.kind}.md)"
        rows += f"| {name} | {proves} | {ticks} | {failures} | {_cell(_about(factor))} |\n"
    return (
        f"{MADE}# Factors\n\nOne folder each in `src/parvis/factors/`. « links »: the proof covers amount and payee "
        "(RTS article 5). « first »: a sign-in may begin with it. « own »: a client can add it alone. The page of each "
        "says its standard, its limits, what it costs to attack and how it is operated.\n\n"
        "| kind | proves | links | first | own | wrong answers in a row | what it is |\n"
        f"|---|---|---|---|---|---|---|\n{rows}"
    )


def operations() -> str:
    """Everything that can be asked, and what a policy may test of it."""
    rows = ""
    for operation in known()[1].values():
        tests = "; ".join(
            f"`{name}` " + (" / ".join(allowed) if isinstance(allowed, tuple) else "cents")
            for name, allowed in operation.conditions.items()
        )
        minutes = int(operation.lifetime.total_seconds()) // 60
        told = [_cell(_about(operation)), "yes" if operation.pays else "", str(minutes), _cell(tests)]
        rows += f"| `{operation.name}` | {' | '.join(told)} |\n"
    return (
        f"{MADE}# Operations\n\nOne module each in `src/parvis/operations/`; what each takes is the institution's to "
        "say (`institutions/*/institution.toml`). A policy may also test `risk` and `device` of any of them.\n\n"
        "| name | what it does | pays | minutes to approve | what `when` may test |\n"
        f"|---|---|---|---|---|\n{rows}"
    )


def _about(thing: object) -> str:
    """The first paragraph of what its module says of itself."""
    text = inspect.getdoc(inspect.getmodule(type(thing))) or ""
    return " ".join(text.split("\n\n")[0].split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
