"""A tree as text in the rule language: what `explain` shows, and what parses back to the same tree."""

from __future__ import annotations

from checkrules.model import tree as t

_TOP, _CHOOSE, _OR, _AND, _NOT, _COALESCE, _EQUAL, _ORDER, _ADD, _TIMES, _MINUS, _POWER, _ATOM = range(13)
# how tightly an operator binds, as in rule-engine's grammar: a part is bracketed unless it binds tighter than what is above


def render(node: t.Node) -> str:
    """The expression, with no more brackets than it needs. A decision table is written as its rows."""
    return _render(node, _TOP)


def _render(node: t.Node, above: int) -> str:
    text, level = _text(node)
    return text if level > above else f"({text})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _constant(value: bool | int | float | str | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _binary(left: t.Node, operator: str, right: t.Node, level: int) -> tuple[str, int]:
    return f"{_render(left, level - 1)} {operator} {_render(right, level)}", level


def _text(node: t.Node) -> tuple[str, int]:
    match node:
        case t.Constant(value=value):
            negative = isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0
            return _constant(value), _MINUS if negative else _ATOM
        case t.Day(value=value):
            return f'd"{value.isoformat()}"', _ATOM
        case t.Span(days=days):
            return f't"P{days}D"', _ATOM
        case t.Name(name=name):
            return name, _ATOM
        case t.Items(items=items):
            return "[" + ", ".join(_render(item, _TOP) for item in items) + "]", _ATOM
        case t.Not(operand=t.In(item=item, container=container)):
            return f"{_render(item, _ORDER)} not in {_render(container, _ORDER)}", _NOT  # as the grammar has it
        case t.Not(operand=t.Match() as match):
            return _match(match, "!~"), _ORDER
        case t.Not(operand=t.IsNull(operand=operand)):
            return f"{_render(operand, _EQUAL)} != null", _EQUAL
        case t.Not(operand=operand):
            return f"not {_render(operand, _NOT - 1)}", _NOT
        case t.And(left=left, right=right):
            return _binary(left, "and", right, _AND)
        case t.Or(left=left, right=right):
            return _binary(left, "or", right, _OR)
        case t.Compare(operator=operator, left=left, right=right):
            level = _EQUAL if operator in ("==", "!=") else _ORDER
            return f"{_render(left, level)} {operator} {_render(right, level)}", level
        case t.IsNull(operand=operand):
            return f"{_render(operand, _EQUAL)} == null", _EQUAL
        case t.Arithmetic(operator="**", left=left, right=right):
            return _binary(left, "**", right, _POWER)
        case t.Arithmetic(operator=operator, left=left, right=right):
            return _binary(left, operator, right, _ADD if operator in "+-" else _TIMES)
        case t.Negate(operand=operand):
            return f"-{_render(operand, _MINUS)}", _MINUS
        case t.Coalesce(left=left, right=right):
            return f"{_render(left, _COALESCE)} ?? {_render(right, _COALESCE - 1)}", _COALESCE
        case t.Choose(condition=condition, then=then, otherwise=otherwise):
            parts = (_render(part, _CHOOSE) for part in (condition, then, otherwise))
            return "{} ? {} : {}".format(*parts), _CHOOSE
        case t.In(item=item, container=container):
            return f"{_render(item, _ORDER)} in {_render(container, _ORDER)}", _ORDER
        case t.Match():
            return _match(node, "=~"), _ORDER
        case t.Length(operand=operand):
            return f"{_render(operand, _ATOM - 1)}.length", _ATOM
        case t.Part(operand=operand, name=name):
            return f"{_render(operand, _ATOM - 1)}.{name}", _ATOM
        case t.Each(variable=variable, iterable=iterable, result=result, condition=condition):
            tail = f" if {_render(condition, _TOP)}" if condition is not None else ""
            return f"[{_render(result, _TOP)} for {variable} in {_render(iterable, _TOP)}{tail}]", _ATOM
        case t.Fold(how=how, operand=operand):
            return f"${how}({_render(operand, _TOP)})", _ATOM
        case t.Absolute(operand=operand):
            return f"$abs({_render(operand, _TOP)})", _ATOM
        case t.Call(function=function, arguments=arguments):
            return f"{function}({', '.join(_render(argument, _TOP) for argument in arguments)})", _ATOM
        case t.DecisionTable(hit=hit, rows=rows):
            lines = (f"{render(row.when) if row.when is not None else '…'} → {render(row.value)}" for row in rows)
            return f"{hit} of: " + "; ".join(lines), _CHOOSE
    raise TypeError(f"no such node: {node!r}")


def _match(node: t.Match, sign: str) -> str:
    return f"{_render(node.operand, _ORDER)} {sign}{'~' if node.anywhere else ''} {_quoted(node.pattern)}"
