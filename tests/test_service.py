"""The example service answers good and hostile requests alike: never a 500, always JSON, in the language asked for."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from starlette.testclient import TestClient

import checkrules

from .kitchen import CANTEEN, kitchen

ROOT = Path(__file__).parents[1]


def module(path: str) -> ModuleType:
    """A module by its file: `service` is the name of two."""
    name = path.replace("/", "_").removesuffix(".py")
    spec = spec_from_file_location(name, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


bodies = module("benchmarks/service_bodies.py")
RECORDS = [json.dumps(CANTEEN).encode(), json.dumps({**CANTEEN, "cook_count": "x", "none": [1]}).encode(), b"{}"]
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def service() -> ModuleType:
    return module("examples/service/service.py")


@pytest.fixture(scope="module")
def client(service: ModuleType) -> Iterator[TestClient]:
    limits = service.Limits(bytes=20_000, records=50, seconds=5)
    with TestClient(service.make_app(kitchen(), limits), raise_server_exceptions=False) as running:
        yield running


def test_a_record_is_judged(client: TestClient) -> None:
    answer = client.post("/judge?lang=en", content=RECORDS[0])
    assert answer.status_code == 200
    document = checkrules.from_json(answer.content)
    report = kitchen().evaluate(CANTEEN)
    assert [issue.rule for issue in document.reports[0].issues] == [issue.rule.id for issue in report.issues]


def test_chosen_keys_alone(client: TestClient) -> None:
    answer = client.post("/judge?include=score,issues", content=RECORDS[0]).json()
    assert [*answer["reports"][0]] == ["score", "issues"]


def test_many_are_judged_line_by_line(client: TestClient) -> None:
    lines = [RECORDS[0], b"", b"{", b"x" * 30_000, RECORDS[2], b"[]"]
    answer = client.post("/judge-many?include=score&lang=en", content=b"\n".join(lines))
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["line"] for line in found] == [1, 3, 4, 5, 6]
    assert [line.get("problem", {}).get("status") for line in found] == [None, 400, 413, None, 400]
    assert found[3]["document"]["reports"][0]["score"]["score"] is None


def test_a_line_that_arrives_in_pieces_is_one_line(client: TestClient) -> None:
    whole = b"\n".join(RECORDS)
    pieces = (whole[start : start + 3] for start in range(0, len(whole), 3))
    answer = client.post("/judge-many?include=checklist", content=pieces)
    assert [json.loads(line)["line"] for line in answer.text.splitlines()] == [1, 2, 3]


def test_no_more_records_than_allowed(client: TestClient) -> None:
    answer = client.post("/judge-many?include=score", content=b"{}\n" * 80)
    *judged, last = map(json.loads, answer.text.splitlines())
    assert len(judged) == 50
    assert (last["line"], last["problem"]["status"]) == (51, 413)


PROBLEMS = {
    "no such address": ("GET", "/jugde", b"", 404),
    "another method": ("GET", "/judge", b"", 405),
    "no JSON": ("POST", "/judge", b"school_name=A", 400),
    "no object": ("POST", "/judge", b"[{}]", 400),
    "nothing": ("POST", "/judge", b"", 400),
    "too large": ("POST", "/judge", b"{" + b" " * 30_000 + b"}", 413),
    "an unknown key": ("POST", "/judge?include=isues", b"{}", 400),
    "an unknown key of many": ("POST", "/judge-many?include=isues", b"{}\n{}", 400),
    "an unknown language": ("POST", "/judge?lang=de", b"{}", 400),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("method", "path", "body", "status"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_is_a_problem(
    client: TestClient, method: str, path: str, body: bytes, status: int, language: str
) -> None:
    answer = client.request(method, path, content=body, headers={"accept-language": f"{language}-X, fr"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert bool(HAN.search(problem["detail"])) == (language == "zh")


def test_a_body_that_does_not_arrive_is_given_up(service: ModuleType) -> None:
    """The server is called directly: its client sends half a record, and then nothing."""
    import asyncio

    app = service.make_app(kitchen(), service.Limits(seconds=0.05))

    async def answered(path: str) -> list[dict]:
        half = iter([{"type": "http.request", "body": b'{"a"', "more_body": True}])
        sent: list[dict] = []

        async def receive() -> dict:
            for message in half:
                return message
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "query_string": b"",
            "headers": [],
            "http_version": "1.1",
        }
        await asyncio.wait_for(app(scope, receive, send), timeout=30)
        return sent

    start, body = asyncio.run(answered("/judge"))
    assert (start["status"], json.loads(body["body"])["status"]) == (408, 408)
    _, body, *_ = asyncio.run(answered("/judge-many"))
    assert json.loads(body["body"])["problem"]["status"] == 408


def test_hundreds_of_requests_good_and_hostile(client: TestClient) -> None:
    random, statuses = Random(0), []
    for number in range(600):
        path, body = bodies.request(RECORDS, random)
        answer = client.post(path, content=body)
        statuses.append(answer.status_code)
        assert answer.status_code in (200, 400, 413), (number, path, body[:200])
        for line in (
            answer.text.splitlines() if answer.headers["content-type"] == "application/x-ndjson" else [answer.text]
        ):
            json.loads(line)
    assert min(map(statuses.count, (200, 400, 413))) > 10
