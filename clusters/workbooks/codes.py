"""Everything a workbook can be refused for: closed codes, Chinese messages, and what to do about each."""

import tomllib
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from clusters.errors import DomainError

SHOWN: Final = 60


class Code(StrEnum):
    """The error codes of the Excel round trip; screens, commands and tests speak of faults by these names."""

    ARCHIVE_TOO_LARGE = "archive_too_large"
    ARCHIVE_TOO_MANY_MEMBERS = "archive_too_many_members"
    ARCHIVE_CORRUPT = "archive_corrupt"
    ARCHIVE_BAD_MEMBER_NAME = "archive_bad_member_name"
    ARCHIVE_DUPLICATE_MEMBER = "archive_duplicate_member"
    XML_DTD_FORBIDDEN = "xml_dtd_forbidden"
    XML_TOO_DEEP = "xml_too_deep"
    MACRO_FORBIDDEN = "macro_forbidden"
    EXTERNAL_CONTENT_FORBIDDEN = "external_content_forbidden"
    FORMULA_FORBIDDEN = "formula_forbidden"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    SHEET_TOO_LARGE = "sheet_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    CELL_TOO_LONG = "cell_too_long"
    MERGED_DATA_CELL = "merged_data_cell"
    HEADER_MISMATCH = "header_mismatch"
    HEADER_DUPLICATE = "header_duplicate"
    HIDDEN_CONTENT = "hidden_content"
    NO_DATA_ROWS = "no_data_rows"
    NOT_A_NUMBER = "not_a_number"
    CORRUPT_CELL = "corrupt_cell"
    OUT_OF_RANGE = "out_of_range"
    BAD_TYPE = "bad_type"
    IMPLAUSIBLE_RATIO = "implausible_ratio"
    UNIT_SUSPECT = "unit_suspect"
    DUPLICATE_KEY = "duplicate_key"
    YEAR_NOT_OPEN = "year_not_open"
    CLUSTER_NOT_FOUND = "cluster_not_found"
    NOT_A_DATA_ROW = "not_a_data_row"
    NOT_XLSX = "not_xlsx"


RESAVE: Final = "请用 Excel 或 WPS 打开原表，“另存为”Excel 工作簿（*.xlsx）后重新上传。"

_TEXTS: Final = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))
# What happened, with the particular as {what}, and what to do about it.
MESSAGES: Final = {code: (str(_TEXTS[code]["what"]), str(_TEXTS[code].get("do", RESAVE))) for code in Code}

# Control characters, direction marks and invisible characters would let a value disguise itself in a report.
INVISIBLE = {
    **dict.fromkeys(range(0x20), "�"),
    **dict.fromkeys((0x7F, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF), "�"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�"),
}


def shorten(value: object, limit: int = SHOWN) -> str:
    """Return the value as one short line that is safe to show: at most `limit` characters, nothing invisible."""
    text = str(value)[: limit + 1].translate(INVISIBLE)
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is: sheet name, row from 1, column letters, and the heading of that column."""

    sheet: str = ""
    row: int | None = None
    letters: str = ""
    heading: str = ""

    @property
    def cell(self) -> str:
        """The A1 address, empty when the fault is not about one cell."""
        return f"{self.letters}{self.row}" if self.letters and self.row else ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a workbook is refused. `value` is shortened and safe to show; `example` is a right entry."""

    code: Code
    message: str
    sheet: str = ""
    cell: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    example: str = ""

    @property
    def advice(self) -> str:
        """What the person should do about it, one sentence."""
        return MESSAGES[self.code][1]

    @property
    def place(self) -> str:
        """The place in words, such as `填报!F12 营业收入（万元）`."""
        where = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        if not self.cell and self.row:
            where = f"{where} 第 {self.row} 行".strip()
        return f"{where} {self.column}".strip()

    def as_dict(self) -> dict[str, Any]:
        """The fault as plain data for JSON answers and for the parsing process."""
        return asdict(self)


def fault(code: Code, what: object = "", *, place: Place = NOWHERE, value: object = "", example: str = "") -> Fault:
    """Return the fault with its Chinese message; `what` names the particular (member, value, limit)."""
    message = MESSAGES[code][0].format(what=shorten(what, 160))
    return Fault(code, message, place.sheet, place.cell, place.row, place.heading, shorten(value), example)


def fault_from(data: dict[str, Any]) -> Fault:
    """Rebuild a fault from `Fault.as_dict`. Raises KeyError, TypeError or ValueError on anything else."""
    return Fault(**{**data, "code": Code(data["code"])})


class WorkbookRefused(DomainError):
    """Nothing of the workbook was taken over; `faults` names every reason found, in reading order."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        first = faults[0]
        where = f"（{first.place}）" if first.place else ""
        more = f" 另有 {len(faults) - 1} 处问题，详见错误清单。" if len(faults) > 1 else ""
        super().__init__(f"{first.message}{where}。{first.advice}{more}")

    @property
    def codes(self) -> tuple[Code, ...]:
        """The distinct codes in order of first appearance."""
        return tuple(dict.fromkeys(item.code for item in self.faults))


def refuse(code: Code, what: object = "", *, place: Place = NOWHERE) -> WorkbookRefused:
    """Return the refusal with one fault, to be raised by the caller."""
    return WorkbookRefused(fault(code, what, place=place))
