"""An institution's file is read strictly: each mistake is told with its line, in a sentence, and all at once."""

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.gate.rules import Rule
from parvis.institution.loader import load
from parvis.institution.places import places
from parvis.institution.reading import InstitutionUnsound
from tests.policy.world import SOUND, load_text, problems_of

SHIPPED = sorted((Path(__file__).parents[2] / "institutions").glob("*/institution*.toml"))

# (what stands in the sound file, what somebody wrote instead, what they are told at that line)
MISTAKES = [
    # Plain writing.
    ("idle_minutes = 5", "idel_minutes = 5", "unknown key “idel_minutes”; did you mean “idle_minutes”?"),
    ('currency = "EUR"', 'currency = "euro"', "“currency” must be an ISO 4217 code, as EUR; found “euro”."),
    ('name = "Banque Témoin"', "name = 7", "“name” must be a text between quotes, not empty."),
    ('short_name = "Témoin"', 'short_name = " "', "“short_name” must be a text between quotes, not empty."),
    ('short_name = "Témoin"', f'short_name = "{"é" * 401}"', "“short_name” has 401 characters; 400 at most."),
    ("pages = 2", "pages = true", "“pages” must be a whole number."),
    ("pages = 2", "pages = 3", "“pages” must be from 1 to 2; found 3."),
    ("strong = true", 'strong = "yes"', "“strong” must be true or false."),
    ("schema = 1", "schema = 2", "“schema” must be from 1 to 1; found 2."),
    ("hold_minutes = [5, 60]", "hold_minutes = []", "“hold_minutes” is an empty list."),
    ("hold_minutes = [5, 60]", "hold_minutes = 5", "“hold_minutes” must be a list between brackets."),
    ("hold_minutes = [5, 60]", "hold_minutes = [60, 5]", "holds must grow: each longer than the one before."),
    ("hold_minutes = [5, 60]", "hold_minutes = [5, '60']", "“hold_minutes” must hold whole numbers from 1 to 10080"),
    ('hosts = ["temoin.example", "temoin.localhost"]', 'hosts = ["temoin.example", "Témoin"]', "is not a host name"),
    ('hosts = ["temoin.example", "temoin.localhost"]', 'hosts = ["temoin.example", "temoin.example"]', "stands twice"),
    ('address = "temoin.example"', 'address = "other.example"', "it must be one of “hosts”."),
    ('timezone = "Europe/Paris"', 'timezone = "Europe/Lutece"', "“Europe/Lutece” is not a time zone"),
    ('timezone = "Europe/Paris"', 'timezone = "../secrets"', "“../secrets” is not a time zone"),
    ('kind = "digits"', 'kind = "letters"', "unknown kind of identifier “letters”: it may be digits, nir."),
    ('kind = "digits"\nlength = 11', 'kind = "nir"\nlength = 11', "13 characters without its key."),
    ('bank_code = "99999"', 'bank_code = "9999"', "“bank_code” must be five digits; found “9999”."),
    ('features = ["accounts", "transfers"]', 'features = ["accounts", "cards"]', "unknown feature “cards”"),
    # Money is written to the cent, between quotes.
    ('ceiling = "10000.00"', "ceiling = 10000.00", '“ceiling” must be an amount between quotes, as "1234.56"'),
    ('ceiling = "10000.00"', 'ceiling = "10000"', '“ceiling” must be an amount between quotes, as "1234.56"'),
    ('ceiling = "10000.00"', 'ceiling = "10 000,00"', "“ceiling” must be an amount between quotes"),
    ('ceiling = "10000.00"', 'ceiling = "-1.00"', "“ceiling” must be an amount between quotes"),
    ('ceiling = "10000.00"', 'ceiling = "٣.00"', "“ceiling” must be an amount between quotes"),
    ('daily = "15000.00"', 'daily = "9999.99"', "“daily” is less than “ceiling”"),
    ('up_to = "500.00"', "up_to = 500", '“up_to” must be an amount between quotes, as "1234.56"'),
    # Risk.
    ("refuse_at = 90", "refuse_at = 30", "“refuse_at” must be greater than “doubt_at”."),
    ("refuse_at = 90", "refuse_at = 500", "all weights together make 195: “refuse_at” is never reached."),
    ("odd_hours = [0, 5]", "odd_hours = [0]", "“odd_hours” must be two hours"),
    ("odd_hours = [0, 5]", "odd_hours = [0, 24]", "“odd_hours” must hold whole numbers from 0 to 23; found 24."),
    ("new_payee = 15", "new_payees = 15", "unknown key “new_payees”; did you mean “new_payee”?"),
    ("new_payee = 15", "new_payee = 1.5", "“new_payee” must be a whole number."),
    # Names that nobody knows.
    ('means = ["password", ', 'means = ["password", "otp", ', "unknown factor “otp”; did you mean “totp”?"),
    ('secret = "password"', 'secret = "secret_code"', "“secret_code” is asked first at sign-in, but “means”"),
    ('enrols = ["totp"]', 'enrols = ["sms_code"]', "“sms_code” is not a factor that a client can enrol alone."),
    ('operation = "sign_in"', 'operation = "signin"', "unknown operation “signin”; did you mean “sign_in”?"),
    ('payee = "own"', 'paye = "own"', "unknown condition of “transfer” “paye”; did you mean “payee”?"),
    ('payee = "own"', 'payee = "me"', "unknown value of “payee” “me”: it may be known, new, own."),
    ('payee = "own"', 'payee = ["own", "knwon"]', "unknown value of “payee” “knwon”; did you mean “known”?"),
    ('payee = "own"', "payee = []", "“payee” is an empty list."),
    ('payee = "own"', "payee = 3", "“payee” must be a list between brackets."),
    ('kind = ["totp", "phone"] }', 'up_to = "1.00" }', "this operation has no amount: “up_to” cannot be tested."),
    ('when = { kind = ["totp", "phone"] }', "when = { }", "“when” is empty: leave it out"),
    ('when = { kind = ["totp", "phone"] }', 'when = "always"', "“when” must be a table."),
    # Ways.
    ('ways = [["password", "totp"], ', 'ways = [["password", "topt"], ', "“topt”; did you mean “totp”?"),
    ('ways = [["password", "totp"], ', 'ways = [["password", "email_code"], ', "not offered factor “email_code”"),
    ('ways = [["password", "totp"], ', 'ways = [["password", "totp", "totp"], ', "“totp” stands twice in one way."),
    ('ways = [["phone"], ["password", "sms_code"]]', 'ways = ["phone"]', "ways must be a list of lists of factors"),
    ('ways = [["phone"], ["password", "sms_code"]]', "ways = []", "“ways” is an empty list: write refuse = true"),
    ('ways = [["phone"], ', 'ways = [["phone"], ["password", "phone"], ', "one way holds the whole of another"),
    (
        'ways = [[]]\nbasis = "RTS article 15"',
        "ways = [[]]\nrefuse = true",
        "a rule that refuses has no ways: keep “refuse” or “ways”.",
    ),
    ('id = "transfer"\n', 'id = "transfer-own"\n', "two rules have the id “transfer-own”."),
    ('id = "transfer"\n', 'id = "Transfer 1"\n', "“id” must be small letters, digits and hyphens"),
    # The law.
    ("idle_minutes = 5", "idle_minutes = 6", "must be from 1 to 5 (RTS article 4(3)(d)); found 6."),
    ("warn_minutes = 1", "warn_minutes = 5", "“warn_minutes” must be from 1 to 4; found 5."),
    ("strong_days = 180", "strong_days = 181", "must be from 1 to 180 (RTS article 10); found 181."),
    ("tries = 3", "tries = 6", "must be from 1 to 5 (RTS article 4(3)(b)); found 6."),
    ("at_most = 3", "at_most = 4", "must be from 1 to 3 (ASVS 6.6.4, push bombing); found 4."),
    ('ways = [["password", "totp"], ', 'ways = [["password"], ', "proves knowledge only, not two different elements."),
    ('ways = [["password", "totp"], ', 'ways = [["totp", "sms_code"], ', "sign-in always begins with “password”"),
    (
        'ways = [["password", "sms_code"]]\n\n',
        'ways = [["totp", "sms_code"]]\nbasis = "It was always so"\n\n',
        "“sms_code + totp” proves possession only: two steps, not two factors (CNIL-MFA).",
    ),
    (
        'ways = [["phone"], ["password", "sms_code"]]',
        'ways = [["phone"], ["password", "totp"]]',
        "nothing in “password + totp” links the proof to amount and payee (RTS article 5).",
    ),
    (
        'ways = [["phone"], ["password", "sms_code"]]',
        'ways = [["phone"]]',
        "every way needs a smartphone (PSR-means).",
    ),
]


def test_the_sound_file_is_sound(tmp_path: Path) -> None:
    institution = load_text(tmp_path, SOUND)
    assert institution.slug == "temoin"
    assert institution.hash == hashlib.sha256(SOUND.encode()).digest()
    assert institution.text == SOUND
    assert institution.transfers.ceiling == 1_000_000  # cents
    assert institution.rules[1] == Rule(
        "transfer-own", "transfer", {"payee": ("own",), "up_to": 50_000}, (frozenset(),), "RTS article 15"
    )


@pytest.mark.parametrize(("sound", "mistake", "told"), MISTAKES)
def test_each_mistake_is_told_at_its_line(tmp_path: Path, sound: str, mistake: str, told: str) -> None:
    assert SOUND.count(sound) >= 1, "the sound file no longer holds what this case changes"
    start = SOUND.index(sound)
    text = SOUND[:start] + mistake + SOUND[start + len(sound) :]
    lines = range(text.count("\n", 0, start) + 1, text.count("\n", 0, start + len(mistake)) + 2)
    problems = problems_of(tmp_path, text)
    assert [problem for problem in problems if told in problem and int(problem.split(":")[0]) in lines], problems


def test_what_is_missing_is_told_where_it_should_stand(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, SOUND.replace("tries = 3\n", ""))
    line = SOUND[: SOUND.index("[lockout]")].count("\n") + 1
    assert problems == [f"{line}: “tries” is missing in [lockout]."]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("idle_minutes = 5", "idle_minutes = 50").replace("pages = 2", "pages = 0")
    text = text.replace('country = "FR"\n', "").replace("[waiting]", "[wating]")
    assert len(problems_of(tmp_path, text)) >= 5


def test_a_rule_that_no_request_reaches(tmp_path: Path) -> None:
    own = '[[rule]]\nid = "late"\noperation = "transfer"\nwhen = { payee = "new", risk = "high" }\nrefuse = true\n'
    text = SOUND + own
    line = text[: text.index(own)].count("\n") + 1
    assert problems_of(tmp_path, text) == [
        f"{line}: rule “late” is never reached: the rules before it cover all its cases."
    ]


def test_two_rules_together_can_hide_a_third(tmp_path: Path) -> None:
    split = SOUND.replace(
        'id = "transfer"\noperation = "transfer"\n',
        'id = "transfer-known"\noperation = "transfer"\nwhen = { payee = ["known", "new"] }\n'
        'ways = [["phone"], ["password", "sms_code"]]\n\n'
        '[[rule]]\nid = "transfer-large"\noperation = "transfer"\nwhen = { payee = "own" }\nrefuse = true\n\n'
        '[[rule]]\nid = "transfer"\noperation = "transfer"\n',
    )
    (problem,) = problems_of(tmp_path, split)
    assert "rule “transfer” is never reached" in problem


def test_a_bound_below_another_is_not_hidden(tmp_path: Path) -> None:
    above = SOUND.replace(
        '[[rule]]\nid = "transfer"\n',
        '[[rule]]\nid = "transfer-own-large"\noperation = "transfer"\nwhen = { payee = "own", up_to = "500.01" }\n'
        'refuse = true\n\n[[rule]]\nid = "transfer"\n',
    )
    assert problems_of(tmp_path, above) == []
    (problem,) = problems_of(tmp_path, above.replace('up_to = "500.01"', 'up_to = "499.99"'))
    assert "rule “transfer-own-large” is never reached" in problem


def test_an_operation_without_a_rule(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, SOUND[: SOUND.index('[[rule]]\nid = "end-session"')])
    assert len(problems) == 1
    assert "no rule speaks of “end_session”" in problems[0]


def test_a_first_sign_in_that_could_not_end(tmp_path: Path) -> None:
    text = SOUND.replace('when = { kind = ["totp", "phone"] }', 'when = { within = "session" }')
    (problem,) = problems_of(tmp_path, text)
    assert "no rule of “enroll_factor” lets “totp” be enrolled at sign-in." in problem


def test_a_means_that_no_rule_takes(tmp_path: Path) -> None:
    text = SOUND.replace('"sms_code", "phone"]', '"sms_code", "phone", "email_code"]')
    (problem,) = problems_of(tmp_path, text)
    assert "“email_code” is offered, but no rule takes it." in problem


def test_cnil_mfa_a_claim_of_strength_with_one_element(tmp_path: Path) -> None:
    """CNIL-MFA: password and e-mailed code are two steps, not two factors."""
    text = SOUND.replace('"totp", "sms_code", "phone"]', '"totp", "sms_code", "phone", "email_code"]').replace(
        'ways = [["password", "totp"], ["password", "phone"]]', 'ways = [["password", "email_code"]]\nbasis = "Habit"'
    )
    problems = problems_of(tmp_path, text)
    assert any("two steps, not two factors (CNIL-MFA)" in problem for problem in problems)
    assert any("strong authentication is claimed, yet no way to sign in" in problem for problem in problems)
    modest = problems_of(tmp_path, text.replace("strong = true", "strong = false"))
    assert not [problem for problem in modest if "CNIL-MFA" in problem]


def test_psr_means_is_a_switch(tmp_path: Path) -> None:
    """PSR-means: refused while the switch is on, accepted when it is off."""
    text = SOUND.replace('ways = [["phone"], ["password", "sms_code"]]', 'ways = [["phone"]]')
    assert len(problems_of(tmp_path, text)) == 1
    assert problems_of(tmp_path, text.replace("smartphone = true", "smartphone = false")) == []


def test_what_borrows_a_phone_needs_one(tmp_path: Path) -> None:
    """PSR-means: its code is typed in the browser, and takes a smartphone all the same."""
    text = SOUND.replace('"sms_code", "phone"]', '"sms_code", "phone", "phone_qr"]')
    both = text.replace('ways = [["phone"], ["password", "sms_code"]]', 'ways = [["phone"], ["phone_qr"]]')
    sentence = "every way needs a smartphone (PSR-means)"
    assert any(sentence in problem for problem in problems_of(tmp_path, both))
    switched_off = problems_of(tmp_path, both.replace("smartphone = true", "smartphone = false"))
    assert not any(sentence in problem for problem in switched_off)
    alone = problems_of(tmp_path, SOUND.replace('"phone"', '"phone_qr"'))
    assert any("“phone_qr” answers with a “phone”, which “means” does not offer." in problem for problem in alone)


def test_rts_5_a_code_that_links_nothing_pays_nothing(tmp_path: Path) -> None:
    text = SOUND.replace('"sms_code", "phone"]', '"sms_code", "phone", "phone_code"]').replace(
        'ways = [["phone"], ["password", "sms_code"]]', 'ways = [["phone_code"], ["password", "sms_code"]]'
    )
    sentence = "nothing in “phone_code” links the proof to amount and payee (RTS article 5)"
    assert any(sentence in problem for problem in problems_of(tmp_path, text))


def test_transfers_that_are_not_offered(tmp_path: Path) -> None:
    text = SOUND.replace('features = ["accounts", "transfers"]', 'features = ["accounts"]')
    problems = problems_of(tmp_path, text)
    assert any("[transfers] is set, but “features” does not offer “transfers”." in problem for problem in problems)
    assert any("which “features” does not offer" in problem for problem in problems)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'schema = 1\nname = "open\n', "2: is not TOML"),
        (b"schema = 1\nname = \xff\n", "2: is not UTF-8 text."),
        (b"a = 1\na = 2\n", "is not TOML"),
        (b"a = [1,\n", "is not TOML"),
    ],
)
def test_what_is_not_toml(tmp_path: Path, content: bytes, told: str) -> None:
    folder = tmp_path / "temoin"
    folder.mkdir()
    (folder / "institution.toml").write_bytes(content)
    with pytest.raises(InstitutionUnsound) as caught:
        load(folder, factors={}, operations={})
    assert told in caught.value.problems[0]


def test_places_of_an_ugly_but_correct_file() -> None:
    text = (
        "# first\n"
        'a.b = """\n[not a table] = 1\n\\""" still"""\n'
        "[x]  # a ] in a comment\n"
        "'k = ]' = [ 1,\n  # between\n  [2, '#'], { deep = 3,  \"q.q\" = [4] } ]\n"
        "[[t]]\nn = 1\n[t.sub]\nm = 2\n[[t]]\nn = 'no \\ escape'\n[[t.inner]]\nz = 2026-11-24T10:00:00Z\n"
    )
    tomllib.loads(text)
    found = places(text)
    assert found["a", "b"] == 2
    assert found["x",] == 5
    assert found["x", "k = ]", 1, 0] == 8
    assert found["x", "k = ]", 2, "q.q", 0] == 8
    assert found["t", 0, "sub", "m"] == 12
    assert found["t", 1, "n"] == 14
    assert found["t", 1, "inner", 0, "z"] == 16


def _paths(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [place, *(found for key, item in value.items() for found in _paths(item, (*place, key)))]
    if isinstance(value, list):
        return [place, *(found for index, item in enumerate(value) for found in _paths(item, (*place, index)))]
    return [place]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_value_of_the_shipped_files_has_a_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found, lines = places(text), text.splitlines()
    for place in _paths(tomllib.loads(text)):
        name = place[-1] if place else ""
        assert place in found
        if isinstance(name, str) and name:
            assert name in lines[found[place] - 1]


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 400), st.floats(allow_nan=False), st.text(max_size=8), st.just("phone")
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("a", "up_to", "b c")), inner)
)


def _toml(value: object) -> str:
    """One value as TOML writes it. None: the key is left out by the caller; here, an empty table."""
    if value is None:
        return "{}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value).replace("\\ud", "\\u0")  # TOML has no lone surrogates
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    return repr(value)


@settings(max_examples=300)
@given(number=st.integers(0, SOUND.count("\n") - 1), value=values)
def test_whatever_stands_there_the_answer_is_a_list_of_sentences(tmp_path: Path, number: int, value: object) -> None:
    lines = SOUND.splitlines()
    name, equals, _ = lines[number].partition(" = ")
    if equals:
        lines[number] = name + equals + _toml(value)
    else:
        del lines[number]
    for problem in problems_of(tmp_path, "\n".join(lines) + "\n"):
        assert re.fullmatch(r"[1-9][0-9]*: .+[.?]", problem), problem
