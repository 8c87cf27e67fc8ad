"""Closed lists of the assessment."""

from django.db import models


class Family(models.TextChoices):
    """The indicator families of 青政字〔2020〕30号 四（二）, and what the ratios need besides."""

    OUTPUT = "output", "产出"
    TAX = "tax", "税收"
    AREA = "area", "面积"
    INVESTMENT = "investment", "投入"
    EMPLOYMENT = "employment", "就业"
    CONTRIBUTION = "contribution", "对地方经济的贡献度"
    ENTERPRISES = "enterprises", "企业与平台"


class Kind(models.TextChoices):
    MONEY = "money", "金额"
    AREA = "area", "面积"
    COUNT = "count", "数量"


class YearState(models.TextChoices):
    OPEN = "open", "填报中"
    CLOSED = "closed", "已截止"


class SubmissionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    VERIFIED = "verified", "已核实"


class Source(models.TextChoices):
    """Where a filed version came from."""

    FORM = "form", "网上填报"
    WORKBOOK = "workbook", "表格导入"
    API = "api", "接口报送"
    DEMO = "demo", "演示数据"


class ReviewAction(models.TextChoices):
    RETURNED = "returned", "退回修改"
    VERIFIED = "verified", "核实通过"


class RulingKind(models.TextChoices):
    """Acts of the city about a year without usable figures (each with a reason and a name)."""

    EXEMPT = "exempt", "当年免予考核"
    FAILED = "failed", "逾期未报视为不达标"


class RulesetState(models.TextChoices):
    DRAFT = "draft", "草案"
    ACTIVE = "active", "施行"
    RETIRED = "retired", "停用"


class RunState(models.TextChoices):
    RUNNING = "running", "评分中"
    FINISHED = "finished", "已完成"
    CANCELLED = "cancelled", "已取消"


class ChunkState(models.TextChoices):
    WAITING = "waiting", "等待"
    DONE = "done", "完成"
    PARKED = "parked", "搁置"


class AssessmentState(models.TextChoices):
    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    STALE = "stale", "数据已变，需重算"
    SUPERSEDED = "superseded", "已被替代"


class DecisionKind(models.TextChoices):
    PASSED = "passed", "达标"
    YELLOW_CARD = "yellow_card", "黄牌警告"
    DELISTING = "delisting", "撤销市级称号（摘牌）"
    ESCALATION = "escalation", "报上级处理"
    ANNULMENT = "annulment", "撤销原决定"


class LetterKind(models.TextChoices):
    YELLOW_CARD = "yellow_card", "黄牌警告通知书"
    WITHDRAWAL = "withdrawal", "撤销称号通知"
    ESCALATION = "escalation", "报请处理的报告"
    RESULT = "result", "考核结果通知书"
    RULING = "ruling", "复核决定书"
    LIST = "list", "名单公告"


class AppealState(models.TextChoices):
    PENDING = "pending", "审理中"
    UPHELD = "upheld", "成立，撤销原决定"
    REJECTED = "rejected", "不成立，维持原决定"
    WITHDRAWN = "withdrawn", "已撤回"


class DesignatedAct(models.TextChoices):
    """What somebody may be named for; the values are acts of `resting.RESTS_ON`."""

    CONFIRM = "确认", "确认考核结果"
    RULE = "审理", "审理复核申请"


class Grade(models.TextChoices):
    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASS = "pass", "合格"
    FAIL = "fail", "不合格"
    NONE = "none", "不评等次"


class ImportState(models.TextChoices):
    PREVIEWED = "previewed", "待确认"
    CONFIRMED = "confirmed", "已导入"
    REFUSED = "refused", "已拒绝"
