"""The key of a program: it acts for one account, for some purposes only, for at most a year."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from clusters.enums import Role


class Scope(models.TextChoices):
    """What a token may be used for. It never gives more than the role of its account."""

    REGISTER_READ = "register:read", "读取名录、认定、指标与规则集"
    STATS_READ = "stats:read", "读取年度数据"
    RESULTS_READ = "results:read", "读取考核结果与决定"
    STATS_WRITE = "stats:write", "报送第三方统计数据"


_READING = frozenset({Scope.REGISTER_READ, Scope.STATS_READ, Scope.RESULTS_READ})
SCOPES_OF: dict[str, frozenset[Scope]] = {
    Role.DISTRICT_OFFICER: _READING,
    Role.REVIEWER: _READING,
    Role.APPROVER: _READING,
    Role.LEADER: _READING,
    Role.STATISTICS: _READING | {Scope.STATS_WRITE},
}
"""The scopes that the token of an account of this role may have; roles that are missing get no token."""


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        """Return the tokens that open the door now: neither revoked nor expired, of an account in use."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=Now(), user__is_active=True)


class ApiToken(models.Model):
    """Only the hash of the secret is kept; `hint` are its first letters, so that people can tell tokens apart.

    `addresses` lists networks in CIDR notation (empty: from anywhere); `rate` is requests a minute.
    """

    name = models.CharField("用途", max_length=80)
    user = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="账号", related_name="tokens")
    sha256 = models.CharField("哈希", max_length=64, unique=True)
    hint = models.CharField("开头", max_length=12)
    scopes = models.JSONField("权限范围", default=list)
    addresses = models.JSONField("允许的地址", default=list, blank=True)
    rate = models.PositiveIntegerField("每分钟请求上限", default=60)
    issued_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="签发人", related_name="+")
    issued_at = models.DateTimeField("签发时间", db_default=Now())
    expires_at = models.DateTimeField("失效时间")
    last_used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        "clusters.User", models.PROTECT, verbose_name="撤销人", null=True, blank=True, related_name="+"
    )
    revoke_reason = models.TextField("撤销理由", blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="token_expires_after_issue"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="token_rate_positive"),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.hint}…）"

    @property
    def is_usable(self) -> bool:
        """Whether it opens the door now; the query `usable()` says the same of many."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.user.is_active

    def permits(self, scope: str) -> bool:
        """Whether the token has the scope and the account's role is still entitled to it."""
        return scope in self.scopes and scope in SCOPES_OF.get(self.user.role, frozenset())
