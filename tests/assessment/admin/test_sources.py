"""Third-party figures in the workbench: shown beside the report, decided by a named reviewer, before it is verified."""

from decimal import Decimal

import pytest

from assessment.models import SourceChoice, Submission
from assessment.services import reference, third_party
from assessment.services.third_party import Delivery, Item
from clusters.models import Event
from tests.factories import SubmissionFactory, UserFactory
from tests.support.workbench import address, listed, offered, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def report() -> Submission:
    reference.load_indicators()
    third_party.load_rules()
    return SubmissionFactory(duty__year=2021, submitted=True, values={"tax": "7000.00", "revenue": "150000.00"})


def posted(report: Submission, **values: str) -> None:
    items = tuple(Item(report.duty.cluster.code, code, Decimal(value)) for code, value in values.items())
    body = UserFactory(statistics=True, unit="测试统计机构")
    third_party.stage(Delivery(2021, "统计年报", items), key="k", by=body)


def test_page_shows_both_figures_difference_tolerance_and_what_to_do(reviewing, report) -> None:
    """(8.D29, 7.A6) The district's figure beside the third party's, difference, tolerance, which one counts."""
    posted(report, tax="6900.00", revenue="150001.00")
    page = text(reviewing.get(address(report)))
    for words in ("第三方统计数比对", "7,000", "6,900", "测试统计机构", "容差 ±1 %", "超出容差", "一致", "待认定"):
        assert words in page
    assert "第三方差异 1" in text(reviewing.get(listed(Submission)))


def test_report_without_third_party_figures_is_not_asked_about(reviewing, report) -> None:
    assert "source" not in offered(reviewing.get(address(report)))
    assert "第三方统计数比对" not in text(reviewing.get(address(report)))


def test_difference_is_decided_with_a_reason_by_name_before_the_report_is_verified(reviewing, reviewer, report) -> None:
    """(7.A6) Nobody verifies a figure that differs while no reviewer has said which counts and why."""
    posted(report, tax="6900.00")
    verify = {"note": "", "seen": str(report.current_version.number)}
    refused = reviewing.post(address(report, "verify"), verify)
    assert refused.status_code == 409
    assert "税收与第三方统计数相差超出容差" in text(refused)
    choose = {"indicator": "tax", "source": "district", "reason": ""}
    assert "采用填报数须写明理由" in text(reviewing.post(address(report, "source"), choose))
    assert not SourceChoice.objects.exists()
    done = reviewing.post(address(report, "source"), {**choose, "reason": "按入库口径核对无误"}, follow=True)
    assert "按入库口径核对无误" in text(done)
    assert reviewer.full_name in text(done)
    choice = SourceChoice.objects.get()
    assert (choice.source, choice.chosen_by) == ("district", reviewer)
    assert Event.objects.filter(action="数据来源.认定", note="按入库口径核对无误").exists()
    reviewing.post(address(report, "verify"), verify)
    report.refresh_from_db()
    assert report.state == "verified"


def test_third_partys_figure_is_not_taken_in_place_of_a_different_one(reviewing, report) -> None:
    posted(report, tax="6900.00")
    answer = reviewing.post(address(report, "source"), {"indicator": "tax", "source": "third_party", "reason": "x"})
    assert answer.status_code == 400
    assert "请退回区市更正" in text(answer)
    assert not SourceChoice.objects.exists()


def test_approver_reads_the_comparison_and_decides_nothing(approving, report) -> None:
    posted(report, tax="6900.00")
    assert "第三方统计数比对" in text(approving.get(address(report)))
    answer = approving.post(address(report, "source"), {"indicator": "tax", "source": "district", "reason": "x"})
    assert answer.status_code == 403
