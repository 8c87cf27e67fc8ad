"""The register's reference data: complete, sourced, nothing invented, and loaded the same way twice."""

from datetime import date

import pytest

from clusters.enums import CategoryGroup, DistrictKind, Level
from clusters.models import CalendarDay, Category, Cluster, District, Event, Recognition
from clusters.services import audit, reference, workdays

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> list[reference.Change]:
    return reference.load()


def test_districts_are_ten_with_their_codes_and_three_functional_zones(loaded: object) -> None:
    codes = {row.code: row.short_name for row in District.objects.exclude(kind=DistrictKind.FUNCTIONAL_ZONE)}
    assert codes == {
        "370202": "市南", "370203": "市北", "370211": "黄岛", "370212": "崂山", "370213": "李沧",
        "370214": "城阳", "370215": "即墨", "370281": "胶州", "370283": "平度", "370285": "莱西",
    }  # fmt: skip
    zones = District.objects.filter(kind=DistrictKind.FUNCTIONAL_ZONE)
    assert {row.short_name for row in zones} == {"自贸片区", "高新区", "蓝谷"}
    assert all(row.code.startswith("QD-") for row in zones)
    assert all(row.source for row in District.objects.all())


def test_categories_are_the_twelve_of_the_notice_and_two_from_2022(loaded: object) -> None:
    groups = {group: [row.name for row in Category.objects.filter(group=group)] for group in CategoryGroup}
    assert groups == {
        CategoryGroup.LEADING: ["现代物流", "现代金融", "文化创意", "数字信息"],
        CategoryGroup.GROWING: ["医养健康", "科技服务", "电子商务", "商务服务", "节能环保"],
        CategoryGroup.UPGRADING: ["精品旅游", "时尚消费", "新型专业市场"],
        CategoryGroup.ADDED: ["现代海洋", "其他类"],
    }
    assert Category.objects.in_force(2021).count() == 12
    assert Category.objects.in_force(2022).count() == 14
    assert all(row.clause for row in Category.objects.all())


def test_producer_services_are_those_the_notice_names_and_readings_say_so(loaded: object) -> None:
    rows = Category.objects.all()
    named = {row.name: row.is_producer_service for row in rows if row.producer_note.startswith("文件载明：")}
    assert named == {
        "现代金融": True, "现代物流": True, "科技服务": True,
        "医养健康": False, "精品旅游": False, "文化创意": False,
    }  # fmt: skip
    read = {row.name: row.is_producer_service for row in rows if row.producer_note.startswith("部门读法：")}
    assert read == {"数字信息": True, "商务服务": True, "节能环保": True}
    rest = {row.name for row in rows if row.producer_note == "文件未载明"}
    assert rest == {"电子商务", "时尚消费", "新型专业市场", "现代海洋", "其他类"}
    assert {row.name for row in rows if row.is_producer_service is None} == rest


def test_every_cluster_and_every_title_names_its_document(loaded: object) -> None:
    clusters = Cluster.objects.prefetch_related("recognitions")
    assert clusters.count() == 15
    for cluster in clusters:
        assert cluster.source_document, cluster
        assert cluster.source_url.startswith("http"), cluster
        assert cluster.source_note, cluster
        assert not cluster.is_demo
        assert (cluster.name_key, cluster.name_initials) != ("", "")
        for title in cluster.recognitions.all():
            assert title.document, title
            assert title.document_url.startswith("http"), title
            assert not title.is_demo


def test_titles_are_only_those_a_document_states(loaded: object) -> None:
    titles = {(row.cluster.name, row.level, row.recognised_on) for row in Recognition.objects.select_related("cluster")}
    assert titles == {
        ("胶州湾国际物流园", Level.UPPER, None),
        ("金家岭金融现代服务业集聚区", Level.UPPER, None),
        ("灵山湾影视文化产业集群", Level.UPPER, None),
        ("山东高速西海岸智慧物流产业园", Level.MUNICIPAL, date(2022, 11, 3)),
        ("青岛现代金融·科技产业园", Level.MUNICIPAL, date(2024, 6, 24)),
    }


def test_inferred_fields_are_filled_and_unstated_ones_stay_blank(loaded: object) -> None:
    for cluster in Cluster.objects.all():
        assert set(cluster.inferred_fields) <= {"district", "category"}
        assert all(getattr(cluster, f"{name}_id") for name in cluster.inferred_fields), cluster
        stated = {name for name in ("district", "category") if getattr(cluster, f"{name}_id")}
        if "推断" not in cluster.source_note:
            assert not cluster.inferred_fields, cluster
        # The one thing a name states outright is the category of 青岛CBD商务服务集聚区.
        assert stated - set(cluster.inferred_fields) <= ({"category"} if cluster.code == "QJ-0005" else set())
    assert Cluster.objects.get(name="橡胶谷").district is None


def test_every_row_is_valid_by_its_model(loaded: object) -> None:
    for model in (District, Category, Cluster, Recognition, CalendarDay):
        assert model.objects.exists()
        for row in model.objects.all():
            blank = [field.name for field in row._meta.fields if field.null and getattr(row, field.attname) is None]
            row.full_clean(exclude=blank)


def test_second_load_changes_nothing(loaded: list[reference.Change]) -> None:
    events = Event.objects.count()
    again = reference.load()
    assert all(loaded)
    assert not any(again)
    assert [change.total for change in again] == [change.total for change in loaded]
    assert Event.objects.count() == events


def test_each_changed_table_leaves_one_audit_line(loaded: list[reference.Change]) -> None:
    lines = Event.objects.filter(action="参考数据.载入")
    assert lines.count() == len(loaded)
    assert lines.get(object_label__endswith="集聚区类别").data["added"][0] == "modern_logistics"
    assert audit.verify_chain() is None


def test_changed_reference_row_is_brought_back_and_foreign_rows_stay(loaded: object) -> None:
    District.objects.filter(code="370202").update(name="写错的名称")
    District.objects.create(code="QD-NEW", name="新功能区", short_name="新区", kind=DistrictKind.FUNCTIONAL_ZONE)
    change = next(change for change in reference.load() if change)
    assert (change.noun, change.added, change.changed, change.total) == ("区市、功能区", 0, 1, 13)
    assert str(change) == "区市、功能区：共13条，新增0条，更新1条"
    assert District.objects.get(code="370202").name == "市南区"
    assert District.objects.filter(code="QD-NEW").exists()


def test_cluster_that_the_city_keeps_is_left_as_it_is(loaded: object) -> None:
    Cluster.objects.filter(code="QJ-0007").update(operator="新运营公司", source_note="市里已核实")
    Cluster.objects.filter(code="QJ-0008").update(code="QJ-0108")
    assert not any(reference.load())
    assert Cluster.objects.get(code="QJ-0007").operator == "新运营公司"
    assert Cluster.objects.filter(name="青岛华骏物流园").count() == 1


def test_calendar_holds_exceptions_to_the_week_only(loaded: object) -> None:
    assert all(row.is_workday == (row.day.weekday() >= 5) for row in CalendarDay.objects.all())
    assert CalendarDay.objects.get(day=date(2021, 10, 1)).name == "国庆节"
    assert CalendarDay.objects.get(day=date(2021, 9, 26)).is_workday
    assert reference.calendar_known_until() >= date(2026, 1, 1)


def test_working_days_skip_the_announced_holidays(loaded: object) -> None:
    """国庆节2021：10月1日至7日放假，9月26日、10月9日上班。"""
    assert workdays.add_workdays(date(2021, 9, 30), 1) == date(2021, 10, 8)
    assert workdays.add_workdays(date(2021, 9, 30), 2) == date(2021, 10, 9)
