"""The application (申报): a working copy by sections, the filed versions, the documents, what the city said."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from clusters.applications.enums import EDITABLE, ApplicationState, AssignmentState, DocumentVerdict, StageOutcome
from clusters.enums import CITY_STAFF, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from clusters.applications.models.review import Assignment
    from clusters.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User") -> Self:
        """Return the applications of this person's district; city staff see all that were ever filed."""
        if user.role in CITY_STAFF:
            return self.exclude(number="")
        if user.role == Role.DISTRICT_OFFICER:
            return self.filter(district_id=user.district_id)
        return self.none()


class Application(models.Model):
    """The working copy. `content` holds the answers as typed, by section and key; numbers as decimal strings in the
    unit of their field, tables as lists of rows. `done` names the sections that the district called complete;
    `returned` says what the city wants mended, by section. `revisions` counts the saves of each section."""

    call = models.ForeignKey(
        "applications.Call", verbose_name="申报批次", on_delete=models.PROTECT, related_name="applications"
    )
    district = models.ForeignKey(
        "clusters.District", verbose_name="推荐区市", on_delete=models.PROTECT, related_name="applications"
    )
    category = models.ForeignKey(
        "clusters.Category", verbose_name="申报类别", on_delete=models.PROTECT, related_name="applications"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster",
        verbose_name="名录中的集聚区",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        help_text="储备库中或称号已撤销的集聚区；新的集聚区在认定时建档。",
    )
    name = models.CharField("集聚区名称", max_length=80)
    number = models.CharField("受理编号", max_length=30, blank=True)
    state = models.CharField(
        "状态", max_length=14, choices=ApplicationState.choices, default=ApplicationState.DRAFT, db_index=True
    )
    content = models.JSONField("内容", default=dict, blank=True)
    done = models.JSONField("已完成的部分", default=list, blank=True)
    returned = models.JSONField("需修改的部分", default=dict, blank=True)
    return_reason = models.TextField("退回理由", blank=True)
    spread_reason = models.TextField("同类布局的理由", blank=True)
    revisions = models.JSONField("各部分的修订号", default=dict, blank=True)
    saved_by = models.ForeignKey(
        "clusters.User", verbose_name="保存人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    current_version = models.ForeignKey(
        "applications.ApplicationVersion",
        verbose_name="最近提交",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    is_demo = models.BooleanField("演示数据", default=False)

    objects = ApplicationQuerySet.as_manager()

    versions: "QuerySet[ApplicationVersion]"
    documents: "QuerySet[ApplicationDocument]"
    results: "QuerySet[StageResult]"
    assignments: "QuerySet[Assignment]"

    class Meta:
        verbose_name = "申报"
        verbose_name_plural = "申报"
        ordering = ("-call__year", "number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "number"), condition=~Q(number=""), name="application_number_a_call"
            ),
            models.UniqueConstraint(
                fields=("call", "name"),
                condition=~Q(state__in=(ApplicationState.WITHDRAWN, ApplicationState.NOT_ACCEPTED)),
                name="application_one_a_name_and_call",
                violation_error_message="本批次已有同名集聚区的申报。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.number}）" if self.number else self.name

    def get_absolute_url(self) -> str:
        return reverse("applications:application", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class ApplicationVersion(models.Model):
    """What was filed, word for word, with the documents of that moment. Rows are only ever added."""

    application = models.ForeignKey(Application, verbose_name="申报", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    documents = models.JSONField("材料", help_text="材料代码到文件校验值。")
    spread = models.JSONField("同类布局", help_text="提交时计入同类布局的区市和集聚区。")
    spread_reason = models.TextField("同类布局的理由", blank=True)
    sha256 = models.CharField("哈希", max_length=64)
    filed_by = models.ForeignKey("clusters.User", verbose_name="提交人", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField("提交时间", db_default=Now())

    class Meta:
        verbose_name = "申报版本"
        verbose_name_plural = "申报版本"
        ordering = ("application_id", "-number")
        constraints = (models.UniqueConstraint(fields=("application", "number"), name="application_version_number"),)

    def __str__(self) -> str:
        return f"{self.application}第{self.number}版"

    @property
    def label(self) -> str:
        return f"第{self.number}版"


class ApplicationDocument(models.Model):
    """The document that stands for a requirement; a new upload is a new row, the newest counts."""

    application = models.ForeignKey(
        Application, verbose_name="申报", on_delete=models.PROTECT, related_name="documents"
    )
    requirement = models.ForeignKey(
        "applications.Requirement", verbose_name="申报材料", on_delete=models.PROTECT, related_name="+"
    )
    document = models.OneToOneField(
        "documents.Document", verbose_name="文件", on_delete=models.PROTECT, related_name="+"
    )
    is_current = models.BooleanField("现行", default=True)
    verdict = models.CharField("审核意见", max_length=10, choices=DocumentVerdict.choices, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    judged_by = models.ForeignKey(
        "clusters.User", verbose_name="审核人", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField("审核时间", null=True, blank=True)

    class Meta:
        verbose_name = "申报文件"
        verbose_name_plural = "申报文件"
        ordering = ("application_id", "requirement_id", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "requirement"),
                condition=Q(is_current=True),
                name="application_document_one_current",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application}·{self.requirement}"

    @property
    def district_id(self) -> str:
        """The district whose officers may read it (access tables ask for this)."""
        return self.application.district_id

    def is_open_to(self, user: "User") -> bool:
        """Whether this expert was asked and declared no conflict."""
        mine = self.application.assignments.filter(expert__user=user.pk)
        return mine.filter(state__in=(AssignmentState.ACCEPTED, AssignmentState.LOCKED)).exists()


class StageResult(models.Model):
    """What came of one stage: passed or not, who said so, when and why. Rows are only ever added."""

    application = models.ForeignKey(Application, verbose_name="申报", on_delete=models.PROTECT, related_name="results")
    stage = models.ForeignKey("applications.Stage", verbose_name="环节", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("结果", max_length=8, choices=StageOutcome.choices)
    note = models.TextField("说明", blank=True)
    decided_by = models.ForeignKey("clusters.User", verbose_name="办理人", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("办理时间", db_default=Now())

    class Meta:
        verbose_name = "环节结果"
        verbose_name_plural = "环节结果"
        ordering = ("application_id", "stage__order")
        constraints = (models.UniqueConstraint(fields=("application", "stage"), name="stage_result_once"),)

    def __str__(self) -> str:
        return f"{self.application}·{self.stage}：{self.get_outcome_display()}"
