"""A small web service that judges records: an example of checkrules inside a platform.

    GET  /health      what is judged by
    POST /judge       one record as JSON → its report document
    POST /judge-many  records as NDJSON → one line of JSON for each, as they come

`?lang=zh` or `en` (else the header Accept-Language) chooses the language, `?include=score,issues` the keys of a report.
What is wrong with a request comes back as `application/problem+json` (RFC 9457). Run it:

    uvicorn --factory service:make_app --limit-concurrency 64
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

import checkrules
from checkrules import Checklist, CheckrulesError, Language, PluginError, ReadError, ReportKey, Text


@dataclass(frozen=True)
class Limits:
    """What one request may cost. Bytes are those of a record; `seconds` is the time that its body may take to arrive."""

    bytes: int = 1024 * 1024
    records: int = 10_000
    seconds: float = 10


@dataclass(frozen=True)
class Asked:
    """How a report is wanted."""

    language: Language
    include: tuple[ReportKey, ...]


class Problem(Exception):
    """What is wrong with a request."""

    def __init__(self, status: int, detail: Text) -> None:
        super().__init__(detail.en)
        self.status, self.detail = status, detail


TOO_LARGE = Text("一条记录最大 {bytes} 字节", "a record has at most {bytes} bytes")
TOO_MANY = Text("一次最多 {records} 条记录", "at most {records} records at once")
TOO_SLOW = Text("{seconds} 秒内没有收完数据", "the data did not arrive within {seconds} seconds")
NO_PAGE = Text("没有这个地址，或不支持这种方法", "there is no such address, or not for this method")


def make_app(checklist: Checklist | None = None, limits: Limits | None = None) -> Starlette:
    """The service for one checklist, loaded once: threads share it."""
    limits = limits or Limits()
    checklist = checklist or checkrules.load_checklist("mental-health")

    async def health(request: Request) -> Response:
        content = checklist.content
        return JSONResponse({"status": "ok", "checklist": content.id, "version": content.version})

    async def judge(request: Request) -> Response:
        body = await _body(request, limits)
        document = await run_in_threadpool(_judged, checklist, body, _asked(request))
        return Response(document, media_type="application/json")

    async def judge_many(request: Request) -> Response:
        answers = _answers(checklist, _lines(request, limits), _asked(request), limits)
        first = await anext(answers, "")  # what is wrong with the whole request is said before an answer begins
        return StreamingResponse(_after(first, answers), media_type="application/x-ndjson")

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/judge", judge, methods=["POST"]),
            Route("/judge-many", judge_many, methods=["POST"]),
        ],
        exception_handlers={
            Problem: _told,
            CheckrulesError: _told,
            HTTPException: _told,
            ClientDisconnect: _told,
        },
    )


def _judged(checklist: Checklist, record: bytes, asked: Asked) -> str:
    """The report document of one record; values that do not fit the form are remarks in it.

    Raises ReadError for what is no JSON object, UsageError for a language or key that does not exist.
    """
    report = checklist.evaluate_json(record)
    return report.to_json(asked.language, include=asked.include)


def _asked(request: Request) -> Asked:
    """What was typed is passed on: checkrules says what is wrong with it."""
    keys = request.query_params.get("include")
    include = tuple(key for key in keys.split(",") if key) if keys is not None else checkrules.REPORT_KEYS
    language = request.query_params.get("lang", _accepted(request))
    return Asked(language=cast("Language", language), include=cast("tuple[ReportKey, ...]", include))


def _accepted(request: Request) -> Language:
    """The language of the header, for messages too: English where it comes first, else Chinese."""
    return "en" if request.headers.get("accept-language", "").strip().lower().startswith("en") else "zh"


# bodies


async def _body(request: Request, limits: Limits) -> bytes:
    """The whole body. Raises Problem for one that is too large or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(limits.seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limits.bytes:
                    raise Problem(413, TOO_LARGE.format(bytes=limits.bytes))
    except TimeoutError as error:
        raise Problem(408, TOO_SLOW.format(seconds=limits.seconds)) from error
    return bytes(body)


async def _lines(request: Request, limits: Limits) -> AsyncIterator[bytes | Problem]:
    """The lines of a body as they arrive, or what is wrong with one. Never more than one record is held."""
    held, too_long = bytearray(), False
    chunks = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(limits.seconds):
                chunk = await anext(chunks, None)
        except TimeoutError:
            yield Problem(408, TOO_SLOW.format(seconds=limits.seconds))
            return
        *ended, begun = (chunk if chunk is not None else b"\n").split(b"\n")
        for piece in ended:
            held += piece
            too_long = too_long or len(held) > limits.bytes
            yield Problem(413, TOO_LARGE.format(bytes=limits.bytes)) if too_long else bytes(held)
            held, too_long = bytearray(), False
        held += begun
        if len(held) > limits.bytes:
            held, too_long = bytearray(), True
        if chunk is None:
            return


async def _answers(
    checklist: Checklist, lines: AsyncIterator[bytes | Problem], asked: Asked, limits: Limits
) -> AsyncIterator[str]:
    """One line for each record, with its number: the report document, or what is wrong with it. Blank lines are skipped."""
    number = records = 0
    async for line in lines:
        number += 1
        if isinstance(line, bytes) and not line.strip():
            continue
        records += 1
        try:
            if records > limits.records:
                raise Problem(413, TOO_MANY.format(records=limits.records))
            if isinstance(line, Problem):
                raise line
            document = await run_in_threadpool(_judged, checklist, line, asked)
            yield f'{{"line":{number},"document":{document}}}\n'
        except (Problem, PluginError, ReadError) as error:
            yield json.dumps({"line": number, "problem": _problem(error, asked.language)}, ensure_ascii=False) + "\n"
            if records > limits.records:
                return


async def _after(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for line in rest:
        yield line


# problems


def _problem(error: Exception, language: Language) -> dict[str, object]:
    """A problem as RFC 9457 has it, in one language."""
    match error:
        case Problem():
            status, detail, hint = error.status, error.detail[language], None
        case CheckrulesError():  # a plugin that fails is the only one that the caller cannot help
            status = 500 if isinstance(error, PluginError) else 400
            detail, hint = error.problem[language], error.hint
        case HTTPException():
            status, detail, hint = error.status_code, NO_PAGE[language], None
        case _:
            status, detail, hint = 400, str(error), None
    problem: dict[str, object] = {"type": "about:blank", "status": status, "detail": detail}
    return problem | ({"hint": hint[language]} if hint is not None else {})


async def _told(request: Request, error: Exception) -> Response:
    asked = _asked(request).language
    problem = _problem(error, asked if asked in ("zh", "en") else _accepted(request))
    return JSONResponse(problem, status_code=int(str(problem["status"])), media_type="application/problem+json")
