"""Several reports verified in one go: first what would happen to each, then what did."""

import pytest

from assessment.admin.submissions import VERIFYING
from assessment.models import Submission
from clusters.errors import StaleForm
from tests.factories import SubmissionVersionFactory, figures
from tests.support.history import ODD, filed
from tests.support.workbench import listed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def bulk(client, rows, **more):
    data = {"action": "verify_selected", "_selected_action": [row.pk for row in rows], **more}
    return client.post(listed(Submission), data)


def lines(answer) -> dict[str, bool | None]:
    return {line.row.duty.cluster.name: line.is_done for line in answer.context_data["lines"]}


def test_bulk_step_shows_first_what_it_would_do(reviewing):
    clean, odd = filed("甲"), filed("乙", **ODD)
    answer = bulk(reviewing, [clean, odd], index="0")
    page = text(answer)
    assert "核实 1 件" in page
    assert "请逐件审核" in page
    assert set(Submission.objects.values_list("state", flat=True)) == {"submitted"}


def test_bulk_step_verifies_the_clean_ones_and_reports_on_each(reviewing):
    clean, odd, done = filed("甲"), filed("乙", **ODD), filed("丙", state="verified")
    answer = bulk(reviewing, [clean, odd, done], confirmed="1")
    assert lines(answer) == {"甲": True, "乙": False, "丙": False}
    assert set(Submission.objects.filter(state="verified")) == {clean, done}


def test_bulk_step_is_not_offered_to_approvers(approving):
    row = filed("甲")
    assert approving.get(listed(Submission)).context_data["buttons"] == []
    bulk(approving, [row], confirmed="1")
    row.refresh_from_db()
    assert row.state == "submitted"


def test_bulk_step_does_not_verify_a_version_nobody_looked_at(reviewer):
    row = filed("甲")
    looked_at = Submission.objects.select_related("current_version").get(pk=row.pk)
    newer = SubmissionVersionFactory(submission=row, values=figures(tax="1.00"))
    Submission.objects.filter(pk=row.pk).update(current_version=newer)
    with pytest.raises(StaleForm, match="提交了第2版"):
        VERIFYING.take(looked_at, reviewer)
    assert Submission.objects.get(pk=row.pk).state == "submitted"
