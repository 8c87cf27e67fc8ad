"""Addresses of the assessment, room by room."""

from django.urls import path

from assessment.views.dashboard import city
from assessment.views.desk import appeals, evidence, home, letters, lists, live, report, result
from assessment.views.imports.urls import urlpatterns as imports
from assessment.views.monitoring import cluster, progress, quarters, watch
from assessment.views.public import register, standards, verify
from assessment.views.rulebooks import activation, cases, drafting, reading, rehearsals, rehearsing

app_name = "assessment"

DESK = [
    path("desk/", home.Desk.as_view(), name="desk"),
    path("desk/reports/", lists.Reports.as_view(), name="reports"),
    path("desk/reports/<int:year>/<slug:code>/", report.ReportPage.as_view(), name="report"),
    path("desk/reports/<int:year>/<slug:code>/preview/", live.ReportPreview.as_view(), name="report-preview"),
    path("desk/reports/<int:year>/<slug:code>/autosave/", live.ReportAutosave.as_view(), name="report-autosave"),
    path(
        "desk/reports/<int:year>/<slug:code>/evidence/<slug:indicator>/",
        evidence.EvidenceAdd.as_view(),
        name="evidence-add",
    ),
    path("desk/evidence/<int:pk>/take-back/", evidence.EvidenceTakeBack.as_view(), name="evidence-take-back"),
    path("desk/results/", lists.Results.as_view(), name="results"),
    path("desk/results/<int:year>/<slug:code>/", result.ResultPage.as_view(), name="result"),
    path("desk/results/decisions/<int:pk>/appeal/", appeals.AppealPage.as_view(), name="appeal"),
    path("desk/results/appeals/<int:pk>/withdraw/", appeals.AppealWithdraw.as_view(), name="appeal-withdraw"),
    path("desk/letters/<slug:code>/annex/", letters.LetterAnnex.as_view(), name="letter-annex"),
    path("desk/letters/<uuid:pk>/pdf/", letters.LetterPdf.as_view(), name="letter-pdf"),
]
CITY = [
    path("dashboard/", city.CityDashboard.as_view(), name="dashboard"),
    path("dashboard/ranking/", city.RankingPage.as_view(), name="ranking"),
    path("monitoring/", progress.Monitoring.as_view(), name="monitoring"),
    path("monitoring/duties/", progress.DutyList.as_view(), name="monitoring-duties"),
    path("monitoring/export/<slug:kind>/", progress.ProgressExport.as_view(), name="monitoring-export"),
    path("monitoring/remind/", progress.Remind.as_view(), name="remind"),
    path("monitoring/watch/", watch.WatchList.as_view(), name="watchlist"),
    path("monitoring/watch/export/<slug:kind>/", watch.WatchExport.as_view(), name="watchlist-export"),
    path("monitoring/clusters/<int:year>/<slug:code>/", cluster.ClusterOutlook.as_view(), name="outlook"),
    path("monitoring/quarters/", quarters.Quarters.as_view(), name="quarters"),
    path("monitoring/quarters/ask/", quarters.AskQuarters.as_view(), name="quarters-ask"),
]
RULEBOOKS = [
    path("rulebooks/", reading.Rulebooks.as_view(), name="rulebooks"),
    path("rulebooks/compare/", reading.Compare.as_view(), name="rulebook-compare"),
    path("rulebooks/draft/", drafting.Draft.as_view(), name="rulebook-draft"),
    path("rulebooks/<int:pk>/redraft/", drafting.Redraft.as_view(), name="rulebook-redraft"),
    path("rulebooks/draft/example/", drafting.Example.as_view(), name="rulebook-example"),
    path("rulebooks/rehearsals/", rehearsals.Rehearsals.as_view(), name="rehearsals"),
    path("rulebooks/rehearsals/<int:pk>/", rehearsals.RehearsalPage.as_view(), name="rehearsal"),
    path("rulebooks/rehearsals/<int:pk>/export/", rehearsals.RehearsalExport.as_view(), name="rehearsal-export"),
    path("rulebooks/rehearsals/<int:pk>/draft/", rehearsals.KeepAsDraft.as_view(), name="rehearsal-draft"),
    path("rulebooks/<int:pk>/", reading.RulebookPage.as_view(), name="rulebook"),
    path("rulebooks/<int:pk>/text/", reading.RulebookText.as_view(), name="rulebook-text"),
    path("rulebooks/<int:pk>/rehearse/", rehearsing.Rehearse.as_view(), name="rulebook-rehearse"),
    path("rulebooks/<int:pk>/activate/", activation.Activate.as_view(), name="rulebook-activate"),
    path("rulebooks/<int:pk>/retire/", activation.Retire.as_view(), name="rulebook-retire"),
    path("rulebooks/<int:pk>/cases/", cases.Cases.as_view(), name="rulebook-cases"),
]
PUBLIC = [
    path("register/", register.Register.as_view(), name="register"),
    path("register/export.csv", register.RegisterExport.as_view(), name="register-export"),
    path("register/<str:code>/", register.RegisterCluster.as_view(), name="register-cluster"),
    path("standards/", standards.Standards.as_view(), name="standards"),
    path("verify/", verify.VerifyLetter.as_view(), name="verify-letter"),
    path("verify/<str:code>/", verify.VerifyLetter.as_view(), name="verify"),
]

urlpatterns = [*imports, *DESK, *CITY, *RULEBOOKS, *PUBLIC]
