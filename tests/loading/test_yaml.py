"""YAML is what the author typed, and every value knows its line."""

from __future__ import annotations

from checkrules.loading.yaml import load_yaml


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
