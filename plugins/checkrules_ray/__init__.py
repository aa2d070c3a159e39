"""The engine `ray`: parts as Ray tasks, on the running cluster or the one that RAY_ADDRESS names, else on one started here.

A worker judges one part on one core and keeps the compiled checklist for the next one. A task whose worker dies is retried,
which does no harm: results are written whole, under the name of the part.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from checkrules.plugin import Engine, Part, PartResult, PluginError, Text, UsageError, hookimpl, needs_extra, shown

IN_FLIGHT = 2
"""Waiting or running tasks per core: enough that no core is idle, few enough that an interruption loses little."""
RETRIES = 3
ONE_CORE = {"env_vars": {"POLARS_MAX_THREADS": "1"}}
"""The environment of a worker process."""
Judge = Callable[[Part], PartResult]


def run(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    """Judge parts as tasks and yield each result as it ends. A cluster that was started here is stopped at the end; on
    another one, tasks that are no longer needed are cancelled."""
    ray = _ray()
    if not parts:
        return
    started = not ray.is_initialized()
    if started:
        _start(ray)
    try:
        yield from _judged(ray, judge, parts)
    finally:
        if started:
            ray.shutdown()


def _start(ray: Any) -> None:
    try:
        ray.init(include_dashboard=False, log_to_driver=False, logging_level="error", runtime_env=ONE_CORE)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        ray.shutdown()
        problem = Text(f"连不上 Ray 集群：{error}", f"the Ray cluster cannot be reached: {error}")
        hint = Text("请检查 RAY_ADDRESS，或用 local 引擎", "check RAY_ADDRESS, or use the engine 'local'")
        raise UsageError(problem, hint=hint) from error


def _judged(ray: Any, judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    shared = ray.put(judge)
    task = ray.remote(num_cpus=1, max_retries=RETRIES, runtime_env=ONE_CORE)(_judge)
    cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
    waiting = list(reversed(parts))
    running: dict[Any, Part] = {}
    try:
        while waiting or running:
            while waiting and len(running) < IN_FLIGHT * cores:
                part = waiting.pop()
                running[task.remote([shared], sys.path, part)] = part
            for ended in ray.wait(list(running), num_returns=1)[0]:
                yield _result(ray, ended, running.pop(ended))
    finally:
        for left in running:
            with suppress(ray.exceptions.RayError):
                ray.cancel(left)


def _result(ray: Any, ended: Any, part: Part) -> PartResult:
    try:
        done: PartResult = ray.get(ended)
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None) or error
        if isinstance(cause, Exception) and not isinstance(cause, ray.exceptions.RayError):
            raise cause from None
        why = shown(next(iter(str(cause).splitlines()), type(cause).__name__), 500)
        where = part.name or part.file
        problem = Text(
            f"Ray 没有判定完 {where} 的第 {part.number + 1} 部分：{why}",
            f"Ray did not finish part {part.number + 1}, of {where}: {why}",
        )
        hint = Text(
            "各台机器都要装有 checkrules 和所用插件；内存不足时请减少核数；再运行一次会接着判定",
            "checkrules and its plugins are needed on every machine; use fewer cores where memory is short; run it again to go on",
        )
        raise PluginError(problem, hint=hint) from error
    return done


def _judge(shared: Sequence[Any], path: Sequence[str], part: Part) -> PartResult:
    sys.path += [folder for folder in path if folder not in sys.path]  # plugins may be beside the driver's program
    return _kept(shared[0])(part)


@lru_cache(maxsize=1)  # a worker process serves one run at a time
def _kept(judge: Any) -> Judge:
    import ray

    kept: Judge = ray.get(judge)
    return kept


def _ray() -> Any:
    with needs_extra("checkrules[ray]", Text("引擎 ray ", "the engine ray")):
        import ray
    return ray


@hookimpl
def register_engines(register: Callable[[Engine], None]) -> None:
    """Register `ray`."""
    register(Engine(name="ray", title=Text("Ray 集群", "a Ray cluster"), run=run))
