"""A checklist → expressions for tables: definitions, conditions, one verdict per rule. Made once per compiled checklist.

A rule that Polars cannot express is left to Python; `refused` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import attrs
import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.generated import limits_of, trees_of
from checkrules.expressions.polars_numbers import CannotLower
from checkrules.expressions.to_polars import Columns
from checkrules.model import tree as t
from checkrules.model.errors import ChecklistError
from checkrules.model.form import Fact
from checkrules.model.log import LOG
from checkrules.model.text import Text
from checkrules.tables.columns.check import MAX_BITS
from checkrules.tables.columns.outcome_columns import Verdict
from checkrules.tables.columns.scores import SCORES, section_column
from checkrules.words.templates import named

PERIOD = "period"
RESERVED = ("file", "row", *SCORES)
"""Columns of judged tables whose names no rule or section can have."""


@attrs.frozen(kw_only=True)
class Lowered:
    """The expressions of a checklist, over columns `f_…` (facts), `b_…` (lists of choices as bits) and `period`.

    `layers` are columns to add one after another (definitions, then the conditions of rules); `verdicts` says by the index
    of a rule what its columns are, and `bits_of_rules` gives the expression of its bits, where it is not refused; `degrees`
    by the index of the rule; `refused` and `refused_definitions` say why.
    """

    facts: tuple[str, ...]
    read: frozenset[str]
    """The facts whose texts a rule or message uses: not only whether, or how many, there are."""
    bits: tuple[str, ...]
    layers: tuple[tuple[pl.Expr, ...], ...]
    verdicts: Mapping[int, Verdict]
    bits_of_rules: Mapping[int, pl.Expr]
    degrees: Mapping[int, pl.Expr]
    refused: Mapping[int, Text]
    refused_definitions: Mapping[str, Text]


_LOWERED: WeakKeyDictionary[Compiled, Lowered] = WeakKeyDictionary()


def lowered(compiled: Compiled) -> Lowered:
    """The expressions of a checklist for tables, made once."""
    found = _LOWERED.get(compiled)
    if found is None:
        found = _LOWERED[compiled] = _lower(compiled)
    return found


def _lower(compiled: Compiled) -> Lowered:
    """Lower all that can be lowered. Raises ChecklistError where a rule or a section has the name of another column of
    judged tables."""
    sections = [section_column(section.id) for section in compiled.content.sections]
    names = [*RESERVED, *sections, *(rule.id for rule in compiled.content.rules)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ChecklistError(
            Text(f"结果表会有两列都叫“{twice}”", f"judged tables would have two columns '{twice}'"),
            hint=Text("请给规则或考核要点换个编号", "choose another id for the rule or section"),
        )
    found = _Lowering(compiled).run()
    for index, why in sorted(found.refused.items()):
        LOG.info("rule %s is decided row by row in tables: %s", compiled.content.rules[index].id, why.en)
    return found


def as_degree(value: pl.Expr) -> pl.Expr:
    """What a failure earns all the same: 0 to 1, and nothing where that is not known."""
    return value.cast(pl.Float64).clip(0.0, 1.0).abs().fill_null(0.0)  # abs: of -0.0 nothing is left


def has_bits(fact: Fact) -> bool:
    """Whether a fact's column can be kept as bits: a list of choices without duplicates."""
    return fact.unique and 0 < len(fact.choices) <= MAX_BITS


class _Lowering:
    def __init__(self, compiled: Compiled) -> None:
        self.content = compiled.content
        self.definitions = {d.name: d.tree for d in self.content.definitions}
        facts = self.content.form.facts
        fields = {f"{fact.name}.{field.name}": field for fact in facts for field in fact.fields}
        limits = {
            **limits_of(facts),
            **{n: (f.minimum, f.maximum) for n, f in fields.items() if f.minimum is not None and f.maximum is not None},
        }
        self.bits = {fact.name: tuple(c.value for c in fact.choices) for fact in facts if has_bits(fact)}
        functions = compiled.registered
        self.periods = [
            Columns(
                parameters=period.parameters,
                functions={name: function.columns for name, function in functions.items()},
                on_bits={name: function.bits for name, function in functions.items()},
                limits=limits,
                definitions=self.definitions,
                bits=self.bits,
            )
            for period in compiled.periods
        ]
        settings = [period.parameters for period in compiled.periods]
        self.dated = {name for name in settings[0] if any(s[name] != settings[0][name] for s in settings)}
        self.refused_definitions: dict[str, Text] = {}

    def run(self) -> Lowered:
        layers: list[tuple[pl.Expr, ...]] = [(column.alias(f"d_{name}"),) for name, column in self._definitions()]
        conditions = self._conditions()
        layers.append(tuple(column.alias(name) for name, column in conditions.values() if isinstance(column, pl.Expr)))
        verdicts: dict[int, Verdict] = {}
        bits: dict[int, pl.Expr] = {}
        degrees: dict[int, pl.Expr] = {}
        refused: dict[int, Text] = {}
        for index, rule in enumerate(self.content.rules):
            name, condition = conditions[rule.when_tree] if rule.when_tree is not None else (None, None)
            try:
                if isinstance(condition, CannotLower):
                    raise condition
                met = self._lower(rule.require_tree).cast(pl.Boolean)  # of nothing but null the type is not known
                bits[index] = pl.when(pl.col(name)).then(met) if name is not None else met
                verdicts[index] = Verdict(rule=rule.id, bits=f"v_{rule.id}", condition=name)
            except CannotLower as error:
                refused[index] = error.reason
            if rule.degree_tree is not None:
                try:
                    degrees[index] = as_degree(self._lower(rule.degree_tree))
                except CannotLower as error:
                    refused.setdefault(index, error.reason)
        made = [column for layer in layers for column in layer]
        made += [*bits.values(), *degrees.values()]
        used = {name for column in made for name in column.meta.root_names()}
        return Lowered(
            facts=self._facts(),
            read=frozenset(self._read()),
            bits=tuple(name for name in self.bits if f"b_{name}" in used),
            layers=tuple(layers),
            verdicts=verdicts,
            bits_of_rules=bits,
            degrees=degrees,
            refused=refused,
            refused_definitions=self.refused_definitions,
        )

    def _trees(self) -> list[t.Node]:
        degrees = [rule.degree_tree for rule in self.content.rules if rule.degree_tree is not None]
        return [*self.definitions.values(), *trees_of(self.content.rules), *degrees]

    def _facts(self) -> tuple[str, ...]:
        used = {name for tree in self._trees() for name in t.names(tree, "fact")}
        return tuple(fact.name for fact in self.content.form.facts if fact.name in used or fact.role == "date")

    def _read(self) -> Iterator[str]:
        for rule in self.content.rules:
            yield from (*named(rule.message), *named(rule.remedy))
        for tree in self._trees():
            if isinstance(tree, t.Name):
                yield tree.name
            for node in t.walk(tree):
                counted = isinstance(node, t.Length) and t.type_of(node.operand) != "text"
                if not (counted or isinstance(node, t.IsNull)):
                    yield from (child.name for child in t.children(node) if isinstance(child, t.Name))

    def _definitions(self) -> list[tuple[str, pl.Expr]]:
        found = []
        for name, tree in self.definitions.items():
            try:
                found.append((name, self._lower(tree)))
            except CannotLower as error:
                self.refused_definitions[name] = error.reason
        return found

    def _conditions(self) -> dict[t.Node, tuple[str, pl.Expr | CannotLower]]:
        """Each different condition under a column's name; where it is refused, why."""
        found: dict[t.Node, tuple[str, pl.Expr | CannotLower]] = {}
        for tree in dict.fromkeys(rule.when_tree for rule in self.content.rules if rule.when_tree is not None):
            try:
                found[tree] = f"w_{len(found)}", self._lower(tree).cast(pl.Boolean)
            except CannotLower as error:
                found[tree] = f"w_{len(found)}", error
        return found

    def _lower(self, tree: t.Node) -> pl.Expr:
        """The expression; a chain over periods where a dated parameter matters."""
        reached = t.names_reached([tree], self.definitions)
        for name in reached:
            if name in self.refused_definitions:
                why = Text("用到“{name}”：{why}", "it needs '{name}': {why}")
                raise CannotLower(why.format(name=name, why=self.refused_definitions[name]))
        if not self.dated.intersection(reached):
            return self.periods[-1].lower(tree)
        found: pl.Expr = self.periods[-1].lower(tree)
        for number, period in enumerate(self.periods[:-1]):
            found = pl.when(pl.col(PERIOD) == number).then(period.lower(tree)).otherwise(found)
        return found
