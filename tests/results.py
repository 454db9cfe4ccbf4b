"""What each run leaves for `parvis conformity`: the outcome of every test, and of which files."""

from typing import Any

import pytest

from parvis.clock import system_clock
from parvis.conformity import record
from parvis.settings import ROOT


class Results:
    """A plugin of pytest. Where several processes run the tests, the one that leads them writes."""

    def __init__(self) -> None:
        self.state = record.state_of(ROOT)
        self.tests: dict[str, record.Outcome] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Setting up, the test itself, taking down: one that fails is a failure."""
        if report.failed:
            self.tests[report.nodeid] = "failed"
        elif report.skipped:
            self.tests[report.nodeid] = "skipped"
        elif report.when == "call":
            self.tests[report.nodeid] = "passed"

    def pytest_sessionfinish(self, session: Any) -> None:
        record.write(ROOT, self.state, self.tests, system_clock())
