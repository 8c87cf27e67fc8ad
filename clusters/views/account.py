"""Signing in and out, each with its audit line."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from clusters.services import audit

REFUSED = "用户名或密码不正确，或账号已停用。请核对后再试；忘记密码请联系安全管理员。"


class SignInForm(AuthenticationForm):
    """User name and password; unknown, wrong and disabled get the same answer."""

    username = forms.CharField(
        label="用户名", widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}


class SignIn(LoginView):
    """The sign-in page; only addresses of this site are followed afterwards."""

    public = True
    form_class = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        response = super().form_valid(form)
        audit.record("账号.登录", user, by=user)
        return response


class SignOut(LogoutView):
    """Signing out; POST only."""

    public = True

    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            audit.record("账号.退出", request.user, by=request.user)
        return super().post(request, *args, **kwargs)
