"""The fuzzer: `python -m tests.fuzz --minutes 1 --seed 7`.

It runs rounds in processes of their own until the time is over, and goes on after a failure, a hang or a crash. At the end
it prints what every target was given and what became of it, and each failure once, with a file that shows it again by
`python -m tests.fuzz --repeat FILE`. It exits with 1 where anything failed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from .summary import summary_text


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Fuzz every way in, and compare evaluators."
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="the same seed starts with the same inputs")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"), help="where inputs that fail are kept")
    parser.add_argument("--target", action="append", default=[], help="only this target; may be repeated")
    parser.add_argument("--repeat", type=Path, help="run one kept input again")
    options = parser.parse_args()
    if options.repeat is not None:
        return _repeat(options.repeat)
    from .rounds import run_rounds

    with tempfile.TemporaryDirectory(prefix="checkrules-fuzz-") as folder:
        started = time.monotonic()
        total = run_rounds(
            Path(folder), options.minutes * 60, options.seed, options.jobs, options.target, options.failures
        )
        print(summary_text(total, options.seed, time.monotonic() - started, options.failures))
    return 1 if total.failures else 0


def _repeat(file: Path) -> int:
    """Give a kept input to its target, without a limit on time."""
    from .targets import targets

    found = [target for target in targets() if file.name.startswith(f"{target.name}-")]
    target = max(found, key=lambda target: len(target.name))
    work = Path(tempfile.mkdtemp(prefix="checkrules-fuzz-"))
    try:
        print(f"{target.name}: {target.run(file.read_bytes(), work)}")
    except BaseException:  # noqa: BLE001 - whatever it was, it is to be seen
        traceback.print_exc()
        return 1
    finally:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
