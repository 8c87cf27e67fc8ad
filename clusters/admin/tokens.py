"""API tokens: issued and revoked by the security administrator alone; the secret is shown once."""

from typing import Any

from django import forms
from django.contrib import admin

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell
from clusters.admin.steps import SHUT, SignedForm, step
from clusters.models import ApiToken, User
from clusters.models.token import SCOPES_OF, Scope
from clusters.services import tokens
from clusters.services.tokens import HIGHEST_RATE, LONGEST, Terms


class TokenForm(SignedForm):
    """A new token, signed with the own password."""

    unsigned = "尚未签发"
    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True, role__in=SCOPES_OF).order_by("role", "username"),
        label="账号",
        help_text="令牌以该账号的名义使用，看到的不多于该账号。",
    )
    name = forms.CharField(label="用途", max_length=80, help_text="例如：市统计机构年报接口。")
    scopes = forms.MultipleChoiceField(
        label="权限范围", choices=Scope.choices, widget=forms.CheckboxSelectMultiple, help_text="只选用得着的。"
    )
    days = forms.IntegerField(label="有效期（天）", min_value=1, max_value=LONGEST, initial=180)
    addresses = forms.CharField(
        label="允许的地址",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个IP地址或网段，例如 10.1.2.0/24；不填则不限地址。",
    )
    rate = forms.IntegerField(label="每分钟请求上限", min_value=1, max_value=HIGHEST_RATE, initial=60)
    field_order = ("user", "name", "scopes", "days", "addresses", "rate", "password")

    def clean_addresses(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["addresses"].split())


def _issue(*, user: User, by: User, password: str, **terms: Any) -> ApiToken:
    token, secret = tokens.issue(user, Terms(**terms), by=by)
    token.secret = secret  # type: ignore[attr-defined]
    return token


def _revoke_shut(row: ApiToken, by: User) -> str | None:
    return SHUT if row.revoked_at else None


@admin.register(ApiToken)
class TokenAdmin(PortalAdmin):
    list_display = ("name_cell", "user", "scopes_cell", "state_cell", "expires_at", "last_used_on")
    list_filter = ("user__role",)
    list_select_related = ("user",)
    search_fields = ("name", "hint", "user__username", "user__full_name")
    fields = (
        ("name", "user", "hint", "scopes_cell", "addresses_cell", "rate", "state_cell", "issued_at", "issued_by"),
        ("expires_at", "last_used_on", "revoked_at", "revoked_by", "revoke_reason"),
    )
    adding = step("apitoken.add", "clusters.issue_token", _issue, TokenForm)
    steps = (step("apitoken.revoke", "clusters.issue_token", tokens.revoke, shut=_revoke_shut),)

    @admin.display(description="用途", ordering="name")
    def name_cell(self, row: ApiToken) -> Cell:
        return Cell(row.name, note=f"{row.hint}…")

    @admin.display(description="权限范围")
    def scopes_cell(self, row: ApiToken) -> str:
        return "、".join(str(Scope(scope).label) if scope in Scope.values else scope for scope in row.scopes)

    @admin.display(description="允许的地址")
    def addresses_cell(self, row: ApiToken) -> str:
        return "、".join(row.addresses) or "不限地址"

    @admin.display(description="状态")
    def state_cell(self, row: ApiToken) -> Cell:
        if row.revoked_at:
            return Cell("已撤销", state="cancelled")
        return Cell("有效", state="verified") if row.is_usable else Cell("已失效", state="closed")
