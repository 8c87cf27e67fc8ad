"""Addresses of the workshop of rulebooks."""

from django.urls import path

from assessment.views.rulebooks.activation import Activate, Retire
from assessment.views.rulebooks.cases import Cases
from assessment.views.rulebooks.compare import Compare
from assessment.views.rulebooks.drafting import Draft, Example, Redraft
from assessment.views.rulebooks.reading import RulebookPage, Rulebooks, RulebookText
from assessment.views.rulebooks.rehearsals import KeepAsDraft, RehearsalExport, RehearsalPage, Rehearsals
from assessment.views.rulebooks.rehearsing import Rehearse

urlpatterns = [
    path("rulebooks/", Rulebooks.as_view(), name="rulebooks"),
    path("rulebooks/compare/", Compare.as_view(), name="rulebook-compare"),
    path("rulebooks/draft/", Draft.as_view(), name="rulebook-draft"),
    path("rulebooks/<int:pk>/redraft/", Redraft.as_view(), name="rulebook-redraft"),
    path("rulebooks/draft/example/", Example.as_view(), name="rulebook-example"),
    path("rulebooks/rehearsals/", Rehearsals.as_view(), name="rehearsals"),
    path("rulebooks/rehearsals/<int:pk>/", RehearsalPage.as_view(), name="rehearsal"),
    path("rulebooks/rehearsals/<int:pk>/export/", RehearsalExport.as_view(), name="rehearsal-export"),
    path("rulebooks/rehearsals/<int:pk>/draft/", KeepAsDraft.as_view(), name="rehearsal-draft"),
    path("rulebooks/<int:pk>/", RulebookPage.as_view(), name="rulebook"),
    path("rulebooks/<int:pk>/text/", RulebookText.as_view(), name="rulebook-text"),
    path("rulebooks/<int:pk>/rehearse/", Rehearse.as_view(), name="rulebook-rehearse"),
    path("rulebooks/<int:pk>/activate/", Activate.as_view(), name="rulebook-activate"),
    path("rulebooks/<int:pk>/retire/", Retire.as_view(), name="rulebook-retire"),
    path("rulebooks/<int:pk>/cases/", Cases.as_view(), name="rulebook-cases"),
]
