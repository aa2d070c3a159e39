"""Everyone who does the same work, each held against the checklist and then timed in turn with it, as tables in Markdown.

    python benchmarks/everyone.py [--only one-record,table,parquet,issues,ray,growth] [--rows N] [--rounds N] [--quick]

Needs the extra `peers`, and `ray` for that part. Times are medians; a ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import click

from data import Data
from machine import machine
from sections import growth, issues, on_ray, one_record, parquet, table
from timing import Line

COMPARED: Mapping[str, ModuleType] = {
    "one-record": one_record,
    "table": table,
    "parquet": parquet,
    "issues": issues,
    "ray": on_ray,
}
ALL = (*COMPARED, "growth")
QUICK_ROWS, QUICK_ROUNDS = 20_000, 3


@click.command()
@click.option("--only", default=",".join(ALL), show_default=True, help="What to measure, parted by commas.")
@click.option("--rows", type=click.IntRange(min=1000), default=1_000_000, show_default=True, help="Rows of tables.")
@click.option("--rounds", type=click.IntRange(min=1), default=7, show_default=True, help="Rounds in turn.")
@click.option("--quick", is_flag=True, help="Small sizes, to see whether all runs; the figures mean nothing.")
def main(only: str, rows: int, rounds: int, quick: bool) -> None:
    """Print the tables."""
    chosen = [name.strip() for name in only.split(",")]
    unknown = [name for name in chosen if name not in ALL]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}; there are: {', '.join(ALL)}", param_hint="--only")
    for told in machine():
        print(told, end="  \n")
    with tempfile.TemporaryDirectory() as folder:
        data = Data(Path(folder), QUICK_ROWS if quick else rows, quick=quick)
        for name in chosen:
            title, made = _measured(name, data, QUICK_ROUNDS if quick else rounds)
            print(f"\n### {title}\n", flush=True)
            for line in made:
                print(line)
            sys.stdout.flush()


def _measured(name: str, data: Data, rounds: int) -> tuple[str, Iterator[str]]:
    """A part's heading and its table, measured when the first line is asked for."""
    if name == "growth":
        return growth.TITLE, growth_table(data)
    section = COMPARED[name]
    return section.TITLE, table_of(section, data, rounds)


def table_of(section: ModuleType, data: Data, rounds: int) -> Iterator[str]:
    """A table of ratios."""
    lines: list[Line] = section.lines(data, rounds)
    yield "| work | against | ours | theirs | ratio | target | |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- |"
    for line in lines:
        ratio = f"{'theirs / ours' if line.faster else 'ours / theirs'} {line.ratio:.3g}"
        cells = [line.work, line.other, time_of(line.seconds), time_of(line.others), ratio]
        cells += [str(line.target), "met" if line.target.met(line.ratio) else "**missed**"] if line.target else ["", ""]
        yield f"| {' | '.join(cells)} |"


def growth_table(data: Data) -> Iterator[str]:
    """A table of sizes, and how memory grew from the last but one to the last."""
    found = growth.grown(data)
    yield "| rows | time | rows a second | most memory |"
    yield "| ---: | ---: | ---: | ---: |"
    for size in found:
        rate = f"{size.rows / size.seconds:,.0f}"
        yield f"| {size.rows:,} | {time_of(size.seconds)} | {rate} | {size.megabytes:,.0f} MB |"
    before, last = found[-2:]
    ratio = last.megabytes / before.megabytes
    verdict = "met" if ratio <= growth.MOST_GROWTH else "**missed**"
    yield ""
    yield (
        f"Memory at {last.rows:,} rows to that at {before.rows:,}: {ratio:.2f} "
        f"(at most {growth.MOST_GROWTH:g}: {verdict})."
    )


def time_of(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, least in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= least:
            return f"{seconds / least:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


if __name__ == "__main__":
    main()
