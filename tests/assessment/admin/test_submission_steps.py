"""The boxes of the table that join the dialogs: each comes back as it was ticked, and only that one."""

import re

import pytest
from django.urls import reverse

from tests.factories import DutyFactory, IndicatorFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import municipal, report
from tests.support.workbench import address, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

ODD = {"revenue": "1200000000.00", "leading_revenue": "900000000.00"}
REASON = "含新并入的结算平台，经核对无误。"


def with_indicators() -> None:
    for order, (code, label) in enumerate((("revenue", "营业收入"), ("tax", "税收")), start=1):
        IndicatorFactory(code=code, label=label, order=order)


def test_boxes_stay_ticked_when_a_step_comes_back(reviewing):
    with_indicators()
    row = SubmissionFactory(
        values=figures(**ODD), confirmations={"revenue": REASON, "floor_area": REASON}, submitted=True
    )
    page = text(reviewing.post(address(row, "return"), {"reason": "", "mend": ["tax"]}))
    assert 'value="tax" form="form-return" checked' in page
    assert 'value="revenue" form="form-return">' in page
    page = text(reviewing.post(address(row, "verify"), {"note": "字" * 1001, "accept": ["revenue,floor_area"]}))
    assert 'value="revenue,floor_area" form="form-verify" checked' in page


def test_figure_marked_to_be_mended_never_comes_back_as_believed(reviewing):
    with_indicators()
    cluster = municipal()
    report(cluster, 2020)
    row = SubmissionFactory(
        duty=DutyFactory(cluster=cluster, year=2021),
        values=figures(**ODD),
        confirmations={"revenue": REASON, "floor_area": REASON},
        submitted=True,
    )
    assert 'name="accept" value="revenue"' in text(reviewing.get(address(row)))
    page = text(reviewing.post(address(row, "return"), {"reason": "", "mend": ["revenue"]}))
    assert re.search(r'name="mend"[^>]* value="revenue"[^>]* checked', page)
    assert not re.search(r'name="accept"[^>]* checked', page)
    page = text(reviewing.post(address(row, "verify"), {"note": "字" * 1001, "accept": ["revenue"]}))
    assert re.search(r'name="accept" value="revenue"[^>]* checked', page)
    assert not re.search(r'name="mend"[^>]* checked', page)


def test_each_marked_figure_carries_its_own_reason_to_the_district(reviewing, client):
    """(8.D29) A reason per field: kept with the review, shown to the district beside its figure."""
    with_indicators()
    row = SubmissionFactory(submitted=True)
    data = {"reason": "请更正", "mend": ["tax"], "why-tax": "应为入库数", "why-revenue": "没有标记，不应保存"}
    page = text(reviewing.post(address(row, "return"), {**data, "reason": ""}))
    assert 'value="应为入库数"' in page
    reviewing.post(address(row, "return"), data)
    row.refresh_from_db()
    assert row.returned_fields == ["tax"]
    assert row.current_version.review.field_reasons == {"tax": "应为入库数"}
    client.force_login(UserFactory(district=row.duty.district))
    shown = client.get(reverse("assessment:report", args=[row.duty.year, row.duty.cluster.code])).content.decode()
    assert "应为入库数" in shown
    assert "没有标记，不应保存" not in shown
