"""An expression as people read it: titles in place of names, words in place of operators. The expression itself decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from checkrules.model import tree as t
from checkrules.model.form import Fact
from checkrules.model.rules import Content, Definition, Parameter
from checkrules.model.text import Language, Text
from checkrules.words.labels import DATE_OPERATOR_WORDS, OPERATOR_WORDS
from checkrules.words.templates import labelled
from checkrules.words.values import BETWEEN_ITEMS, after_number, format_value, with_unit

_ARITHMETIC: Mapping[str, Text] = {
    "+": Text("{0} + {1}", "{0} + {1}"),
    "-": Text("{0} - {1}", "{0} - {1}"),
    "*": Text("{0} × {1}", "{0} × {1}"),
    "/": Text("{0} ÷ {1}", "{0} ÷ {1}"),
    "//": Text("{0} ÷ {1}的整数部分", "the whole part of {0} ÷ {1}"),
    "%": Text("{0} ÷ {1}的余数", "the remainder of {0} ÷ {1}"),
    "**": Text("{0}的{1}次方", "{0} to the power of {1}"),
}
_FOLDS: Mapping[str, Text] = {
    "any": Text("{0}至少有一项为是", "any of {0} is yes"),
    "all": Text("{0}各项均为是", "all of {0} are yes"),
    "sum": Text("{0}之和", "the sum of {0}"),
    "min": Text("{0}中最小的", "the least of {0}"),
    "max": Text("{0}中最大的", "the greatest of {0}"),
}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2, "**": 3}
"""How tightly operators bind; operands that bind less tightly are put in brackets."""
_PARTS: Mapping[str, Text] = {
    "year": Text("年份", "year"),
    "month": Text("月份", "month"),
    "day": Text("日", "day"),
    "days": Text("天数", "days"),
}
_IS = Text("{0}{1}", "{0} is {1}")
_NO = Text("{0}为否", "{0} is no")
_AND, _OR, _NOT = Text("{0}，且{1}", "{0} and {1}"), Text("{0}，或{1}", "{0} or {1}"), Text("并非{0}", "not {0}")
_BRACKETS = Text("（{0}）", "({0})")
_STATED, _NOT_STATED = Text("{0}已说明", "{0} is stated"), Text("{0}未说明", "{0} is not stated")
_COALESCE = Text("{0}（未说明时按{1}）", "{0} (if not stated: {1})")
_CHOOSE = Text("如果{0}，则{1}，否则{2}", "if {0} then {1}, else {2}")
_INCLUDES, _EXCLUDES = Text("{1}包含{0}", "{1} includes {0}"), Text("{1}不含{0}", "{1} does not include {0}")
_MATCHES, _MATCHES_NOT = (
    Text("{0}符合格式“{1}”", "{0} has the pattern “{1}”"),
    Text("{0}不符合格式“{1}”", "{0} does not have the pattern “{1}”"),
)
_ITEMS, _CHARACTERS = Text("{0}的项数", "the number of {0}"), Text("{0}的字数", "the number of characters of {0}")
_PART_OF, _FIELD_OF = Text("{0}的{1}", "the {1} of {0}"), Text("{0}的{1}", "{1} of {0}")
_EACH, _EACH_IF = (
    Text("{0}各项的{1}", "{1} of each of {0}"),
    Text("{0}中（{2}的）各项的{1}", "{1} of each of {0} (where {2})"),
)
_TODAY = Text("出具报告之日", "the day of the report")
_ITEM = Text("该项", "the item")
_DAYS = Text("天", "days")
_ABSOLUTE = Text("{0}的绝对值", "the absolute value of {0}")
_ROW, _LAST_ROW, _BETWEEN_ROWS = Text("{0}时为{1}", "{1} where {0}"), Text("其余为{0}", "else {0}"), Text("；", "; ")


@attrs.frozen(kw_only=True)
class Names:
    """How names read: the titles of facts, parameters and definitions, the units of numbers, the facts whose choices label
    values, and a sentence per function with `{0}`, `{1}`, … for its arguments."""

    titles: Mapping[str, Text]
    units: Mapping[str, Text]
    facts: Mapping[str, Fact]
    functions: Mapping[str, Text]


def names_of(content: Content, functions: Mapping[str, Text]) -> Names:
    """The names of a checklist."""
    measured: tuple[Fact | Parameter, ...] = (*content.form.facts, *content.parameters)
    titled: tuple[Fact | Parameter | Definition, ...] = (*measured, *content.definitions)
    return Names(
        titles={"today": _TODAY, **{item.name: item.title for item in titled}},
        units={item.name: item.unit for item in measured if item.unit is not None},
        facts=labelled(content),
        functions=functions,
    )


def quoted(title: str) -> str:
    """A title within a sentence; quotation marks of its own become single ones."""
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


def in_words(node: t.Node, names: Names, language: Language, quote: Callable[[str], str] = quoted) -> str:
    """An expression as a sentence without a full stop. `quote` marks the titles in it."""
    return _Words(names=names, language=language, quote=quote).say(node)


def value_in_words(value: object, node: t.Node, names: Names, language: Language) -> str:
    """The value of an expression, with the labels and the unit of the fact or parameter that it is."""
    words = _Words(names=names, language=language, quote=quoted)
    return with_unit(value, words.fact_of(node), words.unit_of(node), language)


@attrs.frozen(kw_only=True)
class _Words:
    names: Names
    language: Language
    quote: Callable[[str], str]
    variables: Mapping[str, Fact | None] = attrs.field(factory=dict)

    def title(self, name: str) -> str:
        return self.names.titles[name][self.language] if name in self.names.titles else name

    def say(self, node: t.Node, fact: Fact | None = None, unit: Text | None = None) -> str:
        """`fact` labels a constant's value, `unit` follows it."""
        match node:
            case t.Constant(value=value):
                return with_unit(value, fact, unit, self.language)
            case t.Day(value=day):
                return format_value(day, None, self.language)
            case t.Span(days=days):
                return str(days) + after_number(str(days), _DAYS, self.language)
            case t.Name(kind="variable"):
                return _ITEM[self.language]
            case t.Name(name=name):
                return self.quote(self.title(name))
            case t.Items(items=items):
                return BETWEEN_ITEMS[self.language].join(self.say(item, fact) for item in items)
            case t.Not(operand=operand):
                return self._say_not(operand)
            case t.And(left=left, right=right):
                return self._fill(_AND, self._side(left, t.And), self._side(right, t.And))
            case t.Or(left=left, right=right):
                return self._fill(_OR, self._side(left, t.Or), self._side(right, t.Or))
            case t.Compare():
                return self._say_compared(node)
            case t.IsNull(operand=operand):
                return self._fill(_NOT_STATED, self.inner(operand))
            case t.Arithmetic(operator=operator, left=left, right=right):
                level = _BINDING[operator]
                return self._fill(_ARITHMETIC[operator], self._operand(left, level), self._operand(right, level + 1))
            case t.Negate(operand=operand):
                return f"-{self._operand(operand, 3)}"
            case t.Coalesce(left=left, right=right):
                return self._fill(_COALESCE, self.inner(left), self.say(right, self.fact_of(left), self.unit_of(left)))
            case t.Choose(condition=condition, then=then, otherwise=otherwise):
                parts = (self.inner(part, fact, unit) for part in (condition, then, otherwise))
                return self._fill(_CHOOSE, *parts)
            case t.In():
                return self._say_member(node, _INCLUDES, "in")
            case t.Match(operand=operand, pattern=pattern):
                return self._fill(_MATCHES, self.inner(operand), pattern)
            case t.Length(operand=operand):
                return self._fill(_CHARACTERS if t.type_of(operand) == "text" else _ITEMS, self.inner(operand))
            case t.Part():
                return self._say_part(node)
            case t.Each():
                return self._say_each(node)
            case t.Fold(how=how, operand=operand):
                return self._fill(_FOLDS[how], self.inner(operand))
            case t.Absolute(operand=operand):
                return self._fill(_ABSOLUTE, self._operand(operand, 3))
            case t.Call(function=function, arguments=arguments):
                about = next((found for part in arguments if (found := self.fact_of(part))), None)
                said = [self.inner(part, about) for part in arguments]
                if function in self.names.functions:
                    return self._fill(self.names.functions[function], *said)
                return f"{function}{self._fill(_BRACKETS, BETWEEN_ITEMS[self.language].join(said))}"
            case t.DecisionTable(rows=rows):
                said = [
                    self._fill(_LAST_ROW, self.say(row.value, fact, unit))
                    if row.when is None
                    else self._fill(_ROW, self.inner(row.when), self.say(row.value, fact, unit))
                    for row in rows
                ]
                return _BETWEEN_ROWS[self.language].join(said)
        raise TypeError(f"no words for {node!r}")

    def inner(self, node: t.Node, fact: Fact | None = None, unit: Text | None = None) -> str:
        """Part of a longer sentence: in brackets where it could be misread."""
        said = self.say(node, fact, unit)
        return self._fill(_BRACKETS, said) if isinstance(node, (t.And, t.Or, t.Choose, t.DecisionTable)) else said

    def _fill(self, text: Text, *parts: str) -> str:
        return text[self.language].format(*parts)

    def _side(self, node: t.Node, kind: type[t.And] | type[t.Or]) -> str:
        return self.say(node) if isinstance(node, kind) else self.inner(node)

    def _operand(self, node: t.Node, level: int) -> str:
        said = self.inner(node)
        loose = isinstance(node, t.Negate) or (isinstance(node, t.Arithmetic) and _BINDING[node.operator] < level)
        return self._fill(_BRACKETS, said) if loose else said

    def _say_not(self, node: t.Node) -> str:
        match node:
            case t.IsNull(operand=operand):
                return self._fill(_STATED, self.inner(operand))
            case t.In():
                return self._say_member(node, _EXCLUDES, "not in")
            case t.Match(operand=operand, pattern=pattern):
                return self._fill(_MATCHES_NOT, self.inner(operand), pattern)
            case t.Name():
                return self._fill(_NO, self.say(node))
        return self._fill(_NOT, self.inner(node))

    def _say_compared(self, node: t.Compare) -> str:
        words = DATE_OPERATOR_WORDS if t.type_of(node.left) == "date" else OPERATOR_WORDS
        fact = self.fact_of(node.left) or self.fact_of(node.right)
        unit = self.unit_of(node.left) or self.unit_of(node.right)
        return self._say_is(node.left, words[node.operator], node.right, fact, unit)

    def _say_is(self, left: t.Node, words: Text, right: t.Node, fact: Fact | None, unit: Text | None = None) -> str:
        compared = words[self.language].format(value=self.inner(right, fact, unit))
        return self._fill(_IS, self.inner(left, fact, unit), compared)

    def _say_member(self, node: t.In, includes: Text, operator: str) -> str:
        fact = self.fact_of(node.container) or self.fact_of(node.item)
        if isinstance(node.item, t.Constant):
            return self._fill(includes, self.inner(node.item, fact), self.inner(node.container, fact))
        return self._say_is(node.item, OPERATOR_WORDS[operator], node.container, fact)

    def _say_part(self, node: t.Part) -> str:
        if isinstance(node.operand, t.Name) and node.operand.kind == "variable":
            field = self.fact_of(node)
            return self.quote(field.title[self.language] if field is not None else node.name)
        if node.name in _PARTS:
            return self._fill(_PART_OF, self.inner(node.operand), _PARTS[node.name][self.language])
        return self._fill(_FIELD_OF, self.inner(node.operand), self.quote(node.name))

    def _say_each(self, node: t.Each) -> str:
        inside = attrs.evolve(self, variables={**self.variables, node.variable: self.fact_of(node.iterable)})
        parts = [self.inner(node.iterable), inside.inner(node.result)]
        if node.condition is None:
            return self._fill(_EACH, *parts)
        return self._fill(_EACH_IF, *parts, inside.say(node.condition))

    def fact_of(self, node: t.Node) -> Fact | None:
        """The fact whose choices label the values that a node is compared with."""
        match node:
            case t.Coalesce(left=left):
                return self.fact_of(left)
            case t.Name(kind="variable", name=name):
                return self.variables.get(name)
            case t.Name(name=name):
                return self.names.facts.get(name)
            case t.Part(operand=t.Name(kind="variable", name=variable), name=name):
                fact = self.variables.get(variable)
                return next((field for field in fact.fields if field.name == name), None) if fact is not None else None
        return None

    def unit_of(self, node: t.Node) -> Text | None:
        """The unit of a number."""
        if isinstance(node, t.Coalesce):
            return self.unit_of(node.left)
        return self.names.units.get(node.name) if isinstance(node, t.Name) else None
