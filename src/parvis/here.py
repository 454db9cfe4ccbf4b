"""What the outside gives to the program: clock, randomness, database, keys. Tests build another one."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from parvis.bell import Bell
from parvis.clock import Clock
from parvis.db import Database, Transaction
from parvis.factors import Factor, Random
from parvis.hashing import Hasher
from parvis.institution.rules import Institutions
from parvis.journal import actions as journal
from parvis.operations import Operation
from parvis.outside import Outside
from parvis.seal import Keyring
from parvis.settings import Settings
from parvis.ui.render import Templates
from parvis.ui.words import Words


@dataclass(frozen=True, slots=True)
class Here:
    settings: Settings
    database: Database
    clock: Clock
    random: Random
    keys: Keyring
    hasher: Hasher
    institutions: Institutions
    factors: Mapping[str, Factor]
    operations: Mapping[str, Operation]
    words: Words
    templates: Templates
    bell: Bell
    outside: Outside

    def transaction(self, *, alone: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """The only commit, with what it tells the journal. Whoever must be told is told after the block.

        `alone`: one statement and no more, which tells nothing.
        """
        return self.database.transaction(alone=alone, ending=None if alone else journal.write_down)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Statements that only read."""
        return self.database.reading()

    def new_id(self) -> UUID:
        """A UUIDv7: sorted by time, made without asking the database."""
        return uuid7()
