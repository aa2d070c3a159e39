"""The text of an expression → its typed tree.

rule-engine parses; its tree is then turned into ours, and every operand is checked against the types that come from
the form. What the language has but a rule has no use for (bitwise operators, slices, clocks, random numbers) is refused, and
texts that would be costly already while they are parsed are refused before.
"""

from __future__ import annotations

import re
from typing import Any

from checkrules.expressions.convert import (
    BAD_EXPONENT,
    FOLDS,
    MAX_DEPTH,
    TYPE_WORDS,
    Converter,
    unknown_name,
)
from checkrules.expressions.patterns import refuse_pattern, unusable_pattern
from checkrules.expressions.scope import ExpressionError, Scope
from checkrules.model import tree as t
from checkrules.model.text import Text

MAX_TEXT = 2000
MAX_NODES = 400

_STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
_TOKENS = re.compile(
    rf"[dtb]?(?P<string>{_STRING})|(?P<name>[A-Za-z_]\w*)|(?P<other>\*\*|<<|>>|=~~?|!~~?|[&|^](?!\.)|.)", re.S
)


def parse(text: str, scope: Scope) -> t.Node:
    """The typed tree of an expression. Raises ExpressionError, with the location in the text where it is known."""
    _refuse_costly(text)
    expression = _statement(text, scope)
    node = Converter(text, scope).convert(expression, {})
    if sum(1 for _ in t.walk(node)) > MAX_NODES:
        problem = Text("表达式最多 {n} 个部分，请拆成定义", "an expression may have at most {n} parts; use definitions")
        raise ExpressionError(problem.format(n=MAX_NODES))
    return node


def parse_condition(text: str, scope: Scope) -> t.Node:
    """The same for what must be true or false."""
    node = parse(text, scope)
    if t.type_of(node) not in ("boolean", "null"):
        problem = Text("结果应为真或假，这里是{kind}", "this gives {kind}, but must be true or false")
        raise ExpressionError(problem.format(kind=TYPE_WORDS[t.type_of(node)]), offset=0, length=len(text))
    return node


def _refuse_costly(text: str) -> None:
    if len(text) > MAX_TEXT:
        problem = Text(
            "表达式最多 {most} 个字符，这里有 {n} 个",
            "an expression may have at most {most} characters, this one has {n}",
        )
        raise ExpressionError(problem.format(most=MAX_TEXT, n=len(text)))
    depth = 0
    before = ""
    for token in _TOKENS.finditer(text):
        word = token.group()
        at, long = token.start(), len(word)
        if token["string"] is not None:
            if before in ("=~", "=~~", "!~", "!~~"):
                reason = refuse_pattern(_unquoted(token["string"]), anywhere=before.endswith("~~"))
                if reason:
                    raise ExpressionError(unusable_pattern(reason), offset=at, length=long)
        elif word in ("<<", ">>", "&", "|", "^"):
            problem = Text(f"规则里不能用位运算“{word}”", f"'{word}' works on bits, which a rule has no use for")
            raise ExpressionError(problem, offset=at, length=long)
        elif word in "([":
            depth += 1
            if depth > MAX_DEPTH:
                problem = Text(f"括号最多嵌套 {MAX_DEPTH} 层", f"brackets may be nested at most {MAX_DEPTH} deep")
                raise ExpressionError(problem, offset=at, length=long)
        elif word in ")]":
            depth -= 1
        elif before == "**" and not word.isspace() and not re.match(r"\d{1,2}(?!\d)", text[token.start() :]):
            raise ExpressionError(BAD_EXPONENT, offset=at, length=long)
        elif word == "**" and re.match(r"\*\*\s*\d+\s*\*\*", text[token.start() :]):
            raise ExpressionError(Text("不能连续乘方", "a power of a power is refused"), offset=at, length=long)
        elif before == "$" and word not in FOLDS and word != "abs":
            known = ", ".join(f"${name}" for name in (*FOLDS, "abs"))
            problem = Text("规则里不能用 ${word}；可用：{known}", "${word} cannot be used in a rule; there are {known}")
            problem = problem.format(word=word, known=Text(known.replace(", ", "、"), known))
            raise ExpressionError(problem, offset=at, length=long)
        if not word.isspace():
            before = word


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1]) if "\\" in literal else literal[1:-1]


def _statement(text: str, scope: Scope) -> Any:
    import rule_engine
    from rule_engine import errors

    try:
        return rule_engine.Rule(text, context=_context(scope, typed=True)).statement.expression
    except errors.SymbolResolutionError as error:
        raise unknown_name(error.symbol_name, text, scope.names.keys() | scope.functions.keys()) from error
    except (errors.DatetimeSyntaxError, errors.TimedeltaSyntaxError) as error:
        problem = Text('日期写成 d"2023-09-05"，天数写成 t"P3D"', 'write a date as d"2023-09-05", three days as t"P3D"')
        raise ExpressionError(problem) from error
    except errors.SyntaxError as error:
        token = getattr(error, "token", None)
        offset = token.lexpos if token is not None else len(text)
        if token is None:
            problem = Text("表达式没有写完", "the expression ends too early")
            raise ExpressionError(problem, offset=offset) from error
        problem = Text(f"这里不应是“{token.value}”", f"'{token.value}' is not expected here")
        raise ExpressionError(problem, offset=offset, length=len(str(token.value))) from error
    except errors.EngineError as typed_error:
        # rule-engine says neither what nor where: read it again without types, so that our own check can say both
        try:
            expression = rule_engine.Rule(text, context=_context(scope, typed=False)).statement.expression
            Converter(text, scope).convert(expression, {})
        except errors.EngineError:
            pass
        said = getattr(typed_error, "message", typed_error)
        problem = Text("表达式有误", f"the expression is wrong: {said}")
        raise ExpressionError(problem, offset=0, length=len(text)) from typed_error
    except (ValueError, ArithmeticError, RecursionError, TypeError, AttributeError) as error:
        raise ExpressionError(Text("表达式无法解析", f"the expression cannot be read: {error}")) from error


def _context(scope: Scope, *, typed: bool) -> Any:
    import rule_engine
    from rule_engine.types import DataType

    anything = DataType.UNDEFINED
    scalar = {
        "boolean": DataType.BOOLEAN, "integer": DataType.FLOAT, "number": DataType.FLOAT, "text": DataType.STRING,
        "date": DataType.DATETIME, "days": DataType.TIMEDELTA, "null": DataType.NULL,
        "object": DataType.MAPPING(DataType.STRING, anything),
    }  # fmt: skip

    def engine_type(kind: t.Type) -> Any:
        if not typed:
            return anything
        return DataType.ARRAY(scalar[t.ITEM_OF[kind]]) if kind in t.ITEM_OF else scalar[kind]

    types: dict[str, Any] = {name: engine_type(meaning.type) for name, meaning in scope.names.items()}
    for name, signature in scope.functions.items():
        types[name] = (
            anything
            if not typed
            else DataType.FUNCTION(
                name,
                return_type=engine_type(signature.gives),
                argument_types=tuple(engine_type(kind) for kind in signature.takes),
                minimum_arguments=len(signature.takes),
            )
        )
    return rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(types))
