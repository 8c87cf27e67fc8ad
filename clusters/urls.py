"""Addresses of the register app: signing in and out, one's own password."""

from django.urls import path

from clusters.documents.urls import urlpatterns as documents
from clusters.views import account

urlpatterns = [
    *documents,
    path("login/", account.SignIn.as_view(), name="login"),
    path("logout/", account.SignOut.as_view(), name="logout"),
    path("password/", account.ChangePassword.as_view(), name="password_change"),
]
