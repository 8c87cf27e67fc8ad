"""The filters of the watch list, which live in the address."""

from collections.abc import Iterable

from django import forms

from assessment.selectors.watchlist import REASONS, Filters
from clusters.models import Category, District, User

_ALL = ("", "全部")


class WatchForm(forms.Form):
    """Year, district (for those who see the whole city), category and reason."""

    year = forms.ChoiceField(label="数据年度", required=False)
    district = forms.ModelChoiceField(label="区市", queryset=District.objects.all(), required=False, empty_label="全部")
    category = forms.ModelChoiceField(label="类别", queryset=Category.objects.all(), required=False, empty_label="全部")
    reason = forms.ChoiceField(label="预警原因", choices=(_ALL, *REASONS.items()), required=False)

    def __init__(self, user: User, years: Iterable[int], data: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(str(year), f"{year}年度") for year in years]  # type: ignore[attr-defined]
        if not user.sees_whole_city:
            del self.fields["district"]

    def filters(self, district: str) -> Filters:
        """Return what a form narrows the list to; a field that is not valid filters nothing.

        `district` comes from the address and was checked against what the person may see.
        """
        data = self.cleaned_data if self.is_valid() else {}
        category = data.get("category")
        return Filters(district=district, category=category.pk if category else "", reason=data.get("reason", ""))
