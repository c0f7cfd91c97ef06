"""The base of all records, and the small types that they share."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, ClassVar, Final, Literal, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    PlainSerializer,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from hageplan.errors import RequestError
from hageplan.messages import Message
from hageplan.records.when import clock_of, day_of, moment_of
from hageplan.records.written.days import is_told

Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], Field(strict=False)]
"""A TOML array, kept as a tuple."""
Schema = Annotated[Item, Field(alias="schema")]
"""The name of a document's schema, under the key `schema`."""
Sparse = Annotated[
    Item, PlainSerializer(lambda record: record.model_dump(mode="json", exclude_none=True))
]
"""A record that a document has without the keys that are None."""
EnglishText = Annotated[InstanceOf[Message], PlainSerializer(str, return_type=str)]
"""A message; people see it in their language, a document has it in English."""


class Record(BaseModel):
    """A table of a workspace file: immutable, strictly typed, no unknown keys.

    Attributes:
        TABLE: What its table is called in files: as the record, where it does not say otherwise.
    """

    TABLE: ClassVar[str] = ""
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        validate_by_name=True,
        allow_inf_nan=False,
        defer_build=True,
    )

    def __init_subclass__(cls) -> None:
        if "TABLE" not in vars(cls):
            cls.TABLE = cls.__name__.lower()


RecordT = TypeVar("RecordT", bound=Record)


class Document(Record):
    """What a command returns: the domain's value, what `--json` prints, and a published schema.

    A subclass begins with its name: `schema_: Schema[Literal["hageplan/plan/1"]] = …`.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


def _parse_clock(value: object) -> object:
    """Turn "09:00" into a time; whatever else passes on to pydantic's own check."""
    return _read(clock_of, value, "klokkeslett")


def parse_day(value: object) -> object:
    """Turn "2026-12-01" or "1.12.2026" into a date; all else passes on to pydantic's own check."""
    return _read(day_of, value, "dato")


def parse_moment(value: object) -> object:
    """Turn "2026-12-01 10:00" or "1.12.2026 10:00" into a local date and time."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = _read(moment_of, value, "tidspunkt")
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise PydanticCustomError("tidssone", "times are local, without a time zone")
    return value


def _read(
    read: Callable[[str], object], value: object, kind: Literal["klokkeslett", "dato", "tidspunkt"]
) -> object:
    """Return what a text means, and anything but a text as it is."""
    try:
        return read(value) if isinstance(value, str) else value
    except RequestError:
        raise PydanticCustomError(kind, "not understood") from None


def within_years(value: date) -> date:
    """Refuse a day of another age."""
    if not is_told(value):
        raise PydanticCustomError("aarstall", "a day of another age")
    return value


Klokkeslett = Annotated[
    time,
    BeforeValidator(_parse_clock),
    PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str),
]
Dato = Annotated[date, BeforeValidator(parse_day), AfterValidator(within_years)]
Tidspunkt = Annotated[datetime, BeforeValidator(parse_moment), AfterValidator(within_years)]
Identifikator = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]

Ukedag = Literal["man", "tir", "ons", "tor", "fre", "lor", "son"]
UKEDAGER: Final[tuple[Ukedag, ...]] = get_args(Ukedag)
ARBEIDSUKE: Final[tuple[Ukedag, ...]] = UKEDAGER[:5]

NORWAY_LAT: Final = (57.8, 71.4)
"""Degrees north of the mainland, Lindesnes to Nordkapp, rounded outwards."""
NORWAY_LON: Final = (4.3, 31.4)
"""Degrees east of the mainland, Utvær to Hornøya, rounded outwards."""


def is_in_norway(lat: float, lon: float) -> bool:
    """Tell whether a position may be a company's: on the mainland, as `Lat` and `Lon` want it."""
    return NORWAY_LAT[0] <= lat <= NORWAY_LAT[1] and NORWAY_LON[0] <= lon <= NORWAY_LON[1]


Lat = Annotated[float, Field(ge=NORWAY_LAT[0], le=NORWAY_LAT[1])]
Lon = Annotated[float, Field(ge=NORWAY_LON[0], le=NORWAY_LON[1])]


def check_order(is_right: bool) -> None:
    """Refuse a period that ends before it starts."""
    if not is_right:
        raise PydanticCustomError("rekkefolge", "ends before it starts")


class Tidsrom(Record):
    """A part of a day."""

    fra: Klokkeslett
    til: Klokkeslett

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_order(self.fra < self.til)
        return self


class Sted(Record):
    """A named point; `lat` and `lon` in degrees (WGS 84)."""

    navn: str
    lat: float
    lon: float

    def __eq__(self, other: object) -> bool:
        """Tell whether both are the same point under the same name, wherever that is written."""
        return isinstance(other, Sted) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.navn, self.lat, self.lon))


class NavngittSted(Sted):
    """A place in Norway that people name in a file: an office, a home, the end of a road."""

    navn: Annotated[str, Field(min_length=1)]
    lat: Lat
    lon: Lon


A_LEAP_YEAR: Final = 2024


class Aarstid(Record):
    """From "MM-DD" to "MM-DD", both days included; it may span the new year."""

    fra: str
    til: str

    @field_validator("fra", "til")
    @classmethod
    def _month_and_day(cls, value: str) -> str:
        return check_month_and_day(value)

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        now = day.strftime("%m-%d")
        if self.fra <= self.til:
            return self.fra <= now <= self.til
        return now >= self.fra or now <= self.til


def check_month_and_day(value: str) -> str:
    """Return `value`; refuse what is no "MM-DD"."""
    try:
        date.fromisoformat(f"{A_LEAP_YEAR}-{value}")
    except ValueError:
        raise PydanticCustomError("maaned_dag", "not a month and day") from None
    return value
