"""The engine `ray`: parts as Ray tasks, on the cluster that RAY_ADDRESS names, or on one that is started here.

A worker judges one part on one core; a task that dies is tried again, which does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from checkrules import Done, Engine, Part, Text, UsageError, hookimpl

IN_FLIGHT = 2
"""Tasks a core that are waiting or running: enough that no core is idle, few enough that a stop loses little."""
RETRIES = 3


def run(judge: Callable[[Part], Done], parts: Sequence[Part]) -> Iterator[Done]:
    """Judge parts as tasks, giving each as it ends. A cluster that was started here is stopped at the end."""
    ray = _ray()
    if not parts:
        return
    started = not ray.is_initialized()
    if started:
        ray.init(
            ignore_reinit_error=True,
            include_dashboard=False,
            log_to_driver=False,
            logging_level="error",
            runtime_env={"env_vars": {"POLARS_MAX_THREADS": "1"}},
        )
    try:
        yield from _judged(ray, judge, parts)
    finally:
        if started:
            ray.shutdown()


def _judged(ray: Any, judge: Callable[[Part], Done], parts: Sequence[Part]) -> Iterator[Done]:
    shared = ray.put(judge)
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(lambda job, part: job(part))
    cores = int(ray.cluster_resources().get("CPU", 1))
    waiting = list(reversed(parts))
    running: list[Any] = []
    while waiting or running:
        while waiting and len(running) < IN_FLIGHT * cores:
            running.append(task.remote(shared, waiting.pop()))
        ended, running = ray.wait(running, num_returns=1)
        try:
            yield from ray.get(ended)
        except ray.exceptions.RayTaskError as error:
            raise error.as_instanceof_cause() from None


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        problem = Text("没有安装 Ray", "Ray is not installed")
        raise UsageError(problem, hint="pip install 'checkrules[ray]'") from error
    return ray


@hookimpl
def register_engines(register: Callable[[Engine], None]) -> None:
    """Register `ray`."""
    register(Engine(name="ray", title=Text("Ray 集群", "a Ray cluster"), run=run))
