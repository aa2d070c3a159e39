"""Words for people, in the two languages of the product: Chinese first, English too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import attrs

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


# listed, not asked of unicodedata: its tables change with the version of Python, and reports must not
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
"""Format characters, direction marks and separators that a reader cannot see; names are compared without them."""
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{_INVISIBLE}]")


@attrs.frozen
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    def format(self, **values: object) -> Text:
        """Fill `{name}` in both languages with the same values (a Text value: each in its own language)."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )


def as_text(value: str | Mapping[str, str] | Text) -> Text:
    """A Text from what a file holds: a `{zh, en}` mapping, or one string for both languages."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(value, value)
    return Text(value["zh"], value.get("en", value["zh"]))


def language_of(tag: str | None) -> Language:
    """`zh` or `en` for a language tag as systems write it: `zh-CN`, `zh_Hans_CN.UTF-8`, `en_GB`; else Chinese."""
    return "en" if tag and tag.lower().startswith("en") else "zh"


def plain(text: str) -> str:
    """The text as it is compared: NFKC, so that full-width digits and letters are plain ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """The text as names and headings are compared: NFKC, without whitespace and invisible characters, case folded."""
    return INVISIBLE.sub("", "".join(plain(text).split())).casefold()


def width_of(text: str) -> int:
    """The columns that a text takes on a terminal: a Chinese character takes two."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def visible(text: str) -> str:
    """The text with control characters, line breaks, direction marks and invisible characters written out: `\\x1b`, `\\n`,
    `\\u202e`. It stays on its line and does nothing to a terminal."""
    return _CONTROL.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
