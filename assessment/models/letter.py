"""Official letters: numbered without gaps, filled from the decision, verifiable by a code."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.enums import LetterKind


class LetterSeries(models.Model):
    """The last number given in a series and year; its row lock keeps the numbers free of gaps and doubles."""

    prefix = models.CharField("机关代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用至", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文号序列"
        ordering = ("prefix", "-year")
        constraints = (models.UniqueConstraint(fields=("prefix", "year"), name="series_one_a_year"),)

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕"


class Letter(models.Model):
    """An issued letter: `slots` are the locked contents, `document` the .docx, `code` the verification code."""

    decision = models.ForeignKey(
        "assessment.Decision", models.PROTECT, verbose_name="决定", null=True, blank=True, related_name="letters"
    )
    kind = models.CharField("文种", max_length=12, choices=LetterKind.choices)
    series = models.ForeignKey(LetterSeries, models.PROTECT, verbose_name="文号序列", related_name="letters")
    number = models.PositiveIntegerField("序号")
    title = models.CharField("标题", max_length=200)
    slots = models.JSONField("内容")
    document = models.OneToOneField("documents.Document", models.PROTECT, verbose_name="文件", related_name="+")
    code = models.CharField("核验码", max_length=20, unique=True)
    issued_on = models.DateField("成文日期")
    issued_at = models.DateTimeField("签发时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("series", "number"), name="letter_number_a_series"),
            models.UniqueConstraint(
                fields=("decision", "kind"), condition=Q(decision__isnull=False), name="letter_one_a_decision_and_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_number} {self.title}"

    @property
    def sha256(self) -> str:
        """The hash of the .docx as it was issued."""
        return self.document.sha256

    @property
    def document_number(self) -> str:
        """The official number, e.g. 青发改服务〔2026〕1号: full year, hexagonal brackets, no leading zeros."""
        return f"{self.series.prefix}〔{self.series.year}〕{self.number}号"

    @property
    def district_id(self) -> str | None:
        return self.decision.district_id if self.decision else None
