"""What some factors and operations have and others do not: `isinstance(factor, Consults)`, asked at each call."""

from typing import Any, Protocol, _ProtocolMeta

_found: dict[tuple[type, type], bool] = {}


class _Remembers(_ProtocolMeta):
    """Looking for each attribute of a protocol takes long, and what was found of a class stays true."""

    def __instancecheck__(self, thing: Any) -> bool:
        found = _found.get((self, type(thing)))
        if found is None:
            found = _found[self, type(thing)] = super().__instancecheck__(thing)
        return found


class Trait(Protocol, metaclass=_Remembers):
    """What a protocol derives from whose objects are made once: two of one class have the same attributes."""
