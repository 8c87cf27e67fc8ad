"""预警名单: filters live in the address, the file holds the same rows, a district sees its own."""

import csv
import io

import pytest
from openpyxl import load_workbook

from assessment.models import RulesetVersion
from clusters.models import Event
from tests.factories import CategoryFactory, DutyFactory, ReportingYearFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import municipal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]
HERE = "/monitoring/watch/"
CSV = "/monitoring/watch/export/csv/"


def missing(**fields):
    """A cluster whose filed figures miss the tax line by 100 万元."""
    cluster = municipal(**fields)
    return SubmissionFactory(duty=DutyFactory(cluster=cluster), values=figures(tax="5900"), submitted=True).duty


def near(**fields):
    cluster = municipal(**fields)
    values = figures(revenue="101000", leading_revenue="80000")
    return SubmissionFactory(duty=DutyFactory(cluster=cluster), values=values, submitted=True).duty


def named(page):
    return [row.duty for row, _ in page.context["rows"]]


def test_leader_sees_reason_amount_and_the_way_to_the_cluster(leader):
    duty = missing()
    page = leader.get(HERE)
    assert named(page) == [duty]
    words = page.content.decode()
    assert "税收差 100 万元" in words
    assert f"/monitoring/clusters/2021/{duty.cluster.code}/" in words


def test_filters_narrow_the_list_and_counts_stay_for_going_on(leader):
    one, other = missing(category=CategoryFactory()), near()
    assert named(leader.get(HERE, {"reason": "near"})) == [other]
    assert named(leader.get(HERE, {"district": one.district_id})) == [one]
    assert named(leader.get(HERE, {"category": one.cluster.category_id})) == [one]
    counts = {code: number for code, _, number in leader.get(HERE, {"reason": "near"}).context["counts"]}
    assert (counts["near"], counts["miss"]) == (1, 1)
    page = leader.get(HERE, {"district": one.district_id, "reason": "near"})
    assert "没有符合条件的集聚区" in page.content.decode()


def test_strange_filters_filter_nothing(leader):
    duty = missing()
    assert named(leader.get(HERE, {"category": "x", "reason": "<script>"})) == [duty]
    assert leader.get(HERE, {"district": "x"}).status_code == 404
    assert leader.get(HERE, {"year": "x"}).status_code == 400


def test_district_sees_its_own_and_a_foreign_one_is_not_found(opened):
    own, foreign = missing(), missing()
    client = opened(UserFactory(district=own.district))
    assert named(client.get(HERE)) == [own]
    assert client.get(HERE, {"district": foreign.district_id}).status_code == 404
    assert client.get(CSV, {"district": foreign.district_id}).status_code == 404
    assert client.get(HERE, {"district": own.district_id}).status_code == 200
    assert foreign.cluster.name not in client.get(CSV).content.decode()


@pytest.mark.parametrize("role", ("statistics", "system_admin", "security_admin", "audit_admin"))
def test_list_is_closed_to_roles_without_duties(opened, role):
    missing()
    client = opened(UserFactory(role=role))
    assert [client.get(path).status_code for path in (HERE, CSV)] == [403, 403]


def test_empty_lists_say_why(leader):
    assert "尚未开启任何数据年度" in leader.get(HERE).content.decode()
    ReportingYearFactory()
    assert "没有需要关注的集聚区" in leader.get(HERE).content.decode()
    RulesetVersion.objects.update(state="retired")
    assert "没有施行的规则集" in leader.get(HERE).content.decode()


def test_file_holds_the_rows_of_the_filters_with_figures_as_figures(leader):
    duty = missing(name="=HYPERLINK(1)")
    near()
    answer = leader.get(CSV, {"year": "2021", "reason": "miss"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["集聚区"] == "'=HYPERLINK(1)"
    assert rows[0]["编号"] == duty.cluster.code
    assert rows[0]["预警原因"] == "预计不达标"
    assert rows[0]["税收缺口（万元）"] == "100"
    assert "税收差 100 万元" in rows[0]["达标办法"]
    assert Event.objects.get(action="监测预警.导出").data == {"table": "预警名单", "rows": 1, "kind": "csv"}


def test_workbook_says_its_filters_and_holds_no_formula(leader):
    missing(name="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(leader.get("/monitoring/watch/export/xlsx/", {"reason": "miss"}).content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert "筛选条件：预警原因：预计不达标" in [cell.value for cell in cells]
    assert 100 in [cell.value for cell in cells]
    assert leader.get("/monitoring/watch/export/exe/").status_code == 404


def test_page_costs_the_same_for_any_number_of_clusters(leader, django_assert_max_num_queries):
    counts = []
    for _ in range(3):
        missing()
        with django_assert_max_num_queries(26) as asked:
            assert leader.get(HERE).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[-1]
