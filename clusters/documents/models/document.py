"""A file under a name: what somebody uploaded or the portal issued, and which table owns it."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

MAX_NAME = 255


class Document(models.Model):
    """One upload of one file. Rows are never changed: a new version is a new row that names the one it replaces.

    `owner` is the table whose row points here ("assessment.evidence"); its entry in `clusters.documents.access` says
    who may read. `quota` names what the bytes count against; empty where nothing bounds them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, verbose_name="文件", related_name="documents")
    name = models.CharField("文件名", max_length=MAX_NAME)
    owner = models.CharField("所属", max_length=60)
    quota = models.CharField("配额", max_length=80, blank=True, db_index=True)
    replaces = models.OneToOneField("self", models.PROTECT, verbose_name="替换", null=True, related_name="replaced_by")
    added_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="上传人", null=True, related_name="+")
    added_at = models.DateTimeField("上传时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def sha256(self) -> str:
        return self.file_id
