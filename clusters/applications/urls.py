"""Addresses of calls and applications."""

from django.urls import path

from clusters.applications.views import application, desk, public, reviews, section

app_name = "applications"

urlpatterns = [
    path("applications/", desk.Desk.as_view(), name="desk"),
    path("applications/new/<slug:code>/", desk.Begin.as_view(), name="begin"),
    path("applications/<int:pk>/", application.ApplicationPage.as_view(), name="application"),
    path("applications/<int:pk>/sections/<slug:code>/", section.SectionPage.as_view(), name="section"),
    path("applications/<int:pk>/sections/<slug:code>/autosave/", section.Autosave.as_view(), name="autosave"),
    path("applications/<int:pk>/documents/<slug:code>/", application.Attach.as_view(), name="attach"),
    path("applications/<int:pk>/submit/", application.Submit.as_view(), name="submit"),
    path("applications/<int:pk>/form.docx", application.Paper.as_view(), name="paper"),
    path("applications/<int:pk>/withdraw/", application.Withdraw.as_view(), name="withdraw"),
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path("reviews/<int:pk>/", reviews.Review.as_view(), name="review"),
    path("calls/", public.Calls.as_view(), name="calls"),
    path("calls/<slug:code>/", public.CallPage.as_view(), name="call"),
    path("calls/templates/<uuid:pk>/", public.Template.as_view(), name="template"),
    path("notices/<int:pk>/", public.NoticePage.as_view(), name="notice"),
    path("objections/", public.Receipt.as_view(), name="receipt"),
]
