"""The app as a browser receives it, and the page that waits for a phone to speak."""

import json
import re

import httpx
import pytest

from parvis.here import Here
from tests.gate.world import CODE, last_code
from tests.phone.world import ORIGIN, Owner, an_owner


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_app_opens_in_both_languages_and_holds_nothing_of_anyone(
    http: httpx.AsyncClient, language: str
) -> None:
    page = await http.get(ORIGIN + "/phone/", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "set-cookie" not in page.headers
    words = re.search(r'<script type="application/json" id="words">(.*?)</script>', page.text, re.S)
    assert words is not None
    assert json.loads(words.group(1))["left"].count("{left}") == 1


async def test_the_manifest_makes_it_an_app_of_this_institution(http: httpx.AsyncClient) -> None:
    told = (await http.get(ORIGIN + "/phone/manifest.webmanifest")).json()
    assert told["name"].startswith("Épargne de l’Estuaire")
    assert (told["start_url"], told["scope"], told["display"]) == ("/phone/", "/phone/", "standalone")
    purposes = {icon["purpose"] for icon in told["icons"] if icon["type"] == "image/png"}
    assert purposes == {"any", "maskable"}
    picture = await http.get(ORIGIN + told["icons"][0]["src"])
    width, height = (int.from_bytes(picture.content[at : at + 4]) for at in (16, 20))
    assert f"{width}x{height}" == told["icons"][0]["sizes"]


async def test_everything_that_the_worker_keeps_exists(http: httpx.AsyncClient) -> None:
    """One address that fails, and no browser would install the worker."""
    script = (await http.get(ORIGIN + "/phone/worker.js")).text
    settings = json.loads(script.split("self.PARVIS = ", 1)[1].split(";\n", 1)[0])
    assert len(settings["kept"]) > 10
    for address in settings["kept"]:
        assert (await http.get(ORIGIN + address)).status_code == 200, address


async def test_every_script_of_the_app_is_kept(http: httpx.AsyncClient) -> None:
    script = (await http.get(ORIGIN + "/phone/worker.js")).text
    kept = set(re.findall(r"/js/phone/([a-z-]+)\.js", script))
    for name in sorted(kept):
        address = re.search(rf'"(/static/[^"]*/js/phone/{name}\.js)"', script)
        assert address is not None
        source = (await http.get(ORIGIN + address.group(1))).text
        assert set(re.findall(r'from "\./([a-z-]+)\.js"', source)) <= kept


async def test_an_institution_without_phones_has_no_app(http: httpx.AsyncClient) -> None:
    for address in ("/phone/", "/phone/manifest.webmanifest", "/phone/worker.js"):
        assert (await http.get("http://allocations.localhost" + address)).status_code == 404


async def signs_in(http: httpx.AsyncClient, owner: Owner) -> None:
    """Through the front door, with the code by SMS: this browser then holds the session."""
    sms, headers = owner.person.means["sms_code"], {"Origin": ORIGIN}
    first = await http.post(
        ORIGIN + "/sign-in", data={"client_id": owner.person.identifier, "code": CODE}, headers=headers
    )
    request = ORIGIN + first.headers["location"].split("?")[0]
    await http.post(f"{request}/challenges/{sms}", headers=headers)
    code = await last_code(owner.person.here)
    done = await http.post(f"{request}/proofs/{sms}", data={"code": code}, headers=headers)
    assert done.headers["location"] == "/accounts"


async def test_the_page_moves_on_when_the_phone_has_spoken(here: Here, http: httpx.AsyncClient) -> None:
    anne = await an_owner(here, http)
    await anne.phone.enroll(await anne.activation_code())
    address = f"{ORIGIN}/phone/activations/{anne.began}/state"
    await signs_in(http, anne)
    told = await http.get(address)
    assert told.headers["content-type"].startswith("text/event-stream")
    assert "event: settled" in told.text
    assert anne.phone.fingerprint not in told.text


async def test_asvs_8_2_2_nobody_else_learns_whether_a_phone_has_spoken(here: Here, http: httpx.AsyncClient) -> None:
    anne, bruno = await an_owner(here, http), await an_owner(here, http, identifier="5566778800")
    await anne.phone.enroll(await anne.activation_code())
    address = f"{ORIGIN}/phone/activations/{anne.began}/state"
    assert (await http.get(address)).status_code == 401
    await signs_in(http, bruno)
    assert (await http.get(address)).status_code == 404
