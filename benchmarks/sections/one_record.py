"""One record: from a mapping to outcomes, score and issues, to outcomes as texts (what peers give), or to their codes; from
bytes to outcomes as texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from data import Data
from peers.check import Contender, Record, check, contenders, stated_records
from timing import Line, compared, rounds_of

TITLE = "One record"
RECORDS = 200
SECONDS = 0.03
"""About how long each is timed in a round."""
OURS, FROM_BYTES, WHOLE, CODES = "checkrules", "checkrules, from bytes", "checkrules, whole", "checkrules, codes"
TARGETS = {"rule-engine, typed": 100, "rule-engine, untyped": 100, "datalogic-py": 1.5, "zen-engine": 4}
TEXT_TARGETS = {"datalogic-py, from text": 2, "zen-engine, from text": 4}


def lines(data: Data, rounds: int) -> list[Line]:
    """Against every peer. All are held against the checklist first."""
    records = stated_records(data.checklist, 20 if data.quick else RECORDS)
    everyone = dict(contenders(data.checklist))
    check(everyone, records)

    def whole(record: Record) -> object:
        report = data.checklist.evaluate(record)
        return report.outcomes, report.score, report.issues

    everyone[WHOLE] = Contender(judge=whole)
    everyone[CODES] = Contender(judge=lambda record: data.checklist.evaluate(record).codes)
    runs = {name: _run(contender, records) for name, contender in everyone.items()}
    times = rounds_of({name: run for name, (run, _) in runs.items()}, rounds)
    single = {name: [seconds / runs[name][1] for seconds in found] for name, found in times.items()}
    from_text = [name for name in everyone if name.endswith("from text")]
    peers = [name for name in everyone if not name.startswith("checkrules") and name not in from_text]
    return [
        *(compared("outcomes, score, issues", single, WHOLE, name, figure=TARGETS.get(name)) for name in peers),
        *(compared("outcomes", single, OURS, name, figure=TARGETS.get(name)) for name in peers),
        *(compared("outcome codes, a byte a rule", single, CODES, name) for name in peers),
        *(compared("bytes to outcomes", single, FROM_BYTES, name, figure=TEXT_TARGETS[name]) for name in from_text),
    ]


def _run(contender: Contender, records: Sequence[Record]) -> tuple[Callable[[], None], int]:
    """A function that judges as many records as take about `SECONDS`, and how many these are."""
    given = [contender.given(record) for record in records]
    judge = contender.judge
    started = time.perf_counter()
    for data in given[:3]:
        judge(data)
    each = (time.perf_counter() - started) / 3
    count = max(3, int(SECONDS / each))
    chosen = (given * (count // len(given) + 1))[:count]

    def run() -> None:
        for data in chosen:
            judge(data)

    return run, count
