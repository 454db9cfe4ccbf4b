"""Letting time pass in the demonstration: forward, for every process, and nowhere else."""

from datetime import timedelta
from pathlib import Path

import httpx
import msgspec

from parvis.app import create_app, make_here
from parvis.clock import system_clock
from parvis.demo.clock import offset_in
from parvis.settings import Settings

HOURS = timedelta(hours=4)


async def test_time_passes_for_everyone_and_never_back(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "clock"
    async with make_here(msgspec.structs.replace(settings, clock_file=file)) as here:
        transport = httpx.ASGITransport(create_app(here.settings, here))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as browser:
            browser.headers.update({"Accept-Language": "fr", "Origin": "http://localhost:8000"})
            assert "Laissez passer le temps" in (await browser.get("/")).text
            assert (await browser.post("/clock", data={"by": "hours"})).headers["location"] == "/#clock"
            assert here.clock() - system_clock() + timedelta(seconds=1) >= HOURS and offset_in(file) == HOURS
            await browser.post("/clock", data={"by": "minutes"})
            for form in ({"by": "-1"}, {"by": ""}, {"by": "day", "to": "yesterday"}):
                await browser.post("/clock", data=form)
            assert offset_in(file) == HOURS + timedelta(minutes=5)
            elsewhere = {"Host": "deuxrives.localhost", "Origin": "http://deuxrives.localhost"}
            assert (await browser.post("/clock", data={"by": "day"}, headers=elsewhere)).status_code == 404


async def test_where_nobody_moves_the_clock_it_is_not_offered(settings: Settings) -> None:
    async with make_here(settings) as here:
        transport = httpx.ASGITransport(create_app(here.settings, here))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as browser:
            browser.headers.update({"Accept-Language": "fr", "Origin": "http://localhost:8000"})
            assert "Laissez passer le temps" not in (await browser.get("/")).text
            assert (await browser.post("/clock", data={"by": "day"})).status_code == 303
