"""Figures for whoever watches the machine. They count, and name nobody."""

import os
from collections.abc import Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

# Several serving processes write their figures into this directory, so that any of them can answer for all.
DIRECTORY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

REQUESTS = Counter("parvis_http_requests", "Answers given.", ("method", "route", "status"))
SECONDS = Histogram(
    "parvis_http_seconds", "Time to answer, in seconds; pages that wait for an event are left out.", ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)  # fmt: skip
BROKEN = Counter("parvis_internal_errors", "Exceptions that became a page with a reference.")
TURNED_AWAY = Counter("parvis_turned_away", "Writes refused before any page saw them.", ("why",))
CERTIFICATES_IGNORED = Counter(
    "parvis_client_certificates_ignored", "Client certificates that came otherwise than by the proxy.", ("why",)
)  # fmt: skip
HASHING = Gauge("parvis_hashing_waiting", "Secret verifications that wait for a core.", multiprocess_mode="livesum")


@cache
def answers(method: str, route: str, status: int) -> Counter:
    """The count of these answers. Methods, routes and statuses are few."""
    return REQUESTS.labels(method, route, str(status))


@cache
def seconds(route: str) -> Histogram:
    """The times of this route."""
    return SECONDS.labels(route)


class _Queues(Collector):
    """What the database said just now."""

    def __init__(self, figures: dict[str, tuple[str, int]]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        for name, (sentence, value) in self._figures.items():
            yield GaugeMetricFamily(name, sentence, value=value)


def exposition(figures: dict[str, tuple[str, int]]) -> bytes:
    """The page that Prometheus reads: this machine's processes, and `figures` (name → sentence, value)."""
    registry = CollectorRegistry()
    registry.register(_Queues(figures))
    if os.environ.get(DIRECTORY_VARIABLE):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    from prometheus_client import REGISTRY

    return generate_latest(registry) + generate_latest(REGISTRY)
