"""The contracts between the parts (pyproject.toml, [tool.importlinter]), and that they name everything there is."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.conventions.code import PACKAGE, TOP, tell

CONTRACTS = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    found = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[found.stdout.find("Contracts") :] + found.stderr


def test_make_check_asks_the_same() -> None:
    makefile = (TOP / "Makefile").read_text()
    tools = ("ruff check", "mypy", "lint-imports", "parvis check", "parvis specs")
    missing = [tool for tool in tools if tool not in makefile]
    assert not missing, tell("`make check` must run:", missing)


def test_every_feature_is_in_a_layer() -> None:
    """A folder with tables, actions or pages is a feature: its layers are held by the first contract."""
    layered = next(contract for contract in CONTRACTS if contract["type"] == "layers" and "containers" in contract)
    features = {
        f"parvis.{path.parent.name}"
        for name in ("tables", "actions", "pages", "rules")
        for path in PACKAGE.glob(f"*/{name}.py")
    }
    missing = sorted(features - set(layered["containers"]) - {"parvis.institution", "parvis.demo", "parvis.ui"})
    assert not missing, tell("Add it to `containers` in pyproject.toml.", missing)


def test_every_feature_ignores_the_demonstration() -> None:
    contract = next(contract for contract in CONTRACTS if contract.get("forbidden_modules") == ["parvis.demo"])
    folders = {f"parvis.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")} - {"parvis.demo"}
    missing = sorted(folders - set(contract["source_modules"]))
    assert not missing, tell("Add it to `source_modules` in pyproject.toml: only the wiring knows the demo.", missing)
