"""The custom properties by which a form says whose it is: the checklist's id and version."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from checkrules.plugin import Content

FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of user-defined properties: [MS-OLEPS] 2.21."""


def mark_document(document: Any, content: Content) -> None:
    """Add the custom properties `checkrules-checklist` and `checkrules-version`."""
    values = {"checkrules-checklist": content.id, "checkrules-version": content.version}
    properties = "".join(
        f'<property fmtid="{FORMAT_ID}" pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>'
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
