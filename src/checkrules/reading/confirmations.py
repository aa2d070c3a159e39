"""Answers of people about what narratives state: a review document → confirmations → facts of the submissions that they are of.

An answer holds while the narrative that it is about is the same. Nothing is guessed: answers that differ, or that do not
fit, are told and do not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath

import attrs
from msgspec import UNSET

from checkrules.facts.check import misfit
from checkrules.facts.coerce import coerced
from checkrules.facts.comparable import comparable
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit, parse_value, tupled
from checkrules.facts.quoted import quoted
from checkrules.model.errors import Location, ReadError, did_you_mean, nearest
from checkrules.model.form import Fact, fact_of
from checkrules.model.frozen import count_of
from checkrules.model.privacy import masked, shown
from checkrules.model.readings import Answer, Confirmation, Reviewed, row_digest, rows_digest
from checkrules.model.review import ReviewData, ReviewDocument
from checkrules.model.rules import Content
from checkrules.model.submission import Origin, Remark, Submission
from checkrules.model.text import LANGUAGES, Text, folded
from checkrules.reading.disagreement import disagreement
from checkrules.reading.roster import name_key
from checkrules.words.review import CONFIRMED_BY, CONFIRMED_ON, NOT_SAID, NOT_SAID_TOO
from checkrules.words.values import counted, format_value

_DAY = Fact(name="confirmed_on", type="date", title=CONFIRMED_ON, task="")
_NOT_SAID = frozenset(map(folded, NOT_SAID_TOO))


@attrs.frozen(kw_only=True)
class Confirmations:
    """What people confirmed, and what was wrong with their answers. Make them with `load_confirmations`."""

    confirmations: tuple[Confirmation, ...] = attrs.field(default=(), repr=count_of)
    reviewed: tuple[Reviewed, ...] = attrs.field(default=(), repr=False)
    """All submissions that the sheets ask about, those that nobody answered for too."""
    remarks: tuple[Remark, ...] = attrs.field(default=(), repr=count_of)


def together(several: Iterable[Confirmations]) -> Confirmations:
    """The confirmations of several files."""
    loaded = tuple(several)
    return Confirmations(
        confirmations=tuple(one for each in loaded for one in each.confirmations),
        reviewed=tuple(one for each in loaded for one in each.reviewed),
        remarks=tuple(remark for each in loaded for remark in each.remarks),
    )


# a document → confirmations


def confirmations_of(document: ReviewDocument, content: Content, file: str) -> Confirmations:
    """The answers of a review document, typed as the facts are. Raises ReadError for a document of another checklist."""
    if document.checklist is not None and document.checklist.id != content.id:
        problem = Text(
            "这是另一份检查清单（{other}）的确认单，本次用的是 {id}",
            "a review sheet of another checklist ({other}), not of {id}",
        )
        raise ReadError(
            problem.format(other=shown(document.checklist.id), id=content.id),
            location=file,
            hint=Text("请用 checkrules review 重新生成", "make it again with `checkrules review`"),
        )
    facts = {fact.name: fact for fact in content.form.facts}
    tasks = {task.id for section in content.sections for task in section.tasks}
    confirmations: list[Confirmation] = []
    reviewed: list[Reviewed] = []
    remarks: list[Remark] = []
    for number, review in enumerate(document.reviews, start=1):
        location = Location(file=file, cell=f"[{number}] {review.subject}".strip())
        asked = Reviewed(
            subject=review.subject,
            sheet=file,
            submission_source=review.source or "",
            submission_sha256=review.sha256 or "",
            inspected_on=_day(review.inspected_on or ""),
        )
        reviewed.append(asked)
        answers = list(_answers(review, facts, tasks, location, remarks))
        if not answers:
            continue
        signed = _signed(review, location, len(answers))
        if isinstance(signed, Remark):
            remarks.append(signed)
            continue
        by, on = signed
        confirmations.append(
            Confirmation(
                subject=review.subject,
                confirmed_by=by,
                confirmed_on=on,
                answers=_each_once(answers, facts, location, remarks),
                source=str(location),
                sheet=asked.sheet,
                submission_source=asked.submission_source,
                submission_sha256=asked.submission_sha256,
                inspected_on=asked.inspected_on,
            )
        )
    return Confirmations(confirmations=tuple(confirmations), reviewed=tuple(reviewed), remarks=tuple(remarks))


def _day(text: str) -> dt.date | None:
    """The day that a text states in full; None for any other text."""
    try:
        day = parse_value(_DAY, text) if text else None
    except InvalidValue:
        return None
    return day if isinstance(day, dt.date) else None


def _signed(review: ReviewData, location: Location, answers: int) -> tuple[str, dt.date] | Remark:
    """Who confirmed the answers and when; a remark where that is not said."""
    by, on = (review.confirmed_by or "").strip(), (review.confirmed_on or "").strip()
    day = _day(on)
    if by and day is not None:
        return by, day
    subject = shown(review.subject)
    if on and day is None:
        why = Text(
            "“{title}”填的是“{on}”，应为年月日俱全的日期", "'{title}' is '{on}', a full date is expected"
        ).format(title=CONFIRMED_ON, on=shown(on))
    else:
        missing = [title for title, given in ((CONFIRMED_BY, by), (CONFIRMED_ON, on)) if not given]
        names = Text("、".join(title.zh for title in missing), ", ".join(title.en for title in missing))
        why = Text("没有填{names}", "{names} is missing").format(names=names)
    message = Text(
        f"“{subject}”的 {answers} 项答复未采用：{why.zh}",
        f"answers about '{subject}' that do not count: {answers}. {why.en}",
    )
    return Remark(code="confirmation_unsigned", message=message, location=location)


def _answers(
    review: ReviewData, facts: Mapping[str, Fact], tasks: Collection[str], location: Location, remarks: list[Remark]
) -> Iterator[Answer]:
    for reading in review.readings:
        answer = reading.answer
        if answer is UNSET or (isinstance(answer, str) and not answer.strip()):
            continue
        fact = facts.get(reading.fact)
        if fact is None:
            hint = did_you_mean(reading.fact[:100], facts)
            zh = f"表中没有“{shown(reading.fact)}”这一项，对它的答复未采用" + (f"；{hint.zh}" if hint else "")
            en = f"the form has no fact '{shown(reading.fact)}'; the answer about it is not used"
            en += f"; {hint.en}" if hint else ""
            remarks.append(
                Remark(code="unknown_fact", fact=shown(reading.fact), location=location, message=Text(zh, en))
            )
            continue
        unknown = [row for row in (reading.task, *reading.rows) if row not in tasks and row != fact.task]
        if unknown:
            zh = f"检查清单没有任务“{shown(unknown[0])}”，对“{fact.title.zh}”的答复未采用"
            en = f"the checklist has no task '{shown(unknown[0])}'; the answer about '{fact.title.en}' is not used"
            remarks.append(
                Remark(code="unknown_task", fact=fact.name, location=location, value=unknown[0], message=Text(zh, en))
            )
            continue
        try:
            value = typed(fact, answer)
        except InvalidValue as error:
            remarks.append(misfit(fact, answer, error.expected, location))
            continue
        yield Answer(
            fact=fact.name, task=reading.task, row_digest=reading.row_digest, value=value, rows=tuple(reading.rows)
        )


def typed(fact: Fact, answer: object) -> object:
    """The value of a fact that an answer states, in words or as JSON has it; None: the texts do not state it. Raises
    InvalidValue."""
    if answer is None:
        return None
    if isinstance(answer, str):
        value: object = None if folded(answer) in _NOT_SAID else parse_value(fact, answer)
    else:
        value = fit(fact, coerced(fact, answer))
    return list(value) if isinstance(value, tuple) else value


def _each_once(
    answers: Iterable[Answer], facts: Mapping[str, Fact], location: Location, remarks: list[Remark]
) -> Mapping[str, Answer]:
    """The answers by fact. Where two of one fact differ, neither counts."""
    by_fact: dict[str, list[Answer]] = {}
    for answer in answers:
        by_fact.setdefault(answer.fact, []).append(answer)
    found: dict[str, Answer] = {}
    for name, same in by_fact.items():
        if len({(answer.row_digest, comparable(answer.value)) for answer in same}) > 1:
            remarks.append(_differ(facts[name], [answer.value for answer in same], location))
        else:
            found[name] = same[0]
    return found


def _differ(fact: Fact, values: Iterable[object], location: Location) -> Remark:
    zh, en = (
        list(dict.fromkeys(NOT_SAID[each] if v is None else shown(format_value(tupled(v), fact, each)) for v in values))
        for each in LANGUAGES
    )
    message = Text(
        f"对“{fact.title.zh}”有不同的答复（{'、'.join(zh)}），都未采用",
        f"answers about '{fact.title.en}' ({fact.name}) differ ({', '.join(en)}); none is used",
    )
    return Remark(code="answers_differ", fact=fact.name, location=location, message=message)


# confirmations → facts


def with_answers(
    submission: Submission, content: Content, given: Confirmations, files: Iterable[str | PurePath] = ()
) -> Submission:
    """The submission with the answers about it as facts. What is filled in is never replaced; a difference is a remark, and so
    is an answer about a narrative that has changed.

    `files` are all files of the run: of two submissions of one name, each gets the answers that were given about its file.
    """
    if not given.confirmations:
        return submission
    about = _about(submission, content, given, tuple(files))
    known = {fact.name: fact for fact in content.form.facts}
    facts, origins = dict(submission.facts), dict(submission.origins)
    not_stated, remarks = dict(submission.not_stated), list(submission.remarks)
    for name in dict.fromkeys(name for confirmation in about for name in confirmation.answers):
        fact = known[name]
        answers = [(each, each.answers[name]) for each in about if name in each.answers]
        holding = [
            (c, a) for c, a in answers if a.row_digest == rows_digest(submission.narratives, a.rows or (a.task,))
        ]
        if not holding:
            remarks.append(_changed(fact, *answers[0], content))
        elif len({comparable(answer.value) for _, answer in holding}) > 1:
            remarks.append(_differ(fact, [answer.value for _, answer in holding], submission.location))
        else:
            confirmation, answer = max(holding, key=lambda both: both[0].confirmed_on)
            origin = Origin(
                kind="confirmed",
                location=Location(file=confirmation.source),
                task=answer.task,
                by=confirmation.confirmed_by,
                on=confirmation.confirmed_on,
            )
            own = facts.get(name)
            if own is None or not _fits(fact, own):
                remarks += [] if own is None else [_replaced(fact, own, answer, origin)]
                facts.pop(name, None)
                origins.pop(name, None)
                if answer.value is None:
                    not_stated[name] = origin
                else:
                    facts[name], origins[name] = answer.value, origin
            elif answer.value is not None and comparable(fit(fact, own)) != comparable(fit(fact, answer.value)):
                source = Text(f"确认单（{origin.location}）", f"the review sheet ({origin.location}) has")
                remarks.append(disagreement(fact, own, answer.value, source, submission.location))
    return attrs.evolve(submission, facts=facts, origins=origins, not_stated=not_stated, remarks=tuple(remarks))


def _about(
    submission: Submission, content: Content, given: Confirmations, files: Sequence[str | PurePath]
) -> list[Confirmation]:
    """The confirmations about a submission: of each sheet those of its name and inspection that are nearest to its file.

    What the sheet asks about the very submission goes before the same bytes elsewhere, these before a file of the same name,
    and that before a file that is not in this run: an answer about one of two submissions of a name is about no other, and
    about none where nobody answered for the right one. Where several are as near, an answer about an empty row could be
    about any of them, and is about none.
    """
    key, day = subject_key(submission, content), _inspected_on(submission, content)
    about: list[Confirmation] = []
    for sheet in dict.fromkeys(one.sheet for one in given.confirmations):
        asked = [
            (_distance(one, submission, files), one)
            for one in (*given.reviewed, *given.confirmations)
            if one.sheet == sheet and _key(one.subject) == key
        ]
        nearest_of = min((distance for distance, _ in asked), default=_NOT_THIS)
        if nearest_of == _NOT_THIS or (nearest_of == _GONE and not key):
            continue
        found = [one for distance, one in asked if distance == nearest_of]
        several = sum(not isinstance(one, Confirmation) for one in found) > 1
        for one in found:
            if isinstance(one, Confirmation) and (day is None or one.inspected_on in (None, day)):
                about.append(_of_filled_rows(one) if several else one)
    return about


_GONE, _NOT_THIS = 3, 4


def _distance(one: Reviewed, submission: Submission, files: Iterable[str | PurePath]) -> int:
    """How near what a sheet asks about is to a submission: 0 the very one, 1 the same bytes elsewhere, 2 a file of the same
    name, 3 a file that is not in this run, 4 another file of this run."""
    if submission.sha256 and one.submission_sha256 == submission.sha256:
        return 0 if one.submission_source == str(submission.location) else 1
    if _is_about(one, submission.location.file or ""):
        return 2
    return _NOT_THIS if any(_is_about(one, file) for file in files) else _GONE


def _inspected_on(submission: Submission, content: Content) -> dt.date | None:
    fact = fact_of(content.form, "date")
    value = submission.facts.get(fact.name) if fact is not None else None
    if isinstance(value, dt.date):
        return value
    return _day(value) if isinstance(value, str) else None


def _of_filled_rows(confirmation: Confirmation) -> Confirmation:
    empty = row_digest("")
    filled = {name: answer for name, answer in confirmation.answers.items() if answer.row_digest != empty}
    return attrs.evolve(confirmation, answers=filled)


def _is_about(asked: Reviewed, file: str | PurePath) -> bool:
    """Whether a sheet asks about a submission of a file, which may lie in another folder now."""
    source = asked.submission_source.replace("\\", "/").rpartition("/")[2]
    name = str(Location(file=PurePath(file).name))
    return bool(name) and (source == name or source.startswith(f"{name}:"))


def subject_key(submission: Submission, content: Content) -> str:
    """The name of a submission's subject as confirmations are matched by it."""
    fact = fact_of(content.form, "name")
    name = submission.facts.get(fact.name) if fact is not None else None
    return _key(name) if isinstance(name, str) else ""


@lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    return name_key(masked(name))


def unmatched(
    given: Confirmations, content: Content, submissions: Iterable[Submission], files: Iterable[str | PurePath]
) -> Iterator[Remark]:
    """A remark on each confirmation of which some answers are about no submission of the run."""
    if not given.confirmations:
        return
    found, files = [*submissions], [*files]
    about: dict[str, set[str]] = {}
    for submission in found:
        for one in _about(submission, content, given, files):
            about.setdefault(one.source, set()).update(one.answers)
    known = sorted({subject_key(submission, content) for submission in found})
    for one in given.confirmations:
        unused = one.answers.keys() - about.get(one.source, set())
        if not unused:
            continue
        key, subject = _key(one.subject), shown(one.subject)
        near = nearest(key, known) if key not in known else None
        hint = Text(f"；最相近的是“{shown(near)}”", f"; the nearest is '{shown(near)}'") if near else Text("", "")
        yield Remark(
            code="confirmation_unmatched",
            value=subject,
            location=Location(file=one.source),
            message=Text(
                f"这次的文件里没有答复所指的“{subject}”，对它的 {len(unused)} 项答复未采用{hint.zh}",
                f"no file of this run is that of '{subject}'; {counted(len(unused), 'answers')} not used{hint.en}",
            ),
        )


def _changed(fact: Fact, confirmation: Confirmation, answer: Answer, content: Content) -> Remark:
    row = next(
        (
            f"{task.id} {task.title.zh}"
            for section in content.sections
            for task in section.tasks
            if task.id == answer.task
        ),
        answer.task,
    )
    return Remark(
        code="answer_outdated",
        fact=fact.name,
        value=answer.task,
        location=Location(file=confirmation.source),
        message=Text(
            f"“{row}”一行的文字在确认之后改过：对“{fact.title.zh}”的答复不再采用，请重新确认",
            f"the text of row {answer.task} has changed since it was confirmed: the answer about '{fact.title.en}' "
            f"({fact.name}) no longer holds; confirm it again",
        ),
    )


def _replaced(fact: Fact, own: object, answer: Answer, origin: Origin) -> Remark:
    zh, en = (
        NOT_SAID[each] if answer.value is None else shown(format_value(tupled(answer.value), fact, each))
        for each in LANGUAGES
    )
    return Remark(
        code="sources_disagree",
        fact=fact.name,
        location=origin.location,
        value=quoted(own),
        message=Text(
            f"“{fact.title.zh}”填的是“{quoted(own)}”，不合要求；采用确认单上的“{zh}”",
            f"'{fact.title.en}' ({fact.name}) is stated as {quoted(own)!r}, which does not fit; '{en}' of the review sheet is used",
        ),
    )


def _fits(fact: Fact, value: object) -> bool:
    try:
        fit(fact, value)
    except InvalidValue:
        return False
    return True
