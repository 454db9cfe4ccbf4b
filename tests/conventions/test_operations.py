"""An operation is one module and one line; each institution says what it takes."""

from collections.abc import Mapping

import msgspec
import pytest

from parvis.institution.rules import Institution
from parvis.known import institutions_of, known
from parvis.operations import ByAgents, Operation
from parvis.settings import ROOT, Settings
from parvis.ui.render import PACKAGE
from parvis.ui.words import LANGUAGES, Words
from tests.conventions.code import TOP, modules, tell

OPERATIONS: Mapping[str, Operation] = known()[1]
INSTITUTIONS = institutions_of(Settings(mode="test")).all
WORDS = Words.load(PACKAGE, ROOT / "institutions")

# Who asks for it: the features that may name an operation. The gate serves all of them and knows none.
ASKED_BY = {
    "sign_in": ("sign_in/", "phone/"),
    "end_session": ("sessions/", "security/"),
    "transfer": ("payments/", "ledger/"),
    "read_history": ("accounts/", "own_data/"),
    "enroll_factor": ("means/",),
    "change_secret": ("means/",),
    "change_contact": ("profile/",),
    "recover_secret": ("recovery/",),
    "renew_user_code": ("companies/",),
    "resume_factor": ("means/",),
    "remove_factor": ("means/",),
    "renew_phone_code": ("phone/",),
    "use_biometrics": ("phone/",),
    "accept_invitation": ("agency/",),
    "invite_agent": ("agency/",),
    "change_agent_role": ("agency/",),
    "end_agent_access": ("agency/",),
    "open_bank_call": ("agency/",),
    "end_bank_call": ("agency/",),
    "handle_case": ("agency/",),
    "open_client_file": ("client_file/",),
    "cancel_contact_change": ("client_file/",),
}

# Other code that names one, and why. This list only gets shorter.
NAMED = {
    ("gate/pages.py", "sign_in"): "the browser that asked to sign in claims its session on the request's own page",
    ("gate/shown.py", "sign_in"): "means may be enrolled in the middle of a sign-in, and of nothing else",
    ("institution/checks.py", "sign_in"): "the law speaks of signing in: its first secret, the claim of SCA",
    ("institution/checks.py", "enroll_factor"): "a first sign-in must be able to end: what it enrols must be allowed",
    ("institution/agencies.py", "sign_in"): "the section of an agency's file that names its doors",
    ("institution/loader.py", "sign_in"): "the section of the file that describes the first steps",
    ("institution/recovery.py", "sign_in"): "a way to recover a secret is compared with the ways in",
    ("operations/enroll_factor.py", "sign_in"): "where an enrolment was begun",
    ("means/rules.py", "sign_in"): "where an enrolment was begun; which means let somebody in",
    ("means/pages.py", "sign_in"): "where an enrolment was begun",
}


def test_every_module_is_listed() -> None:
    found = {path.stem for path in (PACKAGE / "operations").glob("*.py")} - {"__init__", "all"}
    listed = {type(operation).__module__.rpartition(".")[2] for operation in OPERATIONS.values()}
    assert found == listed, "Add the operation's line to operations/all.py, or remove the module."


@pytest.mark.parametrize("name", OPERATIONS)
def test_its_facts_are_frozen_and_strict(name: str) -> None:
    """What is approved cannot change, and nothing slips in beside it."""
    facts = OPERATIONS[name].facts
    assert facts.__struct_config__.frozen, "msgspec.Struct, frozen=True"
    assert facts.__struct_config__.forbid_unknown_fields, "forbid_unknown_fields=True"
    assert not [field.name for field in msgspec.structs.fields(facts) if field.type is float], "Money is whole cents."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPERATIONS)
def test_it_is_said_in_both_languages(name: str, language: str) -> None:
    assert WORDS.sayer(language, None).has(f"operation-{name}"), f"operations/words.{language}.ftl: operation-{name}"


@pytest.mark.parametrize("institution", INSTITUTIONS, ids=[one.slug for one in INSTITUTIONS])
def test_every_institution_has_a_rule_for_it(institution: Institution) -> None:
    """No rule: the answer is no. An institution that wants no transfer says so in `features`."""
    ruled = {rule.operation for rule in institution.rules}
    optional = {"transfer"} if "transfers" not in institution.features else set()
    optional |= {"enroll_factor"} if not _enrollable(institution) else set()
    optional |= {name for name, one in OPERATIONS.items() if getattr(one, "about", "") not in ("", *institution.means)}
    offered = ("", *institution.features)
    optional |= {name for name, one in OPERATIONS.items() if getattr(one, "feature", "") not in offered}
    by_agents = {name for name, one in OPERATIONS.items() if isinstance(one, ByAgents)}
    # Of what clients ask for, an agency's file says what its agents may: they sign in, and have means.
    optional |= OPERATIONS.keys() - by_agents - {"sign_in", "end_session"} if institution.agency_of else by_agents
    missing = sorted(OPERATIONS.keys() - ruled - optional)
    assert not missing, tell(f"institutions/{institution.slug}/institution.toml has no rule for", missing)


def _enrollable(institution: Institution) -> set[str]:
    return {kind for kind in institution.means if known()[0][kind].own}


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_is_named_only_by_who_asks_for_it(name: str) -> None:
    module_name = type(OPERATIONS[name]).__module__.rpartition(".")[2]
    own = (f"operations/{module_name}.py", "operations/all.py", "demo/", *ASKED_BY[name])
    found = [
        f"{module.at(node)}: {text!r}"
        for module in modules()
        if not module.name.startswith(own) and (module.name, name) not in NAMED
        for node, text in module.strings()
        if text == name
    ]
    assert not found, tell(f"Let the operation say it, so that nobody has to know {name}:", found)


def test_the_list_of_named_operations_is_true() -> None:
    gone = [
        f"{file} {name}"
        for file, name in NAMED
        if not any(text == name for module in modules() if module.name == file for _, text in module.strings())
    ]
    assert not gone, tell("It is not named there any more: take it off NAMED.", gone)


@pytest.mark.parametrize("name", OPERATIONS)
def test_where_it_leads_exists(name: str) -> None:
    """`before` and `after` are addresses of the program."""
    from tests.conventions.routes import addresses

    reads = {address.path for address in addresses() if not address.writes}
    assert OPERATIONS[name].before in reads, f"{OPERATIONS[name].before} is no page"


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_is_documented(name: str) -> None:
    documented = (TOP / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"`{name}`" in documented, f"Run `parvis docs`: docs/operations.md has no line for {name}."
