"""Addresses of the workshop of rulebooks."""

from django.urls import path

from assessment.views.rulebooks import activation, cases, drafting, reading, rehearsals, rehearsing

urlpatterns = [
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
