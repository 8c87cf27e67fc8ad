"""Where a category is laid out: the districts that the notice's limit counts (青政字〔2020〕30号 三（一）)."""

from dataclasses import dataclass

from django.db.models import Q

from clusters.applications.enums import IN_PROGRESS
from clusters.applications.models import Application
from clusters.enums import Level, RecognitionState
from clusters.models import Cluster

COUNTED_LEVELS = (Level.MUNICIPAL, Level.PROVINCIAL, Level.NATIONAL, Level.UPPER)


@dataclass(frozen=True, slots=True)
class Spread:
    """The districts of a category: name to what counts there. `adds`: the application brings in one more."""

    districts: dict[str, list[str]]
    adds: bool
    warn: int
    block: int
    basis: str

    @property
    def total(self) -> int:
        """Districts including the one of the application."""
        return len(self.districts) + self.adds

    @property
    def must_explain(self) -> bool:
        return self.total > self.warn

    @property
    def is_barred(self) -> bool:
        """A district that counts already brings no further one, so nothing bars it."""
        return self.adds and self.total > self.block

    @property
    def words(self) -> str:
        """The districts that count, each with its clusters and applications."""
        return "；".join(f"{district}（{'、'.join(names)}）" for district, names in self.districts.items())


def spread_of(application: Application) -> Spread:
    """Return the spread of the application's category over recognised clusters and other applications in progress."""
    call = application.call
    held = Q(recognitions__state=RecognitionState.ACTIVE, recognitions__level__in=COUNTED_LEVELS)
    clusters = Cluster.objects.filter(held, category=application.category_id, district__isnull=False)
    filed = Application.objects.filter(category=application.category_id, state__in=IN_PROGRESS).exclude(
        pk=application.pk
    )
    found = {
        *clusters.values_list("district__order", "district__name", "district_id", "name"),
        *((order, district, pk, f"{name}，申报中") for order, district, pk, name in filed.values_list(
            "district__order", "district__name", "district_id", "name")),
    }  # fmt: skip
    districts: dict[str, list[str]] = {}
    for _, district, _, name in sorted(found):
        districts.setdefault(district, []).append(name)
    adds = application.district_id not in {pk for _, _, pk, _ in found}
    return Spread(districts, adds, call.spread_warn, call.spread_block, call.spread_basis)
