"""`parvis agent …` and `parvis client …`: people who are let in by a command of the institution's own."""

from pathlib import Path
from typing import Annotated, Any

import typer

from parvis.commands import stop, with_here

agent_app = typer.Typer(help="Agents of the agencies.", no_args_is_help=True)
client_app = typer.Typer(no_args_is_help=True)


@agent_app.command("invite")
def agent_invite(
    institution: Annotated[str, typer.Option(help="The institution whose clients they look after, as deuxrives.")],
    role: Annotated[str, typer.Option(help="adviser, supervisor or auditor.")],
    given_name: Annotated[str, typer.Option()],
    family_name: Annotated[str, typer.Option()],
    branch: Annotated[str, typer.Option(help="Where they work, as clients read it: « agence de Valmer ».")],
) -> None:
    """Make an agent, and print the link by which they register their first passkey: once, within 24 hours."""
    from parvis.agency import actions, rules

    chosen = next((one for one in rules.ROLES if one == role), None)
    if chosen is None:
        stop(f"parvis agent invite: {role} is no role, {', '.join(rules.ROLES)} are.")
    given, family = (rules.cleaned(typed, rules.NAME_LENGTH) for typed in (given_name, family_name))
    place = rules.cleaned(branch, rules.BRANCH_LENGTH)
    if not (given and family and place):
        stop("parvis agent invite: a given name, a family name and a branch are needed.")

    async def ask(here: Any) -> str | None:
        agency = here.institutions.agency_of(institution)
        if agency is None:
            return None
        async with here.transaction() as tx:
            invitation_id = await actions.invite(
                tx, here, agency, given_name=given, family_name=family, role=chosen, branch=place, by=None,
                now=here.clock(),
            )
        return actions.address_of(here, agency, invitation_id)

    link = with_here(ask)
    if link is None:
        stop(f"parvis agent invite: {institution} is no institution here that has an agency.")
    typer.echo(link)


@client_app.callback()
def client() -> None:
    """Clients, for the institution's own programs."""


@client_app.command("letters")
def client_letters(
    institution: Annotated[str, typer.Argument(help="The name of its folder.")],
    folder: Annotated[Path, typer.Argument(help="Where the PDFs are put, for whoever prints them.")],
) -> None:
    """Put the letters that wait into a folder, each named by who it is for; they are then forgotten here."""
    from parvis.letters import actions

    async def ask(here: Any) -> list[Path] | None:
        found = here.institutions.by_slug(institution)
        return None if found is None else await actions.hand_over(here, found, folder, here.clock())

    written = with_here(ask)
    if written is None:
        stop(f"parvis client letters: no institution is called {institution}.", status=1)
    for path in written:
        typer.echo(path)


@client_app.command("activate")
def client_activate(
    institution: Annotated[str, typer.Argument(help="The name of its folder.")],
    identifier: Annotated[str, typer.Argument(help="What the client types to say who they are; parts joined by “-”.")],
    given_name: Annotated[str, typer.Option(help="Of a client who is made.")],
    family_name: Annotated[str, typer.Option(help="Of a client who is made.")],
    email: Annotated[str, typer.Option(help="Where the identifier is sent.")] = "",
    mobile: Annotated[str, typer.Option(help="Where the first secret is sent.")] = "",
    letter: Annotated[Path | None, typer.Option(help="Put the first secret in a letter: a PDF to print.")] = None,
    language: Annotated[str, typer.Option(help="fr or en.")] = "fr",
) -> None:
    """Let a newcomer in: make the client if there is none, send the identifier by e-mail and a first secret apart."""
    from parvis.activation.command import Announced, announce

    announced = Announced(institution, identifier, given_name, family_name, email, mobile, language, letter)
    told = with_here(lambda here: announce(here, announced))
    if told.wrong:
        stop(f"parvis client activate: {told.wrong}", status=1)
    typer.echo(told.said)
