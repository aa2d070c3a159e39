"""Scores and grades of a report document as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from checkrules.model.document import (
    ChecklistData,
    CountsData,
    FiguresData,
    ProvisionalScoreData,
    ScoreData,
    SectionData,
)
from checkrules.model.text import Language
from checkrules.presentation.shapes import BandMark, Bar, Count, ScoreView, SectionView
from checkrules.presentation.values import percent, points
from checkrules.words.codes import NO_GRADE_WORDS, OUTCOME_SIGNS, OUTCOME_WORDS, word_of
from checkrules.words.labels import labels


def score_view(score: ScoreData, checklist: ChecklistData, language: Language) -> ScoreView:
    """The score, and the grade or why there is none."""
    w = labels(language)
    _, _, note = _grade(score, checklist, language)
    notes = [note] if note else []
    if score.computed != score.score:
        computed = points(score.computed) if score.computed is not None else w["no_score"]
        notes.append(w["computed"].format(points=computed))
    return attrs.evolve(_figures(score, checklist, language), notes=tuple(notes), status=score.status or "")


def provisional_score_view(score: ProvisionalScoreData, checklist: ChecklistData, language: Language) -> ScoreView:
    """The score and the grade that hold if the readings are right."""
    _, _, note = _grade(score, checklist, language)
    return attrs.evolve(_figures(score, checklist, language), notes=(note,) if score.capped_from else ())


def _figures(score: ScoreData | ProvisionalScoreData, checklist: ChecklistData, language: Language) -> ScoreView:
    low, high = ("" if bound is None else points(bound) for bound in (score.score_low, score.score_high))
    grade, tone, _ = _grade(score, checklist, language)
    return ScoreView(
        value=points(score.score) if score.score is not None else "",
        maximum=points(score.maximum),
        low=low,
        high=high,
        is_range=low != high,
        bar=_bar(score),
        completeness=percent(score.completeness),
        grade=grade,
        tone=tone,
        notes=(),
        status="",
        counts=_counts(score.counts, language),
        bands=tuple(BandMark(title=band.title, minimum=band.minimum / 100) for band in reversed(checklist.bands)),
    )


def _grade(
    score: ScoreData | ProvisionalScoreData, checklist: ChecklistData, language: Language
) -> tuple[str, str, str]:
    """The grade in words, its tone, and why it is lowered or missing."""
    w = labels(language)
    if score.grade is None or score.grade_title is None:
        missing, least = score.no_grade_because or "nothing_decided", percent(checklist.least_completeness)
        why = w.get(f"{missing}_why", "").format(share=percent(score.completeness), least=least)
        return word_of(missing, NO_GRADE_WORDS, language), "none", why
    titles = {band.grade: band.title for band in checklist.bands}
    tone = _tone(score.grade, list(titles))
    capped = score.capped_from
    note = w["capped"].format(reached=titles[capped], band=score.grade_title) if capped else ""
    return score.grade_title, tone, note


def _tone(grade: str, grades: Sequence[str]) -> str:
    if grade == grades[0]:
        return "good"
    return "poor" if grade == grades[-1] else "fair"


def _bar(score: ScoreData | ProvisionalScoreData | SectionData | FiguresData) -> Bar | None:
    figures = (score.score, score.score_low, score.score_high)
    if not score.maximum or any(figure is None for figure in figures):
        return None
    share, low, high = (min(1.0, max(0.0, figure / score.maximum)) for figure in figures if figure is not None)
    return Bar(share=share, low=low, high=high)


def _counts(counts: CountsData, language: Language) -> tuple[Count, ...]:
    """The four outcomes, and errors where there are some."""
    numbers = {
        "pass": counts.passed,
        "fail": counts.failed,
        "unknown": counts.unknown,
        "not_applicable": counts.not_applicable,
        "error": counts.error,
    }
    return tuple(
        Count(outcome=name, word=OUTCOME_WORDS[name][language], sign=sign, number=numbers[name])
        for name, sign in OUTCOME_SIGNS.items()
        if name != "error" or numbers[name]
    )


def section_views(sections: Iterable[SectionData], language: Language) -> Iterator[SectionView]:
    """The key points with their own scores."""
    for section in sections:
        bar = _bar(section) if section.scored else None
        assumed = _bar(section.provisional) if section.scored and section.provisional else None
        low, high = (percent(bar.low), percent(bar.high)) if bar else ("", "")
        yield SectionView(
            id=section.section,
            number=section.number if section.scored else "",
            title=section.title,
            scored=section.scored,
            share=percent(bar.share) if bar else "",
            bounds=f"{low}–{high}" if low != high else "",
            bar=bar,
            counts=_counts(section.counts, language),
            provisional=percent(assumed.share) if assumed else "",
        )
