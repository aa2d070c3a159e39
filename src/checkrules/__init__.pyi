__version__: str

# Judge
from .pipeline import load_checklist as load_checklist
from .checklist import Checklist as Checklist
from .pipeline import check as check
from .pipeline import read as read
from .hooks.rosters import load_roster as load_roster
from .confirming import load_confirmations as load_confirmations
from .reading.confirmations import Confirmations as Confirmations
from .reading.roster import Roster as Roster
from .reading.roster import RosterEntry as RosterEntry
from .model.submission import Submission as Submission
from .model.submission import Origin as Origin
from .model.submission import OriginKind as OriginKind
from .model.readings import Reading as Reading
from .model.readings import ReadingStatus as ReadingStatus
from .model.readings import ReadValue as ReadValue
from .model.readings import Doubt as Doubt
from .model.readings import DoubtCode as DoubtCode
from .model.readings import Alternative as Alternative
from .model.readings import How as How
from .model.readings import Accept as Accept

# Reports
from .evaluation.report import Report as Report
from .evaluation.report import Reports as Reports
from .rendering import render as render
from .rendering import write as write
from .model.results import Result as Result
from .model.results import ReasonCode as ReasonCode
from .evaluation.issues import Issue as Issue
from .evaluation.issues import Provisional as Provisional
from .model.results import Gap as Gap
from .model.results import Score as Score
from .model.results import SectionScore as SectionScore
from .model.results import Counts as Counts
from .model.results import Grade as Grade
from .model.results import NoGrade as NoGrade
from .model.submission import Remark as Remark
from .model.submission import Rejection as Rejection
from .model.files import FileAccount as FileAccount
from .model.files import Became as Became
from .model.handed_in import HandedIn as HandedIn
from .model.handed_in import MissingSubject as MissingSubject
from .model.rules import Waiver as Waiver
from .model.rules import Override as Override
from .model.rules import Outcome as Outcome
from .model.rules import OUTCOMES as OUTCOMES
from .model.rules import Severity as Severity
from .model.rules import SEVERITIES as SEVERITIES
from .model.text import Language as Language
from .model.text import Text as Text

# Confirm what was read
from .reviewing import review as review
from .reviewing import write_reviews as write_reviews
from .presentation.review import Reviews as Reviews
from .model.review import ReviewDocument as ReviewDocument
from .model.review import ReviewData as ReviewData
from .model.review import ReviewReading as ReviewReading
from .model.review import ReviewDoubt as ReviewDoubt
from .model.review import ReviewAlternative as ReviewAlternative
from .model.review import ReviewChoice as ReviewChoice
from .model.review import ReviewRule as ReviewRule
from .model.review import ReviewChecklist as ReviewChecklist
from .model.readings import Confirmation as Confirmation
from .model.readings import Reviewed as Reviewed
from .model.readings import Answer as Answer
from .model.readings import row_digest as row_digest

# Blank forms
from .blank_forms import blank_form as blank_form
from .blank_forms import write_blank_forms as write_blank_forms

# Compare two reports
from .evaluation.compare import compare as compare
from .model.comparison import Comparison as Comparison
from .model.comparison import ComparedReport as ComparedReport
from .model.comparison import RuleComparison as RuleComparison
from .model.comparison import RuleState as RuleState
from .model.comparison import Difference as Difference
from .model.comparison import Development as Development
from .model.comparison import DEVELOPMENTS as DEVELOPMENTS

# The report document
from .model.document import from_json as from_json
from .model.results import ReportKey as ReportKey
from .model.results import REPORT_KEYS as REPORT_KEYS
from .model.document import ReportDocument as ReportDocument
from .model.document import ReportData as ReportData
from .model.document import AlternativeData as AlternativeData
from .model.document import BandData as BandData
from .model.document import ChangeData as ChangeData
from .model.document import ChecklistData as ChecklistData
from .model.document import ClauseData as ClauseData
from .model.document import CountsData as CountsData
from .model.document import DoubtData as DoubtData
from .model.document import FactData as FactData
from .model.document import FiguresData as FiguresData
from .model.document import FileData as FileData
from .model.document import FlagData as FlagData
from .model.document import GapData as GapData
from .model.document import HandedInData as HandedInData
from .model.document import IssueData as IssueData
from .model.document import MadeBy as MadeBy
from .model.document import NotStatedData as NotStatedData
from .model.document import MissingData as MissingData
from .model.document import OverrideData as OverrideData
from .model.document import ParameterData as ParameterData
from .model.document import PrivacyData as PrivacyData
from .model.document import ProvisionalScoreData as ProvisionalScoreData
from .model.document import ReadingData as ReadingData
from .model.document import RejectionData as RejectionData
from .model.document import RemarkData as RemarkData
from .model.document import ResultData as ResultData
from .model.document import ScoreData as ScoreData
from .model.document import SectionData as SectionData
from .model.document import SubmissionData as SubmissionData
from .model.document import WaiverData as WaiverData

# Tables
from .tables.judged_table import JudgedTable as JudgedTable
from .tables.frame import Frame as Frame
from .pipeline import check_table as check_table
from .model.parts import Summary as Summary
from .model.parts import RowProblem as RowProblem

# What a checklist is made of
from .model.rules import Content as Content
from .model.rules import Section as Section
from .model.rules import Task as Task
from .model.rules import Rule as Rule
from .model.rules import Quote as Quote
from .model.rules import Examples as Examples
from .model.rules import Definition as Definition
from .model.rules import Consistency as Consistency
from .model.rules import Parameter as Parameter
from .model.rules import DatedValue as DatedValue
from .model.rules import Scoring as Scoring
from .model.rules import Band as Band
from .model.rules import Veto as Veto
from .model.rules import Change as Change
from .model.rules import Document as Document
from .model.rules import Source as Source
from .model.privacy import Privacy as Privacy
from .model.form import Form as Form
from .model.form import Fact as Fact
from .model.form import Choice as Choice

# Errors
from .model.errors import CheckrulesError as CheckrulesError
from .model.errors import ChecklistError as ChecklistError
from .model.errors import ReadError as ReadError
from .model.errors import PluginError as PluginError
from .model.errors import UsageError as UsageError
from .model.errors import Location as Location
