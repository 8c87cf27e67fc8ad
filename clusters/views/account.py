"""Signing in and out, and one's own password; each with its audit line."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from clusters.models import User
from clusters.services import accounts, audit
from clusters.views.guards import Guarded, Limited, public

_LONGEST_NAME = 150
REFUSED = (
    "用户名或密码不正确，或账号已停用。请核对后再试；忘记密码请联系安全管理员。"
    f"连续{accounts.WRONG_PASSWORDS}次密码错误的账号，{accounts.LOCKED_FOR.seconds // 60}分钟内不能登录。"
)


class SignInForm(AuthenticationForm):
    """User name and password; unknown, wrong, disabled and locked get the same answer after the same work."""

    username = forms.CharField(
        label="用户名", widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if accounts.is_locked(data.get("username") or ""):
            raise self.get_invalid_login_error()
        return data


class SignIn(Limited, LoginView):
    """The sign-in page; only addresses of this site are followed afterwards."""

    limited = ("POST",)
    form_class = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        response = super().form_valid(form)
        audit.record(accounts.SIGNED_IN, user, by=user)
        return response

    @transaction.atomic
    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Record a failed attempt under the name that was typed, whether or not there is such an account."""
        name, password = form.cleaned_data.get("username"), form.cleaned_data.get("password")
        if name and password:
            account = User.objects.filter(username=name).first() or User(username=name, full_name="不存在的账号")
            audit.record(accounts.FAILED, account, by=None, note=name[:_LONGEST_NAME])
        return super().form_invalid(form)


class SignOut(LogoutView):
    """Signing out; POST only."""

    public = True

    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            audit.record("账号.退出", request.user, by=request.user)
        return super().post(request, *args, **kwargs)


NEW_PASSWORD = forms.CharField(
    label="新密码",
    strip=False,
    widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    help_text="至少12个字符，不能全是数字，不能是常见密码，不能与用户名或姓名相近。",
)
NEW_PASSWORD_AGAIN = forms.CharField(
    label="再次输入新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
)
MISMATCH = "两次输入的新密码不一致，请重新输入。"


@public
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Tell an open page who is signed in, and the token with which its forms are sent; both may have changed since."""
    return JsonResponse({"person": str(request.user.pk or ""), "token": get_token(request)})


class OwnPasswordForm(PasswordChangeForm):
    """The present password and twice the new one, which the password rules of the settings judge."""

    old_password = forms.CharField(
        label="现密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    new_password1 = NEW_PASSWORD
    new_password2 = NEW_PASSWORD_AGAIN
    error_messages = {"password_incorrect": "现密码不正确，请重新输入。", "password_mismatch": MISMATCH}

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码与现密码相同，请换一个。")
        return new


class ChangePassword(Guarded, PasswordChangeView):
    """One's own password. The session goes on here; every other session of the account ends."""

    permission = "clusters.change_own_password"
    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("start")
    extra_context = {"title": "修改密码"}

    @transaction.atomic
    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        accounts.password_chosen(form.user, by_link=False)
        messages.success(self.request, "密码已修改。其他设备上的登录已全部退出。")
        return response


class ChosenPasswordForm(SetPasswordForm):
    """Twice the new password, which the password rules of the settings judge."""

    new_password1 = NEW_PASSWORD
    new_password2 = NEW_PASSWORD_AGAIN
    error_messages = {"password_mismatch": MISMATCH}


class SetPassword(Limited, PasswordResetConfirmView):
    """The page behind the link that an administrator handed over; it opens once and for an hour."""

    form_class = ChosenPasswordForm
    template_name = "registration/password_set.html"
    success_url = reverse_lazy("login")
    extra_context = {"title": "设置密码"}

    @transaction.atomic
    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        accounts.password_chosen(form.user, by_link=True)
        messages.success(self.request, "密码已设置，请登录。24 小时内不能签署。")
        return response
