"""Facts read out of Chinese prose, by wording that a checklist declares. A wrong fact is worse than a missing one."""

from checkrules.reading.narrative.model import Wording as Wording
from checkrules.reading.narrative.model import load_wording as load_wording
from checkrules.reading.narrative.read import Reading as Reading
from checkrules.reading.narrative.read import read_prose as read_prose
from checkrules.reading.narrative.read import read_text as read_text
