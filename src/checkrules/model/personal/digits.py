"""Numbers that are digits: identity cards, telephones, bank cards. Digits may stand in groups, with signs between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import attrs

from checkrules.model.personal import checks
from checkrules.model.personal.context import Label, is_amount, is_in_hash, labels_before
from checkrules.model.personal.kinds import Found

MAX_GROUPS = 8
"""Groups of digits that are looked at together."""
MAX_DIGITS = 19
MAX_GAP = 8
_LEAST_ANY_BEGIN = 15
_BEGIN = {"0": range(9, 15), "1": (11,), "4": (10,), "8": range(9, 15)}
"""Without a word before, a telephone number begins with one of these digits and has so many; from 15 digits on, there are other
numbers too."""
_LEAST_DIGITS, _LEAST_UNNAMED = 7, 9
_MAX_SIDE_BY_SIDE = 90
_GROUP = re.compile(r"\d+")
_GAP = re.compile(r"[ \n\-.()]*")
_LINE = re.compile(r"[ \-]*\n[ \-]*")
_CHECK_X = re.compile(r"[ \n\-]{0,2}[Xx]")
_SPACED = re.compile(
    r"(?<![\d*])(?<!\D\d[ \-.])(?<!^\d[ \-.])\d(?:[ \-.]\d(?!\d)){10,18}(?:[ \-.][Xx])?(?![ \-.]?\*|[ \-.]\d(?!\d))"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_GROUPS = frozenset(
    ((11,), (3, 8), (3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 5, 3), (7, 4), (4, 7), (5, 6), (6, 5), (4, 4, 3))
)
_MOBILE_PREFIXES = ("0086", "086", "86", "17951", "12593", "0")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_LANDLINE = re.compile(_AREA.pattern + r"[2-8]\d{6,7}")
_SERVICE_GROUPS = frozenset(((3, 3, 4), (3, 4, 3), (3, 7), (4, 3, 3), (4, 6)))
_LOCAL_GROUPS = frozenset(((7,), (8,), (3, 4), (4, 4)))
_ID15_GROUPS = frozenset(((15,), (6, 6, 3), (6, 9), (12, 3)))


@attrs.frozen
class Run:
    """Groups of digits that may be one number: where they are, how many stand together, and what is said of them."""

    text: str
    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    joined: tuple[int, ...]
    """The groups where an end of line separates nothing."""
    lines: int = 0
    """Ends of lines inside."""
    labels: frozenset[Label] = frozenset()

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount, by what follows or by what stands before."""
        return "amount" in self.labels or is_amount(self.text, self.start, self.end)

    @property
    def is_hash(self) -> bool:
        """Whether it is a part of a checksum."""
        return is_in_hash(self.text, self.start, self.end)


def digit_numbers(text: str) -> Iterator[Found]:
    """The numbers in a text of plain signs. Each group of digits begins at most MAX_GROUPS runs: the cost is linear."""
    groups = [found.span() for found in _GROUP.finditer(text) if not _is_left_of_mask(text, *found.span())]
    index = 0
    while index < len(groups):
        start, end = groups[index]
        count, found = _longest(text, groups, index)
        if found is not None:
            yield found
        elif MAX_DIGITS < end - start <= _MAX_SIDE_BY_SIDE:
            yield from _side_by_side(text, start, end)
        index += count
    for spaced in _SPACED.finditer(text):
        yield from _spaced(text, spaced)


def _is_left_of_mask(text: str, start: int, end: int) -> bool:
    """Whether a few digits, with a prefix or without, are what a mask has left of a number."""
    if text[end : end + 1] == "*":
        return end - start <= 3 or text[start : end - 3] in _MOBILE_PREFIXES
    return end - start <= 3 and start > 0 and text[start - 1] == "*"


def _longest(text: str, groups: list[tuple[int, int]], index: int) -> tuple[int, Found | None]:
    """The longest number that begins with a group, and how many groups it takes; one group where there is none."""
    start = groups[index][0]
    beside = index > 0 and _gap(text, groups[index - 1][1], start) is not None
    labels: frozenset[Label] | None = frozenset() if beside else None  # what stands directly before is a digit, no word
    for count, digits in reversed(list(_sums(text, groups, index))):
        if digits >= (_LEAST_DIGITS if labels is None or "phone" in labels else _LEAST_UNNAMED):
            labels = labels_before(text, start) if labels is None else labels
            if not labels and digits < _LEAST_ANY_BEGIN and digits not in _BEGIN.get(text[start], ()):
                continue
            if found := _number(_run(text, groups[index : index + count], labels)):
                return count, found
    return 1, None


def _sums(text: str, groups: list[tuple[int, int]], index: int) -> Iterator[tuple[int, int]]:
    """How many groups may be one number, with how many digits they have, from one group on."""
    start, end = groups[index]
    digits = end - start
    for count in range(1, MAX_GROUPS + 1):
        if digits > MAX_DIGITS:
            return
        yield count, digits
        if index + count == len(groups):
            return
        start, after = groups[index + count]
        if _gap(text, end, start) is None:
            return
        digits, end = digits + after - start, after


def _gap(text: str, end: int, start: int) -> str | None:
    """What stands between two groups; None where they cannot be of one number."""
    gap = text[end:start] if start - end <= MAX_GAP else "x"
    return gap if _GAP.fullmatch(gap) else None


def _run(text: str, groups: list[tuple[int, int]], labels: frozenset[Label]) -> Run:
    joined, lines = [groups[0][1] - groups[0][0]], 0
    for (_, before), (start, end) in pairwise(groups):
        gap = text[before:start]
        lines += gap.count("\n")
        if _LINE.fullmatch(gap):
            joined[-1] += end - start
        else:
            joined.append(end - start)
    return Run(
        text,
        groups[0][0],
        groups[-1][1],
        "".join(text[start:end] for start, end in groups),
        tuple(end - start for start, end in groups),
        tuple(joined),
        lines,
        labels,
    )


def _number(run: Run) -> Found | None:
    return _identity(run) or (None if run.is_hash else _mobile(run) or _card(run) or _landline(run))


def _identity(run: Run) -> Found | None:
    end, digits = run.end, run.digits
    if len(digits) == 17 and (check := _CHECK_X.match(run.text, end)):
        end, digits = check.end(), digits + "X"
    if not 15 <= len(digits) <= 18 or run.lines > 2:
        return None
    named = not run.labels.isdisjoint(("identity", "enrolment"))
    if not named and not _looks_like_identity(run, digits):
        return None
    enrolled = "enrolment" in run.labels or (run.start > 0 and run.text[run.start - 1] in "GLgl")
    return Found("enrolment_number" if enrolled else "identity_card", run.start, end)


def _looks_like_identity(run: Run, digits: str) -> bool:
    """Whether digits without a label are an identity number: the date inside decides, the check digit does not."""
    area, of_nobody = checks.is_area(digits), run.is_amount or "code" in run.labels
    if len(digits) == 18:
        if not checks.is_date(digits[6:14]):
            return False
        return area or checks.identity_check(digits) or not (len(run.joined) > 1 or of_nobody or run.is_hash)
    if len(digits) != 15 or not area or not checks.is_date("19" + digits[6:12]):
        return False
    return run.joined in _ID15_GROUPS and not of_nobody and not run.is_hash


def _card(run: Run) -> Found | None:
    count, last = len(run.digits), run.joined[-1]
    if count < 12 or run.lines > 1 or "code" in run.labels or run.is_amount:
        return None
    grouped = len(run.joined) == 1 or run.joined[0] == 6 or (set(run.joined[:-1]) == {4} and last <= 4)
    if grouped and ("card" in run.labels or (count >= 15 and checks.is_card(run.digits))):
        return Found("bank_card", run.start, run.end)
    return None


def _mobile(run: Run) -> Found | None:
    skipped = len(run.digits) - 11
    if skipped < 0 or (skipped and run.digits[:skipped] not in _MOBILE_PREFIXES):
        return None
    if skipped == run.groups[0] == 1:  # 0.13812345678
        return None
    if not _MOBILE.fullmatch(run.digits, skipped) or run.lines > 1 or "code" in run.labels:
        return None
    if not any(_without(groups, skipped) in _MOBILE_GROUPS for groups in (run.groups, run.joined)):
        return None
    if "phone" not in run.labels and (run.is_amount or run.digits.endswith("00000000")):
        return None
    return Found("mobile", _after_digits(run, skipped), run.end)


def _without(groups: tuple[int, ...], count: int) -> tuple[int, ...]:
    """The groups after so many digits of a prefix."""
    first, *others = groups
    return groups if count == 0 else tuple(others) if first == count else (first - count, *others)


def _after_digits(run: Run, count: int) -> int:
    """Where a run begins without its first digits."""
    offset = run.start
    while count or not run.text[offset].isdigit():
        count -= run.text[offset].isdigit()
        offset += 1
    return offset


def _landline(run: Run) -> Found | None:
    digits, groups, start, named = run.digits, run.groups, run.start, "phone" in run.labels
    if run.lines or run.is_amount or "code" in run.labels:
        return None
    prefix = next((prefix for prefix in ("0086", "86") if digits.startswith(prefix)), "")
    if prefix and (prefix == "0086" or (start > 0 and run.text[start - 1] == "+")):
        start, groups = _after_digits(run, len(prefix)), _without(groups, len(prefix))
        rest = digits.removeprefix(prefix)
        if not rest.startswith("0"):
            digits, groups = "0" + rest, (groups[0] + 1, *groups[1:])
    area = _AREA.match(digits)
    if area is not None and _LANDLINE.fullmatch(digits) and len(groups) <= 3:
        whole = len(groups) == 1 or groups[0] == len(area[0])
        return Found("landline", start, run.end) if whole or named else None
    is_service = len(digits) == 10 and digits[:3] in ("400", "800") and (named or groups in _SERVICE_GROUPS)
    is_local = named and digits[0] in "2345678" and groups in _LOCAL_GROUPS
    if is_service or (is_local and not (len(digits) == 8 and checks.is_date(digits))):
        return Found("landline", start, run.end)
    return None


def _side_by_side(text: str, start: int, end: int) -> Iterator[Found]:
    """Identity and phone numbers written one after the other with nothing between, where they are all of the digits."""
    found, at = [], start
    while at < end:
        digits = text[at : at + 18]
        if len(digits) == 18 and at + 18 <= end and checks.is_area(digits) and checks.is_date(digits[6:14]):
            found.append(Found("identity_card", at, at + 18))
        elif at + 11 <= end and _MOBILE.match(text, at):
            found.append(Found("mobile", at, at + 11))
        else:
            return
        at = found[-1].end
    yield from found


def _spaced(text: str, spaced: re.Match[str]) -> Iterator[Found]:
    """A number whose digits all stand apart: 4 2 0 7 …"""
    digits = re.sub(r"[ \-.Xx]", "", spaced[0])
    count, end = len(digits), spaced.end() - 2 * (spaced[0][-1] in "Xx")
    found = _number(
        Run(text, spaced.start(), end, digits, (count,), (count,), labels=labels_before(text, spaced.start()))
    )
    if found is not None:
        yield found
