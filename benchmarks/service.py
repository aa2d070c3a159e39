"""The example service under load: 10,000 requests, good and hostile, to a real server on this machine.

    python benchmarks/service.py [requests]

Fails where an answer is not 200, 400 or 413, where one is no JSON, or where memory grows by more than a quarter between
the first tenth of the requests and the last. Prints how many requests a second the server answers.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from service_bodies import request

ROOT = Path(__file__).parents[1]
CLIENTS = 4
GROWTH = 1.25


def main(requests: int) -> int:
    cases = sorted((ROOT / "tests" / "data" / "cases").glob("*.json"))
    records = [json.dumps(json.loads(case.read_bytes())["facts"], ensure_ascii=False).encode() for case in cases]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "uvicorn",
        "--factory",
        "service:make_app",
        "--port",
        str(port),
        "--log-level",
        "error",
        "--limit-concurrency",
        "64",
    ]
    server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT / "examples" / "service")
    try:
        _wait(port)
        statuses: Counter[int] = Counter()
        memory = []
        started = time.perf_counter()
        for first, last in ((0, requests // 10), (requests // 10, requests)):
            with ThreadPoolExecutor(CLIENTS) as pool:
                shares = [range(first + client, last, CLIENTS) for client in range(CLIENTS)]
                for found in pool.map(lambda share: _client(port, share, records), shares):
                    statuses += found
            memory.append(_resident(server.pid))
            print(f"after {last:,} requests: {memory[-1] / 2**20:.0f} MiB resident")
        seconds = time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()
    print(
        f"{requests:,} requests, {CLIENTS} clients: {requests / seconds:,.0f} a second; answers {dict(sorted(statuses.items()))}"
    )
    wrong = {status for status in statuses if status not in (200, 400, 413)}
    grown = memory[1] > memory[0] * GROWTH
    print("an answer is wrong" if wrong else "memory grows" if grown else "no 500; memory is bounded")
    return 1 if wrong or grown else 0


def _client(port: int, share: range, records: list[bytes]) -> Counter[int]:
    """The answers to a share of the requests, over one connection that is made again where the server closes it."""
    found: Counter[int] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in share:
        path, body = request(records, Random(number))
        try:
            connection.request("POST", path, body)
            answer = connection.getresponse()
            text = answer.read()
        except (
            http.client.HTTPException,
            ConnectionError,
        ):  # the server closed it: too large a body is not read to its end
            connection.close()
            found[413 if len(body) > 1024 * 1024 else 0] += 1
            continue
        found[answer.status] += 1
        for line in text.splitlines():
            json.loads(line)
    connection.close()
    return found


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not start")


def _resident(pid: int) -> int:
    """Bytes of memory of a process (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
