"""What is read of a submission, taken for facts → the outcome codes that would hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checkrules.evaluation.compiled import Compiled, ParameterPeriod
from checkrules.model.readings import Reading
from checkrules.model.rules import FAIL, NOT_APPLICABLE, PASS, UNKNOWN

_DECIDED = (PASS, FAIL, NOT_APPLICABLE)


def assumed_codes(
    compiled: Compiled,
    period: ParameterPeriod,
    decided: bytes,
    facts: Mapping[str, object],
    readings: Iterable[Reading],
) -> bytes:
    """The codes in `decided`, and for each unknown rule what `facts`, in which the first values are, would decide.

    A fact that is read without a first value (read twice, only guessed) is open: a rule that any of its values would decide
    otherwise stays unknown. That happens only where the rule says what counts when the fact is not stated (`??`).
    """
    codes = compiled.decide(compiled.record_type.of(dict(facts)), period)
    found = bytearray(
        new if old == UNKNOWN and new in _DECIDED else old for old, new in zip(decided, codes, strict=True)
    )
    for name, value in _open_values(facts, readings):
        others = compiled.decide(compiled.record_type.of({**facts, name: value}), period)
        for index, code in enumerate(others):
            if code != codes[index] and decided[index] == UNKNOWN:
                found[index] = UNKNOWN
    return bytes(found)


def _open_values(facts: Mapping[str, object], readings: Iterable[Reading]) -> Iterator[tuple[str, object]]:
    """Each value that a reading proposes for a fact that is not among the facts."""
    for reading in readings:
        if facts.get(reading.fact) is None:
            for value in (reading.value, *(other.value for other in reading.alternatives)):
                if value is not None:
                    yield reading.fact, list(value) if isinstance(value, tuple) else value
