"""One cluster's year end: figures by quarter, projection with method and range, lines, what it lacks."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from assessment.enums import Kind
from assessment.models import Decision, Duty
from assessment.models.quarter import QUARTERS
from assessment.rules.numbers import grouped
from assessment.selectors import outlook, watchlist
from assessment.selectors.outlook import Basis, Carried, Outlook, Span
from assessment.selectors.projection import Estimate, quarter_name
from assessment.views.desk.loading import YEARS, reader
from assessment.views.monitoring import charts, watch
from clusters.models import User
from clusters.views.guards import Guarded

_SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}


class ClusterOutlook(Guarded, TemplateView):
    """Reads stored figures and asks the engine; writes nothing. A foreign cluster is 404."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/cluster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, year, code = reader(self.request), kwargs.pop("year"), kwargs.pop("code")
        if year not in YEARS:
            raise Http404
        duty = get_object_or_404(Duty.objects.visible_to(user), reporting_year=year, cluster__code=code)
        (duty,) = outlook.loaded(Duty.objects.filter(pk=duty.pk))
        row = watchlist.row_of(duty)
        look = row.outlook
        return super().get_context_data(
            title=duty.cluster.name,
            duty=duty,
            year=year,
            row=row,
            advice_title="区间不利一端距标准线的差额" if row.has("may_miss") else "距标准线的差额",
            tags=watch.tags(row),
            look=look,
            trail=[{"label": "预警名单", "url": f"{reverse('assessment:watchlist')}?year={year}"}],
            decisions=list(Decision.objects.in_effect().filter(cluster=duty.cluster, year=year).defer("record")),
            spans=[_line(span, look) for span in look.spans],
            estimates=[_figure(one) for one in look.estimates],
            carried=_carried(look),
            quarters=[quarter_name(quarter) for quarter in QUARTERS],
            charts=_charts(look),
            is_projected=look.basis is Basis.PROJECTED,
            links=_links(user, duty),
            quarters_url=f"{reverse('assessment:quarters')}?year={year}",
            **kwargs,
        )


def _line(span: Span, look: Outlook) -> dict[str, Any]:
    """Return a line with the value, its range, and the state at both ends."""
    line, spec = span.line, span.line.spec
    return {
        "label": spec.label,
        "unit": spec.unit,
        "target": f"{_SIGNS.get(spec.op, '')} {grouped(spec.line)}" if spec.line is not None else spec.terms,
        "value": line.display,
        "range": f"{span.low.display} 至 {span.high.display}" if span.low.display != span.high.display else "",
        "state": line.state.value,
        "ends": sorted({span.low.state.label, span.high.state.label}) if span.low.state != span.high.state else [],
        "cause": line.cause.label if line.cause else "",
        "near": line.near,
        "clause": spec.cite.text,
    }


def _figure(one: Estimate) -> dict[str, Any]:
    """Return a quarterly figure with its cells, its projection and the sentence about the method."""
    return {
        "label": one.indicator.label,
        "unit": one.indicator.unit,
        "nature": "年初至季末累计数" if one.is_cumulative else "季末数",
        "kind": "money" if one.indicator.kind == Kind.MONEY else "plain",
        "cells": [(quarter_name(quarter), one.quarters.get(quarter)) for quarter in QUARTERS],
        "last": one.last.whole if one.last else None,
        "value": one.value,
        "low": one.low if one.is_open else None,
        "high": one.high if one.is_open else None,
        "method": one.method,
    }


def _carried(look: Outlook) -> list[Carried]:
    """Return the areas that were taken over and that a line rests on."""
    used = {source.code for span in look.spans for source in span.line.spec.sources}
    return [one for one in look.carried if one.indicator.code in used]


def _charts(look: Outlook) -> list[dict[str, Any]]:
    found = []
    for one in look.estimates:
        data = charts.growth(one, look)
        if data is not None:
            found.append({"id": f"growth-{one.indicator.code}", "title": f"{one.indicator.label}累计与全年推算",
                          "unit": one.indicator.unit, "data": data})  # fmt: skip
    return found


def _links(user: User, duty: Duty) -> list[dict[str, str]]:
    """Return where else this cluster is shown, as far as this person may go there."""
    code = duty.cluster.code
    links = []
    if user.has_perm("assessment.view_submission", duty):
        links.append({"label": "年度报表", "url": reverse("assessment:report", args=[duty.year, code])})
    if duty.cluster.is_published:
        links.append({"label": "名录中的集聚区", "url": reverse("assessment:register-cluster", args=[code])})
    return links
