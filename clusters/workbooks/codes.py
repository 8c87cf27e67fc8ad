"""Everything a workbook can be refused for: closed codes, Chinese messages, and what to do about each."""

from dataclasses import dataclass
from enum import StrEnum

from clusters.errors import DomainError

SHOWN = 60


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


RESAVE = "请用 Excel 或 WPS 打开原表，“另存为”Excel 工作簿（*.xlsx）后重新上传。"

# code: (what happened, what to do). `{what}` is the particular; it never holds markup or a whole cell.
MESSAGES: dict[Code, tuple[str, str]] = {
    Code.ARCHIVE_TOO_LARGE: ("文件过大：{what}", "请删除图片和无关工作表，只保留填报表后重新上传。"),
    Code.ARCHIVE_TOO_MANY_MEMBERS: ("文件内部件过多：{what}", RESAVE),
    Code.ARCHIVE_CORRUPT: ("文件已损坏或结构不规范：{what}", RESAVE),
    Code.ARCHIVE_BAD_MEMBER_NAME: ("文件内有不安全的部件名：{what}", RESAVE),
    Code.ARCHIVE_DUPLICATE_MEMBER: ("文件内有重名部件：{what}", RESAVE),
    Code.XML_DTD_FORBIDDEN: ("文件内含文档类型或实体声明：{what}", RESAVE),
    Code.XML_TOO_DEEP: ("文件内部嵌套层数过深：{what}", RESAVE),
    Code.MACRO_FORBIDDEN: ("文件含有宏或控件：{what}", "请另存为不含宏的 Excel 工作簿（*.xlsx）后重新上传。"),
    Code.EXTERNAL_CONTENT_FORBIDDEN: (
        "文件含有外部链接或嵌入对象：{what}",
        "请取消超链接、断开数据连接、删除嵌入对象后重新上传。",
    ),
    Code.FORMULA_FORBIDDEN: ("单元格是公式（{what}），只接受数值", "请复制该列，“选择性粘贴”为数值后重新上传。"),
    Code.FORMULA_WITHOUT_VALUE: ("单元格是没有计算结果的公式（{what}）", "请直接填写数值后重新上传。"),
    Code.SHEET_TOO_LARGE: ("工作表过大：{what}", "请删除填报区以外的内容；可把填报数据复制到新下载的模板。"),
    Code.TOO_MANY_ROWS: ("行数过多：{what}", "一次最多导入 5,000 行，请分批上传。"),
    Code.CELL_TOO_LONG: (
        "单元格内容过长：{what}",
        "每个单元格最多 500 字，请精简文字，详细材料请在网页的填报表中作为佐证材料上传。",
    ),
    Code.MERGED_DATA_CELL: ("填报区有合并单元格：{what}", "请取消合并，逐格填写。"),
    Code.HEADER_MISMATCH: ("表格与模板不符：{what}", "请重新下载本区市本年度模板，不要增删或改写表头和标识。"),
    Code.HEADER_DUPLICATE: ("表头重复：{what}", "请删除重复的列，每个指标只保留一列。"),
    Code.HIDDEN_CONTENT: (
        "有不会读取或看不见的内容：{what}",
        "请取消隐藏（或清除筛选）并核对，删除多余内容后重新上传。",
    ),
    Code.NO_DATA_ROWS: ("没有可以导入的数据：{what}", "请在模板中填写至少一个集聚区的数据后上传。"),
    Code.NOT_A_NUMBER: ("不是数值：{what}", "请只填数字，不带单位和文字；没有数据请留空。"),
    Code.CORRUPT_CELL: ("单元格内容无效：{what}", "请删除该单元格内容后重新填写数字。"),
    Code.OUT_OF_RANGE: ("数值超出允许范围：{what}", "请核对数值和计量单位后改正。"),
    Code.BAD_TYPE: ("单元格类型不对：{what}", "请把单元格格式设为“数值”或“常规”后重新填写。"),
    Code.IMPLAUSIBLE_RATIO: ("数值之间的比例异常：{what}", "请核对相关数值；确属实请填写说明。"),
    Code.UNIT_SUSPECT: ("疑似计量单位有误：{what}", "请按表头单位改正；确属实请填写说明。"),
    Code.DUPLICATE_KEY: ("同一集聚区出现多行：{what}", "请只保留一行。"),
    Code.YEAR_NOT_OPEN: ("该年度未开放填报：{what}", "请下载已开放年度的模板，或联系市级管理员。"),
    Code.CLUSTER_NOT_FOUND: ("没有这个集聚区：{what}", "请使用模板中的代码和名称，不要新增或改写集聚区。"),
    Code.NOT_A_DATA_ROW: ("这一行不是集聚区数据：{what}", "请删除合计、备注、签字等行，只保留每个集聚区一行。"),
    Code.NOT_XLSX: ("不是 xlsx 工作簿：{what}", RESAVE),
}

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

    def as_dict(self) -> dict[str, str | int | None]:
        """The fault as plain data for JSON answers and for the parsing process."""
        return {
            "code": str(self.code),
            "message": self.message,
            "sheet": self.sheet,
            "cell": self.cell,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "example": self.example,
        }


def fault(code: Code, what: object = "", *, place: Place = NOWHERE, value: object = "", example: str = "") -> Fault:
    """Return the fault with its Chinese message; `what` names the particular (member, value, limit)."""
    message = MESSAGES[code][0].format(what=shorten(what, 160))
    return Fault(code, message, place.sheet, place.cell, place.row, place.heading, shorten(value), example)


def fault_from(data: dict[str, str | int | None]) -> Fault:
    """Rebuild a fault from `Fault.as_dict`. Raises KeyError, TypeError or ValueError on anything else."""
    return Fault(**{**data, "code": Code(data["code"])})  # type: ignore[arg-type]


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
