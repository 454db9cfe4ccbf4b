"""`certificates.toml`: read strictly, read again when a file changes, and never the demonstration's in production."""

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from parvis.factors.all import factors
from parvis.factors.certificate.factor import Certificate
from parvis.factors.certificate.trust import DEMO_FOLDER, Trusts, TrustUnsound, problems_of
from parvis.hashing import Argon
from parvis.seal import Keyring
from parvis.settings import Settings, SettingsWrong, from_environment
from tests.factors.pki import Authority
from tests.hands.certificate import trusted

RULES = 'host = "certificat.example"\nauthorities = ["root.pem"]\ncrl_files = ["list.crl"]\n'


@pytest.fixture
def institutions(tmp_path: Path) -> Path:
    """One institution with an authority and its list."""
    folder = tmp_path / "institutions" / "cooperative"
    folder.mkdir(parents=True)
    (folder / "certificates.toml").write_text(RULES)
    put(folder, Authority())
    return folder.parent


def put(folder: Path, authority: Authority) -> None:
    (folder / "root.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    (folder / "list.crl").write_bytes(authority.lists())


def test_files_are_read_again_when_they_change(institutions: Path) -> None:
    trusts, renewed = Trusts(institutions), Authority("Renouvelée")
    before = trusts.of("cooperative")
    assert before is not None
    assert trusts.of("cooperative") is before
    put(institutions / "cooperative", renewed)
    after = trusts.of("cooperative")
    assert after is not None
    assert after.anchors == (renewed.certificate,)
    (institutions / "cooperative" / "root.pem").write_text("half a fi")
    assert trusts.of("cooperative") == after, "a file that is being written does not shut clients out"


def test_whose_host_it_is(institutions: Path) -> None:
    trusts = Trusts(institutions)
    assert trusts.at("certificat.example") == trusts.at("CERTIFICAT.example.:8443") == "cooperative"
    assert trusts.at("example") == trusts.at("") == trusts.at("certificat.example.evil") == ""
    assert trusts.of("deuxrives") is None


WRONG = ["", "host = 3", RULES + 'more = ""\n', RULES + 'unanswered = "no"\n', RULES.replace("root", "missing")]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_said_at_the_start(institutions: Path, text: str) -> None:
    (institutions / "cooperative" / "certificates.toml").write_text(text)
    with pytest.raises(TrustUnsound, match=r"certificates\.toml|missing\.pem"):
        Trusts(institutions)
    keys = Keyring.open(institutions.parent / "keys")
    with pytest.raises(SettingsWrong):
        factors(keys, Argon(keys, 8, 1), Settings(mode="test", institutions_dir=institutions))


def test_parvis_check_says_it(institutions: Path) -> None:
    folder = institutions / "cooperative"
    assert problems_of(folder) == []
    (folder / "root.pem").write_text("nothing")
    assert [one.split(":")[1] for one in problems_of(folder)] == ["1"]
    (folder / "certificates.toml").unlink()
    assert "is missing" in problems_of(folder)[0]


def test_the_proxy_and_its_secret_go_together(tmp_path: Path) -> None:
    """A secret too short, or none, and the program does not start: a header would be believed for nothing."""
    good, short = tmp_path / "good", tmp_path / "short"
    good.write_text("x" * 32 + "\n")
    short.write_text("x" * 31 + "\n")
    proxy, file = "PARVIS_CERTIFICATE_PROXY", "PARVIS_CERTIFICATE_PROXY_SECRET_FILE"
    base = {"PARVIS_MODE": "demo", "PARVIS_MAIL": "demo", "PARVIS_SMS": "demo", "PARVIS_VAR_DIR": str(tmp_path)}
    assert from_environment(base | {proxy: "127.0.0.1", file: str(good)}).certificate_proxy == "127.0.0.1"
    for wrong in (
        {proxy: "127.0.0.1"}, {file: str(good)}, {proxy: "127.0.0.1", file: str(short)},
        {proxy: "127.0.0.1", file: str(tmp_path / "none")},
    ):  # fmt: skip
        with pytest.raises(SettingsWrong, match="PARVIS_CERTIFICATE_PROXY"):
            from_environment(base | wrong)


def test_production_never_reads_the_authority_of_the_demonstration(tmp_path: Path) -> None:
    keys = Keyring.open(tmp_path / "keys")
    trusted(tmp_path / "keys")
    assert (tmp_path / "keys" / DEMO_FOLDER).is_dir()
    for mode, anchors in (("demo", 1), ("test", 1), ("production", 0)):
        settings = msgspec.structs.replace(Settings(keys_dir=tmp_path / "keys"), mode=mode)
        found = factors(keys, Argon(keys, 8, 1), settings)["certificate"]
        assert isinstance(found, Certificate)
        trust = found.trusts.of("cooperative")
        assert trust is not None
        assert len(trust.anchors) == anchors, mode
        assert len(trust.known_crls) == anchors, mode
