"""The audit line: append-only, hash-chained, written in the transaction of the act it records."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils import timezone


class ChainHead(models.Model):
    """The last hash of the chain; its row lock makes the lines one sequence."""

    hash = models.CharField(max_length=64, blank=True)
    count = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "审计链头"

    def __str__(self) -> str:
        return f"{self.count}:{self.hash[:12]}"


class Event(models.Model):
    """Who did what to which record, when, from which state to which, and why."""

    number = models.BigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间", default=timezone.now)
    actor = models.ForeignKey(
        "clusters.User", models.PROTECT, verbose_name="操作人", null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField("姓名", max_length=60)
    actor_role = models.CharField("角色", max_length=20, blank=True)
    action = models.CharField("操作", max_length=60)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=60)
    object_label = models.CharField("对象", max_length=200)
    district_code = models.CharField("区市", max_length=12, blank=True)
    before = models.CharField("原状态", max_length=40, blank=True)
    after = models.CharField("新状态", max_length=40, blank=True)
    note = models.TextField("理由", blank=True)
    data = models.JSONField("数据", default=dict, blank=True)
    previous_hash = models.CharField("前一哈希", max_length=64, blank=True)
    hash = models.CharField("哈希", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ("-number",)
        indexes = (models.Index(fields=("object_type", "object_id"), name="event_object"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.object_label}"

    def content(self) -> dict[str, Any]:
        """Return what the hash covers, as plain values."""
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "actor_role": self.actor_role,
            "action": self.action,
            "object": [self.object_type, self.object_id, self.object_label],
            "district": self.district_code,
            "before": self.before,
            "after": self.after,
            "note": self.note,
            "data": self.data,
        }

    def seal(self, previous_hash: str) -> str:
        """Set and return this line's hash over its content and the line before."""
        body = json.dumps(self.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.previous_hash = previous_hash
        self.hash = hashlib.sha256(f"{previous_hash}\n{body}".encode()).hexdigest()
        return self.hash
