"""A tree as SQL for DuckDB. SQL's own logic is Kleene's; a fact or definition is a column of its name."""

from __future__ import annotations

from checkrules.model import tree as t


def to_sql(node: t.Node) -> str:
    """The expression; TypeError names a node that no benchmark needs."""
    match node:
        case t.Constant(value=bool() as value):
            return "true" if value else "false"
        case t.Constant(value=str() as value):
            return f"'{value}'"
        case t.Constant(value=float() as value):
            return f"{value!r}::DOUBLE"
        case t.Constant(value=int() as value):
            return repr(value)
        case t.Day(value=day):
            return f"DATE '{day.isoformat()}'"
        case t.Name(name=name):
            return name
        case t.Not(operand=operand):
            return f"(NOT {to_sql(operand)})"
        case t.And(left=left, right=right):
            return f"({to_sql(left)} AND {to_sql(right)})"
        case t.Or(left=left, right=right):
            return f"({to_sql(left)} OR {to_sql(right)})"
        case t.Compare(operator=operator, left=left, right=right):
            return f"({to_sql(left)} {'=' if operator == '==' else operator} {to_sql(right)})"
        case t.Arithmetic(operator="/", left=left, right=right):
            return f"({to_sql(left)}::DOUBLE / nullif({to_sql(right)}, 0))"
        case t.Arithmetic(operator="+" | "-" | "*" as operator, left=left, right=right):
            return f"({to_sql(left)} {operator} {to_sql(right)})"
        case t.Coalesce(left=left, right=right):
            return f"coalesce({to_sql(left)}, {to_sql(right)})"
        case t.In(item=item, container=container):
            return f"list_contains({to_sql(container)}, {to_sql(item)})"
        case t.Length(operand=operand):
            return f"len({to_sql(operand)})"
        case t.Call(function="contains_all", arguments=(container, t.Items(items=items))):
            return f"({' AND '.join(f'list_contains({to_sql(container)}, {to_sql(item)})' for item in items)})"
    raise TypeError(f"not translated: {node!r}")
