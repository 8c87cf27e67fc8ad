"""Closed lists of calls and applications."""

from django.db import models


class StageKind(models.TextChoices):
    """What a stage of a call can be; a call puts them in its own order."""

    RECOMMENDATION = "recommendation", "区市推荐"
    EXPERT_REVIEW = "expert_review", "专家评审"
    SITE_VISIT = "site_visit", "现场核查"
    PANEL = "panel", "集体决策"
    PUBLIC_NOTICE = "public_notice", "社会公示"
    ANNOUNCEMENT = "announcement", "公布"


class CallState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    FINISHED = "finished", "已办结"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回补正"
    REVIEWING = "reviewing", "已受理，评审中"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    RECOGNISED = "recognised", "已认定"
    REFUSED = "refused", "不予认定"
    WITHDRAWN = "withdrawn", "已撤回"


IN_PROGRESS = frozenset({ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.REVIEWING})
"""Filed and not yet decided: these count where the notice limits the districts of a category."""
EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED})


class SectionState(models.TextChoices):
    NOT_STARTED = "not_started", "未开始"
    IN_PROGRESS = "in_progress", "进行中"
    DONE = "done", "已完成"
    TO_MEND = "to_mend", "需修改"
    MENDED = "mended", "已修改"


class StageOutcome(models.TextChoices):
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"


class DocumentVerdict(models.TextChoices):
    ACCEPTED = "accepted", "合格"
    TO_MEND = "to_mend", "补正"


class AssignmentState(models.TextChoices):
    """What an expert has done so far; a conflict or a refusal waits for a replacement."""

    ASKED = "asked", "待声明"
    ACCEPTED = "accepted", "无利益冲突，评审中"
    CONFLICT = "conflict", "申报回避"
    DECLINED = "declined", "谢绝"
    LOCKED = "locked", "已锁定"
    REPLACED = "replaced", "已更换"


class PanelMode(models.TextChoices):
    VOTES = "votes", "票决"
    CONSENSUS = "consensus", "一致同意"


class ObjectionState(models.TextChoices):
    OPEN = "open", "待答复"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "异议不成立"


class ScoreBy(models.TextChoices):
    """How the experts' totals make the comprehensive score by which a category is ranked."""

    MEDIAN = "median", "各专家总分的中位数"
    MEAN = "mean", "各专家总分的平均数"
