"""A certified provider, run by node, for the tests that want a judge who is not us."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parvis.settings import ROOT
from tests.franceconnect.hostile import PIVOT, SECRET
from tests.journeys.bank import free_port

VERSION = "9.13.3"
MODULES = ROOT / "var" / "test-cache" / f"oidc-provider-{VERSION}"
BACK = "http://allocations.localhost:8000/franceconnect"
HUGO = PIVOT | {"given_name": "Hugo", "family_name": "Tanguy", "gender": "male", "birthdate": "1991-06-24"}
PEOPLE = {"anne": PIVOT, "hugo": HUGO}
READY_SECONDS = 20


def installed() -> Path:
    """Where the provider lies; fetched by npm the first time. It fails, in a sentence, where it cannot be had."""
    if (MODULES / "node_modules" / "oidc-provider" / "package.json").is_file():
        return MODULES
    npm = shutil.which("npm")
    assert npm, "node and npm are needed to run a certified OpenID provider: `make node`, or install nodejs and npm."
    MODULES.mkdir(parents=True, exist_ok=True)
    (MODULES / "package.json").write_text('{"private": true, "type": "module"}\n')
    command = [npm, "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", f"oidc-provider@{VERSION}"]
    done = subprocess.run(command, cwd=MODULES, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        shutil.rmtree(MODULES, ignore_errors=True)
        pytest.fail(f"npm cannot install oidc-provider@{VERSION}: is there a network?\n{done.stderr[-600:]}")
    return MODULES


@contextmanager
def certified(**settings: str) -> Iterator[str]:
    """The provider at an address of its own; gives its issuer."""
    node, port = shutil.which("node"), free_port()
    assert node, "node is needed to run a certified OpenID provider: `make node`, or install nodejs."
    issuer = f"http://localhost:{port}"
    environment = {
        "PATH": os.environ["PATH"], "PORT": str(port), "ISSUER": issuer, "BACK": BACK, "SECRET": SECRET,
        "MODULES": str(installed()), "PEOPLE": json.dumps(PEOPLE), "NODE_NO_WARNINGS": "1", **settings,
    }  # fmt: skip
    script = Path(__file__).with_name("provider.mjs")
    running = subprocess.Popen([node, str(script)], env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        for line in running.stdout:
            if line.strip() == "ready":
                break
        else:
            pytest.fail("the certified provider did not start")
        yield issuer
    finally:
        running.terminate()
        running.wait(READY_SECONDS)
        running.stdout.close()


@pytest.fixture(scope="module")
def judge() -> Iterator[str]:
    """The issuer of a certified provider that signs with ES256."""
    with certified() as issuer:
        yield issuer
