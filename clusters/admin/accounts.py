"""Accounts: what the system administrator and the security administrator each may do, and neither to the own account."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column
from clusters.admin.steps import SHUT, Add, ReasonForm, Step, StepForm
from clusters.enums import Role
from clusters.models import District, User
from clusters.services import accounts

Data = dict[str, Any]


class PostForm(StepForm):
    """The post of a person: role and district."""

    role = forms.ChoiceField(label="角色", choices=Role.choices)
    district = forms.ModelChoiceField(
        District.objects.all(), label="所属区市", required=False, empty_label="（不选）", help_text="仅区市填报员选择。"
    )


class AccountForm(PostForm):
    """A new account."""

    username = forms.CharField(label="用户名", max_length=60, validators=[UnicodeUsernameValidator()])
    full_name = forms.CharField(label="姓名", max_length=60, help_text="实名，一人一号。")
    unit = forms.CharField(label="单位", max_length=80, required=False)
    office_phone = forms.CharField(label="办公电话", max_length=30, required=False)
    role = forms.ChoiceField(label="拟任角色", choices=Role.choices, help_text="由安全管理员授予后生效。")
    field_order = ("username", "full_name", "unit", "office_phone", "role", "district")


class GrantForm(PostForm, ReasonForm):
    field_order = ("role", "district", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"role": self.row.role, "district": self.row.district_id}


class MoveForm(ReasonForm):
    district = forms.ModelChoiceField(District.objects.all(), label="调整到")
    field_order = ("district", "reason")


class DescribeForm(StepForm):
    full_name = forms.CharField(label="姓名", max_length=60)
    unit = forms.CharField(label="单位", max_length=80, required=False)
    office_phone = forms.CharField(label="办公电话", max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.row, name) for name in self.fields}


class Create(Add):
    permission, verb, form_class = "clusters.add_user", "新建账号", AccountForm
    lead = "账号新建后处于停用状态，由安全管理员授予角色、本人设置密码后方可使用：建号与授权由两人分别办理。"
    done = "账号“{made.username}”已新建。账号停用中，须由安全管理员授予角色后启用。"

    def act(self, row: None, data: Data, by: User) -> User:
        return accounts.create(by=by, **data)


class AccountStep(Step):
    """A step on an account: never on the own one. What was done is told with what is still missing."""

    def shut(self, row: User, by: User) -> str | None:
        return "这是您自己的账号，须由另一名管理员办理。" if row.pk == by.pk else None

    def said(self, made: Any, row: Any) -> str:
        return f"{super().said(made, row)}{accounts.missing(made)}"


class Grant(AccountStep):
    name, permission, verb, primary = "grant", "clusters.grant_role", "授予角色并启用", True
    form_class = GrantForm
    follows = "授予后账号立即可以登录，并按该角色行使权限；操作记入审计。"
    also = ("一人只有一个角色；审核与审批须由不同的人承担。",)

    done = "{made}已启用。"

    def act(self, row: User, data: Data, by: User) -> User:
        return accounts.grant(row, role=data["role"], district=data["district"], reason=data["reason"], by=by)


class Describe(AccountStep):
    name, permission, verb, form_class = "describe", "clusters.change_user", "更正信息", DescribeForm
    follows = "姓名、单位和办公电话即时更正，角色和密码不变。"
    done = "{made.full_name}的信息已更正。"

    def act(self, row: User, data: Data, by: User) -> User:
        return accounts.describe(row, by=by, **data)


class AskReset(AccountStep):
    name, permission, verb = "password", "clusters.reset_password", "重置密码"
    follows = "由系统管理员把一次性链接交给本人，本人自行设置密码；您看不到链接，也看不到密码。"
    also = ("系统会告知本人。", "本人设置密码之前及之后 24 小时内不能签署。")
    done = "已为{made.full_name}发起。"

    def shut(self, row: User, by: User) -> str | None:
        return super().shut(row, by) if row.is_active else SHUT

    def act(self, row: User, data: Data, by: User) -> User:
        return accounts.ask_reset(row, reason=data["reason"], by=by)


class HandOver(AccountStep):
    name, permission, verb, form_class = "hand-over", "clusters.hand_over_password", "交付密码链接", StepForm
    follows = "显示一次性链接，一小时内有效。请当面交给本人，不要通过邮件、即时通信发送。"
    done = "{row.full_name}（{row.username}）的设置密码链接： {made} 。只显示这一次。"

    def shut(self, row: User, by: User) -> str | None:
        if row.reset_asked_at is None or not row.is_active:
            return SHUT
        return "您是发起人，须由另一名管理员交付。" if row.reset_asked_by_id == by.pk else super().shut(row, by)

    def act(self, row: User, data: Data, by: User) -> str:
        return accounts.hand_over(row, by=by)

    def said(self, made: Any, row: Any) -> str:
        return self.done.format(made=made, row=row)


class Move(AccountStep):
    name, permission, verb, form_class = "move", "clusters.change_user", "调整区市", MoveForm
    follows = "此后只能看到和填报新区市的集聚区，不再看到{row.district}的数据；对已登录的会话同样立即生效。"
    done = "{made.full_name}已调整到{made.district}。"

    def shut(self, row: User, by: User) -> str | None:
        return super().shut(row, by) if row.role == Role.DISTRICT_OFFICER else SHUT

    def act(self, row: User, data: Data, by: User) -> User:
        return accounts.move(row, district=data["district"], reason=data["reason"], by=by)


class Disable(AccountStep):
    name, permission, verb, danger = "disable", "clusters.change_user", "停用账号", True
    follows = "停用后不能登录，已登录的会话随即失效。再次启用须由安全管理员授予角色。"
    done = "{made.full_name}的账号已停用。"

    def shut(self, row: User, by: User) -> str | None:
        return super().shut(row, by) if row.is_active else SHUT

    def act(self, row: User, data: Data, by: User) -> User:
        return accounts.disable(row, reason=data["reason"], by=by)


class UserAdmin(PortalAdmin):
    about = "人员、角色和所属区市"
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
    adding = Create()
    steps = (Grant(), AskReset(), HandOver(), Describe(), Move(), Disable())

    @column("姓名", order="full_name")
    def name_cell(self, row: User) -> Cell:
        return Cell(row.full_name, note=row.username)

    @column("尚缺")
    def missing_cell(self, row: User) -> str:
        return accounts.missing(row) or "不缺"

    @column("状态", order="is_active")
    def state_cell(self, row: User) -> Cell:
        return Cell("启用", state="verified") if row.is_active else Cell("停用", state="cancelled")
