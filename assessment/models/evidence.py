"""佐证材料: a document that a district puts beside one figure of its yearly report."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now

from assessment.models.submission import Submission

if TYPE_CHECKING:
    from clusters.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: "User") -> Self:
        """Return the documents of the reports this person may see."""
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def standing(self) -> Self:
        """Return the documents that were not taken back, in the order in which they came."""
        return self.filter(taken_back_at__isnull=True).select_related("document__file")


class Evidence(models.Model):
    """A row is never deleted: what a filed version rested on can be read later, also when it was taken back since."""

    submission = models.ForeignKey(Submission, models.PROTECT, verbose_name="年度报送", related_name="evidence")
    indicator_code = models.CharField("指标代码", max_length=40)
    document = models.OneToOneField("documents.Document", models.PROTECT, verbose_name="文件", related_name="+")
    added_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="上传人", related_name="+")
    added_at = models.DateTimeField("上传时间", db_default=Now())
    taken_back_at = models.DateTimeField("撤下时间", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.submission}的佐证材料《{self.document}》"

    @property
    def district_id(self) -> str | None:
        """The district whose officers may act on it (access tables ask for this)."""
        return self.submission.district_id
