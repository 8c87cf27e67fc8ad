"""The demonstration never comes into a portal with real figures, nor where nothing was asked for."""

import pytest
from django.core.management import CommandError, call_command

from assessment.models import ReportingYear
from assessment.services import reference
from assessment.services.demo import loading
from clusters.errors import NotAllowedNow
from clusters.models import Recognition, User

pytestmark = pytest.mark.django_db


def test_loading_is_refused_outside_a_demonstration() -> None:
    reference.load()
    with pytest.raises(CommandError, match="不是演示环境"):
        call_command("load_demo")
    assert not ReportingYear.objects.exists()
    assert not User.objects.exists()


def test_loading_is_refused_beside_real_figures_and_before_reference_data(portal_demo: None) -> None:
    with pytest.raises(NotAllowedNow, match="load_reference"):
        loading.load()
    reference.load()
    ReportingYear.objects.create(year=2019, deadline="2020-03-31T23:59:59+08:00")
    with pytest.raises(NotAllowedNow, match="已有年度数据"):
        loading.load()
    assert not Recognition.objects.filter(is_demo=True).exists()


def test_accounts_command_asks_for_the_demonstration_first(portal_demo: None) -> None:
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts")
