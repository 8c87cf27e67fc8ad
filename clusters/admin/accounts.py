"""Accounts: what the system administrator and the security administrator each may do, and neither to the own account."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column
from clusters.admin.steps import SHUT, ReasonForm, Step, StepForm
from clusters.enums import Role
from clusters.models import District, User
from clusters.services import accounts

_OWN = "这是您自己的账号，须由另一名管理员办理。"


class AccountForm(StepForm):
    """A new account."""

    username = forms.CharField(label="用户名", max_length=60, validators=[UnicodeUsernameValidator()])
    full_name = forms.CharField(label="姓名", max_length=60, help_text="实名，一人一号。")
    unit = forms.CharField(label="单位", max_length=80, required=False)
    office_phone = forms.CharField(label="办公电话", max_length=30, required=False)
    role = forms.ChoiceField(label="拟任角色", choices=Role.choices, help_text="由安全管理员授予后生效。")
    district = forms.ModelChoiceField(
        District.objects.all(), label="所属区市", required=False, empty_label="（不选）", help_text="仅区市填报员选择。"
    )


class GrantForm(ReasonForm):
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    district = forms.ModelChoiceField(
        District.objects.all(), label="所属区市", required=False, empty_label="（不选）", help_text="仅区市填报员选择。"
    )
    field_order = ("role", "district", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"role": self.row.role, "district": self.row.district_id}


class MoveForm(ReasonForm):
    district = forms.ModelChoiceField(District.objects.all(), label="调整到")
    field_order = ("district", "reason")


class AccountStep(Step):
    """A step on an account: never on the own one."""

    form_class = ReasonForm

    def shut(self, row: User, by: User) -> str | None:
        return _OWN if row.pk == by.pk else None


class Grant(AccountStep):
    name, permission, verb, primary = "grant", "clusters.grant_role", "授予角色并启用", True
    form_class = GrantForm

    def consequence(self, row: User) -> str:
        return "授予后账号立即可以登录，并按该角色行使权限；操作记入审计。"

    def items(self, row: User) -> tuple[str, ...]:
        return ("一人只有一个角色；审核与审批须由不同的人承担。",)

    def take(self, row: User, data: dict[str, Any], by: User) -> str:
        done = accounts.grant(row, role=data["role"], district=data["district"], reason=data["reason"], by=by)
        return f"{done.full_name}已启用，角色为{done.get_role_display()}。"


class DrawPassword(AccountStep):
    name, permission, verb = "password", "clusters.reset_password", "重置密码"

    def consequence(self, row: User) -> str:
        return "系统随机生成新密码，只显示一次；该账号已登录的会话随即失效。"

    def items(self, row: User) -> tuple[str, ...]:
        return ("请当面或以约定的安全方式转交本人，不要通过邮件、即时通信发送。",)

    def take(self, row: User, data: dict[str, Any], by: User) -> str:
        password = accounts.draw_password(row, reason=data["reason"], by=by)
        return f"{row.full_name}（{row.username}）的新密码为 {password} ，本页关闭后不再显示。"


class Move(AccountStep):
    name, permission, verb = "move", "clusters.change_user", "调整区市"
    form_class = MoveForm

    def shut(self, row: User, by: User) -> str | None:
        return super().shut(row, by) if row.role == Role.DISTRICT_OFFICER else SHUT

    def consequence(self, row: User) -> str:
        return f"此后只能看到和填报新区市的集聚区，不再看到{row.district}的数据；对已登录的会话同样立即生效。"

    def take(self, row: User, data: dict[str, Any], by: User) -> str:
        done = accounts.move(row, district=data["district"], reason=data["reason"], by=by)
        return f"{done.full_name}已调整到{done.district}。"


class Disable(AccountStep):
    name, permission, verb, danger = "disable", "clusters.change_user", "停用账号", True

    def shut(self, row: User, by: User) -> str | None:
        return super().shut(row, by) if row.is_active else SHUT

    def consequence(self, row: User) -> str:
        return "停用后不能登录，已登录的会话随即失效。再次启用须由安全管理员授予角色。"

    def take(self, row: User, data: dict[str, Any], by: User) -> str:
        return f"{accounts.disable(row, reason=data['reason'], by=by).full_name}的账号已停用。"


class UserAdmin(PortalAdmin):
    about = "人员、角色和所属区市"
    list_display = ("name_cell", "role", "district", "unit", "state_cell", "last_login")
    list_filter = ("role", "district", "is_active")
    list_select_related = ("district",)
    search_fields = ("username", "full_name", "unit")
    search_help_text = "用户名、姓名或单位"
    facts = (
        "username",
        "full_name",
        "role",
        "district",
        "unit",
        "office_phone",
        "state_cell",
        "date_joined",
        "last_login",
    )
    shows_history = False
    steps = (Grant(), DrawPassword(), Move(), Disable())
    create_form = AccountForm
    create_permission = "clusters.add_user"
    create_verb = "新建账号"
    create_lead = "账号新建后处于停用状态，由安全管理员授予角色、生成密码后方可使用：建号与授权由两人分别办理。"

    @column("姓名", order="full_name")
    def name_cell(self, row: User) -> Cell:
        return {"text": row.full_name, "note": row.username}

    @column("状态", order="is_active")
    def state_cell(self, row: User) -> Cell:
        return {"text": "启用", "state": "verified"} if row.is_active else {"text": "停用", "state": "cancelled"}

    def create(self, data: dict[str, Any], by: User) -> tuple[User, str]:
        user = accounts.create(by=by, **data)
        return user, f"账号“{user.username}”已新建，待安全管理员授予角色后启用。"
