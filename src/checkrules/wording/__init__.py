"""Facts read out of Chinese prose, by wording that a checklist declares. A wrong fact is worse than a missing one."""

from checkrules.wording.model import Wording as Wording
from checkrules.wording.model import load_wording as load_wording
from checkrules.wording.read import Reading as Reading
from checkrules.wording.read import read_prose as read_prose
from checkrules.wording.read import read_text as read_text
