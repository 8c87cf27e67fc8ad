"""An import is confirmed while a colleague begins one of its reports: one of the two is kept, the other is told (8.A12)."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import transaction

from assessment.models import ImportJob, Submission
from assessment.services import imports, submissions
from clusters.errors import StaleForm
from clusters.services import audit
from tests.assessment.services.test_races import refused, together, waiting_for_a_lock
from tests.factories import DistrictFactory, DutyFactory, UserFactory
from tests.support.history import municipal
from tests.support.processes import wait_until

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer():
    return UserFactory(district=DistrictFactory())


@pytest.fixture
def duties(officer):
    return [DutyFactory(cluster=municipal(district=officer.district)) for _ in range(2)]


@pytest.fixture
def job(officer, duties):
    """A previewed workbook with the tax of two reports that nobody has begun."""
    plan = [
        {"duty": duty.pk, "code": duty.cluster.code, "name": duty.cluster.name, "revision": 0,
         "changes": [["tax", None, "7000", "C2"]], "conflicts": [], "warnings": []}
        for duty in duties
    ]  # fmt: skip
    return ImportJob.objects.create(
        reporting_year=duties[0].reporting_year, district=officer.district, uploaded_by=officer, plan=plan,
        file_name="表.xlsx", sha256="0" * 64, state="previewed",
    )  # fmt: skip


def save(duty, colleague):
    """What the page of a report that nobody has begun does: begin it, keep what was typed."""
    with transaction.atomic():
        draft = submissions.begin(duty, by=colleague)
        return submissions.save_draft(draft, submissions.Entry({"tax": Decimal(1)}, revision=0), by=colleague)


def test_save_between_check_and_write_is_never_overwritten(officer, duties, job):
    """(8.A12) The import has looked, and found no report to lock, before the colleague's save is committed."""
    colleague = UserFactory(district=officer.district)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            save(duties[1], colleague)
            confirmation = pool.submit(together, lambda: imports.confirm(job, by=officer))
            wait_until(lambda: waiting_for_a_lock() == 1, 30, "the import waits for the colleague")
        (result,) = confirmation.result()
    assert isinstance(result, StaleForm)
    job.refresh_from_db()
    assert job.state == "previewed"
    row = Submission.objects.get()
    assert (row.duty, row.saved_by, row.values) == (duties[1], colleague, {"tax": "1"})
    assert audit.verify_chain() is None


@pytest.mark.parametrize("attempt", range(5))
def test_either_the_import_or_the_save_is_kept_whole(officer, duties, job, attempt):
    """(8.A12) Both at once: never a mixture, and whoever comes second is told."""
    colleague = UserFactory(district=officer.district)
    results = together(lambda: imports.confirm(job, by=officer), lambda: save(duties[1], colleague))
    assert refused(results) == 1
    kept = {row.duty_id: (row.values["tax"], row.saved_by) for row in Submission.objects.filter(revision__gt=0)}
    if isinstance(results[0], StaleForm):
        assert kept == {duties[1].pk: ("1", colleague)}
    else:
        assert kept == {duty.pk: ("7000", officer) for duty in duties}
    assert audit.verify_chain() is None
