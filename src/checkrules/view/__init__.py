"""What is shown of reports, the same on a terminal, in Markdown and on a page: masked, rounded, put into words."""

from checkrules.view.make import view_of as view_of
from checkrules.view.shapes import View as View
