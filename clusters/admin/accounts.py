"""Accounts: what the system administrator and the security administrator each may do, and neither to the own account."""

from collections.abc import Callable

from django import forms
from django.contrib import admin

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell
from clusters.admin.steps import SHUT, ReasonForm, Step, StepForm, step
from clusters.admin.upkeep import fields_form
from clusters.enums import Role
from clusters.models import District, User
from clusters.services import accounts

_PERSON = ("full_name", "unit", "office_phone")
_POST_HELP = {"district": "仅区市填报员选择。"}
NewAccountForm = fields_form(
    User,
    ("username", *_PERSON, "role", "district"),
    labels={"role": "拟任角色"},
    help_texts={"full_name": "实名，一人一号。", "role": "由安全管理员授予后生效。", **_POST_HELP},
)


class MoveForm(ReasonForm):
    district = forms.ModelChoiceField(District.objects.all(), label="调整到")
    field_order = ("district", "reason")


def _on(
    name: str,
    permission: str,
    service: Callable[..., object],
    form: type[StepForm] = ReasonForm,
    is_offered: Callable[[User], bool] = lambda row: True,
) -> Step:
    """Return a step on an account, never on the own one; what was done is told with what is still missing."""

    def shut(row: User, by: User) -> str | None:
        if not is_offered(row):
            return SHUT
        if name == "hand-over" and row.reset_asked_by_id == by.pk:
            return "您是发起人，须由另一名管理员交付。"
        return "这是您自己的账号，须由另一名管理员办理。" if row.pk == by.pk else None

    def more(row: User, made: object) -> dict[str, str]:
        return {"missing": accounts.missing(made) if isinstance(made, User) else ""}

    return step(f"user.{name}", f"clusters.{permission}", service, form, shut=shut, more=more)


@admin.register(User)
class UserAdmin(PortalAdmin):
    list_display = ("name_cell", "role", "district", "unit", "state_cell", "last_login")
    list_filter = ("role", "district", "is_active")
    list_select_related = ("district",)
    search_fields = ("username", "full_name", "unit")
    search_help_text = "用户名、姓名或单位"
    fields = (
        ("username", "full_name", "role", "district", "unit"),
        ("office_phone", "state_cell", "missing_cell", "date_joined", "last_login"),
    )
    shows_history = False
    adding = step("user.add", "clusters.add_user", accounts.create, NewAccountForm)
    steps = (
        _on(
            "grant",
            "grant_role",
            accounts.grant,
            fields_form(User, ("role", "district"), ReasonForm, help_texts=_POST_HELP),
        ),
        _on("password", "reset_password", accounts.ask_reset, is_offered=lambda row: row.is_active),
        _on(
            "hand-over",
            "hand_over_password",
            accounts.hand_over,
            StepForm,
            lambda row: row.is_active and row.reset_asked_at is not None,
        ),
        _on("describe", "change_user", accounts.describe, fields_form(User, _PERSON)),
        _on("move", "change_user", accounts.move, MoveForm, lambda row: row.role == Role.DISTRICT_OFFICER),
        _on("disable", "change_user", accounts.disable, is_offered=lambda row: row.is_active),
    )

    @admin.display(description="姓名", ordering="full_name")
    def name_cell(self, row: User) -> Cell:
        return Cell(row.full_name, note=row.username)

    @admin.display(description="尚缺")
    def missing_cell(self, row: User) -> str:
        return accounts.missing(row) or "不缺"

    @admin.display(description="状态", ordering="is_active")
    def state_cell(self, row: User) -> Cell:
        return Cell("启用", state="verified") if row.is_active else Cell("停用", state="cancelled")
