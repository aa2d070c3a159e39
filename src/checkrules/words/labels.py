"""The words of what people see, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from checkrules.model.form import Form, fact_of
from checkrules.model.frozen import FrozenDict
from checkrules.model.text import Language, Text
from checkrules.words.codes import SEVERITY_WORDS

CHANGED_WORDS: Mapping[str, Text] = {
    "rule": Text("条目", "rule"),
    "severity": Text("严重程度", "severity"),
    "points": Text("分值", "points"),
    "due_days": Text("整改天数", "days to repair"),
    "on": Text("采用", "on"),
    "off": Text("不采用", "off"),
    **{str(severity): text for severity, text in SEVERITY_WORDS.items()},
}


_WORDS: Mapping[str, Text] = {
    "report": Text("督导报告", "Inspection report"),
    "subject": Text("检查对象", "Subject"),
    "nameless": Text("（未填写名称）", "(name not stated)"),
    "date": Text("督导时间", "Inspection date"),
    "checklist": Text("检查清单", "Checklist"),
    "document": Text("文号", "Document"),
    "profile": Text("调整方案", "Profile"),
    "changed": Text("调整内容", "Changes in effect"),
    "changed_from_to": Text("由{old}改为{new}", "{old} changed to {new}"),
    "changed_to": Text("设为{new}", "set to {new}"),
    "aside": Text("（{text}）", " ({text})"),
    "reason": Text("理由", "reason"),
    "score": Text("得分", "Score"),
    "of": Text("满分 {maximum}", "out of {maximum}"),
    "points": Text("{points}分", "{points} points"),
    "no_score": Text("无得分", "no score"),
    "range": Text(
        "未说明的若都不达标为{low}分，若都达标为{high}分", "{low} if all that is unknown fails, {high} if it passes"
    ),
    "grade": Text("等级", "Grade"),
    "decided_share": Text("已判定 {share}", "{share} decided"),
    "incomplete_why": Text(
        "按分值已判定{share}，不足{least}，不评等级",
        "{share} of the points decided, less than {least}: no grade is given",
    ),
    "nothing_decided_why": Text("没有一条计分条目可以判定", "not one scored rule could be decided"),
    "capped": Text(
        "得分达到“{reached}”，因一票否决降为“{band}”", 'the score reaches "{reached}", a veto lowers it to "{band}"'
    ),
    "computed": Text(
        "含督学另行认定；按规则直接计算为{points}分", "with inspectors' overrides; the rules alone give {points}"
    ),
    "by_section": Text("各考核要点", "By key point"),
    "section": Text("考核要点", "Key point"),
    "share": Text("得分率", "Share"),
    "unscored": Text("不计分", "not scored"),
    "issues": Text("问题清单", "Issues"),
    "issues_count": Text("共{n}项", "{n} in all"),
    "no_issues": Text("未发现问题", "No issues found"),
    "no_issues_unknown": Text(
        "已判定的条目未发现问题；另有{n}条未说明", "No issues among the decided rules; undecided rules: {n}"
    ),
    "visit_issues": Text("督导工作本身的问题（不计分）", "Issues of the visit itself (not scored)"),
    "number": Text("序号", "No."),
    "severity": Text("程度", "Severity"),
    "rule": Text("条目", "Rule"),
    "issue": Text("问题", "Issue"),
    "remedy": Text("整改", "Remedy"),
    "due": Text("时限", "Due"),
    "due_by": Text("{date}前", "by {date}"),
    "due_within": Text("{days}日内", "within {days} days"),
    "due_within_one": Text("{days}日内", "within {days} day"),
    "gain": Text("可加分", "Repair adds"),
    "gain_after_repair": Text("整改后{gain}", "repair adds {gain}"),
    "gain_points": Text("+{points}分", "+{points}"),
    "waived": Text("已豁免", "waived"),
    "waiver": Text("{reason}（{approver}批准，至{expires}）", "{reason} (approved by {approver}, until {expires})"),
    "clause": Text("依据", "Clause"),
    "clause_text": Text("条款", "Clause"),
    "provisional": Text("拟判", "Provisional"),
    "provisional_score": Text("拟判（待确认）", "Provisional (to be confirmed)"),
    "provisional_note": Text(
        "叙述中读出{n}项情况，尚未确认，不作判定依据；以下是都读对时的结论",
        "Read out of the narratives, not confirmed and deciding nothing: {n}. If all of it is right:",
    ),
    "provisional_overview": Text(
        "拟判：叙述中读出的{n}项都读对时的得分和不达标数；待确认，不作判定依据",
        "Provisional: the score and the failures if all {n} readings of prose are right; they decide nothing until confirmed",
    ),
    "provisional_by_rule": Text("各条目拟判不达标数（待确认）", "Provisional failures by rule (to be confirmed)"),
    "provisional_share": Text("可判定 {share}", "{share} would be decided"),
    "provisional_issues": Text("拟判问题（待确认）", "Provisional issues (to be confirmed)"),
    "provisional_issues_note": Text(
        "共{n}项；叙述读得不对就不成立，确认后才列为问题",
        "{n} in all; they become issues once what is read is confirmed",
    ),
    "provisional_failures": Text("拟判不达标", "Provisional fails"),
    "provisional_points": Text("拟判得分", "Provisional score"),
    "to_confirm": Text("待确认的情况", "To be confirmed"),
    "to_confirm_note": Text(
        "叙述中读出{n}项；确认后才作判定依据", "Read out of the narratives: {n}; they count once confirmed"
    ),
    "how_to_confirm": Text(
        "确认办法：checkrules review 文件 --output 确认单.xlsx，逐项核对后 checkrules check 文件 --confirmed 确认单.xlsx",
        "To confirm: checkrules review FILES --output review.xlsx, answer it, then checkrules check FILES --confirmed review.xlsx",
    ),
    "if_right": Text("叙述读得对时；待确认", "if what is read is right; to be confirmed"),
    "readings": Text("从叙述中读出", "Read out of the narratives"),
    "words": Text("原文", "Words"),
    "doubt": Text("疑点", "Doubtful"),
    "or": Text("或为{values}", "or {values}"),
    "not_read": Text("未读出", "not read"),
    "confirmed": Text("人工确认", "Confirmed"),
    "confirmed_by": Text("{by} {on}：确认{n}项", "{by} {on}: {n} confirmed"),
    "said_nothing": Text("没说{n}项", "{n} not stated in the texts"),
    "accept": Text("叙述中读出的情况", "Readings of prose"),
    "accept_certain": Text("确定的不经确认即作为判定依据", "the certain ones count as facts, unconfirmed"),
    "accept_all": Text("不经确认即作为判定依据", "count as facts, unconfirmed"),
    "decided_only": Text("未列入本报告", "left out of this report"),
    "undecided": Text("待补充的情况", "What is not stated"),
    "undecided_note": Text(
        "{n}条未能判定；补充下列情况即可判定", "Undecided rules: {n}; these facts would decide them"
    ),
    "task": Text("工作任务", "Task"),
    "needed": Text("需说明", "Needed"),
    "errors": Text("运行出错的条目", "Rules that could not run"),
    "prose": Text("从文字叙述中读出，未经确认即采用", "Read out of the narrative, used without confirmation"),
    "fact": Text("情况", "Fact"),
    "value": Text("读作", "Read as"),
    "quote": Text("原文", "Words"),
    "approximate": Text("约", "about "),
    "remarks": Text("数据提示", "Data remarks"),
    "overrides": Text("督学另行认定", "Inspectors' overrides"),
    "computed_outcome": Text("规则判定", "By rule"),
    "outcome": Text("结论", "Outcome"),
    "decided_outcome": Text("督学认定", "By inspector"),
    "by": Text("认定人", "By"),
    "all_rules": Text("全部条目", "All rules"),
    "message": Text("说明", "Message"),
    "evidence": Text("出处与版本", "Evidence"),
    "source": Text("来源文件", "Source file"),
    "sha256": Text("SHA-256", "SHA-256"),
    "version": Text("清单版本", "Checklist version"),
    "digest": Text("清单摘要", "Checklist digest"),
    "not_masked": Text("未遮盖的个人号码", "Personal numbers not masked"),
    "quotes": Text("引文", "Quotes"),
    "quotes_released": Text(
        "疑似含人名或住址的引文经确认予以显示", "shown, also where they may hold a name or a home address"
    ),
    "library": Text("软件", "Library"),
    "made_at": Text("生成时间", "Made at"),
    "no_source": Text("（不是从文件读入）", "(not read from a file)"),
    "overview": Text("总览", "Overview"),
    "files_count": Text("共 {n} 个文件", "{n} files"),
    "files_one": Text("共 {n} 个文件", "{n} file"),
    "files_judged": Text("判定 {n}", "{n} judged"),
    "files_joined": Text("名册 {n}", "{n} used as a roster"),
    "files_not_judged": Text("未判 {n}", "{n} not judged"),
    "not_found": Text(
        "{n} 份与名册核对不上，名册的情况没有采用，许多条目因此未能判定",
        "{n} not found in the roster, so that nothing of the roster is used and many rules stay undecided",
    ),
    "handed_in": Text(
        "名册应交 {due}，已交 {judged}，未交或读不出 {missing}",
        "Roster: {due} due, {judged} judged, {missing} not handed in or not read",
    ),
    "not_judged": Text("未判", "Not judged"),
    "and_more": Text(" 等", ", …"),
    "submissions_count": Text("共{n}份", "{n} submissions"),
    "submissions_one": Text("共{n}份", "{n} submission"),
    "mean_score": Text("平均得分", "mean score"),
    "misfit_cells": Text("不符合要求、按未说明处理的单元格：{n}", "Cells that do not fit and count as not stated: {n}"),
    "rejected_rows": Text("未能读取的行：{n}", "Rows that could not be read: {n}"),
    "unknown": Text("未说明", "unknown"),
    "by_rule": Text("各条目不达标数", "Failures by rule"),
    "failures": Text("不达标数", "Failures"),
    "more_rules": Text("另有{n}条", "and {n} more"),
    "rejected": Text("未能读取的文件", "Files that could not be read"),
    "why": Text("原因", "Reason"),
    "hint": Text("办法", "What to do"),
    "nothing": Text("没有可判定的材料", "Nothing to judge"),
    "see_each": Text(
        "每份的完整报告：加 --output 报告.html（或 .md、.json）",
        "For every report in full add --output report.html (or .md, .json)",
    ),
    "when": Text("适用条件", "Applies where"),
    "require": Text("要求", "Required"),
    "facts": Text("填写的情况", "Facts"),
    "parameters": Text("参数", "Parameters"),
    "basis": Text("依据", "Basis"),
    "changed_by": Text("改自", "Changed by"),
    "set_in_python": Text("程序中设定", "in Python"),
    "interpretation": Text("解释", "Interpretation"),
    "how_to_inspect": Text("督导方式", "How to inspect"),
    "evidence_between": Text("；", "; "),
    "row": Text("第 {row} 行：", "row {row}: "),
    "left_out": Text("未载入", "left out"),
    "command": Text("命令", "command"),
    "colon": Text("：", ": "),
    "comma": Text("，", ", "),
    "list": Text("、", ", "),
    "semicolon": Text("；", "; "),
    "must": Text("应{what}", "required {what}"),
    "is": Text("实{what}", "found {what}"),
    "short": Text("差{what}", "short by {what}"),
    "over": Text("超{what}", "over by {what}"),
    "lacks": Text("缺{what}", "lacking {what}"),
}


COLUMN_WORDS: Mapping[str, Text] = {
    "file": Text("文件", "File"),
    "row": Text("行", "Row"),
    "rule": Text("条目", "Rule"),
    "severity": Text("程度", "Severity"),
    "message": Text("说明", "Message"),
    "remedy": Text("整改", "Remedy"),
    "due": Text("时限", "Due"),
    "waived": Text("已豁免", "Waived"),
    "outcome": Text("结论", "Outcome"),
    "reason": Text("原因", "Reason"),
    "missing": Text("需说明", "Needed"),
    "fact": Text("项目", "Fact"),
    "value": Text("所填内容", "As stated"),
    "score": Text("得分", "Score"),
    "score_low": Text("得分（未说明的都不达标）", "Score if all that is unknown fails"),
    "score_high": Text("得分（未说明的都达标）", "Score if all that is unknown passes"),
    "maximum": Text("满分", "Out of"),
    "completeness": Text("已判定比例", "Share decided"),
    "grade": Text("等级", "Grade"),
    "no_grade_because": Text("不评等级的原因", "Why there is no grade"),
}
"""Headings of the tables that are written, in CSV for people."""


OPERATOR_WORDS: Mapping[str, Text] = {
    ">=": Text("不少于{value}", "at least {value}"),
    ">": Text("多于{value}", "more than {value}"),
    "<=": Text("不超过{value}", "at most {value}"),
    "<": Text("少于{value}", "less than {value}"),
    "==": Text("为{value}", "{value}"),
    "!=": Text("不为{value}", "not {value}"),
    "in": Text("属于{value}", "one of {value}"),
    "not in": Text("不属于{value}", "none of {value}"),
    "contains": Text("包含{value}", "to include {value}"),
    "not contains": Text("不含{value}", "not to include {value}"),
}


DATE_OPERATOR_WORDS: Mapping[str, Text] = {
    **OPERATOR_WORDS,
    ">=": Text("不早于{value}", "not before {value}"),
    ">": Text("晚于{value}", "after {value}"),
    "<=": Text("不晚于{value}", "not after {value}"),
    "<": Text("早于{value}", "before {value}"),
}


def subject_title(form: Form) -> Text:
    """What is inspected, as the form calls it: the title of the fact that names a submission."""
    named = fact_of(form, "name")
    return named.title if named is not None else _WORDS["subject"]


def section_number(number: str, section: str, language: Language) -> str:
    """The number of a section; in English its id, where the number is a Chinese numeral or word."""
    return number if language == "zh" or number.isascii() else section


@cache
def labels(language: Language) -> dict[str, str]:
    """All words of one language. It cannot be changed."""
    return FrozenDict({name: text[language] for name, text in _WORDS.items()})
