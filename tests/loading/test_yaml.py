"""YAML is what the author typed, and every value knows its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkrules.loading.json import load_json
from checkrules.loading.yaml import MAX_DEPTH, MAX_VALUES, load_yaml
from checkrules.model.errors import ChecklistError


def test_scalars_are_what_the_author_typed() -> None:
    document = load_yaml(
        "a: no\nb: 010\nc: 2023-09-05\nd: 1.0.0\ne: 0x1F\nf: 1_000\ng: yes\nh: '5'\ni: 5\nj: .5\nk: null", "x.yaml"
    )
    assert document.data == {
        "a": "no", "b": "010", "c": "2023-09-05", "d": "1.0.0", "e": "0x1F", "f": "1_000", "g": "yes", "h": "5", "i": 5,
        "j": ".5", "k": None,
    }  # fmt: skip
    assert str(document.location(("i",))) == "x.yaml:9:4"
    assert str(document.key_location(("i",))) == "x.yaml:9:1"
    assert str(document.location(("h",))) == "x.yaml:8:5"  # within the quotes


@pytest.mark.parametrize(
    ("text", "location", "said"),
    [
        ("a: [" + "0," * MAX_VALUES + "]", "x.yaml:1:", f"the file has more than {MAX_VALUES} keys and values"),
        ("\n".join(f"k{n}: 1" for n in range(MAX_VALUES)), "x.yaml:50000:", "keys and values"),
        ("- &a 1\n" + "- *a\n" * MAX_VALUES, "x.yaml:1:3", "anchors, aliases and tags"),
        ("[" * 1_000_000, "x.yaml:1:", f"nested more than {MAX_DEPTH} deep"),
        ("{a: " * 100_000, "x.yaml:1:", f"nested more than {MAX_DEPTH} deep"),
        ("- " * 100_000, "x.yaml:1:", f"nested more than {MAX_DEPTH} deep"),
        ("a: 1e9999999", "x.yaml:1:4", "does not fit in 64 bits"),
        ("a: -1e400", "x.yaml:1:4", "does not fit in 64 bits"),
        ("a: 9223372036854775808", "x.yaml:1:4", "does not fit in 64 bits"),
        ("a: " + "9" * 1_000_000, "x.yaml:1:4", "does not fit in 64 bits"),
    ],
    ids=["values", "keys", "aliases", "lists", "mappings", "items", "exponent", "double", "integer", "digits"],
)  # fmt: skip
def test_what_is_too_large_is_refused_where_it_becomes_so(text: str, location: str, said: str) -> None:
    with pytest.raises(ChecklistError, match=said) as caught:
        load_yaml(text, "x.yaml")
    assert str(caught.value.location).startswith(location)
    split = caught.value.hint is not None and caught.value.hint.en == "the file is not read: split it into several"
    assert split == ("keys and values" in said)


def test_a_submission_may_state_numbers_beyond_64_bits() -> None:
    text = "a: 1e400\nb: 9223372036854775808\nc: -" + "9" * 500 + "\nd: 1e99999999999999999999"
    data = load_yaml(text, "x.yaml", great_numbers=True).data
    assert data == {"a": Decimal("1e400"), "b": 2**63, "c": Decimal("-" + "9" * 500), "d": Decimal("Infinity")}


def test_a_number_of_thousands_of_digits_in_json_has_its_place() -> None:
    with pytest.raises(ChecklistError, match="does not fit in 64 bits") as caught:
        load_json('{"a":\n ' + "1" * 5000 + "}", "x.json")
    assert str(caught.value.location) == "x.json:2:2"


def test_what_is_just_within_the_bounds_is_read() -> None:
    assert load_yaml("a: 9223372036854775807\nb: -9223372036854775808\nc: 1.7e308", "x.yaml").data == {
        "a": 2**63 - 1, "b": -(2**63), "c": 1.7e308,
    }  # fmt: skip
    assert len(load_yaml("[" + "0," * (MAX_VALUES - 1) + "]", "x.yaml").data) == MAX_VALUES - 1
    long = load_yaml("a: |\n" + "  text\n" * 100_000, "x.yaml").data["a"]
    assert len(long) == 500_000
