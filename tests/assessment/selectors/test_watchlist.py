"""The watch list: who is on it, why, in which order, and what is lacking."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.models import Duty, QuarterFigure, RulesetVersion
from assessment.selectors import outlook, watchlist
from assessment.services import quarters, reference
from clusters.models import Cluster
from tests.factories import (
    AppealFactory,
    CategoryFactory,
    ClusterFactory,
    DutyFactory,
    ReportingYearFactory,
    RulingFactory,
    SubmissionFactory,
    UserFactory,
    figures,
)
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]
YEAR = 2021


@pytest.fixture
def leader():
    return UserFactory(leader=True)


@pytest.fixture
def asking(approver):
    reference.load_indicators()
    ReportingYearFactory(year=YEAR)
    quarters.ask(YEAR, ("revenue", "leading_revenue", "tax"), by=approver)


def codes(row):
    return [reason.code for reason in row.reasons]


def filed(cluster, **changes):
    return SubmissionFactory(duty=DutyFactory(cluster=cluster), values=figures(**changes), submitted=True)


def carded(approver, **fields):
    """A cluster with a yellow card for 2020."""
    cluster = municipal(**fields)
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    return cluster


def test_nobody_is_watched_without_a_reason(leader):
    filed(municipal())
    DutyFactory(cluster=municipal())
    assert watchlist.rows(leader, YEAR) == []


def test_missed_line_names_the_amount_that_is_lacking(leader):
    filed(municipal(), tax="5900")
    (row,) = watchlist.rows(leader, YEAR)
    assert codes(row) == ["miss"]
    assert row.reasons[0].sentence == "已提交数据（未核实）：单位面积税收未达到标准。"
    (gap,) = row.gaps
    assert (gap.indicator.code, gap.by, gap.gap) == ("tax", Decimal(100), "100 万元")
    assert "单位面积税收：税收差 100 万元（须达到 6,000 万元）" in row.advice[0]


def test_several_missed_lines_are_also_told_together(leader):
    filed(municipal(), revenue="90000", leading_revenue="60000")
    (row,) = watchlist.rows(leader, YEAR)
    assert [gap.indicator.code for gap in row.gaps] == ["leading_revenue", "revenue"]
    assert row.advice[-1].startswith("同时达到全部标准：")


def test_failure_after_a_card_comes_first(leader, approver):
    filed(municipal(), tax="5900")
    last = carded(approver)
    DutyFactory(cluster=last)
    both = carded(approver)
    filed(both, tax="5900", leading_revenue="86000")
    rows = watchlist.rows(leader, YEAR)
    assert [codes(row) for row in rows] == [["last", "miss"], ["last"], ["miss"]]
    assert [row.duty.cluster for row in rows[:2]] == [both, last]
    assert rows[1].reasons[0].sentence == "2020年度已领取黄牌；2021年度如再不达标，将撤销市级称号（摘牌）。"


def test_card_under_appeal_is_told_as_such(leader, approver):
    cluster = carded(approver)
    AppealFactory(decision=cluster.decisions.get())
    DutyFactory(cluster=cluster)
    (row,) = watchlist.rows(leader, YEAR)
    assert "复核" in row.reasons[0].sentence


def test_cluster_without_a_municipal_title_is_reported_upwards(leader, approver):
    cluster = ClusterFactory(provincial=True)
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    DutyFactory(cluster=cluster)
    (row,) = watchlist.rows(leader, YEAR)
    assert "报上级主管部门" in row.reasons[0].sentence
    assert "摘牌" not in row.reasons[0].sentence


def test_old_card_with_a_pass_in_between_is_no_reason(leader, approver):
    cluster = carded(approver)
    report(cluster, 2021)
    confirmed(cluster, 2021, approver)
    DutyFactory(cluster=cluster, year=2022)
    assert watchlist.rows(leader, 2022) == []


def test_value_just_above_a_line_is_near_it(leader):
    filed(municipal(), revenue="101000", leading_revenue="80000")
    (row,) = watchlist.rows(leader, YEAR)
    assert codes(row) == ["near"]
    assert "单位面积营业收入 10,100.00 元/平方米" in row.reasons[0].sentence


def test_projection_says_what_is_expected_and_what_is_possible(leader, asking):
    likely, possible, safe = municipal(), municipal(), municipal()
    for cluster, revenue in ((likely, "45000"), (possible, "55000"), (safe, "60000")):
        report(cluster, 2020)
        duty = DutyFactory(cluster=cluster)
        values = {"revenue": revenue, "leading_revenue": str(int(revenue) - 5000), "tax": "4000"}
        QuarterFigure.objects.create(duty=duty, quarter=2, revision=1, values=values)
    rows = {row.duty.cluster: row for row in watchlist.rows(leader, YEAR)}
    assert {cluster: codes(row) for cluster, row in rows.items()} == {likely: ["miss"], possible: ["may_miss"]}
    assert rows[likely].reasons[0].sentence == "按第二季度数据推算：单位面积营业收入预计达不到标准。"
    assert rows[likely].basis == "按第二季度数据推算"
    assert rows[possible].gaps[0].by == Decimal("3200.00")


def test_overdue_reports_are_counted_over_the_years(leader):
    late, once, ruled = municipal(), municipal(), municipal()
    for year in (2020, 2021):
        ReportingYearFactory(year=year, state="closed", deadline=timezone.now() - timedelta(days=10))
    for cluster in (late, ruled):
        DutyFactory(cluster=cluster, year=2020)
    RulingFactory(duty=DutyFactory(cluster=ruled), kind="failed")
    DutyFactory(cluster=late)
    DutyFactory(cluster=once)
    rows = {row.duty.cluster: row.reasons for row in watchlist.rows(leader, YEAR)}
    words = {cluster: reasons[0].sentence for cluster, reasons in rows.items()}
    assert words[late].startswith("2020年度逾期10天，2021年度逾期10天，仍未报送")
    assert words[once].startswith("2021年度逾期10天，仍未报送")
    assert words[ruled].startswith("2020年度逾期10天，仍未报送")


@pytest.mark.parametrize(
    ("before", "now", "words"),
    (
        ({"floor_area": "130000"}, {"revenue": "105000", "leading_revenue": "84000", "tax": "8000"}, "建筑面积"),
        ({"leading_revenue": "60000"}, {"leading_revenue": "100000"}, "主导产业"),
    ),
)
def test_line_met_only_because_a_base_changed_is_told(leader, before, now, words):
    cluster = municipal()
    report(cluster, 2020, **before)
    filed(cluster, **now)
    (row,) = watchlist.rows(leader, YEAR)
    assert "base" in codes(row)
    assert any(words in reason.sentence for reason in row.reasons if reason.code == "base")


def test_figures_in_doubt_are_not_said_to_pass_by_their_base(leader):
    cluster = municipal()
    report(cluster, 2020, leading_revenue="60000")
    filed(cluster, revenue="1200000000", leading_revenue="900000000")
    assert watchlist.rows(leader, YEAR) == []


def test_decided_reserve_and_exempt_years_are_not_watched(leader, approver):
    decided = municipal()
    report(decided, YEAR, failing=True)
    confirmed(decided, YEAR, approver)
    DutyFactory(cluster=ClusterFactory(reserve=True), is_judged=False)
    exempt = municipal()
    RulingFactory(duty=filed(exempt, tax="1").duty)
    assert watchlist.rows(leader, YEAR) == []


def test_year_without_a_ruleset_still_knows_who_is_overdue(leader):
    RulesetVersion.objects.update(state="retired")
    ReportingYearFactory(year=YEAR, closed=True)
    filed(municipal(), tax="1")
    DutyFactory(cluster=municipal())
    assert [codes(row) for row in watchlist.rows(leader, YEAR)] == [["unreported"]]


def test_list_is_narrowed_by_district_and_category(leader, approver):
    one, other = CategoryFactory(), CategoryFactory()
    first, second = municipal(category=one), municipal(category=other)
    filed(first, tax="5900")
    filed(second, revenue="101000", leading_revenue="80000")

    def names(**chosen):
        return {row.duty.cluster for row in watchlist.rows(leader, YEAR, **chosen)}

    assert names() == {first, second}
    assert names(district=first.district_id) == {first}
    assert names(category=other) == {second}
    assert names(district=first.district_id, category=other) == set()


def test_district_watches_its_own_clusters_only(leader):
    own = filed(municipal(), tax="5900").duty
    filed(municipal(), tax="5900")
    officer = UserFactory(district=own.district)
    assert [row.duty for row in watchlist.rows(officer, YEAR)] == [own]
    assert len(watchlist.rows(leader, YEAR)) == 2
    assert watchlist.rows(UserFactory(system_admin=True), YEAR) == []


def test_single_cluster_is_seen_with_or_without_reasons():
    filed(municipal())
    (duty,) = outlook.loaded(Duty.objects.all())
    row = watchlist.row_of(duty)
    assert (row.reasons, row.gaps, row.advice) == ((), (), ())
    assert [span.line.state for span in row.outlook.spans] == ["pass"] * 3


def test_list_costs_the_same_for_any_number_of_clusters(leader, asking, approver, django_assert_max_num_queries):
    counts = []
    for _ in range(3):
        filed(carded(approver), tax="5900")
        with django_assert_max_num_queries(20) as asked:
            watchlist.rows(leader, YEAR)
        counts.append(len(asked))
    assert Cluster.objects.count() == 3
    assert counts[0] == counts[-1]
