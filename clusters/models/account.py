"""Who signs in: one named person, one role, and for a district officer exactly one district."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from clusters.access import allows
from clusters.enums import ADMIN_SITE_ROLES, CITY_STAFF, Role


class UserManager(BaseUserManager["User"]):
    """Creates accounts; there is no superuser, powers come from the role alone."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account with a hashed password (None = cannot sign in with a password)."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What the role may do stands in the access tables, not in permission rows."""

    username = models.CharField("用户名", max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    full_name = models.CharField("姓名", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    district = models.ForeignKey(
        "clusters.District", models.PROTECT, verbose_name="所属区市", null=True, blank=True, related_name="officers"
    )
    unit = models.CharField("单位", max_length=80, blank=True)
    office_phone = models.CharField("办公电话", max_length=30, blank=True)
    is_active = models.BooleanField("启用", default=True)
    reset_asked_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="重置发起人", null=True, blank=True, related_name="+"
    )
    reset_asked_at = models.DateTimeField("重置发起时间", null=True, blank=True)
    signs_from = models.DateTimeField("可签署时间", null=True, blank=True)
    date_joined = models.DateTimeField("创建时间", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ("role", "username")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role=Role.DISTRICT_OFFICER, district__isnull=False)
                | (~models.Q(role=Role.DISTRICT_OFFICER) & models.Q(district__isnull=True)),
                name="user_district_fits_role",
                violation_error_message="区市填报员必须且只能属于一个区市；其他角色不填区市。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.full_name}（{self.get_role_display()}）"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """Whether the admin workbench opens for this person."""
        return self.role in ADMIN_SITE_ROLES

    @property
    def is_superuser(self) -> bool:
        """Nobody: third-party admin code asks, and the answer must be no."""
        return False

    @property
    def may_sign(self) -> bool:
        """Whether acts that bind others may be signed: not while a reset of the password is open, nor for a day after."""
        return self.reset_asked_at is None and (self.signs_from is None or self.signs_from <= timezone.now())

    @property
    def sees_whole_city(self) -> bool:
        return self.role in CITY_STAFF or self.role == Role.LEADER

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Answer from the access tables; `obj` narrows the answer to one record."""
        return self.is_active and allows(self, perm, obj)

    def has_perms(self, perm_list: list[str], obj: object | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
