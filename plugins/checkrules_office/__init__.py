"""Forms in the formats of other word processors (.doc, .wps, .rtf, .odt), converted by LibreOffice."""

from .plugin import register_readers as register_readers
