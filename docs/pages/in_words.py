"""A condition in words: labels in bold in place of names. For readers; the expression itself decides."""

from __future__ import annotations

from collections.abc import Mapping

from checkrules.model import tree as t
from checkrules.model.form import Fact
from checkrules.model.text import Language, Text
from checkrules.words.values import format_value

_ORDER: Mapping[str, Text] = {
    "==": Text("{0}等于{1}", "{0} is {1}"),
    "!=": Text("{0}不等于{1}", "{0} is not {1}"),
    ">=": Text("{0}不少于{1}", "{0} is at least {1}"),
    ">": Text("{0}多于{1}", "{0} is more than {1}"),
    "<=": Text("{0}不多于{1}", "{0} is at most {1}"),
    "<": Text("{0}少于{1}", "{0} is less than {1}"),
}
_DATES: Mapping[str, Text] = {
    **_ORDER,
    ">=": Text("{0}不早于{1}", "{0} is not before {1}"),
    ">": Text("{0}晚于{1}", "{0} is after {1}"),
    "<=": Text("{0}不晚于{1}", "{0} is not after {1}"),
    "<": Text("{0}早于{1}", "{0} is before {1}"),
}
_TEXTS: Mapping[str, Text] = {"==": Text("{0}为{1}", "{0} is {1}"), "!=": Text("{0}不为{1}", "{0} is not {1}")}
_FOLDS: Mapping[str, Text] = {
    "any": Text("{0}中有一项成立", "any of {0}"),
    "all": Text("{0}全部成立", "all of {0}"),
    "sum": Text("{0}之和", "the sum of {0}"),
    "min": Text("{0}中最小的", "the least of {0}"),
    "max": Text("{0}中最大的", "the greatest of {0}"),
}
_FUNCTIONS: Mapping[str, Text] = {"contains_all": Text("{0}包含全部{1}", "{0} includes all of {1}")}


class InWords:
    """Says trees in one language, with the labels of a checklist's facts, parameters and definitions."""

    def __init__(self, labels: Mapping[str, Text], facts: Mapping[str, Fact], language: Language) -> None:
        self.labels = labels
        self.facts = facts
        self.language = language

    def say(self, node: t.Node) -> str:
        """The condition as one sentence without a full stop."""
        return self._say(node, None)

    def _fill(self, text: Text, *parts: str) -> str:
        return text[self.language].format(*parts)

    def _inner(self, node: t.Node, fact: Fact | None = None) -> str:
        said = self._say(node, fact)
        return self._bracketed(said) if isinstance(node, (t.And, t.Or, t.Choose)) else said

    def _operand(self, node: t.Node) -> str:
        return self._bracketed(self._inner(node)) if isinstance(node, t.Arithmetic) else self._inner(node)

    def _bracketed(self, said: str) -> str:
        return f"（{said}）" if self.language == "zh" else f"({said})"

    def _say(self, node: t.Node, fact: Fact | None) -> str:
        match node:
            case t.Constant(value=value):
                return self._value(value, fact)
            case t.Day(value=day):
                return format_value(day, None, self.language)
            case t.Span(days=days):
                return self._fill(Text("{0}天", "{0} days"), str(days))
            case t.Name(name=name):
                return self._name(name)
            case t.Items(items=items):
                return ("、" if self.language == "zh" else ", ").join(self._say(item, fact) for item in items)
            case t.Not(operand=t.IsNull(operand=operand)):
                return self._fill(Text("{0}已填写", "{0} is stated"), self._inner(operand))
            case t.Not(operand=t.In(item=item, container=container)):
                return self._fill(Text("{1}不含{0}", "{1} does not include {0}"), *self._member(item, container))
            case t.Not(operand=operand):
                return self._fill(Text("并非{0}", "not {0}"), self._inner(operand))
            case t.And(left=left, right=right):
                return self._fill(Text("{0}，且{1}", "{0} and {1}"), self._part(left, t.And), self._part(right, t.And))
            case t.Or(left=left, right=right):
                return self._fill(Text("{0}，或{1}", "{0} or {1}"), self._part(left, t.Or), self._part(right, t.Or))
            case t.Compare(operator=operator, left=left, right=right):
                kind = t.type_of(left)
                words = {"date": _DATES, "text": _TEXTS}.get(kind, _ORDER)
                about = self._fact(left) or self._fact(right)
                return self._fill(words[operator], self._inner(left, about), self._inner(right, about))
            case t.IsNull(operand=operand):
                return self._fill(Text("{0}未说明", "{0} is not stated"), self._inner(operand))
            case t.Arithmetic(operator=operator, left=left, right=right):
                sign = {"*": "×", "/": "÷"}.get(operator, operator)
                return f"{self._operand(left)} {sign} {self._operand(right)}"
            case t.Negate(operand=operand):
                return f"-{self._inner(operand)}"
            case t.Coalesce(left=left, right=right):
                words = Text("{0}（未说明时按{1}）", "{0} (if not stated: {1})")
                return self._fill(words, self._inner(left), self._say(right, self._fact(left)))
            case t.Choose(condition=condition, then=then, otherwise=otherwise):
                words = Text("如果{0}则{1}，否则{2}", "if {0} then {1}, else {2}")
                return self._fill(words, *(self._inner(part) for part in (condition, then, otherwise)))
            case t.In(item=item, container=container):
                return self._fill(Text("{1}包含{0}", "{1} includes {0}"), *self._member(item, container))
            case t.Match(operand=operand, pattern=pattern):
                words = Text("{0}符合模式{1}", "{0} matches the pattern {1}")
                return self._fill(words, self._inner(operand), f"`{pattern}`")
            case t.Length(operand=operand):
                return self._fill(Text("{0}的个数", "the number of {0}"), self._inner(operand))
            case t.Part(operand=operand, name=name):
                return self._fill(Text("{0}的{1}", "{0}: {1}"), self._inner(operand), self._name(name))
            case t.Fold(how=how, operand=operand):
                return self._fill(_FOLDS[how], self._inner(operand))
            case t.Absolute(operand=operand):
                return self._fill(Text("{0}的绝对值", "the absolute value of {0}"), self._inner(operand))
            case t.Call(function=function, arguments=arguments) if function in _FUNCTIONS:
                about = self._fact(arguments[0])
                return self._fill(_FUNCTIONS[function], *(self._inner(part, about) for part in arguments))
            case t.Call(function=function, arguments=arguments):
                return f"{function}({', '.join(map(self.say, arguments))})"
        raise TypeError(f"no words for {node!r}")

    def _part(self, node: t.Node, kind: type[t.And] | type[t.Or]) -> str:
        return self._say(node, None) if isinstance(node, kind) else self._inner(node)

    def _member(self, item: t.Node, container: t.Node) -> tuple[str, str]:
        about = self._fact(container) or self._fact(item)
        return self._inner(item, about), self._inner(container, about)

    def _fact(self, node: t.Node) -> Fact | None:
        while isinstance(node, t.Coalesce):
            node = node.left
        return self.facts.get(node.name) if isinstance(node, t.Name) else None

    def _name(self, name: str) -> str:
        label = self.labels[name][self.language] if name in self.labels else name
        return f"**{label}**"

    def _value(self, value: object, fact: Fact | None) -> str:
        return format_value(value, fact, self.language)
