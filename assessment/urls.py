"""Addresses of the assessment, a list from each room of screens."""

from assessment.views.dashboard.urls import urlpatterns as dashboard
from assessment.views.desk.urls import urlpatterns as desk
from assessment.views.imports.urls import urlpatterns as imports
from assessment.views.monitoring.urls import urlpatterns as monitoring
from assessment.views.public.urls import urlpatterns as public
from assessment.views.rulebooks.urls import urlpatterns as rulebooks

app_name = "assessment"

urlpatterns = [*imports, *desk, *dashboard, *monitoring, *rulebooks, *public]
