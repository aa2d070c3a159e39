"""The words of sheets on which a person confirms what was read out of prose, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from checkrules.model.frozen import FrozenDict
from checkrules.model.text import Language, Text

NOT_SAID = Text("没说", "not said")
"""The answer that the texts do not state a fact."""
NOT_SAID_TOO = frozenset(("没说", "没有说", "未说", "未说明", "没写", "没提", "not said", "not stated"))
"""How people write that answer, folded."""
UNREAD = Text("没有读到", "nothing read")
"""The status of a fact that nothing was read of."""
CONFIRMED_BY = Text("确认人", "Confirmed by")
CONFIRMED_ON = Text("确认日期", "Confirmed on")

_WORDS: Mapping[str, Text] = {
    "review": Text("确认单", "Review sheet"),
    "not_said": NOT_SAID,
    "unread": UNREAD,
    "confirmed_by": CONFIRMED_BY,
    "confirmed_on": CONFIRMED_ON,
    "overview": Text("目录", "Contents"),
    "subject": Text("检查对象", "Subject"),
    "source": Text("来源文件", "Source file"),
    "to_confirm": Text("待确认", "To confirm"),
    "grave_count": Text("其中可能一票否决", "May decide a veto"),
    "without_doubt": Text("读得明确", "Clear"),
    "list_sheet": Text("选项", "choices"),
    "task": Text("工作任务", "Task"),
    "fact": Text("情况", "Fact"),
    "words": Text("原文（读到的话标出）", "Words (what was read is marked)"),
    "reading": Text("读作", "Read as"),
    "doubt": Text("疑点", "Doubts"),
    "answer": Text("答复（选一项）", "Answer (choose one)"),
    "other": Text("另填", "Another value"),
    "decides": Text("关系到", "May decide"),
    "grave": Text("先答这些：可能一票否决", "First: these may decide a veto"),
    "by_row": Text("按表格的行", "By row of the form"),
    "no_effect": Text("可以不答：不影响未定的条目", "Optional: no undecided rule depends on these"),
    "look": Text("请先核对：{what}", "Look at this first: {what}"),
    "how": Text(
        "逐项在“答复”中选一项，选项里没有的写在“另填”里；原文没有说的选“没说”。读得明确的已先填好，请核对。"
        "填写确认人和确认日期后，答复才生效；不清楚的留空。",
        "Choose an answer for each item; write a value that is not offered under 'Another value', and choose 'not said' where "
        "the words do not state it. What is clear is filled in beforehand: please check it. The answers count once it is "
        "filled in who confirmed them, and when. Leave open what you do not know.",
    ),
    "how_page": Text(
        "逐项选一项；选项里没有的写在“另填”里，原文没有说的选“没说”。读得明确的已先选好，请核对。"
        "填写确认人和确认日期后，答复才生效；不清楚的留空。最后点“保存答复”，得到一个 .json 文件。",
        "Choose an answer for each item; write a value that is not offered under 'Another value', and choose 'not said' where "
        "the words do not state it. What is clear is chosen beforehand: please check it. The answers count once it is filled "
        "in who confirmed them, and when. Leave open what you do not know. At the end save the answers as a .json file.",
    ),
    "keys": Text(
        "键盘：1 至 9 选第几项并跳到下一个未答的，0 没说，N 另填，X 清除，J 下一项，K 上一项",
        "Keys: 1 to 9 choose an answer and go on to the next open one, 0 not said, N another value, X clears, J next, K back",
    ),
    "take_clear": Text("读得明确的全部采用（{n} 项）", "Take all that is clear ({n})"),
    "save": Text("保存答复", "Save the answers"),
    "saved": Text("已保存。", "Saved."),
    "clear": Text("清除", "Clear"),
    "answered": Text("已选", "Chosen"),
    "unsigned": Text("未填确认人或日期，答复不生效", "Who or when is missing: the answers do not count"),
    "expected": Text("应填：{what}", "Expected: {what}"),
    "nothing": Text("没有需要确认的", "Nothing to confirm"),
    "open": Text("接着填写已保存的答复", "Go on with saved answers"),
    "wrong_file": Text("这个文件不是本页保存的答复", "this file holds no answers of this page"),
    "no_script": Text(
        "这一页要用脚本保存答复，浏览器没有允许；请改用电子表格的确认单。",
        "This page saves the answers by a script, which the browser does not allow: use the review sheet for spreadsheets.",
    ),
    "row_text": Text("（这一行没有填写）", "(the row is empty)"),
    "name_missing": Text("（未填写名称）", "(name not stated)"),
    "colon": Text("：", ": "),
    "list": Text("、", ", "),
    "between": Text("；", "; "),
}


@cache
def review_labels(language: Language) -> dict[str, str]:
    """All words of review sheets in one language. It cannot be changed."""
    return FrozenDict({name: text[language] for name, text in _WORDS.items()})
