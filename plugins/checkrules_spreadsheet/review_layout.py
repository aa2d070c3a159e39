"""Where things stand on a review sheet, for who writes it and who reads it."""

from __future__ import annotations

from typing import Final

ID, TASK, FACT, WORDS, READING, DOUBT, ANSWER, OTHER, DECIDES = range(9)
"""The columns. The first one is hidden: each row's item as JSON."""
HEADINGS: Final = ("task", "fact", "words", "reading", "doubt", "answer", "other", "decides")
"""The keys of the words of the headings, from the second column on."""
WIDTHS: Final = (0, 16, 22, 48, 14, 30, 16, 14, 28)
TITLE_ROW, HOW_ROW, SIGN_ROW, HEAD_ROW = range(4)
MARK: Final = "checkrules-review"
"""A keyword of the workbook, by which it is known among files to be judged."""
BEGINNING: Final = '{"schema":"https://checkrules.dev/schemas/review-'
"""How the hidden cell begins that makes a sheet a review sheet."""
