"""Addresses of the register app: signing in and out, one's own password."""

from django.urls import path

from clusters.documents.urls import urlpatterns as documents
from clusters.messaging.urls import urlpatterns as messaging
from clusters.views import account

urlpatterns = [
    *documents,
    *messaging,
    path("login/", account.SignIn.as_view(), name="login"),
    path("session/", account.session, name="session"),
    path("logout/", account.SignOut.as_view(), name="logout"),
    path("password/", account.ChangePassword.as_view(), name="password_change"),
    path("password/set/<uidb64>/<token>/", account.SetPassword.as_view(), name="password_set"),
]
