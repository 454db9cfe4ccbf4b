"""The app's own scripts in a real Chromium, against the vectors that openssl made without us."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, sync_playwright

import parvis
from tests.chromium import start

SCRIPTS = Path(parvis.__file__).parent / "ui" / "static" / "js" / "phone"
VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "phone.json").read_text("utf-8"))
ORIGIN = "http://phone.localhost"  # Secure enough for WebCrypto. Nothing listens there.


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page that can import the app's modules."""

    def give(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN).strip("/")
        if name.endswith(".js"):
            route.fulfill(body=(SCRIPTS / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>-</title>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = start(playwright.chromium)
        page = browser.new_page()
        page.route(f"{ORIGIN}/**", give)
        page.goto(ORIGIN)
        yield page
        browser.close()


def run(page: Page, script: str, given: Any = None) -> Any:
    """Run a script that may import the app's modules and name the vectors `v`."""
    return page.evaluate(
        f"async ([v, given]) => {{ const load = (name) => import(`/${{name}}.js`); {script} }}", [VECTORS, given]
    )


def test_a_code_becomes_the_key_of_the_vectors_and_a_wrong_one_another(page: Page) -> None:
    found = run(
        page,
        """
        const { stretch, uncover } = await load("code");
        const { toHex } = await load("wire");
        const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
        const kept = { salt: bytes(v.salt), masked: bytes(v.masked) };
        const made = [stretch(v.code, kept.salt), uncover(v.code, kept), uncover(v.wrong_code, kept)];
        return (await Promise.all(made)).map(toHex);
        """,
    )
    assert found == [VECTORS["stretched"], VECTORS["knowledge_key"], VECTORS["uncovered_by_wrong_code"]]


def test_what_covers_a_code_is_uncovered_by_it(page: Page) -> None:
    assert run(
        page,
        """
        const { cover, uncover } = await load("code");
        const made = await cover("2749");
        const [right, wrong] = [await uncover("2749", made), await uncover("2748", made)];
        return right.join() === made.knowledge.join() && wrong.join() !== right.join() && wrong.length === 32;
        """,
    )


def test_messages_and_macs_are_those_of_the_vectors(page: Page) -> None:
    found = run(
        page,
        """
        const { canonical, mac } = await load("wire");
        const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
        const told = [];
        for (const { answer } of v.answers.slice(0, 2)) {
          const message = Object.fromEntries(Object.entries(JSON.parse(answer.message)).reverse());
          const text = canonical(message);
          told.push([text, await mac(bytes(v.knowledge_key), text)]);
        }
        return told;
        """,
    )
    expected = [[case["answer"]["message"], case["answer"]["mac"]] for case in VECTORS["answers"][:2]]
    assert found == expected


def test_a_call_is_signed_over_the_seven_lines_by_a_key_that_cannot_leave(page: Page) -> None:
    call = VECTORS["call"]
    found = run(
        page,
        """
        const { newDeviceKey } = await load("vault");
        const { authorization, bytesOf } = await load("wire");
        const { key, publicKey } = await newDeviceKey();
        const header = await authorization({
          key, id: given.authenticator_id, method: given.method, host: given.host, path: given.path,
          seconds: given.time, nonce: given.nonce, body: given.body,
        });
        const raw = header.match(/signature=(.*)$/)[1].replaceAll("-", "+").replaceAll("_", "/");
        const signature = Uint8Array.from(atob(raw), (letter) => letter.charCodeAt(0));
        const curve = { name: "ECDSA", namedCurve: "P-256" };
        const shown = await crypto.subtle.importKey("raw", publicKey, curve, true, ["verify"]);
        const made = { name: "ECDSA", hash: "SHA-256" };
        const holds = await crypto.subtle.verify(made, shown, signature, bytesOf(given.message));
        const leaves = await crypto.subtle.exportKey("pkcs8", key).then(() => true, () => false);
        return [header, holds, leaves, key.extractable];
        """,
        call,
    )
    header, holds, leaves, extractable = found
    strip = re.compile(r"signature=.*")
    assert strip.sub("", header) == strip.sub("", call["authorization"])
    assert (holds, leaves, extractable) == (True, False, False)


def test_the_fingerprint_is_the_one_that_the_browser_shows(page: Page) -> None:
    found = run(
        page,
        """
        const { fingerprint } = await load("wire");
        const raw = atob(v.public_key.replaceAll("-", "+").replaceAll("_", "/"));
        return fingerprint(Uint8Array.from(raw, (letter) => letter.charCodeAt(0)));
        """,
    )
    assert found == VECTORS["fingerprint"]


TRIVIAL = [
    "1234", "0000", "1111", "9999", "4321", "8901", "2468", "8642", "1212", "1122", "1221", "6969", "2580", "0852",
    "1379", "1397", "1984", "2001", "1920", "2030", "1000", "0007", "5683", "1004",
]  # fmt: skip
FINE = ["2749", "8316", "5092", "7091", "2031", "1914"]


def test_trivial_codes_are_refused_and_the_others_are_not(page: Page) -> None:
    script = 'const { trivial } = await load("code"); return given.filter(trivial);'
    assert run(page, script, TRIVIAL) == TRIVIAL
    assert run(page, script, FINE) == []
    everything = [f"{code:04d}" for code in range(10_000)]
    refused = run(page, script, everything)
    assert len(refused) == 578, "docs/phone-protocol.md says one code in seventeen"


def test_an_activation_link_is_read_only_from_this_very_institution(page: Page) -> None:
    script = 'const { activationIn } = await load("scan"); return given.map(activationIn);'
    links = [
        f"{ORIGIN}/phone/#activate=BCDFGHJKMP", "http://elsewhere.example/phone/#activate=BCDFGHJKMP",
        f"{ORIGIN}/phone/", "not a link",
    ]  # fmt: skip
    assert run(page, script, links) == ["BCDFGHJKMP", None, None, None]


OFFLINE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "phone_offline.json").read_text("utf-8")
)


def test_what_is_read_and_said_without_network_is_that_of_the_vectors(page: Page) -> None:
    found = run(
        page,
        """
        const { codeAlone, codeFor, pinHashOf, unpack } = await load("without-network");
        const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
        const hmac = { name: "HMAC", hash: "SHA-256" };
        const offlineKey = await crypto.subtle.importKey("raw", bytes(given.offline_key), hmac, false, ["sign"]);
        const pinHash = await pinHashOf(bytes(given.knowledge_key));
        const with_ = { offlineKey, pinHash, seconds: given.seconds };
        const read = [];
        for (const { text } of given.texts) read.push(await unpack(text, given.server_key).catch(() => null));
        const pasted = given.texts[0].text.split("#read=")[1].replace(/(.{7})/g, "$1\\n ").toLowerCase();
        return {
            read, codes: [await codeFor(given.canonical, with_), await codeAlone(with_)],
            pasted: await unpack(`#read=${pasted}`, given.server_key),
            garbage: await Promise.all(["", "#read=", "#read=é", "#read=A", "#read=" + "A".repeat(9000)].map(
                (text) => unpack(text, given.server_key))),
        };
        """,
        OFFLINE,
    )
    shown = [OFFLINE["canonical"] if one["expect"] == "shown" else None for one in OFFLINE["texts"]]
    assert found["read"] == shown
    assert found["codes"] == [OFFLINE["codes"][0]["code"], OFFLINE["codes"][6]["code"]]
    assert found["pasted"] == OFFLINE["canonical"]
    assert found["garbage"] == [None] * 5
