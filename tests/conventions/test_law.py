"""A rule of the law that had a test keeps one."""

from tests.conventions.code import tell
from tests.conventions.law import RULES, carried, ids_in

# Held by tests that do not say so yet, or not held: `python -m tests.conventions.law` shows which. Only gets shorter.
NOT_YET = {
    "NIST-63B",  # failures of a means are counted for life, and nothing looks at the count yet
}


def test_every_rule_has_a_test() -> None:
    held = carried()
    missing = [f"{rule}: {RULES[rule]}" for rule in RULES if rule not in held and rule not in NOT_YET]
    assert not missing, tell("Write the test, with the id in its name or docstring.", missing)


def test_ids_are_found_however_they_are_written() -> None:
    assert ids_in("ASVS 8.2.2: nobody") == {"ASVS-8.2.2"}
    assert ids_in("psr_means_is_a_switch") == {"PSR-means"}
    assert ids_in("(RTS-4.3d).") == {"RTS-4.3d"}
    assert ids_in("RTS 10 and RTS-26-27") == {"RTS-10", "RTS-26-27"}
    assert ids_in("test_rts_4_3b_the_right_code") == {"RTS-4.3b"} and ids_in("RTS article 22") == {"RTS-22"}
    assert ids_in("RTS-29") == {"RTS-29"} and ids_in("RTS-2.") == {"RTS-2"}
