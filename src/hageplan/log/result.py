"""What `log` returns: entries that were written, and the latest contacts."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_serializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from hageplan.records.base import Dato, Document, Many, Record, Schema
from hageplan.records.entries import Logged, entry_json
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging


class FlagTask(Record):
    """The task that a flag becomes where nothing that was promised takes it up."""

    ansvarlig: str
    frist: Dato


class LoggedEntries(Document):
    """Entries that were written into the log.

    Attributes:
        navn: What the company is called that they are about.
        entries: The entries.
        flag_task: What the first of them asks for by its flag, for people alone.
        path: The file that has them now, for people alone.
    """

    schema_: Schema[Literal["hageplan/log/1"]] = "hageplan/log/1"
    navn: str
    entries: Many[Logged[Henvendelse] | Logged[Avtale] | Logged[Oppfolging] | Logged[Kobling]]
    flag_task: FlagTask | None = Field(default=None, exclude=True)
    path: Path = Field(exclude=True)


class LoggedContact(Record):
    """A contact of the company called `navn`; it `counts` unless corrected or taken back.

    JSON has the contact's own keys, and `counts` beside them.
    """

    contact: Logged[Henvendelse]
    navn: str = Field(exclude=True)
    counts: bool

    @model_serializer
    def _beside(self) -> dict[str, Any]:
        return {**entry_json(self.contact), "counts": self.counts}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema of the contact, with `counts` beside its keys."""
        bare = {key: value for key, value in schema.items() if key != "serialization"}
        own = handler.resolve_ref_schema(handler(bare))["properties"]
        contact = own["contact"]
        properties = {**contact["properties"], "counts": own["counts"]}
        return {**contact, "properties": properties, "required": [*contact["required"], "counts"]}


class LoggedContacts(Document):
    """Contacts of the log, the oldest first."""

    schema_: Schema[Literal["hageplan/log/1"]] = "hageplan/log/1"
    example_data: bool
    entries: Many[LoggedContact]
