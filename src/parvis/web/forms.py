"""Reading what a form or an address sends: every field named, once, in limits, in UTF-8."""

from collections.abc import Awaitable, Iterable
from functools import cache
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec
from fastapi import Request

from parvis.errors import Refused, refused
from parvis.factors import Factor

Form = TypeVar("Form", bound=msgspec.Struct)
Found = TypeVar("Found")

# A field that is taken as it was typed: a space in a secret is part of it.
Verbatim = Annotated[str, "as typed"]

LONGEST = 500
FIELDS_AT_MOST = 50


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


class KeyForm(msgspec.Struct, frozen=True):
    """A button, whose `key` makes a double click one request."""

    key: str = ""


class Done(msgspec.Struct, frozen=True):
    """In the address: what has just been done, said above the page."""

    done: str = ""


async def read_form(request: Request, shape: type[Form], *, longest: int = LONGEST) -> Form | Refused:
    """The fields of a submitted form, as `shape`, whose fields are all `str = ""`.

    Refused, `form_unreadable`: another content type, a field too many, twice or longer than `longest` characters, bytes
    that are not UTF-8, a NUL.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    if kind != "application/x-www-form-urlencoded" and body:
        return refused("form_unreadable")
    return _fields(body, shape, longest)


async def read_about(
    request: Request, shape: type[Form], found: Awaitable[Found | Refused]
) -> tuple[Form, Found] | Refused:
    """A form sent about something, and what it is about. Refused: as `read_form`, or as what was looked for."""
    form, about = await read_form(request, shape), await found
    if isinstance(form, Refused):
        return form
    return about if isinstance(about, Refused) else (form, about)


def read_query(request: Request, shape: type[Form], *, longest: int = LONGEST) -> Form | Refused:
    """The parameters of the address, as `shape`. Refused alike: a parameter that is not known is never ignored."""
    return _fields(request.scope.get("query_string", b""), shape, longest)


def answer_form(factors: Iterable[Factor]) -> type[msgspec.Struct]:
    """The form that holds what the pages of these factors may send."""
    return _answer_form(tuple(sorted({name for factor in factors for name in (*factor.fields, *factor.carries)})))


@cache
def _answer_form(names: tuple[str, ...]) -> type[msgspec.Struct]:
    return msgspec.defstruct("AnswerForm", [(name, Verbatim, "") for name in names], frozen=True)


def _fields(encoded: bytes, shape: type[Form], longest: int) -> Form | Refused:
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_AT_MOST
        )
    except ValueError:  # UnicodeDecodeError and UnicodeEncodeError are ValueErrors.
        return refused("form_unreadable")
    fields = dict(pairs)
    known = set(shape.__struct_fields__)
    if len(fields) != len(pairs) or not set(fields) <= known:
        return refused("form_unreadable")
    if any(len(value) > longest or "\0" in value or _lonely(value) for value in fields.values()):
        return refused("form_unreadable")
    kept = _kept(shape)
    return shape(**{name: value if name in kept else value.strip() for name, value in fields.items()})


@cache
def _kept(shape: type[msgspec.Struct]) -> frozenset[str]:
    """The fields of this form that are taken as they were typed."""
    return frozenset(field.name for field in msgspec.structs.fields(shape) if field.type == Verbatim)


def _lonely(value: str) -> bool:
    """Whether the text has half a surrogate pair: it could not be written anywhere."""
    return not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)


def key_of(typed: str) -> UUID | None:
    """The identifier that a form carries: the key that makes a double click one request, or a row's. None for what is
    none.
    """
    try:
        return UUID(typed)
    except ValueError:
        return None
