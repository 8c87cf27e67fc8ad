"""Every address of the API, a line per endpoint."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from assessment.api.figures import FigureViewSet
from assessment.api.results import AssessmentViewSet, DecisionViewSet
from assessment.api.standards import IndicatorViewSet, RulesetViewSet
from assessment.api.third_party import ThirdPartyViewSet
from clusters.api.base import Unknown
from clusters.api.register import CategoryViewSet, ClusterViewSet, DistrictViewSet, RecognitionViewSet
from clusters.api.schema import Docs, SchemaView

router = SimpleRouter()
router.register("clusters", ClusterViewSet, basename="cluster")
router.register("recognitions", RecognitionViewSet, basename="recognition")
router.register("districts", DistrictViewSet, basename="district")
router.register("categories", CategoryViewSet, basename="category")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("rulesets", RulesetViewSet, basename="ruleset")
router.register("figures", FigureViewSet, basename="figure")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("decisions", DecisionViewSet, basename="decision")
router.register("third-party-figures", ThirdPartyViewSet, basename="third-party-figure")

app_name = "api"
urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    *router.urls,
    re_path(r"^[\s\S]*$", Unknown.as_view(), name="unknown"),
]
