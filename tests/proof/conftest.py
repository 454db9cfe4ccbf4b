"""Proofs: what must hold whatever arrives together, breaks, or means harm, shown on the real processes.

Short here, in `make test`. `make prove` runs the same with its long figures and writes them to docs/proof.md; what a
test measures it hands to `figures`.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Note = Callable[..., None]


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Note:
    """`figures(name, value, unit="")`: kept for docs/proof.md when `make prove` runs, else printed with -s."""

    def note(name: str, value: Any, unit: str = "") -> None:
        line = {"test": request.node.name, "name": name, "value": value, "unit": unit}
        kept = os.environ.get("PARVIS_PROOF_FIGURES")
        if kept:
            with Path(kept).open("a") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    return note
