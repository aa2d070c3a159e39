"""The laws of scoring, for every registered model."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import checkrules
from checkrules.hooks.registry import load_plugins
from checkrules.plugin import ScoringModel

from ..kitchen import CANTEEN, kitchen

MODELS = load_plugins().scoring_models
CREDIT = st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.0]))
RULES = st.lists(
    st.tuples(st.sampled_from([1.0, 2.0, 3.0, 4.0]), CREDIT, st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"))),
    min_size=1,
    max_size=12,
).filter(lambda rules: any(credit is not None for _, credit, _ in rules))

Rules = list[tuple[float, float | None, tuple[str, str]]]


def percent(model: ScoringModel, rules: Rules) -> float:
    points, credits, groups = zip(*rules, strict=True)
    return 100 * model.score(points, credits, groups) / model.maximum(points, credits, groups)


def test_the_five_models_are_there() -> None:
    assert set(MODELS) == {"points", "default", "flat", "flat-unweighted", "absolute"}


@pytest.mark.parametrize("name", sorted(MODELS))
@given(rules=RULES, data=st.data())
def test_repairing_a_failure_never_lowers_the_score(name: str, rules: Rules, data: st.DataObject) -> None:
    failed = [index for index, (_, credit, _) in enumerate(rules) if credit is not None and credit < 1]
    if failed:
        index = data.draw(st.sampled_from(failed))
        repaired = [*rules]
        repaired[index] = (rules[index][0], 1.0, rules[index][2])
        assert percent(MODELS[name], repaired) >= percent(MODELS[name], rules) - 1e-9


@pytest.mark.parametrize("name", sorted(MODELS))
@given(rules=RULES, data=st.data())
def test_the_order_of_rules_is_nothing(name: str, rules: Rules, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rules))
    assert percent(MODELS[name], shuffled) == pytest.approx(percent(MODELS[name], rules))


@pytest.mark.parametrize("name", sorted(MODELS))
@given(rules=RULES)
def test_a_rule_that_does_not_apply_changes_nothing(name: str, rules: Rules) -> None:
    assert percent(MODELS[name], [*rules, (4.0, None, ("A", "x"))]) == percent(MODELS[name], rules)


@pytest.mark.parametrize("name", sorted(MODELS))
@given(rules=RULES)
def test_bounds_enclose_the_score(name: str, rules: Rules) -> None:
    low, high = ([(p, default if c is None else c, g) for p, c, g in rules] for default in (0.0, 1.0))
    assert percent(MODELS[name], low) <= percent(MODELS[name], rules) + 1e-9
    assert percent(MODELS[name], rules) <= percent(MODELS[name], high) + 1e-9


@pytest.mark.parametrize(
    ("name", "score", "maximum"),
    [
        ("points", 60.0, 100.0),
        ("flat", 6.0, 10.0),
        ("flat-unweighted", 2.0, 3.0),
        ("absolute", 0.0, 1.0),
        ("default", 75.0, 100.0),
    ],
)
def test_known_figures(name: str, score: float, maximum: float) -> None:
    arguments = [4.0, 4.0, 2.0, 9.0], [1.0, 0.0, 1.0, None], [("A", "x"), ("A", "x"), ("B", "y"), ("B", "z")]
    assert MODELS[name].score(*arguments) == pytest.approx(score)
    assert MODELS[name].maximum(*arguments) == pytest.approx(maximum)


@pytest.mark.parametrize("points", [1 / 3, 1e16])
def test_points_that_cannot_be_added_up_exactly_are_refused(points: float) -> None:
    content = kitchen().content
    rules = tuple(attrs.evolve(rule, points=points * (location + 1)) for location, rule in enumerate(content.rules))
    with pytest.raises(checkrules.ChecklistError, match="too many decimals"):
        checkrules.Checklist(content=attrs.evolve(content, rules=rules), registry=kitchen().registry)


def test_great_points_add_up() -> None:
    content = kitchen().content
    rules = tuple(attrs.evolve(rule, points=1e14) for rule in content.rules)
    great = checkrules.Checklist(content=attrs.evolve(content, rules=rules), registry=kitchen().registry)
    small = checkrules.Checklist(
        content=attrs.evolve(content, rules=tuple(attrs.evolve(rule, points=1.0) for rule in content.rules)),
        registry=kitchen().registry,
    )
    for facts in (CANTEEN, {**CANTEEN, "cook_count": 0}, {}):
        assert great.evaluate(facts).score.value == small.evaluate(facts).score.value
