"""Closed lists of the engine, with the Chinese words a person reads."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, Self


class Labelled(StrEnum):
    """A string enum whose members carry a Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Filing(Labelled):
    """How far the year's report has come. Only verified figures are judged."""

    VERIFIED = "verified", "已核实"
    SUBMITTED = "submitted", "已提交，尚未核实"
    RETURNED = "returned", "已退回修改"
    DRAFT = "draft", "草稿"
    MISSING = "missing", "未报送"
    NOT_DUE = "not_due", "尚未报送，截止时间未到"


class Standing(Labelled):
    """How an earlier data year stands when a later one is judged."""

    PASSED = "passed", "达标"
    CARD = "card", "黄牌"
    CARD_APPEALED = "card_appealed", "黄牌，复核中"
    ANNULLED = "annulled", "黄牌已撤销"
    OPEN = "open", "待核"
    EXEMPT = "exempt", "免予考核"
    NOT_ASSESSED = "not_assessed", "不参加考核"
    DELISTED = "delisted", "已摘牌"
    WAITING = "waiting", "结论尚未确定"


class State(Labelled):
    """A line is met, missed or cannot be told (a blank is neither); criteria that only give points are scored."""

    PASS = "pass", "达标"
    FAIL = "fail", "不达标"
    UNDETERMINED = "undetermined", "无法判定"
    SCORED = "scored", "已计分"
    EXCLUDED = "excluded", "不计入"


class Cause(Labelled):
    """Why a criterion could not be determined."""

    MISSING = "missing", "数据缺失"
    INVALID = "invalid", "数据无效"
    SUSPECT = "suspect", "疑似错误，尚未确认"
    UNDEFINED = "undefined", "分母为零，比值无意义"
    NO_BASE = "no_base", "没有上年基数"
    NO_FIELD = "no_field", "需全体数据才能排位"
    NO_GROUP = "no_group", "缺少分组信息"


class Verdict(Labelled):
    """What the engine proposes for a data year; a named officer decides."""

    PASS = "pass", "达标"
    YELLOW_CARD = "yellow_card", "黄牌警告"
    DELIST = "delist", "第二张黄牌并摘牌"
    HOLD = "hold", "待核"
    NOT_ASSESSED = "not_assessed", "不参加考核"
    NO_RULE = "no_rule", "无适用规则"
    ESCALATE = "escalate", "报上级处理"


class Flag(Labelled):
    """What an officer must know besides the verdict."""

    PRIOR_OPEN = "prior_open", "以前年度待核，结案后本年结论可能改变"
    TITLE_OPEN = "title_open", "更早年度待核，结案后如已构成退出条件，本年结论须重新确定"
    DELIST_SUSPENDED = "delist_suspended", "首张黄牌复核中，摘牌暂缓"
    NO_WARNING_PERIOD = "no_warning_period", "两张黄牌之间没有警示期"
    WAITS_FOR_YEAR = "waits_for_year", "以前年度结论尚未确定，本年结论待其确定后确认"
    MERGED = "merged", "涉及合并，按存续认定判断"
    NEAR_LINE = "near_line", "接近标准线，建议现场核实"
    RULED_FAILED = "ruled_failed", "市级认定按不达标处理"
    HIGHER_TITLE_KEPT = "higher_title_kept", "只撤销市级称号，上级称号不变，须报省级主管部门"


class Why(Labelled):
    """Why a year is on hold or is not assessed."""

    NOT_VERIFIED = "not_verified", "报送数据尚未核实"
    NOT_REPORTED = "not_reported", "未按期报送"
    NOT_DUE = "not_due", "尚未报送，截止时间未到"
    BAD_FIGURES = "bad_figures", "考核指标数据缺失、无效或疑似错误未确认"
    NOT_DECIDABLE = "not_decidable", "现有数据不足以得出结论"
    EXEMPTED = "exempted", "当年经市级批准免予考核"
    DELISTED = "delisted", "称号已被撤销"
    TITLE_ENDED = "title_ended", "认定已终止"
    NO_ASSESSED_TITLE = "no_assessed_title", "储备或申报中的集聚区不参加考核"
    BEFORE_FIRST_YEAR = "before_first_year", "首个考核年度尚未开始"
    OFF_CYCLE = "off_cycle", "本年度不在考核周期内"
    NO_RULESET = "no_ruleset", "该数据年度没有施行的规则集"


class Severity(Labelled):
    """What a finding of a data check asks for."""

    MISSING = "missing", "未填写"
    INVALID = "invalid", "无效"
    SUSPECT = "suspect", "须确认"
    WARNING = "warning", "提示"


class Basis(Labelled):
    """Where a value comes from."""

    NOTICE = "notice", "文件原文"
    CLIENT = "client", "委托方确定"
    DEPARTMENT = "department", "主管部门口径"


class Kind(Labelled):
    """The kinds of criterion a rulebook may use."""

    THRESHOLD = "threshold", "标准线"
    LINEAR = "linear", "线性得分"
    BANDS = "bands", "分档得分"
    GROWTH = "growth", "增长得分"
    RANK = "rank", "排位得分"
    COMPOUND = "compound", "组合条件"
    LEVELS = "levels", "等级"


class Role(Labelled):
    """What a criterion's points do."""

    NONE = "none", "不计分"
    SCORE = "score", "计分"
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "扣分"


class Missing(Labelled):
    """What a blank figure does to a criterion."""

    HOLD = "hold", "待核"
    FAIL = "fail", "按不达标（零分）"
    EXCLUDE = "exclude", "不计入"


Combine = Literal["all", "any"] | int


def combine(states: Iterable[State], how: Combine) -> State:
    """Return the joint state: all of them, any of them, or at least `how` of them.

    Nothing fails that has no failed part: nothing to judge, or too little of it, is undetermined.
    """
    found = tuple(states)
    if not found:
        return State.UNDETERMINED
    needed = len(found) if how == "all" else 1 if how == "any" else how
    if found.count(State.PASS) >= needed:
        return State.PASS
    if State.FAIL in found and len(found) - found.count(State.FAIL) < needed:
        return State.FAIL
    return State.UNDETERMINED
