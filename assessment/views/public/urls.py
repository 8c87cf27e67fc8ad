"""Addresses that everybody may open."""

from django.urls import path

from assessment.views.public.register import Register, RegisterCluster, RegisterExport
from assessment.views.public.standards import Standards
from assessment.views.public.verify import VerifyLetter

urlpatterns = [
    path("register/", Register.as_view(), name="register"),
    path("register/export.csv", RegisterExport.as_view(), name="register-export"),
    path("register/<str:code>/", RegisterCluster.as_view(), name="register-cluster"),
    path("standards/", Standards.as_view(), name="standards"),
    path("verify/", VerifyLetter.as_view(), name="verify-letter"),
    path("verify/<str:code>/", VerifyLetter.as_view(), name="verify"),
]
