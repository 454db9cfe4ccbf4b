"""What the program says to whoever runs it: one line an event, and never a secret.

Redaction is by type (a Secret, raw bytes), by name (anything called a code, a token, an address…), and in the
text of errors, where a library may have quoted what a client typed.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

from parvis.seal import MASK, Secret

# A name is looked at word by word: `smtp_password`, `new-code` and `X-Token` are all caught.
PRIVATE = frozenset((
    "account", "address", "answer", "auth", "authorization", "bic", "canonical", "card", "code", "codes",
    "contact", "content", "cookie", "credential", "credentials", "digest", "email", "facts", "family",
    "field", "form", "given", "hash", "iban", "identifier", "key", "keys", "label", "lines", "mail",
    "material", "message", "nir", "number", "otp", "passphrase", "password", "payee", "pepper", "phone",
    "pin", "plain", "private", "secret", "seed", "signature", "sms", "subject", "text", "ticket", "token",
    "typed", "value",
))  # fmt: skip
# Names that hold one of those words and say nothing of anyone.
PLAIN = frozenset({"key_id", "status_code", "phone_ready", "code_version", "forms"})
LONGEST = 2000


def configure(mode: str, *, level: int = logging.INFO) -> None:
    """Send everything, what libraries log too, to stderr: JSON in production, readable lines elsewhere."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tell_exception,
        redact,
    ]
    renderer = (
        structlog.processors.JSONRenderer()
        if mode == "production"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # It would write the text of each statement when debugging is on, and the address of each call.
    for noisy in ("asyncio", "asyncpg", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide what must not be written. The sentence itself is ours: only what it may quote is hidden."""
    return {
        name: value if name in ("level", "timestamp", "_record", "_from_structlog") else hidden(name, value)
        for name, value in event.items()
    }


def hidden(name: str, value: Any) -> Any:
    """`value` as it may be written under `name`."""
    if isinstance(value, Secret):
        return MASK
    if is_private(name):
        return value if value is None or isinstance(value, bool) else MASK
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    if isinstance(value, Mapping):
        return {str(key): hidden(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [hidden("", item) for item in value]
    if isinstance(value, str):
        return cleaned(value) if name in ("event", "exception") else _without_login(value[:LONGEST])
    return value if isinstance(value, int | float | bool) or value is None else _without_login(str(value)[:LONGEST])


def is_private(name: str) -> bool:
    """Whether something of that name may not be written."""
    return name not in PLAIN and not PRIVATE.isdisjoint(re.split(r"[^a-z]+", name.lower()))


def cleaned(text: str) -> str:
    """The text of an error without what it quotes: quoted words, long numbers, passwords in addresses."""
    text = re.sub(r"'[^'\n]{2,}'|\"[^\"\n]{2,}\"|\(([^()\n]*)\)=\([^()\n]*\)", MASK, _without_login(text[:LONGEST]))
    return re.sub(r"\d{4,}", MASK, text)


def tell_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn `exc_info` into its types, cleaned messages and places; never the values of variables."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["trace"] = _told(error)
    return event


def _told(error: BaseException) -> str:
    """From the first cause to the last error: « Type: message » and the places it went through."""
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(told) < 10:
        seen.add(id(current))
        message = str(current.args[0]) if current.args else ""
        told.append(f"{type(current).__name__}: {cleaned(message)}\n{_places(current.__traceback__)}")
        if isinstance(current, BaseExceptionGroup):
            told += [_told(inner) for inner in current.exceptions[:5]]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\ncaused\n".join(reversed(told))


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-25:]
    return "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


def _without_login(text: str) -> str:
    return re.sub(r"([a-z]{1,20}://[^/\s:@]*):[^/\s@]*@", rf"\1:{MASK}@", text)
