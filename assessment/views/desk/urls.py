"""Addresses of the district officer's desk; results and letters are read there by the city and by leaders too."""

from django.urls import path

from assessment.views.desk.appeals import AppealPage, AppealWithdraw
from assessment.views.desk.evidence import EvidenceAdd, EvidenceTakeBack
from assessment.views.desk.home import Desk
from assessment.views.desk.letters import LetterAnnex, LetterPdf
from assessment.views.desk.live import ReportAutosave, ReportPreview
from assessment.views.desk.report import ReportPage
from assessment.views.desk.reports import Reports
from assessment.views.desk.results import ResultPage, Results

urlpatterns = [
    path("desk/", Desk.as_view(), name="desk"),
    path("desk/reports/", Reports.as_view(), name="reports"),
    path("desk/reports/<int:year>/<slug:code>/", ReportPage.as_view(), name="report"),
    path("desk/reports/<int:year>/<slug:code>/preview/", ReportPreview.as_view(), name="report-preview"),
    path("desk/reports/<int:year>/<slug:code>/autosave/", ReportAutosave.as_view(), name="report-autosave"),
    path("desk/reports/<int:year>/<slug:code>/evidence/<slug:indicator>/", EvidenceAdd.as_view(), name="evidence-add"),
    path("desk/evidence/<int:pk>/take-back/", EvidenceTakeBack.as_view(), name="evidence-take-back"),
    path("desk/results/", Results.as_view(), name="results"),
    path("desk/results/<int:year>/<slug:code>/", ResultPage.as_view(), name="result"),
    path("desk/results/decisions/<int:pk>/appeal/", AppealPage.as_view(), name="appeal"),
    path("desk/results/appeals/<int:pk>/withdraw/", AppealWithdraw.as_view(), name="appeal-withdraw"),
    path("desk/letters/<slug:code>/annex/", LetterAnnex.as_view(), name="letter-annex"),
    path("desk/letters/<uuid:pk>/pdf/", LetterPdf.as_view(), name="letter-pdf"),
]
