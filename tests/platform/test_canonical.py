"""The short way to canonical JSON and the long one give the same bytes, or refuse alike."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from parvis import canonical

ODD = st.text(st.characters(categories=["Cs", "Cc"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_both_ways_lead_to_the_same_bytes(value: object) -> None:
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical.dumps(value)
    else:
        assert canonical.dumps(value) == expected


def test_what_the_program_writes_is_sorted_and_bare() -> None:
    written = canonical.dumps({"b": [1, None, True], "a": {"é": "x"}, "A": "\n\x7f»"})
    assert written == '{"A":"\\n\x7f»","a":{"é":"x"},"b":[1,null,true]}'.encode()
