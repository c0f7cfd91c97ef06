"""What `import visits` returns, and what it is made of."""

from dataclasses import dataclass
from typing import Literal

from pydantic import NonNegativeInt

from hageplan.imports.answers.text import FilledForm
from hageplan.imports.result import EntryCounts
from hageplan.messages import NOTHING, Message
from hageplan.records.base import Document, EnglishText, Many, Record, Schema
from hageplan.records.entries import Logged
from hageplan.records.logg import Avtale, Henvendelse, Oppfolging


@dataclass(frozen=True, kw_only=True)
class SentForm:
    """A form as it came.

    Attributes:
        origin: The file, letter or line that it stands in.
        sender: The address that it came from, "" where it did not come by e-mail.
        form: What was filled in; None where that cannot be read, and `fault` says why.
        named: The stop that the subject names.
    """

    origin: str
    sender: str = ""
    form: FilledForm | None = None
    named: str = ""
    fault: Message = NOTHING

    @property
    def stop(self) -> str:
        """The id of the stop that it is of."""
        return (self.form.values.get("stopp", "") if self.form else "") or self.named


class WaitingAnswer(Record):
    """An answer that is not stored, and why.

    Attributes:
        text: The form as it is kept for somebody to mend; "" where it is not.
    """

    stop: str
    navn: str
    origin: str
    sender: str
    why: Many[EnglishText]
    text: str = ""


class AnswersImport(Document):
    """What the answers from the car came to; a stop that is in the log already is the `same`.

    Attributes:
        others: Letters and lines that are no answers.
        new: What goes into the log.
        opted_out: Companies that do not want to be contacted again.
        forgotten: Notes of people who were forgotten; they stay out.
        waiting: The answers that are not stored.
        waiting_file: The file that has them, for somebody to mend and bring in.
    """

    schema_: Schema[Literal["hageplan/answers/1"]] = "hageplan/answers/1"
    source: str
    dry_run: bool
    counts: EntryCounts
    new: Many[Logged[Henvendelse] | Logged[Avtale] | Logged[Oppfolging]]
    opted_out: Many[str] = ()
    forgotten: NonNegativeInt = 0
    waiting: Many[WaitingAnswer]
    waiting_file: str | None = None
    written: Many[str] = ()
