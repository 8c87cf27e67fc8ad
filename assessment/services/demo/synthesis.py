"""Plausible figures around the ones that the story fixes: made up, the same on every machine."""

import random
from decimal import Decimal

from assessment.services.demo.story import Place, Report

Values = dict[str, Decimal | None]

_CENT = Decimal("0.01")
_WHOLE = Decimal(1)
_YUAN_IN_WAN = 10_000
# Code: the figure it is a share of, the range of that share per mille, and the digits it is reported with.
_SHARES = {
    "area_in_use": ("floor_area", 760, 965, _CENT),
    "investment": ("revenue", 22, 95, _CENT),
    "rd_spending": ("revenue", 3, 24, _CENT),
    "local_tax": ("tax", 360, 480, _CENT),
    "value_added": ("revenue", 190, 390, _CENT),
    "surveyed_revenue": ("revenue", 780, 940, _CENT),
}
_PER_MILLE = Decimal(1000)


def all_figures(place: Place, report: Report) -> Values:
    """Return every indicator of the report as the district filed it, blanks as None."""
    true = _derived(place, report)
    slipped = {code: _times(true[code], _YUAN_IN_WAN) for code in report.typed_in_yuan}
    filed = true | slipped
    return {code: filed[code] for code in report.typed} if report.typed else filed


def _derived(place: Place, report: Report) -> Values:
    known = report.figures
    # The cluster's own profile is steady over the years; the year adds a little weather.
    profile, weather = random.Random(place.code), random.Random(f"{place.code}:{report.year}")
    values: Values = {code: known.get(code) for code in ("revenue", "leading_revenue", "tax", "floor_area")}
    values["land_area"] = place.land_area
    for code, (whole, low, high, digits) in _SHARES.items():
        share = Decimal(profile.randint(low, high)) * weather.randint(980, 1020) / _PER_MILLE
        values[code] = _times(known.get(whole), min(share, Decimal(990)) / _PER_MILLE, digits)
    values["projects_100m"] = Decimal(profile.randint(2, 8) + weather.randint(0, 2))
    values["platforms"] = Decimal(profile.randint(1, 5))
    return values | _people(known["revenue"], profile, weather)


def _people(revenue: Decimal, profile: random.Random, weather: random.Random) -> Values:
    """Return jobs and enterprises in proportion to the revenue (48 to 120 万元 a person and year)."""
    jobs = (revenue / profile.randint(48, 120) * weather.randint(980, 1020) / _PER_MILLE).quantize(_WHOLE)
    enterprises = (jobs / profile.randint(14, 32)).quantize(_WHOLE) + 1
    return {
        "jobs": jobs,
        "new_jobs": _times(jobs, Decimal(profile.randint(40, 110)) / _PER_MILLE, _WHOLE),
        "enterprises": enterprises,
        "surveyed_enterprises": _times(enterprises, Decimal(profile.randint(180, 420)) / _PER_MILLE, _WHOLE),
    }


def _times(value: Decimal | None, factor: Decimal | int, digits: Decimal = _CENT) -> Decimal | None:
    return None if value is None else (value * factor).quantize(digits)
