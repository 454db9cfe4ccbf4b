"""The environment is read strictly: what is unknown, wrong or unsafe is one sentence, and no start."""

from pathlib import Path

import msgspec
import pytest

from parvis.settings import Settings, SettingsWrong, described, from_environment, to_environment

PRODUCTION = {
    "PARVIS_MODE": "production",
    "PARVIS_TLS": "true",
    "PARVIS_SMTP_HOST": "mail.example",
    "PARVIS_SMS_URL": "https://sms.example/send",
}
DEMO = {"PARVIS_MODE": "demo", "PARVIS_MAIL": "demo", "PARVIS_SMS": "demo"}


def test_a_demonstration_needs_nothing_else() -> None:
    settings = from_environment(DEMO)
    assert (settings.mode, settings.port, settings.database_url) == ("demo", 8000, "")
    assert settings.keys_dir == settings.var_dir / "keys"


def test_production_starts_once_everything_is_said() -> None:
    assert from_environment(PRODUCTION).mode == "production"


def test_production_is_what_one_gets_without_asking() -> None:
    assert from_environment(PRODUCTION | {"PARVIS_MODE": ""}).mode == "production"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"PARVIS_PROT": "8000"}, "PARVIS_PROT is not a setting"),
        ({"PARVIS_port": "8000"}, "PARVIS_port is not a setting"),
        ({"PARVIS_PORT": "eight"}, "PARVIS_PORT is wrong: a whole number from 1 to 65535"),
        ({"PARVIS_PORT": "0"}, "PARVIS_PORT is wrong"),
        ({"PARVIS_PORT": "65536"}, "PARVIS_PORT is wrong"),
        ({"PORT": "http"}, "PORT is wrong"),
        ({"PARVIS_TLS": "perhaps"}, "PARVIS_TLS is wrong: `true` or `false`"),
        ({"PARVIS_TLS": "false"}, "PARVIS_TLS must be true in production"),
        ({"PARVIS_MODE": "debug"}, "PARVIS_MODE is wrong: `demo` or `production` or `test`"),
        ({"PARVIS_MAIL": "demo"}, "cannot be demo in production"),
        ({"PARVIS_SMS": "demo"}, "cannot be demo in production"),
        ({"PARVIS_SMTP_HOST": ""}, "PARVIS_SMTP_HOST is needed"),
        ({"PARVIS_SMS_URL": ""}, "PARVIS_SMS_URL is needed"),
        ({"PARVIS_SMS_URL": "http://sms.example/send"}, "must start with https://"),
        ({"PARVIS_SMTP_TLS": "none"}, "PARVIS_SMTP_TLS is none"),
        ({"PARVIS_CLOCK_FILE": "/somewhere"}, "PARVIS_CLOCK_FILE moves the clock"),
        ({"PARVIS_ARGON_MEMORY_KIB": "19455"}, "below the least that is safe with 2 passes: 19456"),
        ({"PARVIS_ARGON_TIME": "1"}, "below the least that is safe with 1 passes: 47104"),
        ({"PARVIS_DATABASE_URL": "mysql://db.example/parvis"}, "PARVIS_DATABASE_URL is wrong"),
        ({"PARVIS_OWNER_URL": "db.example"}, "PARVIS_OWNER_URL is wrong"),
    ],
)
def test_one_sentence_and_no_start(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsWrong, match=sentence.replace("(", r"\(")) as refused:
        from_environment(PRODUCTION | changed)
    assert "\n" not in str(refused.value)


def test_a_wrong_value_is_not_repeated() -> None:
    with pytest.raises(SettingsWrong) as refused:
        from_environment(DEMO | {"PARVIS_PORT": "s3cret"})
    assert "s3cret" not in str(refused.value)


def test_maintenance_needs_no_mail_server() -> None:
    assert from_environment({}, serving=False).mode == "production"


def test_a_trusted_mail_relay_on_this_machine_needs_no_tls() -> None:
    settings = from_environment(PRODUCTION | {"PARVIS_SMTP_TLS": "none", "PARVIS_SMTP_HOST": "localhost"})
    assert settings.smtp_tls == "none"


def test_settings_survive_the_way_to_another_process(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(
        from_environment(PRODUCTION), var_dir=tmp_path, workers=3, smtp_password_file=tmp_path / "password"
    )
    assert from_environment(to_environment(settings)) == settings


def test_every_setting_is_described() -> None:
    rows = described()
    assert [name for name, *_ in rows] == [f"PARVIS_{field.upper()}" for field in Settings.__struct_fields__]
    assert all(kind and sentence.endswith(".") for _, kind, _, sentence in rows)
