"""What one more factor costs: a folder, a line, and an institution that offers it. Nothing else is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

from parvis.settings import Settings, to_environment
from tests.conventions.code import PACKAGE, TOP

FACTOR = '''
"""A riddle whose answer only its owner has been given: something the client holds, on paper."""

import hmac
from collections.abc import Mapping
from datetime import datetime

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random


class Riddle:
    kind = "riddle"
    proves = frozenset({Element.POSSESSION})
    links = True
    slow = False
    asks = False
    by_browser = True
    blocks = False
    tries = 3
    own = False
    first = False
    fields: tuple[str, ...] = ("word",)
    carries: tuple[str, ...] = ()

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        return Prepared(material=given["word"].encode(), shown={})

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        right = hmac.compare_digest(material, answer.get("word", "").encode(errors="replace"))
        return Evidence(f"request:{asked.request_id}") if right else Mismatch()
'''
PROVE = """{% import "ui/macros.html" as m with context %}
{% call m.form(action) %}
  {{ m.field("word", say("riddle-field"), error=errors.get("word")) }}
  {{ m.button(say("riddle-submit")) }}
{% endcall %}
"""
WORDS = {
    "fr": ("Devinette", "Répondez à votre devinette", "La réponse", "Répondre"),
    "en": ("Riddle", "Answer your riddle", "The answer", "Answer"),
}
KEYS = ("factor-riddle", "factor-riddle-ask", "riddle-field", "riddle-submit")


def with_one_more(place: Path) -> Path:
    """A copy of the program: one folder, one line (and its import), and one institution's data."""
    program = place / "src" / "parvis"
    shutil.copytree(PACKAGE, program, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOP / "institutions", place / "institutions")
    folder = program / "factors" / "riddle"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "factor.py").write_text(FACTOR)
    (folder / "prove.html").write_text(PROVE)
    for language, said in WORDS.items():
        text = "".join(f"{key} = {sentence}\n" for key, sentence in zip(KEYS, said, strict=True))
        (folder / f"words.{language}.ftl").write_text(text)
    listed = program / "factors" / "all.py"
    before = listed.read_text()
    after = before.replace("        Totp(),\n", "        Totp(),\n        Riddle(),\n", 1)
    assert after != before
    listed.write_text(after.replace("\nfrom", "\nfrom parvis.factors.riddle.factor import Riddle\nfrom", 1))
    policy = place / "institutions" / "deuxrives" / "institution.toml"
    text = policy.read_text().replace('"secret_code", "sms_code"]', '"secret_code", "riddle"]')
    offered = '"sms_code", "email_code"]\nfeatures'
    policy.write_text(text.replace(offered, '"riddle", ' + offered))
    return place


def test_it_costs_one_folder_and_one_line(settings: Settings, tmp_path: Path) -> None:
    """A client of that copy signs in with it: asked, wrong once, right, seen in the list of connections."""
    copy = with_one_more(tmp_path / "copy")
    told = to_environment(msgspec.structs.replace(settings, institutions_dir=copy / "institutions"))
    command = [sys.executable, str(Path(__file__).with_name("one_more_factor.py")), str(copy)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{TOP}", **told}
    ran = subprocess.run(command, env=environment, cwd=copy, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, f"A new factor needs something outside its folder:\n{ran.stdout}{ran.stderr[-3000:]}"
    assert ran.stdout.strip() == "signed in"
