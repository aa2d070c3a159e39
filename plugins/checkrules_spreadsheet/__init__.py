"""Forms, tables and rosters in workbooks: .xlsx, .xls, .ods; and review sheets."""

from .plugin import register_readers as register_readers
from .review import register_review_formats as register_review_formats
