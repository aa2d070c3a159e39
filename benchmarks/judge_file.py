"""One Parquet file, judged in this process; prints in JSON how many rows, how long it took and the most memory it held.

python benchmarks/judge_file.py FILE
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import checkrules


def _most_memory() -> float:
    """MB. Where the kernel tells the peak of this program alone, that; `getrusage` counts the parent's from before."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def main(file: str) -> None:
    """What is run in the process: judge a file and tell how it went, in JSON."""
    checklist = checkrules.load_checklist("mental-health")
    started = time.perf_counter()
    summary = checkrules.check_table([file], checklist)
    seconds = time.perf_counter() - started
    print(json.dumps({"submissions": summary.submissions, "seconds": seconds, "megabytes": _most_memory()}))


if __name__ == "__main__":
    main(sys.argv[1])
