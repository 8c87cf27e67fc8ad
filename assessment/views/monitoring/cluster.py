"""One cluster's year end: figures by quarter, projection with method and range, lines, what it lacks."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from assessment.models import Decision, Duty
from assessment.models.quarter import LAST_QUARTER, QUARTERS
from assessment.rules.numbers import plain
from assessment.selectors import outlook, watchlist
from assessment.selectors.outlook import Basis, Outlook
from assessment.selectors.projection import Estimate, quarter_name
from assessment.views.monitoring.watch import tags
from assessment.views.years import POSSIBLE
from clusters.templatetags.figures import number
from clusters.views.guards import Guarded

Spec = dict[str, Any]


class ClusterOutlook(Guarded, TemplateView):
    """Reads stored figures and asks the engine; writes nothing. A foreign cluster is 404."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/cluster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, code = kwargs.pop("year"), kwargs.pop("code")
        if year not in POSSIBLE:
            raise Http404
        duty = get_object_or_404(Duty.objects.visible_to(self.user), reporting_year=year, cluster__code=code)
        (duty,) = outlook.loaded(Duty.objects.filter(pk=duty.pk))
        row = watchlist.row_of(duty)
        look = row.outlook
        used = {source.code for span in look.spans for source in span.line.spec.sources}
        grown = ((one, growth(one, look)) for one in look.estimates)
        return super().get_context_data(
            title=duty.cluster.name,
            duty=duty,
            year=year,
            row=row,
            at_worst=row.has("may_miss"),
            tags=tags(row),
            look=look,
            decisions=list(Decision.objects.in_effect().filter(cluster=duty.cluster, year=year).defer("record")),
            carried=[(one, value) for one, value in look.carried if one.code in used],
            quarters=[quarter_name(quarter) for quarter in QUARTERS],
            charts=[(one.indicator, chart) for one, chart in grown if chart],
            is_projected=look.basis is Basis.PROJECTED,
            may_open=self.user.has_perm("assessment.view_submission", duty),
            **kwargs,
        )


def growth(one: Estimate, look: Outlook) -> Spec | None:
    """Return the chart of the cumulative figure by quarter beside last year's, with the projected year and the amounts
    needed; None for a figure that is not cumulative or has no quarter yet."""
    if not one.is_cumulative or not any(value is not None for value in one.quarters.values()):
        return None
    ends, year = QUARTERS[:-1], look.duty.year
    this = [one.quarters.get(quarter) for quarter in ends]
    is_projected = one.quarters.get(LAST_QUARTER) is None
    series: list[Spec] = [{"name": f"{year}年累计", "data": _texts([*this, None if is_projected else one.value])}]
    if is_projected:
        series.append({"name": f"{year}年推算", "data": _texts([*(None for _ in ends), one.value])})
    if one.last is not None and (one.last.whole is not None or one.last.quarters):
        before = [*(one.last.quarters.get(quarter) for quarter in ends), one.last.whole]
        series.append({"name": f"{one.last.year}年", "data": _texts(before), "context": True})
    return {
        "kind": "bar",
        "category_label": "截至",
        "categories": [*(quarter_name(quarter) for quarter in ends), "全年"],
        "unit": one.indicator.unit,
        "series": series,
        "lines": _needed(one, look),
    }


def _texts(values: Sequence[Decimal | None]) -> list[str | None]:
    return [None if value is None else plain(value) for value in values]


def _needed(one: Estimate, look: Outlook) -> list[Spec]:
    """Return what the whole year must bring to meet each line over this figure, others as projected."""
    found = []
    for line in (span.line for span in look.spans):
        source, have = line.figures[0] if line.figures else (None, None)
        if source and source.code == one.indicator.code and have is not None and line.exact and line.spec.line:
            need = Fraction(have) * Fraction(line.spec.line) / line.exact
            found.append({"value": number(need).replace(",", ""), "label": "达标线"})
    return found
