"""The quarterly figures of a list of clusters: for each figure a table cluster × quarter, one quarter to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessment.enums import Kind, YearState
from assessment.models import Duty, QuarterlyIndicator, ReportingYear
from assessment.models.quarter import QUARTERS
from assessment.rules.numbers import grouped
from assessment.selectors import figures, quarterly
from assessment.selectors.figures import Values
from assessment.selectors.projection import PAST_YEARS, quarter_name
from assessment.selectors.quarterly import Key, Saved
from assessment.views.monitoring.quarter_form import QuarterForm
from clusters.models import User


@dataclass(frozen=True, slots=True)
class QuarterTable:
    """What the page shows of one year and quarter; `may_edit` says whether this person may fill the quarter in now."""

    year: ReportingYear
    quarter: int
    asked: Sequence[QuarterlyIndicator]
    duties: Sequence[Duty]
    series: Mapping[Key, Mapping[int, Saved]]
    verified: Mapping[Key, Values]
    may_edit: bool

    def stored(self) -> dict[int, Saved]:
        """Return the latest figures of the quarter by duty (primary key)."""
        found = {duty.pk: self._quarters(duty).get(self.quarter) for duty in self.duties}
        return {pk: saved for pk, saved in found.items() if saved is not None}

    def form(self, data: Mapping[str, Any] | None = None) -> QuarterForm:
        return QuarterForm(self.duties, self.asked, self.stored(), data)

    def sections(self, form: QuarterForm | None) -> list[dict[str, Any]]:
        """Return a section for each figure, a row for each cluster; with a form the quarter's cells are fields."""
        return [
            {
                "indicator": one.indicator,
                "nature": one.get_nature_display(),
                "kind": "money" if one.indicator.kind == Kind.MONEY else "plain",
                "rows": [self._row(duty, one, form) for duty in self.duties],
            }
            for one in self.asked
        ]

    def _row(self, duty: Duty, one: QuarterlyIndicator, form: QuarterForm | None) -> dict[str, Any]:
        code, saved = one.indicator_id, self._quarters(duty)
        past = [(year, self._at(duty, year, code)) for year in self.past]
        field = form[f"value_{duty.pk}_{code}"] if form else None
        mine = saved.get(self.quarter)
        return {
            "duty": duty,
            "cells": [
                {"name": quarter_name(quarter), "value": saved[quarter].values.get(code) if quarter in saved else None,
                 "field": field if quarter == self.quarter else None}
                for quarter in QUARTERS
            ],
            "now": mine.values.get(code) if mine else None,
            "past": past,
            "last_year": self.verified.get((duty.cluster_id, duty.year - 1), {}).get(code),
            "saved": mine,
            "falls": one.is_cumulative and quarterly.falls(saved, self.quarter, code),
            "theirs": _theirs(mine, code, field.value() if field and form and form.is_bound else None),
        }  # fmt: skip

    @property
    def past(self) -> list[int]:
        """The earlier years whose figures of the same quarter stand beside: the last one, and more that have any."""
        known = {year for (_, year), saved in self.series.items() if self.quarter in saved}
        return [one for one in range(self.year.year - 1, self.year.year - 1 - PAST_YEARS, -1)
                if one in known or one == self.year.year - 1]  # fmt: skip

    def _at(self, duty: Duty, year: int, code: str) -> Decimal | None:
        saved = self.series.get((duty.cluster_id, year), {}).get(self.quarter)
        return saved.values.get(code) if saved else None

    def _quarters(self, duty: Duty) -> Mapping[int, Saved]:
        return self.series.get((duty.cluster_id, duty.year), {})


def _theirs(saved: Saved | None, code: str, typed: str | None) -> str:
    """Return what is stored where something else was typed, so that nobody overwrites it unseen."""
    value = saved.values.get(code) if saved else None
    if typed is None or saved is None or value is None:
        return ""
    stored = format(value, "f")
    return "" if typed.strip() == stored else f"现存 {grouped(value)}（{saved.saved_by}）"


def load(user: User, year: ReportingYear, quarter: int, duties: Sequence[Duty]) -> QuarterTable:
    """Return the table of these duties of the year; three queries."""
    clusters = {duty.cluster_id for duty in duties}
    asked = quarterly.asked(year.year)
    has_ended = quarterly.has_ended(year.year, quarter, timezone.localdate())
    may_edit = (
        bool(asked and duties)
        and has_ended
        and year.state == YearState.OPEN
        and all(user.has_perm("assessment.edit_submission", duty) for duty in duties)
    )
    series = quarterly.series(clusters, range(year.year - PAST_YEARS, year.year + 1)) if asked else {}
    verified = figures.verified_before(duties) if asked and duties else {}
    return QuarterTable(year, quarter, asked, duties, series, verified, may_edit)
