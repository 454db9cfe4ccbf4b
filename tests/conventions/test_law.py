"""A rule of the law that had a test keeps one; the lines are told the same everywhere."""

from parvis.conformity.law import carried, ids_in, lines
from tests.conventions.code import TOP, tell


def test_every_rule_has_a_test() -> None:
    held = carried(TOP)
    missing = [f"{line.id}: {line.rule}" for line in lines() if line.applies and line.id not in held]
    assert not missing, tell("Write the test, with the id in its name or docstring.", missing)


def test_every_line_applies_or_says_why_not() -> None:
    numbers = [line.id for line in lines()]
    assert len(numbers) == len(set(numbers))
    assert all((line.shows and not line.since) or (line.not_yet and line.since) for line in lines())


def test_ids_are_found_however_they_are_written() -> None:
    assert ids_in("ASVS 8.2.2: nobody") == {"ASVS-8.2.2"}
    assert ids_in("psr_means_is_a_switch") == {"PSR-means"}
    assert ids_in("(RTS-4.3d).") == {"RTS-4.3d"}
    assert ids_in("RTS 10 and RTS-26-27") == {"RTS-10", "RTS-26-27"}
    assert ids_in("test_rts_4_3b_the_right_code") == {"RTS-4.3b"} and ids_in("RTS article 22") == {"RTS-22"}
    assert ids_in("RTS-29") == {"RTS-29"} and ids_in("RTS-2.") == {"RTS-2"}
    assert ids_in("asvs_6_4_3_two_channels") == {"ASVS-6.4.3/4"} == ids_in("ASVS-6.4.3/4")
