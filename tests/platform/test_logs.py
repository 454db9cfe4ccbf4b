"""No secret reaches the log: not by its type, not by its name, not inside an error."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from parvis import logs
from parvis.seal import Secret

SEEDED = "S3eded-s3cret"


@pytest.fixture(params=["production", "demo"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the program would write on stderr."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    before = logging.getLogger().handlers[:], logging.getLogger().level
    logs.configure(request.param)
    yield stream
    structlog.reset_defaults()
    logging.getLogger().handlers[:], logging.getLogger().level = before


def test_what_is_said_is_said(written: io.StringIO) -> None:
    structlog.get_logger().info("duty_failed", duty="send", in_a_row=3, key_id="1-ab12cd34")
    logging.getLogger("granian").warning("listening on %s", "127.0.0.1:8000")
    for part in ("duty_failed", "send", "3", "1-ab12cd34", "listening on 127.0.0.1"):
        assert part in written.getvalue()


PRIVATE_NAMES = [
    "password", "secret", "code", "pin", "token", "api_key", "authorization", "Set-Cookie",
    "answer", "iban", "address", "phone", "email", "material", "smtp_password", "new_code",
    "identifier", "payee_name", "X-Token",
]  # fmt: skip


@pytest.mark.parametrize("name", PRIVATE_NAMES)
@pytest.mark.parametrize("value", [SEEDED, SEEDED.encode(), [SEEDED], {"a": SEEDED}, Secret(SEEDED)])
def test_what_is_private_by_name_is_dots(written: io.StringIO, name: str, value: object) -> None:
    structlog.get_logger().info("event", **{name: value})
    structlog.get_logger().info("event", nested={"deep": [{name: value}]})
    assert SEEDED not in written.getvalue()
    assert "•••" in written.getvalue() or "\\u2022" in written.getvalue()


@pytest.mark.parametrize("value", [Secret(SEEDED), Secret(SEEDED.encode()), SEEDED.encode(), [Secret(SEEDED)]])
def test_what_is_private_by_type_is_hidden_under_any_name(written: io.StringIO, value: object) -> None:
    structlog.get_logger().warning("event", harmless=value, deeper={"harmless": (value,)})
    logging.getLogger("library").warning("harmless %s", value if not isinstance(value, bytes) else Secret(value))
    assert SEEDED not in written.getvalue()


def test_an_error_says_what_and_where_and_not_what_was_typed(written: io.StringIO) -> None:
    def convert(text: str) -> int:
        return int(text)

    try:
        try:
            convert(SEEDED)
        except ValueError as error:
            raise RuntimeError(f"no such client: '{SEEDED}', 2840675123456") from error
    except RuntimeError:
        structlog.get_logger().exception("broken")
        logging.getLogger("library").exception("broken too")
    said = written.getvalue()
    assert SEEDED not in said
    assert "2840675123456" not in said
    for part in ("broken", "broken too", "ValueError", "RuntimeError", "no such client", "test_logs.py", "convert"):
        assert part in said


def test_errors_that_come_together_are_each_told(written: io.StringIO) -> None:
    try:
        raise ExceptionGroup("both duties", [ValueError(f"'{SEEDED}' is no number"), KeyError("nobody")])
    except ExceptionGroup:
        structlog.get_logger().exception("worker_failed")
    said = written.getvalue()
    assert SEEDED not in said
    for part in ("both duties", "ValueError", "is no number", "KeyError"):
        assert part in said


def test_an_address_loses_its_password(written: io.StringIO) -> None:
    structlog.get_logger().info("connected", where=f"postgresql://parvis:{SEEDED}@db.example/parvis")
    structlog.get_logger().info(f"connected to postgresql://parvis:{SEEDED}@db.example/parvis")
    assert SEEDED not in written.getvalue()
    assert written.getvalue().count("db.example") == 2


def test_what_is_long_is_cut(written: io.StringIO) -> None:
    structlog.get_logger().info("event", detail="x" * 100_000)
    assert len(written.getvalue()) < 10_000
