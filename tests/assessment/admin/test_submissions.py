"""The reviewer's queue and page: order by risk, one report judged, several verified in one go."""

import pytest
from django.urls import reverse

from assessment.models import Assessment, Submission
from assessment.selectors.figures import from_text
from assessment.services import runs, submissions
from clusters.models import Event
from tests.factories import (
    DistrictFactory,
    DutyFactory,
    IndicatorFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    UserFactory,
    figures,
)
from tests.support.history import ODD, filed, municipal, report
from tests.support.workbench import address, listed, names, offered, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

REASON = "含新并入的结算平台，经核对无误。"


def with_indicators() -> None:
    for order, (code, label) in enumerate((("revenue", "营业收入"), ("tax", "税收")), start=1):
        IndicatorFactory(code=code, label=label, order=order)


def test_queue_puts_odd_reports_first_then_the_oldest(reviewing):
    filed("甲新", days=1)
    filed("乙久", days=9)
    filed("丙疑", **ODD)
    filed("丁已核实", state="verified")
    assert names(reviewing.get(listed(Submission))) == ["丙疑", "乙久", "甲新", "丁已核实"]


def test_queue_says_how_long_a_report_has_waited_and_what_was_found(reviewing):
    filed("甲", days=9)
    filed("乙", **ODD)
    page = text(reviewing.get(listed(Submission)))
    assert "已等 9 天" in page
    assert "须确认" in page
    assert "无异常" in page


def test_queue_can_be_ordered_by_name_instead(reviewing):
    filed("甲", days=1)
    filed("乙", days=9)
    by_name = reviewing.get(listed(Submission)).context_data["columns"][0]
    assert by_name["label"] == "集聚区"
    assert names(reviewing.get(f"{listed(Submission)}{by_name['url']}")) == ["甲", "乙"]


def test_only_waiting_reports_can_be_picked(reviewing):
    filed("甲")
    filed("乙", state="verified")
    rows = reviewing.get(listed(Submission)).context_data["rows"]
    assert {row["name"]: row["pick"] for row in rows} == {"甲": True, "乙": False}


def test_page_shows_figures_beside_last_year_and_findings_with_the_reason(reviewing):
    with_indicators()
    cluster = municipal()
    report(cluster, 2020, revenue="100000")
    duty = DutyFactory(cluster=cluster, year=2021)
    row = SubmissionFactory(duty=duty, values=figures(**ODD), confirmations={"revenue": REASON}, submitted=True)
    page = text(reviewing.get(address(row)))
    assert "1,200,000,000.00" in page
    assert "100,000.00" in page
    assert REASON in page
    assert "采信该说明" in page
    assert "需修改" in page


def test_page_offers_an_approver_nothing_but_to_read(approving):
    row = filed("甲")
    answer = approving.get(address(row))
    assert offered(answer) == set()
    assert "采信该说明" not in text(answer)


def test_no_figure_can_be_edited_on_the_page(reviewing):
    row = filed("甲")
    assert reviewing.post(address(row), {"values": "{}", "revenue": "1"}).status_code == 405
    row.refresh_from_db()
    assert row.values == figures()


def test_verifying_makes_the_version_count(reviewing, reviewer):
    row = filed("甲")
    answer = reviewing.post(address(row, "verify"), {"note": "已核对"})
    row.refresh_from_db()
    assert answer.headers["Location"] == address(row)
    assert (row.state, row.verified_version) == ("verified", row.current_version)
    assert (row.current_version.review.reviewed_by, row.current_version.review.accepted) == (reviewer, [])


def test_accepted_reasons_are_those_that_were_ticked(reviewing):
    row = filed("甲", confirmations={"revenue": REASON, "leading_revenue": REASON}, **ODD)
    reviewing.post(address(row, "verify"), {"note": "", "accept": ["revenue,leading_revenue"]})
    row.refresh_from_db()
    assert row.verified_version.review.accepted == ["leading_revenue", "revenue"]


def test_reason_that_the_district_never_gave_cannot_be_accepted(reviewing):
    row = filed("甲")
    answer = reviewing.post(address(row, "verify"), {"note": "", "accept": ["tax"]})
    row.refresh_from_db()
    assert answer.status_code == 400
    assert "只能采信填报单位已说明理由的异常数据。" in text(answer)
    assert row.state == "submitted"


@pytest.mark.parametrize("step", ("verify", "return"))
def test_step_on_a_page_that_showed_an_older_version_changes_nothing(reviewing, reviewer, step):
    row = filed("甲")
    assert 'name="seen" value="1"' in text(reviewing.get(address(row)))
    submissions.return_(row, reason="请核对", by=reviewer)
    row.refresh_from_db()
    newer = submissions.Entry(from_text(figures(tax="7100")))
    submissions.submit(row, newer, by=UserFactory(district=row.duty.district))
    answer = reviewing.post(address(row, step), {"reason": "理由", "note": "", "seen": "1"})
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (409, "submitted")
    assert "区市提交了第2版，本次操作未办理" in text(answer)
    assert 'name="seen" value="2"' in text(answer)
    reviewing.post(address(row, step), {"reason": "理由", "note": "", "seen": "2"})
    row.refresh_from_db()
    assert row.state == {"verify": "verified", "return": "returned"}[step]


def test_returning_needs_a_reason(reviewing):
    row = filed("甲")
    answer = reviewing.post(address(row, "return"), {"reason": "  "})
    row.refresh_from_db()
    assert answer.status_code == 400
    assert "请填写理由。" in text(answer)
    assert row.state == "submitted"


def test_returning_names_the_marked_figures(reviewing):
    with_indicators()
    row = filed("甲")
    reviewing.post(address(row, "return"), {"reason": "税收口径有误", "mend": ["tax"]})
    row.refresh_from_db()
    assert (row.state, row.returned_fields, row.return_reason) == ("returned", ["tax"], "税收口径有误")


def test_marked_figure_that_is_not_asked_for_is_refused(reviewing):
    row = filed("甲")
    answer = reviewing.post(address(row, "return"), {"reason": "理由", "mend": ["password"]})
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (400, "submitted")


@pytest.mark.parametrize("step", ("verify", "return"))
def test_second_reviewer_is_told_that_the_report_was_dealt_with(step, reviewing):
    row = filed("甲", state="verified")
    answer = reviewing.post(address(row, step), {"reason": "理由"})
    assert answer.status_code == 409
    assert "当前为“已核实”" in text(answer)


@pytest.mark.parametrize("step", ("verify", "return"))
def test_approver_neither_verifies_nor_returns(step, approving):
    row = filed("甲")
    lines = Event.objects.count()
    assert approving.post(address(row, step), {"reason": "理由"}).status_code == 403
    row.refresh_from_db()
    assert (row.state, Event.objects.count()) == ("submitted", lines)


def test_verified_report_is_opened_again_with_a_reason(approving):
    row = filed("甲", state="verified")
    approving.post(address(row, "reopen"), {"reason": "区市发现录入有误"})
    row.refresh_from_db()
    assert (row.state, row.return_reason) == ("returned", "区市发现录入有误")


def test_next_one_follows_where_it_was_asked_for(reviewing):
    first, following = filed("甲", **ODD), filed("乙", days=5)
    answer = reviewing.post(address(first, "return"), {"reason": "理由", "next": "1"})
    assert answer.headers["Location"] == address(following)
    answer = reviewing.post(address(following, "verify"), {"note": "", "next": "1"})
    assert answer.headers["Location"] == listed(Submission)


def test_page_says_where_the_report_stands_in_the_queue(reviewing):
    rows = [filed("甲", days=3), filed("乙", days=2), filed("丙", days=1)]
    place = reviewing.get(address(rows[1])).context_data["queue"]
    assert place == {"number": 2, "total": 3, "before": rows[0].pk, "after": rows[2].pk}


def test_versions_show_what_changed(reviewing):
    with_indicators()
    row = filed("甲")
    SubmissionVersionFactory(submission=row, values=figures(tax="7100.00"))
    page = text(reviewing.get(address(row)))
    assert "<del>7,000</del>" in page
    assert "<ins>7,100</ins>" in page


# ---- Districts ---------------------------------------------------------------------------------------------------------


def test_district_officer_is_kept_out(client):
    row = filed("甲")
    client.force_login(UserFactory(district=DistrictFactory()))
    assert client.get(address(row)).status_code == 403
    assert client.post(address(row, "verify")).status_code == 403
    assert client.get(reverse("admin:index")).status_code == 403


def test_verifying_new_figures_scores_a_scored_year_again(reviewing):
    cluster = municipal()
    report(cluster, 2020)
    runs.assess_now(2020, by=None)
    row = Submission.objects.get(duty__cluster=cluster)
    newer = SubmissionVersionFactory(submission=row, values=figures(revenue="90000.00", leading_revenue="67500.00"))
    Submission.objects.filter(pk=row.pk).update(state="submitted", current_version=newer)
    reviewing.post(address(row, "verify"), {"note": ""})
    assert Assessment.objects.current().get(duty__cluster=cluster).verdict == "yellow_card"


@pytest.mark.parametrize("key", ("abc", "9" * 40, "-1.5", "", "\x00", "1' or '1'='1", "<script>"))
def test_selection_of_what_cannot_be_a_key_is_refused(reviewing, key):
    data = {"action": "verify_selected", "_selected_action": [key], "confirmed": "1", "index": "0"}
    assert reviewing.post(listed(Submission), data).status_code == 400


def test_selection_of_a_missing_record_does_nothing(reviewing):
    data = {"action": "verify_selected", "_selected_action": ["999999"], "confirmed": "1", "index": "0"}
    before = Event.objects.count()
    answer = reviewing.post(listed(Submission), data)
    assert (answer.status_code, Event.objects.count()) == (200, before)
