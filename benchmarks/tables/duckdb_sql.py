"""DuckDB: one query, generated from the rules' trees, over a table that it holds in memory in its own form."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import polars as pl

import checkrules
from tables import Summarise, Summed
from tables.rule_trees import RuleTrees, condition_points
from tables.tally import BANDS, GRAVE, LEAST_COMPLETE, SPARED, Tally
from tables.to_sql import to_sql


def prepared(checklist: checkrules.Checklist, frame: pl.DataFrame) -> Summarise:
    """A function that asks for the summary of the table, which is loaded here."""
    connection = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:  # a data frame would pass only with pyarrow
        file = Path(folder) / "submissions.parquet"
        frame.write_parquet(file)
        connection.execute(f"CREATE TABLE submissions AS SELECT * FROM {read(file)}")
    return asked(checklist, connection, "submissions")


def read(file: Path) -> str:
    """How a query reads a Parquet file."""
    return f"read_parquet('{file}')"


def asked(checklist: checkrules.Checklist, connection: duckdb.DuckDBPyConnection, source: str) -> Summarise:
    """A function that asks for the summary of a table or of what a function of DuckDB reads."""
    trees = RuleTrees.of(checklist)
    text = query(checklist, trees, source)

    def summary() -> Summed:
        found = connection.execute(text)
        (values,) = found.fetchall()
        row = {column[0]: value or 0 for column, value in zip(found.description, values, strict=True)}
        return Tally(
            passed={rule: row[f"{rule} passed"] for rule in trees.rules},
            known={rule: row[f"{rule} known"] for rule in trees.rules},
            outside={rule: row[f"{when} outside"] if when else 0 for rule, (when, _) in trees.rules.items()},
            nothing=row["nothing"],
            incomplete=row["incomplete"],
            graded=row["graded"],
            at_least={band: row[band] for band in BANDS},
            score_sum=float(row["score_sum"]),
        ).summed()

    return summary


def query(checklist: checkrules.Checklist, trees: RuleTrees, source: str) -> str:
    """The query: definitions, conditions, rules, points and sums, each a step of its own."""
    plan = checklist.compiled.plan
    weights = {rule.id: weight for rule, weight in zip(plan.rules, plan.weights, strict=True)}
    grave = [rule.id for rule in plan.rules if rule.severity == GRAVE and weights[rule.id]]
    total, apart = sum(weights.values()), condition_points(trees, weights)
    steps = [f"SELECT *, {to_sql(tree)} AS {name} FROM %s" for name, tree in trees.definitions.items()]
    conditions = ", ".join(f"{to_sql(tree)} AS {name}" for name, tree in trees.conditions.items())
    steps.append(f"SELECT *, {conditions} FROM %s")
    rules = [
        f'CASE WHEN {when} THEN {to_sql(tree)} END AS "{rule}"' if when else f'{to_sql(tree)} AS "{rule}"'
        for rule, (when, tree) in trees.rules.items()
    ]
    steps.append(f"SELECT {', '.join((*rules, *trees.conditions))} FROM %s")
    scored = {rule: weight for rule, weight in weights.items() if weight}
    points = {
        "passed": _sum({f'coalesce("{rule}", false)': weight for rule, weight in scored.items()}),
        "decided": _sum({f'"{rule}" IS NOT NULL': weight for rule, weight in scored.items()}),
        "applying": f"{total} - ({_sum({f'coalesce(NOT {name}, false)': weight for name, weight in apart.items()})})",
        "grave": _sum({f'coalesce(NOT "{rule}", false)': 1 for rule in grave}),
    }
    steps.append(f"SELECT *, {', '.join(f'{sql} AS {name}' for name, sql in points.items())} FROM %s")
    part, whole = LEAST_COMPLETE
    steps.append(f"SELECT *, decided > 0 AND {whole} * decided >= {part} * applying AS valid FROM %s")
    best, good, enough = BANDS.values()
    sums = [
        *(f'count_if("{rule}") AS "{rule} passed", count("{rule}") AS "{rule} known"' for rule in trees.rules),
        *(f'count_if(NOT {name}) AS "{name} outside"' for name in trees.conditions),
        "count_if(decided = 0) AS nothing",
        "count_if(decided > 0 AND NOT valid) AS incomplete",
        "count_if(valid) AS graded",
        f"count_if(valid AND grave = 0 AND 100 * passed >= {best} * decided) AS excellent",
        f"count_if(valid AND grave = 0 AND 100 * passed >= {good} * decided) AS good",
        f'count_if(valid AND grave < {SPARED} AND 100 * passed >= {enough} * decided) AS "pass"',
        "sum(100.0::DOUBLE * passed / nullif(decided, 0)) AS score_sum",
    ]
    steps.append(f"SELECT {', '.join(sums)} FROM %s")
    text = source
    for number, step in enumerate(steps):
        text = step % (text if number == 0 else f"({text})")
    return text


def _sum(terms: dict[str, int]) -> str:
    return " + ".join(f"{weight}::SMALLINT * ({term})::SMALLINT" for term, weight in terms.items())
