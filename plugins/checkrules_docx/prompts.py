"""The prompts of a form's empty fields, which no one has written: `点击填写`, `请选择`, `Choose an item`."""

from __future__ import annotations

import re

PROMPT = re.compile(
    r"[\[【〔(（]?\s*(?:(?:请)?(?:单击|点击)(?:或点击)?(?:此处|这里)?(?:以)?(?:输入|填写|选择)(?:文字|文本|内容|日期|一项)?|点击填写|请在?此?处?填写(?:内容)?"
    r"|选择一项|[-—]*请选择[^，。；]{0,10}|Click (?:or tap )?(?:here )?to enter (?:text|a date)|Choose an item)\s*[。.]?\s*[\]】〕)）]?",
    re.IGNORECASE,
)
