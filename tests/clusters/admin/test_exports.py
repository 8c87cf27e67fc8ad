"""Every list can be taken away as it is shown: its columns, its filters, its order; logged, and safe to open."""

import csv
import io

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from clusters.enums import ADMIN_SITE_ROLES, Role
from clusters.models import Category, Event
from tests.factories import CategoryFactory, ClusterFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

CLUSTERS = "admin:clusters_cluster_export"


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_csv_holds_the_columns_on_show_and_the_notes_in_their_own(signed_in_as) -> None:
    """(8.D29) Tables are exportable as shown."""
    ClusterFactory(name="甲园", code="QJ-0001", district=DistrictFactory(name="李沧区"))
    head, row = rows_of(signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS, args=["csv"])))
    assert head[:3] == ["名称", "名称（说明）", "区市、功能区"] or head[:3] == ["名称", "名称（说明）", "区市"]
    assert row[:3] == ["甲园", "QJ-0001", "李沧区"]


def test_export_keeps_the_filter_the_search_and_the_order(signed_in_as) -> None:
    """(8.D29) As shown: what is filtered away on the page is not in the file."""
    here = DistrictFactory()
    for name in ("甲园", "乙园"):
        ClusterFactory(name=name, district=here)
    ClusterFactory(name="丙园")
    client = signed_in_as(Role.REVIEWER)
    asked = f"{reverse(CLUSTERS, args=['csv'])}?district__code__exact={here.code}&o=-0"
    assert [row[0] for row in rows_of(client.get(asked))[1:]] == ["乙园", "甲园"]
    assert [row[0] for row in rows_of(client.get(f"{reverse(CLUSTERS, args=['csv'])}?q=丙"))[1:]] == ["丙园"]


def test_workbook_holds_figures_as_numbers_and_says_its_scope(signed_in_as) -> None:
    """(8.D29) The xlsx: title, filter, numbers as numbers."""
    CategoryFactory(from_year=2020)
    answer = signed_in_as(Role.REVIEWER).get(reverse("admin:clusters_category_export", args=["xlsx"]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A1"].value == Category._meta.verbose_name_plural
    assert sheet["A2"].value == "范围：全部"
    assert 2020 in [cell.value for cell in sheet[sheet.max_row]]
    assert answer["Content-Disposition"].startswith("attachment;")


def test_name_that_would_start_a_formula_is_escaped(signed_in_as) -> None:
    ClusterFactory(name="=1+1")
    assert rows_of(signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS, args=["csv"])))[1][0] == "'=1+1"


def test_export_leaves_an_audit_line_with_the_number_of_rows(signed_in_as) -> None:
    ClusterFactory()
    signed_in_as(Role.APPROVER).get(reverse(CLUSTERS, args=["csv"]))
    event = Event.objects.get(action="数据导出")
    assert (event.data["count"], event.data["kind"], event.object_label) == (1, "csv", "集聚区名录 | 集聚区")


@pytest.mark.parametrize("question", ("password__startswith=md5", "district__officers__password__exact=x"))
def test_export_cannot_be_asked_for_what_the_list_refuses(question: str, signed_in_as) -> None:
    address = reverse("admin:clusters_user_export", args=["csv"])
    assert signed_in_as(Role.SYSTEM_ADMIN).get(f"{address}?{question}").status_code == 400


def test_kind_that_is_not_made_is_not_found(signed_in_as) -> None:
    assert signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS, args=["pdf"])).status_code == 404


@pytest.mark.parametrize("role", sorted(ADMIN_SITE_ROLES))
def test_who_may_not_read_a_list_may_not_export_it(role: str, signed_in_as) -> None:
    client = signed_in_as(role)
    for model, model_admin in admin.site._registry.items():
        permission = f"{model._meta.app_label}.view_{model._meta.model_name}"
        may = UserFactory.build(role=role, district=None).has_perm(permission)
        answer = client.get(reverse(f"admin:{model_admin.address('export')}", args=["csv"]))
        assert answer.status_code == (200 if may else 403), model
