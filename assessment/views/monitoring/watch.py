"""预警名单: the clusters to look at now, each with why and what it lacks; for the screen, for paper and as a file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

from django import forms
from django.urls import reverse

from assessment.selectors import rulebook, watchlist
from assessment.selectors.watchlist import REASONS, WatchRow
from assessment.views.years import OfYear, YearExport, YearList
from clusters.models import Category, District, User
from clusters.workbooks.write.export import ExportTable, ExportValue

TONES: Final = {
    "last": ("exit", "x-octagon-fill"),
    "miss": ("fail", "graph-down-arrow"),
    "unreported": ("hold", "alarm"),
    "may_miss": ("warn", "question-diamond"),
    "near": ("info", "bullseye"),
    "base": ("warn", "arrow-left-right"),
}
"""By reason: the tone and the icon of its tag."""


class WatchForm(forms.Form):
    """Year, district (for those who see the whole city), category and reason; a value that is not valid filters
    nothing."""

    year = forms.ChoiceField(label="数据年度", required=False)
    district = forms.ModelChoiceField(label="区市", queryset=District.objects.all(), required=False, empty_label="全部")
    category = forms.ModelChoiceField(label="类别", queryset=Category.objects.all(), required=False, empty_label="全部")
    reason = forms.ChoiceField(label="预警原因", choices=(("", "全部"), *REASONS.items()), required=False)

    def __init__(self, user: User, years: Iterable[int], data: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(str(year), f"{year}年度") for year in years]  # type: ignore[attr-defined]
        if not user.sees_whole_city:
            del self.fields["district"]
        self.chosen = self.cleaned_data if self.is_valid() else {}

    def words(self) -> str:
        """Return the filters in force in words."""
        found = [
            f"{self.fields[name].label}：{REASONS.get(str(value), str(value))}"
            for name, value in self.chosen.items()
            if value and name != "year"
        ]
        return f"筛选条件：{'；'.join(found)}" if found else ""


class OfWatchList(OfYear):
    """The watch list of `?year=&district=&category=&reason=`."""

    @cached_property
    def form(self) -> WatchForm:
        return WatchForm(self.user, self.years, {**self.request.GET.dict(), "year": str(self.year or "")})

    @property
    def reason(self) -> str:
        return self.form.chosen.get("reason", "")

    @cached_property
    def everything(self) -> list[WatchRow]:
        """The rows of district and category, whatever the reason."""
        # The district comes from the address and was checked against what the person may see.
        category = self.form.chosen.get("category")
        return watchlist.rows(self.user, self.year, district=self.district, category=category) if self.year else []

    def found(self) -> list[WatchRow]:
        """Return the rows that all filters let through."""
        return [row for row in self.everything if not self.reason or row.has(self.reason)]


class WatchList(OfWatchList, YearList):
    """The list, the gravest first."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/watch.html"
    paginate_by = 100

    def get_queryset(self) -> Any:
        return self.found()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        narrowed = any((self.district, self.form.chosen.get("category"), self.reason))
        counted = Counter(reason.code for row in self.everything for reason in row.reasons)
        context = super().get_context_data(
            title="预警名单",
            form=self.form,
            narrowed=narrowed,
            filtered=self.form.words(),
            reset_url=f"{reverse('assessment:watchlist')}?year={self.year}" if narrowed else "",
            counts=[(code, label, counted[code]) for code, label in REASONS.items()],
            ruleset=rulebook.in_force(self.year) if self.year else None,
            **kwargs,
        )
        return {**context, "rows": [(row, tags(row)) for row in context["page_obj"]]}


def tags(row: WatchRow) -> list[dict[str, str]]:
    """Return the reasons as tags, each once."""
    codes = dict.fromkeys(reason.code for reason in row.reasons)
    return [{"label": REASONS[code], "tone": TONES[code][0], "icon": TONES[code][1]} for code in codes]


class WatchExport(OfWatchList, YearExport):
    """The same rows as the list with the same filters, all of them, as a file."""

    def table(self, year: int) -> ExportTable:
        rows = self.found()
        lacking = {gap.indicator.code: gap.indicator for row in rows for gap in row.gaps}
        columns = ("编号", "集聚区", "区市", "类别", "预警原因", "说明", "数据依据")
        return ExportTable(
            title=f"{year}年度集聚区预警名单",
            name="预警名单",
            headings=(*columns, *(f"{one.label}缺口（{one.unit}）" for one in lacking.values()), "达标办法"),
            rows=[_exported(row, list(lacking)) for row in rows],
            notes=self.stamp(self.form.words(), "预警供提前处置，不是考核结论；缺口指其他数据不变时还差的数额。"),
        )


def _exported(row: WatchRow, lacking: Sequence[str]) -> tuple[ExportValue, ...]:
    """Return a line of the file; where a figure lacks for several lines, the largest amount stands."""
    cluster = row.duty.cluster
    gaps = {gap.indicator.code: gap.by for gap in sorted(row.gaps, key=lambda gap: gap.by)}
    return (
        cluster.code,
        cluster.name,
        row.duty.district.name if row.duty.district else "",
        cluster.category.name if cluster.category else "",
        "、".join(tag["label"] for tag in tags(row)),
        "".join(reason.sentence for reason in row.reasons),
        row.basis,
        *(gaps.get(code) for code in lacking),
        "".join(row.advice),
    )
