"""The search form of the register; every choice comes from a table, anything else is refused."""

from django import forms

from clusters.models import Category, District
from clusters.selectors.register import STANDINGS, Search


class RegisterSearchForm(forms.Form):
    """Filters that live in the address."""

    q = forms.CharField(
        label="名称",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "名称、拼音或首字母"}),
    )
    district = forms.ModelChoiceField(label="区市", queryset=District.objects.all(), required=False, empty_label="全部")
    category = forms.ModelChoiceField(label="类别", queryset=Category.objects.all(), required=False, empty_label="全部")
    standing = forms.ChoiceField(label="称号", choices=(("", "全部"), *STANDINGS.items()), required=False)

    def search(self) -> Search:
        """Return what was asked for; a field that is not valid filters nothing, the others go on filtering."""
        self.full_clean()
        data = self.cleaned_data
        district, category = data.get("district"), data.get("category")
        return Search(
            text=data.get("q", ""),
            district=district.pk if district else "",
            category=category.pk if category else "",
            standing=data.get("standing", ""),
        )
