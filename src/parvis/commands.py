"""What the commands of `parvis` have in common: the settings, the wired program, one sentence on stderr."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import typer

from parvis import serving
from parvis.settings import Settings, from_environment


def maintenance() -> Any:
    """The settings with both database addresses, for a command that serves nobody."""
    return serving.database(from_environment(serving=False))


def with_here(ask: Callable[[Any], Any]) -> Any:
    """Run `ask` on the wired program, as a command that serves nobody."""
    from parvis.app import make_here

    async def run(settings: Settings) -> Any:
        async with make_here(settings) as here:
            return await ask(here)

    with maintenance() as settings:
        return asyncio.run(run(settings))


def stop(sentence: str, status: int = 2) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(status)
