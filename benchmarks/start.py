"""Start-up and one Word form from the shell, as whole processes: `checkrules --help` against `python -c "import click"`.

    python benchmarks/start.py [RUNS]

The two commands run in turn, so that a machine whose speed drifts slows both. Prints medians and the median of the ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
HELP = [str(Path(sys.executable).with_name("checkrules")), "--help"]
CLICK = [sys.executable, "-c", "import click"]
FORM = [
    str(Path(sys.executable).with_name("checkrules")), "check", str(ROOT / "examples" / "forms" / "C02.docx"),
    "--roster", str(ROOT / "examples" / "forms" / "roster.csv"), "--fail-on", "never",
]  # fmt: skip


def seconds(command: list[str]) -> float:
    """Wall time of one run of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main(runs: int) -> None:
    """Print the table."""
    for command in (HELP, CLICK, FORM):
        seconds(command)
    pairs = [(seconds(HELP), seconds(CLICK)) for _ in range(runs)]
    forms = [seconds(FORM) for _ in range(max(3, runs // 3))]
    print(f"checkrules --help     {1000 * statistics.median(p[0] for p in pairs):7.0f} ms")
    print(f"import click          {1000 * statistics.median(p[1] for p in pairs):7.0f} ms")
    print(f"ratio                 {statistics.median(a / b for a, b in pairs):7.2f}   (at most 1.6)")
    print(f"one Word form         {1000 * statistics.median(forms):7.0f} ms   (at most 1000)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
