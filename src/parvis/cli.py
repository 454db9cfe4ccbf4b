"""The command `parvis`. Bad input: one sentence on stderr, status 2. Something found wrong: status 1."""

import asyncio
import gc
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from parvis import agents_and_clients, codes, migrate, serving
from parvis.commands import maintenance, stop, with_here
from parvis.migrate import MigrationUnsound
from parvis.postgres import CannotStart
from parvis.seal import Keyring, KeysUnsafe, rotate
from parvis.settings import ROOT, SettingsWrong, from_environment

# What is wrong outside the program: said in a sentence, without a trace.
SAID = (SettingsWrong, CannotStart, KeysUnsafe, MigrationUnsound, serving.CannotServe)

NEW_OBJECTS = 20_000  # before the collector looks for what nobody reaches: at 700, it does so 50 times a second

app = typer.Typer(
    help="Parvis, the online client space of an institution.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
journal_app = typer.Typer(help="The journal.", no_args_is_help=True)
keys_app = typer.Typer(help="The keys.", no_args_is_help=True)
app.add_typer(codes.app, name="code")
app.add_typer(journal_app, name="journal")
app.add_typer(keys_app, name="keys")
app.add_typer(agents_and_clients.agent_app, name="agent")
app.add_typer(agents_and_clients.client_app, name="client")

Folder = Annotated[Path, typer.Argument(help="An institution's folder, or one that holds several.")]


def main() -> None:
    """What the console script runs."""
    gc.set_threshold(NEW_OBJECTS)
    try:
        status = app(standalone_mode=False)
    except SAID as said:
        stop(str(said), status=2 if isinstance(said, SettingsWrong) else 1)
    except typer.Abort:
        sys.exit(130)
    except Exception as error:
        if hasattr(error, "format_message"):
            stop(f"parvis: {error.format_message()}")
        if (sentence := _known_sentence(error)) is not None:
            stop(sentence, status=1)
        raise
    sys.exit(status if isinstance(status, int) else 0)


@app.command()
def demo() -> None:
    """Furnish five institutions and serve them on PORT, with everything they need."""
    import os

    chosen = {"PARVIS_MODE": "demo", "PARVIS_MAIL": "demo", "PARVIS_SMS": "demo"}
    settings = from_environment(chosen | dict(os.environ))
    serving.demo(settings)


@app.command()
def serve(
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Serving processes.")] = None,
) -> None:
    """Answer clients. One or several on any number of machines."""
    import msgspec

    settings = from_environment()
    serving.serve(settings if workers is None else msgspec.structs.replace(settings, workers=workers))


@app.command()
def work() -> None:
    """Send, seal, expire, execute: what nobody asks for. One or several on any number of machines."""
    serving.work(from_environment())


@app.command("certificate-door")
def certificate_door() -> None:
    """Ask browsers for certificates, where no proxy in front does (docs/factors/certificate.md)."""
    serving.certificate_door(from_environment(serving=False))


@app.command("migrate")
def migrate_command(
    down_to: Annotated[int | None, typer.Option(min=0, help="Undo every step above this number.")] = None,
) -> None:
    """Bring the database's schema up, and say what the program's role may do."""
    with maintenance() as settings:
        if down_to is not None:
            taken, verb = asyncio.run(migrate.down(settings.owner_url, down_to)), "undone"
        else:
            taken, verb = asyncio.run(migrate.up(settings.owner_url, keys_dir=settings.keys_dir)), "taken"
    for name in taken:
        typer.echo(f"{name} {verb}")
    if not taken:
        typer.echo("nothing to do")


@app.command()
def check(folder: Folder) -> None:
    """Is an institution's folder sound? Each problem is one line, « file:line: sentence »."""
    from parvis.institution.loader import load
    from parvis.institution.reading import InstitutionUnsound
    from parvis.known import known

    factors, operations = known()
    failed = False
    for one in _institution_files(folder):
        try:
            institution = load(one, factors=factors, operations=operations)
        except InstitutionUnsound as unsound:
            failed = True
            for problem in unsound.problems:
                typer.echo(problem, err=True)
        else:
            told = f"{institution.slug}: sound ({len(institution.rules)} rules, {institution.hash.hex()[:12]})"
            typer.echo(told + _identity_needs(institution))
    raise typer.Exit(1 if failed else 0)


@app.command()
def specs(folder: Folder) -> None:
    """Run the cases written beside an institution's policy."""
    from parvis.institution import specs as cases
    from parvis.known import known

    factors, operations = known()
    failed = False
    for one in _institution_files(folder):
        report = cases.run(one, factors=factors, operations=operations)
        for problem in report.problems:
            typer.echo(problem, err=True)
        typer.echo(f"{report.slug}: {len(report.passed)} as written, {len(report.problems)} not")
        failed = failed or bool(report.problems)
    raise typer.Exit(1 if failed else 0)


@app.command()
def explain(
    request: Annotated[UUID, typer.Argument(help="The id of a request.")],
    language: Annotated[str, typer.Option(help="fr or en.")] = "fr",
) -> None:
    """Why a sign-in or an operation needed what it needed, and what became of it."""
    if language not in ("fr", "en"):
        stop(f"parvis explain: {language} is not a language of Parvis, fr and en are.")

    async def ask(here: Any) -> tuple[str, bool]:
        from parvis.institution.explain import explain as explained

        async with here.reading() as tx:
            text = await explained(tx, here, request, language=language)
        unknown = here.words.sayer(language, None)("explain-unknown", request=str(request))
        return (unknown, False) if text is None else (text, True)

    text, found = with_here(ask)
    if not found:
        stop(text, status=1)
    typer.echo(text)


@journal_app.command("verify")
def journal_verify() -> None:
    """Prove that no row of the journal was changed, added, removed or reordered."""
    from parvis import backup as backups
    from parvis.db import Database
    from parvis.journal import actions as journal

    async def head(url: str) -> tuple[int, str]:
        database = await Database.open(url, connections=1)
        try:
            async with database.reading() as tx:
                return await journal.head(tx)
        finally:
            await database.close()

    with maintenance() as settings:
        findings = backups.verify(settings, Keyring.open(settings.keys_dir))
        number, chain = asyncio.run(head(settings.owner_url))
    _tell_findings(findings)
    typer.echo(f"The journal is whole: {number} seals, the last one {chain or 'none'}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it; FILE.keys lists the keys it needs.")]) -> None:
    """Write the whole database to a file. The keys are not in it: keep them elsewhere."""
    from parvis import backup as backups

    with maintenance() as settings:
        ids = backups.backup(settings, file)
    typer.echo(f"{file} is written; {file}.keys lists the {len(ids)} keys it needs, which are not in it.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `parvis backup` wrote.")]) -> None:
    """Fill an empty database from a backup, then prove its journal."""
    from parvis import backup as backups

    with maintenance() as settings:
        findings = backups.restore(settings, file)
    _tell_findings(findings)
    typer.echo(f"{file} is restored, and its journal is whole.")


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Add a new key for each purpose: it seals from the next start on; all go on opening."""
    for key_id in rotate(from_environment(serving=False).keys_dir):
        typer.echo(f"{key_id} added")
    typer.echo("Copy the key files to every machine, then restart `parvis serve` and `parvis work`, in any order.")


@keys_app.command("issuer")
def keys_issuer(name: Annotated[str, typer.Argument(help="Its name: small letters, digits and hyphens.")]) -> None:
    """Take in the master key of an issue of cards (IMK-AC), once: 32 hexadecimal digits on standard input."""
    from parvis.factors.cap_reader.card_keys import KeyUnusable, SoftwareKeys, check_value

    settings = from_environment(serving=False)
    try:
        issuer_key = bytes.fromhex(sys.stdin.read(200))
        SoftwareKeys(Keyring.open(settings.keys_dir), settings.keys_dir).keep(name, issuer_key)
    except ValueError:
        stop("A master key is written in hexadecimal, on standard input.")
    except KeyUnusable as unusable:
        stop(str(unusable))
    typer.echo(f"{name} is kept, sealed; its check value is {check_value(issuer_key)}.")


@app.command()
def conformity(
    run: Annotated[bool, typer.Option("--run", help="Run the tests that carry a line first.")] = False,
    shape: Annotated[str, typer.Option("--format", help="terminal, markdown or json.")] = "terminal",
) -> None:
    """Each line of the law, with the tests that carry it and their result. Status 0: all that applies passed."""
    from parvis.conformity import law, report

    shapes = {"terminal": report.terminal, "markdown": report.markdown, "json": report.json}
    if shape not in shapes:
        stop(f"parvis conformity: {shape} is not a format, terminal, markdown and json are.")
    if run:
        tests = sorted({test for held in law.carried(ROOT).values() for test in held})
        if not tests:
            stop("parvis conformity: the tests are not in this installation, there is nothing to run.", status=1)
        subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], cwd=ROOT, stdout=sys.stderr, check=False)
    found = report.make(ROOT)
    typer.echo(shapes[shape](found))
    raise typer.Exit(0 if found.holds else 1)


@app.command()
def docs() -> None:
    """Write the pages of docs/ that are made from the program."""
    from parvis.docs import pages

    for path, text in pages().items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        typer.echo(path)


def _identity_needs(institution: Any) -> str:
    """What the environment must still say for the identity provider that this institution's file asks for."""
    import os

    secret = Path(os.environ.get("PARVIS_IDENTITY_SECRETS_DIR", "")) / institution.slug
    if institution.identity is None or os.environ.get("PARVIS_IDENTITY_PROVIDER") == "demo":
        return ""
    if not os.environ.get("PARVIS_IDENTITY_PROVIDER"):
        return "; its identity provider is not named: PARVIS_IDENTITY_PROVIDER"
    return "" if secret.is_file() else f"; the secret for its identity provider is not there: {secret}"


def _institution_files(folder: Path) -> list[Path]:
    from parvis.institution.loader import files

    found = files(folder)
    if not found:
        stop(f"{folder} is no institution's folder and holds none.")
    return found


def _tell_findings(findings: list[Any]) -> None:
    if findings:
        for finding in findings:
            typer.echo(str(finding), err=True)
        raise typer.Exit(1)


def _known_sentence(error: Exception) -> str | None:
    """The sentence of an error that comes from outside, or None for one that is a fault of ours."""
    from asyncpg import InterfaceError, PostgresError

    from parvis.backup import BackupFailed
    from parvis.institution.reading import InstitutionUnsound

    if isinstance(error, BackupFailed | InstitutionUnsound):
        return str(error)
    if isinstance(error, PostgresError | InterfaceError):
        return f"The database refused: {error.args[0] if error.args else type(error).__name__}."
    if isinstance(error, ConnectionError | TimeoutError):
        return "The database does not answer: is PARVIS_DATABASE_URL right, and the server started?"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return None


if __name__ == "__main__":
    main()
