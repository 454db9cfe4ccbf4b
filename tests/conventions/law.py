"""Which rules of the law have a test: an id in the name or the docstring of a test is a promise that it holds it.

`python -m tests.conventions.law` prints them. RTS is Delegated Regulation (EU) 2018/389, ASVS is OWASP ASVS 5.0.0.
"""

import ast
import re
import sys
from collections import defaultdict

from tests.conventions.code import TOP, Function

# What the program answers for today.
RULES = {
    "RTS-2": "every request has a record of its risk, with reasons",
    "RTS-4.1": "an authentication code is accepted once",
    "RTS-4.2": "nothing of an element, and no other code, can be derived from a code",
    "RTS-4.3a": "after a failure nobody can tell which element was wrong",
    "RTS-4.3b": "at most five consecutive failures, then a hold or a block",
    "RTS-4.3d": "at most five minutes without activity",
    "RTS-4.4": "a warning before a block",
    "RTS-5.1": "the payer sees amount and payee; any change of them voids the approval",
    "RTS-5.2": "what is displayed is what is signed",
    "RTS-6-9": "elements are independent, not disclosed, not replicable",
    "RTS-10": "strong authentication again after 180 days at most",
    "RTS-15": "transfers between own accounts may skip strong authentication",
    "RTS-22": "secrets are masked when typed, and never stored in clear",
    "RTS-24.2b": "a means is added from afar under strong authentication only",
    "RTS-26-27": "a secret is renewed as it was created, and the old one is destroyed",
    "RTS-29": "every event can be traced",
    "CNIL-PIN": "a four-digit code only on a device, blocked after three failures",
    "CNIL-MFA": "a password and an e-mailed code are two steps, not two factors",
    "CNIL-PWD": "passwords: known ones are refused, no forced rotation",
    "NIST-63B": "failures of one means are capped for life",
    "ASVS-6.1.1": "the lock-out cannot be abused",
    "ASVS-6.3.8": "nobody learns who is a client",
    "ASVS-6.6.4": "push bombing is resisted",
    "ASVS-7.2.4": "a new session token at each authentication",
    "ASVS-8.2.2": "no reading of somebody else's object by its number",
    "PSR-means": "one means at least needs no smartphone",
    "PSR-change": "a change of secret takes strong authentication",
    "WCAG-2.2.1": "time limits warn and extend",
    "WCAG-3.3.8": "no sign-in by memory or transcription alone",
}


def _plain(text: str) -> str:
    """One spelling for « ASVS 8.2.2 », « RTS article 10 » and `test_rts_4_1_…`."""
    return re.sub(r"[ ._]+", "-", text.lower().replace(" article ", "-"))


def ids_in(text: str) -> set[str]:
    """The rules that a text names."""
    spelled = _plain(text)
    return {rule for rule in RULES if re.search(rf"(?<![a-z0-9]){re.escape(_plain(rule))}(?![a-z0-9])", spelled)}


def carried() -> dict[str, list[str]]:
    """id → the tests that carry it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((TOP / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole = ids_in(ast.get_docstring(tree) or "")
        for node in ast.walk(tree):
            if isinstance(node, Function) and node.name.startswith("test_"):
                own = ids_in(node.name.removeprefix("test_")) | ids_in(ast.get_docstring(node) or "")
                for rule in sorted(own | whole):
                    found[rule].append(f"{path.relative_to(TOP).as_posix()}::{node.name}")
    return dict(found)


if __name__ == "__main__":
    found_for = carried()
    for rule, sentence in RULES.items():
        sys.stdout.write(f"{rule:<11} {sentence}\n")
        for test in found_for.get(rule, ["(no test carries it)"]):
            sys.stdout.write(f"            {test}\n")
