"""A Parquet file, judged by Ray on the cores of this machine."""

from __future__ import annotations

import os
import shutil

import ray

import checkrules
from data import Data
from timing import Line, compared, rounds_of

TITLE = "Ray on this machine"
LIMIT = 1.25


def lines(data: Data, rounds: int) -> list[Line]:
    """Against the engine `local`, to the summary and to written results. Ray runs before it is timed."""
    file = data.parquet(data.rows)

    def summary(engine: str) -> object:
        return checkrules.check_table([file], data.checklist, engine=engine)

    def results(engine: str) -> None:
        folder = data.folder / f"results-{engine}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        checkrules.check_table([file], data.checklist, results=folder / "results.parquet", engine=engine)

    ray.init(
        num_cpus=os.cpu_count(),
        include_dashboard=False,
        log_to_driver=False,
        logging_level="error",
        runtime_env={"env_vars": {"POLARS_MAX_THREADS": "1"}},
    )
    try:
        found = []
        for work, run in (("to the summary", summary), ("to written results", results)):
            times = rounds_of({"Ray": lambda run=run: run("ray"), "local": lambda run=run: run("local")}, rounds)
            work = f"{data.rows:,} rows {work}"
            found.append(compared(work, times, "Ray", "local", faster=False, figure=LIMIT))
        return found
    finally:
        ray.shutdown()
