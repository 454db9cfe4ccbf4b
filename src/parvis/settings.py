"""The environment, read once, as frozen typed settings.

A wrong value is one sentence, and the program does not start.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec

# The source tree: the program is installed in editable mode, data and migrations lie beside it.
ROOT = Path(__file__).resolve().parents[2]

# OWASP Password Storage Cheat Sheet, Argon2id: for each number of passes, the least memory (KiB).
ARGON_LEAST_KIB = {1: 47104, 2: 19456, 3: 12288, 4: 9216, 5: 7168}

LEAST_SECRET = 32  # characters of what a proxy says of itself


class SettingsWrong(Exception):
    """What is wrong in the environment, as one sentence for whoever starts the program."""


def _says(text: str, **limits: Any) -> msgspec.Meta:
    return msgspec.Meta(description=text, **limits)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the program takes from outside. The variable of `smtp_host` is `PARVIS_SMTP_HOST`."""

    mode: Annotated[
        Literal["demo", "production", "test"],
        _says("`demo` furnishes five institutions and shows every message; `production` refuses the unsafe."),
    ] = "production"
    database_url: Annotated[
        str, _says("`postgresql://…` of the server, as the program's role. Empty: a private server.")
    ] = ""
    owner_url: Annotated[
        str, _says("`postgresql://…` as the owner of the tables. Empty: `PARVIS_DATABASE_URL`.")
    ] = ""
    host: Annotated[str, _says("Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, _says("Port to listen on. `PORT` is read where it is absent.", ge=1, le=65535)] = (
        8000
    )
    tls: Annotated[
        bool, _says("Do browsers arrive by https? Then cookies are `__Host-` and HSTS is sent.")
    ] = False
    trusted_proxy: Annotated[
        str, _says("The one address whose `X-Forwarded-For` is believed. Empty: nobody's.")
    ] = ""
    var_dir: Annotated[Path, _says("Where the private server and the keys live.")] = ROOT / "var"
    keys_dir: Annotated[
        Path, _says("The keys: only the program may read it. Empty: `keys` in `PARVIS_VAR_DIR`.")
    ] = Path()
    institutions_dir: Annotated[Path, _says("One folder per institution.")] = ROOT / "institutions"
    workers: Annotated[int, _says("Serving processes on this machine.", ge=1, le=256)] = 1
    pool: Annotated[int, _says("Database connections of each process.", ge=2, le=500)] = 10
    argon_memory_kib: Annotated[
        int, _says("Memory of one Argon2id verification, in KiB.", ge=8, le=4194304)
    ] = 19456
    argon_time: Annotated[int, _says("Passes of one Argon2id verification.", ge=1, le=100)] = 2
    hashing_queue: Annotated[
        int, _says("Verifications that may wait for a core; the next one is answered 503.", ge=1, le=10000)
    ] = 64
    mail: Annotated[Literal["smtp", "demo"], _says("Who sends e-mail: a real server, or the demo inbox.")] = (
        "smtp"
    )
    smtp_host: Annotated[str, _says("The mail server.")] = ""
    smtp_port: Annotated[int, _says("Its port.", ge=1, le=65535)] = 587
    smtp_user: Annotated[str, _says("The account there, if it wants one.")] = ""
    smtp_password_file: Annotated[Path | None, _says("A file that holds the account's password.")] = None
    smtp_tls: Annotated[
        Literal["starttls", "tls", "none"],
        _says("`none` is refused in production unless the server is this machine."),
    ] = "starttls"
    sms: Annotated[Literal["http", "demo"], _says("Who sends SMS: an HTTP gateway, or the demo inbox.")] = (
        "http"
    )
    sms_url: Annotated[str, _says("The gateway's address, `https://…`.")] = ""
    sms_token_file: Annotated[Path | None, _says("A file that holds the gateway's bearer token.")] = None
    certificate_proxy: Annotated[
        str, _says("The one address whose client certificates are believed (docs/factors/certificate.md). Empty: none.")
    ] = ""
    certificate_proxy_secret_file: Annotated[
        Path | None, _says("A file that holds what that proxy says with each certificate: 32 characters at least.")
    ] = None
    certificate_port: Annotated[
        int, _says("Port of the hosts that ask browsers for a certificate, as browsers see it.", ge=1, le=65535)
    ] = 443
    certificate_door_file: Annotated[
        Path | None, _says("PEM: certificate and key with which `parvis certificate-door` answers.")
    ] = None
    identity_provider: Annotated[
        str, _says("The issuer that identifies people for us, `https://…`; `demo`: a simulated one. Empty: nobody.")
    ] = ""
    identity_secrets_dir: Annotated[
        Path | None, _says("A folder with one file for each institution, named as its folder: our secret there.")
    ] = None
    keep_messages_days: Annotated[
        int, _says("How long messages that were sent are kept, in days.", ge=1, le=3650)
    ] = 90
    keep_places_days: Annotated[
        int, _says("How long it is kept from where, and with which browser, a client signed in.", ge=30, le=3650)
    ] = 400
    keep_documents_days: Annotated[
        int, _says("How long a client's documents are kept once their case is closed.", ge=1, le=3650)
    ] = 365
    keep_requests_days: Annotated[
        int, _says("How long requests and their proofs are kept. Payments are disputed for 13 months.", ge=400, le=3660)
    ] = 1830
    clock_file: Annotated[
        Path | None, _says("Demo and test only: a file that holds an offset in seconds, added to the clock.")
    ] = None

    def __post_init__(self) -> None:
        if self.keys_dir == Path():
            # Frozen: the one default that hangs on another value is set as dataclasses do it.
            msgspec.structs.force_setattr(self, "keys_dir", self.var_dir / "keys")

    def origins(self, hosts: Iterable[str]) -> tuple[str, ...]:
        """The addresses of these hosts as browsers see them: behind a proxy with TLS, else on the port itself."""
        return tuple(f"https://{host}" if self.tls else f"http://{host}:{self.port}" for host in hosts)


def from_environment(environ: Mapping[str, str] | None = None, *, serving: bool = True) -> Settings:
    """Read the settings from `environ` (the process's own by default).

    `serving` False, for maintenance commands, leaves out what only a program that answers clients needs.
    Raises SettingsWrong with one sentence at the first thing that is wrong: unknown names included.
    """
    environ = os.environ if environ is None else environ
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    given: dict[str, object] = {}
    for name in sorted(environ):
        if not name.startswith("PARVIS_") or name.startswith("PARVIS_TEST_"):
            continue
        field = name.removeprefix("PARVIS_").lower()
        if field not in fields or name != name.upper():
            raise SettingsWrong(f"{name} is not a setting of Parvis (docs/settings.md lists them).")
        if environ[name] != "":
            given[field] = _read(name, environ[name], fields[field].type)
    if "port" not in given and environ.get("PORT"):
        given["port"] = _read("PORT", environ["PORT"], fields["port"].type)
    settings = Settings(**given)  # type: ignore[arg-type]
    _check(settings, serving=serving)
    return settings


def to_environment(settings: Settings) -> dict[str, str]:
    """The variables from which another process reads the same settings."""
    values = {field: getattr(settings, field) for field in settings.__struct_fields__}
    return {
        f"PARVIS_{field.upper()}": ("true" if value else "false") if isinstance(value, bool) else str(value)
        for field, value in values.items()
        if value is not None and value != ""
    }


def described() -> list[tuple[str, str, str, str]]:
    """Each setting as (variable, what it may be, default, sentence): `docs/settings.md` is made of it."""
    plain = get_type_hints(Settings, include_extras=True)
    return [
        (
            f"PARVIS_{field.name.upper()}",
            _expected(plain[field.name]),
            _shown_default(field.default),
            _meta(plain[field.name]).description or "",
        )
        for field in msgspec.structs.fields(Settings)
    ]


def _read(name: str, value: str, kind: Any) -> object:
    """The text of one variable as a value of `kind`. A wrong one is not repeated: it could be a secret."""
    base = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if base is Path or base == Path | None:
        return Path(value).expanduser().absolute()
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        raise SettingsWrong(f"{name} is wrong: {_expected(kind)} is expected.") from None


def _expected(kind: Any) -> str:
    base = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(base) is Literal:
        return " or ".join(f"`{word}`" for word in get_args(base))
    if base is bool:
        return "`true` or `false`"
    if base is int:
        meta = _meta(kind)
        return f"a whole number from {meta.ge} to {meta.le}"
    return "a path" if base is Path or base == Path | None else "text"


def _meta(kind: Any) -> msgspec.Meta:
    return next((part for part in get_args(kind)[1:] if isinstance(part, msgspec.Meta)), msgspec.Meta())


def _shown_default(value: object) -> str:
    if value in (None, "", Path()):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value)


def _check(settings: Settings, *, serving: bool) -> None:
    """Refuse what makes no sense together, and in production what is unsafe."""
    for name in ("database_url", "owner_url"):
        url = getattr(settings, name)
        if url and urlsplit(url).scheme not in ("postgresql", "postgres"):
            raise SettingsWrong(
                f"PARVIS_{name.upper()} is wrong: an address that starts with postgresql:// is expected."
            )
    if bool(settings.certificate_proxy) != (settings.certificate_proxy_secret_file is not None):
        raise SettingsWrong(
            "PARVIS_CERTIFICATE_PROXY and PARVIS_CERTIFICATE_PROXY_SECRET_FILE go together: give both, or none."
        )
    if settings.identity_provider not in ("", "demo") and settings.identity_secrets_dir is None:
        raise SettingsWrong("PARVIS_IDENTITY_SECRETS_DIR is needed: PARVIS_IDENTITY_PROVIDER names a real one.")
    if settings.clock_file is not None and settings.mode == "production":
        raise SettingsWrong("PARVIS_CLOCK_FILE moves the clock: it is refused in production.")
    if not serving:
        return
    secret = settings.certificate_proxy_secret_file
    if secret is not None and (not secret.is_file() or len(secret.read_bytes().strip()) < LEAST_SECRET):
        raise SettingsWrong(
            f"PARVIS_CERTIFICATE_PROXY_SECRET_FILE is wrong: a file of at least {LEAST_SECRET} characters is expected."
        )
    if settings.mail == "smtp" and not settings.smtp_host:
        raise SettingsWrong(
            "PARVIS_SMTP_HOST is needed: PARVIS_MAIL is smtp (PARVIS_MODE=demo may have demo)."
        )
    if settings.sms == "http" and not settings.sms_url:
        raise SettingsWrong("PARVIS_SMS_URL is needed: PARVIS_SMS is http (PARVIS_MODE=demo may have demo).")
    if settings.mode == "production":
        _check_production(settings)


def _check_production(settings: Settings) -> None:
    if "demo" in (settings.mail, settings.sms):
        raise SettingsWrong(
            "PARVIS_MAIL and PARVIS_SMS cannot be demo in production: anyone could read codes."
        )
    if settings.identity_provider and not settings.identity_provider.startswith("https://"):
        raise SettingsWrong("PARVIS_IDENTITY_PROVIDER must start with https:// in production: never the simulated one.")
    if not settings.tls:
        raise SettingsWrong("PARVIS_TLS must be true in production: browsers must arrive by https.")
    if not settings.sms_url.startswith("https://"):
        raise SettingsWrong("PARVIS_SMS_URL must start with https:// in production.")
    if settings.smtp_tls == "none" and settings.smtp_host not in ("localhost", "127.0.0.1", "::1"):
        raise SettingsWrong(
            "PARVIS_SMTP_TLS is none: in production only if PARVIS_SMTP_HOST is this machine."
        )
    if settings.argon_memory_kib < ARGON_LEAST_KIB[min(settings.argon_time, 5)]:
        raise SettingsWrong(
            f"PARVIS_ARGON_MEMORY_KIB is below the least that is safe with {settings.argon_time} passes: "
            f"{ARGON_LEAST_KIB[min(settings.argon_time, 5)]}."
        )
