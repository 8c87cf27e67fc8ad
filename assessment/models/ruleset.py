"""A ruleset as it was activated: its text, its hash, the data years it governs. Never edited."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Now

from assessment.enums import RulesetState


class RulesetQuerySet(models.QuerySet["RulesetVersion"]):
    def in_force(self, year: int | OuterRef) -> Self:
        """Return the active ruleset for the data year (none or one), that of a row around it in a subquery."""
        return self.filter(state=RulesetState.ACTIVE, first_year__lte=year).filter(
            Q(last_year__isnull=True) | Q(last_year__gte=year)
        )


class RulesetVersion(models.Model):
    """The text is parsed by assessment.rules; years, title and hash are copied out of it for queries."""

    code = models.CharField("代码", max_length=40)
    title = models.CharField("名称", max_length=120)
    text = models.TextField("全文")
    sha256 = models.CharField("哈希", max_length=64, unique=True)
    first_year = models.PositiveSmallIntegerField("首个数据年度")
    last_year = models.PositiveSmallIntegerField("最后数据年度", null=True, blank=True)
    basis = models.CharField("依据类型", max_length=20)
    state = models.CharField("状态", max_length=10, choices=RulesetState.choices, default=RulesetState.DRAFT)
    legal_basis = models.TextField("法律依据", blank=True)
    document = models.OneToOneField(
        "documents.Document", models.PROTECT, verbose_name="依据文件", null=True, blank=True, related_name="+"
    )
    drafted_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="起草人", null=True, related_name="+")
    drafted_at = models.DateTimeField("起草时间", db_default=Now())
    activated_by = models.ForeignKey(
        "clusters.User", models.PROTECT, verbose_name="签发人", null=True, related_name="+"
    )
    activated_at = models.DateTimeField("施行时间", null=True, blank=True)

    objects = RulesetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则集"
        ordering = ("-first_year", "code", "-drafted_at")

    def __str__(self) -> str:
        return self.title
