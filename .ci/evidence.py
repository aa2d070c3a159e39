"""Print what every machine and every Python must give alike: the reports of the example forms in all formats, both languages
and both sets of rules, with digests and fingerprints, and the results of a table. The time stands still."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from itertools import product
from pathlib import Path

import attrs

import checkrules

FORMS = Path("examples/forms")
TODAY = dt.date(2024, 6, 1)
NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


def main() -> None:
    """Print all of it."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    for profile in (None, "shaanxi-2024"):
        checklist = checkrules.load_checklist("mental-health", profile=profile)
        print(profile, checklist.content.digest)
        reports = checkrules.check(FORMS, checklist, roster=FORMS / "roster.csv", today=TODAY)
        reports = attrs.evolve(reports, made_at=NOON)
        print(len(reports.reports), "reports")
        for language, name in product(("zh", "en"), ("json", "markdown", "html", "terminal")):
            print(checkrules.render(reports, name, registry=checklist.registry, language=language))
        for report in reports.reports:
            for result in report.results:
                print(report.subject, result.rule.id, result.fingerprint, result.message.zh, result.message.en)
        with tempfile.TemporaryDirectory() as folder:
            outputs = {name: Path(folder, f"{name}.ndjson") for name in ("results", "issues", "undecided")}
            summary = checkrules.check_table(FORMS / "roster.csv", checklist, **outputs, today=TODAY)
            print(summary.submissions, summary.score_sum, summary.outcomes)
            for output in outputs.values():
                print(output.read_text(encoding="utf-8"))


main()
