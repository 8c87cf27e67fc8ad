"""TOML text to plain tables: numbers exact, and what the reader does not understand told in Chinese with its place."""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from assessment.rules.parse.reading import RulesetError

MAX_DOTS = 100
"""A key of thousands of dotted parts takes the reader memory that grows with their square."""

_LONG_NUMBER = re.compile(r"(?:\b0[xob][0-9A-Fa-f_]|\b[0-9_])[0-9A-Fa-f_]{60,}\b")

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_WORDS: Final = (
    ("Expected '=' after a key in a key/value pair", "键后面缺少等号"),
    ("Expected newline or end of document after a statement", "一行只能写一项，值后面有多余内容"),
    ("Expected ']' at the end of a table declaration", "表名后面缺少右方括号"),
    ("Expected ']]' at the end of an array declaration", "表名后面缺少两个右方括号"),
    ("Invalid initial character for a key part", "键名的写法不对"),
    ("Invalid date or datetime", "日期不存在"),
    ("Invalid statement", "看不懂这一行"),
    ("Invalid value", "值的写法不对（文字要加引号，数字不加千分位）"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate immutable namespace", "同一个表写了两次"),
    ("Unterminated string", "引号没有成对"),
    ("Illegal character", "含有不可见的控制字符，或文字没有在本行结束"),
    ("Unclosed array", "方括号没有成对"),
    ("Unclosed inline table", "花括号没有成对"),
    ("Unescaped '\\' in a string", "反斜杠要写两个"),
)
"""What the reader of the standard library says, in Chinese; the first that fits."""

_HINTS: Final = (
    (r"^\s*([\u4e00-\u9fff][^=\s]*)\s*=", "键名有中文的要加半角双引号"),
    (r"=\s*(-?[\d.]+\s*[%％‰])", "百分数直接写数字，40% 写 40"),
    (r"=\s*(-?\d{1,3}(?:,\d{3})+)", "数字里不写千分位逗号"),
    (r"([，；：＝【】（）｛｝［］“”‘’。])", "全角符号要改成半角"),
    (r"=\s*(-?[\d.]+\s*[\u4e00-\u9fff]+)", "数字后面不写单位，单位写在 unit"),
    (r"(?:=|\[|,)\s*([(<])", "一组键值用 { }，列表用 [ ]，不用别的括号"),
    (r"^\s*(\(+)", "表名写在方括号 [ ] 或 [[ ]] 里"),
    (r"=\s*(\[\s*[A-Za-z_]\w*\s*=)", "一组键值用 { }，不用 [ ]"),
    (r"=\s*(\{\s*-?[\d.]+\s*\})", "单个数值不加括号"),
    (r"(;)", "各项用半角逗号隔开，行末不写标点"),
    (r"=\s*([０-９．－]+)", "数字写半角"),
    (r"=\s*([≥≤><=￥¥$]+)\s*[\d.]", "数值前不写符号：比较写在 op，单位写在 unit"),
    (r"=\s*(\.\d+|-?\d+\.)\s*$", "小数点前后都要有数字"),
    (
        r"=\s*((?!true\b|false\b|inf\b|nan\b)[A-Za-z_%‰≥≤><\u4e00-\u9fff][\w=-]*)",
        "文字要加半角双引号，是否写 true、false",
    ),
)
"""What people write in a line that cannot be read, with what is possible there."""


def decode(text: str, name: str) -> dict[str, Any]:
    """Return the tables of a TOML text, fractions as Decimal; `name` is the file's name, used in refusals.

    Raises RulesetError: not TOML, nested too deeply, a number too long to be one.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MAX_DOTS and not line.lstrip().startswith("#"):
            raise RulesetError(f"{name}：第 {number} 行的点（.）超过 {MAX_DOTS} 个，请分行书写")
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise RulesetError(f"{name}：不是有效的 TOML 文件：{_worded(text, str(error))}。") from error
    except RecursionError as error:
        raise RulesetError(f"{name}：括号嵌套的层数过多") from error
    except ValueError as error:  # an integer of thousands of digits
        raise RulesetError(f"{name}：{_place_of_long_number(text)}数值的位数过多") from error


def _decimal(text: str) -> Decimal:
    """Return the number, or NaN for an exponent beyond all bounds: who reads the key refuses it with its place."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _place_of_long_number(text: str) -> str:
    lines = enumerate(text.splitlines(), 1)
    return next((f"第 {number} 行的" for number, line in lines if _LONG_NUMBER.search(line)), "")


def _worded(text: str, message: str) -> str:
    """Return place and reason of what the reader refused, with a hint where the line shows what was meant."""
    reason = next((chinese for english, chinese in _WORDS if english in message), "写法不符合 TOML 格式")
    place = _PLACE.search(message)
    if place is None:
        return f"全文末尾，{reason}"
    line = text.splitlines()[int(place[1]) - 1 : int(place[1])]
    bare = _STRINGS.sub('""', line[0]) if line else ""
    found = ((re.search(pattern, bare), hint) for pattern, hint in _HINTS)
    hints = [f"“{match[1]}”：{hint}" for match, hint in found if match]
    return f"第 {place[1]} 行第 {place[2]} 列，{hints[0] if hints else reason}"
