"""The pages of the round trip, as a browser posts them."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessment.models import ImportJob, Submission
from assessment.models.imports import VALID_FOR
from assessment.services import imports
from clusters.documents.views import downloads
from tests.assessment.services.test_imports import LABELS, filled, good
from tests.factories import DistrictFactory, DutyFactory, IndicatorFactory, SubmissionFactory, UserFactory
from tests.support.history import municipal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture(autouse=True)
def indicators():
    for order, (code, label, unit) in enumerate(LABELS):
        IndicatorFactory(code=code, label=label, unit=unit, order=order, is_required=True)


@pytest.fixture
def officer():
    return UserFactory(district=DistrictFactory())


@pytest.fixture
def duty(officer):
    return DutyFactory(cluster=municipal(name="甲园", district=officer.district))


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def upload(page, data, year=2021):
    return page.post(f"{reverse('assessment:import')}?year={year}", {"file": SimpleUploadedFile("表.xlsx", data)})


@pytest.mark.parametrize("year", (1999, 2**31, 2**63, 10**40))
def test_template_of_a_year_without_duties_leads_back_with_a_word(page, duty, year):
    answer = page.get(reverse("assessment:import-template", args=[year]), follow=True)
    assert answer.redirect_chain == [(reverse("assessment:import"), 302)]
    assert f"{year}年度没有本区市的报送任务。" in answer.content.decode()


def test_template_download_is_a_safe_attachment(page, duty):
    answer = page.get(reverse("assessment:import-template", args=[2021]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_upload_preview_confirm_and_submit(page, officer, duty):
    answer = upload(page, filled(officer, good(duty)))
    job = ImportJob.objects.get()
    shown = page.get(answer.url)
    assert answer.status_code == 302
    assert "7,000.25" in shown.content.decode()
    assert not Submission.objects.exists()
    page.post(reverse("assessment:import-confirm", args=[job.pk]))
    assert "file-all-dialog" in page.get(answer.url).content.decode()
    page.post(reverse("assessment:import-submit", args=[job.pk]))
    assert Submission.objects.get().state == "submitted"
    done = page.get(answer.url).content.decode()
    assert "都已提交审核" in done
    assert "file-all-dialog" not in done


def test_sheet_that_changes_nothing_is_not_called_equal_to_what_is_stored(page, officer, duty):
    """Somebody changed the figure on the screen after the download; the sheet itself was left alone."""
    report = SubmissionFactory(duty=duty, values={"tax": "6000"})
    data = filled(officer, {})
    Submission.objects.filter(pk=report.pk).update(values={"tax": "6500"}, revision=1)
    shown = page.get(upload(page, data).url).content.decode()
    assert "网上保存的数据不受影响" in shown
    assert "待确认" not in shown


def test_preview_that_was_not_confirmed_in_time_asks_for_the_file_again(page, officer, duty):
    data = filled(officer, good(duty))
    SubmissionFactory(duty=duty, values={"tax": "6500"})
    address = upload(page, data).url
    assert "form-actions--sticky" in page.get(address).content.decode()
    ImportJob.objects.update(uploaded_at=timezone.now() - VALID_FOR - timedelta(minutes=1))
    shown = page.get(address).content.decode()
    assert "预览已过期" in shown
    assert "已按确认时的选择保存" not in shown
    assert "form-actions--sticky" not in shown
    assert "未确认，已过期" in page.get(reverse("assessment:import")).content.decode()


def test_conflict_is_told_after_the_import_and_not_asked_again(page, officer, duty):
    data = filled(officer, good(duty))
    SubmissionFactory(duty=duty, values={"tax": "6500"})
    address = upload(page, data).url
    job = ImportJob.objects.get()
    answers = {f"choice-{duty.cluster.code}.tax": "theirs"}
    page.post(reverse("assessment:import-confirm", args=[job.pk]), answers)
    shown = page.get(address).content.decode()
    assert Submission.objects.get().values["tax"] == "6500"
    assert "已按确认时的选择保存" in shown
    assert 'type="radio"' not in shown


def test_preview_sums_up_and_leads_back(page, officer, duty):
    shown = page.get(upload(page, filled(officer, good(duty))).url).content.decode()
    assert "核对后确认" in shown
    assert f"共1家集聚区、{len(LABELS)}处修改。确认后保存为草稿" in shown
    back = f'href="{reverse("assessment:import")}"'
    assert shown.count(back) >= 3


def test_what_asks_for_an_answer_comes_first(page, officer, duty):
    """A report in order, by name before the one whose figure was changed on the screen meanwhile."""
    later = DutyFactory(cluster=municipal(name="乙园", district=officer.district))
    data = filled(officer, {**good(duty), **good(later)})
    SubmissionFactory(duty=later, values={"tax": "6500"})
    shown = page.get(upload(page, data).url).content.decode()
    assert "确认前请先答复" in shown
    assert "1处与网上修改冲突，须选择保留哪一个" in shown
    answer = page.get(reverse("assessment:import-job", args=[ImportJob.objects.get().pk]))
    assert [row["name"] for row in answer.context["rows"]] == ["乙园", duty.cluster.name]


def test_incomplete_report_stays_a_draft_and_says_why(page, officer, duty):
    upload(page, filled(officer, {**good(duty), (duty.cluster.code, "税收（万元）"): None}))
    job = ImportJob.objects.get()
    page.post(reverse("assessment:import-confirm", args=[job.pk]))
    answer = page.post(reverse("assessment:import-submit", args=[job.pk]), follow=True)
    assert Submission.objects.get().state == "draft"
    assert "空白不等于零" in answer.content.decode()


def test_refused_file_lists_the_place_and_offers_the_marked_workbook(page, officer, duty):
    answer = upload(page, filled(officer, {**good(duty), (duty.cluster.code, "税收（万元）"): "七千"}))
    job = ImportJob.objects.get()
    shown = page.get(answer.url).content.decode()
    marked = page.get(reverse("assessment:import-errors", args=[job.pk]))
    assert "这张表没有导入" in shown
    assert imports.faults_of(job)[0].cell in shown
    assert marked.content[:2] == b"PK"


@pytest.mark.parametrize("content", (b"", b"not a workbook"))
def test_rubbish_never_breaks_the_page(page, duty, content):
    answer = upload(page, content)
    assert answer.status_code in (302, 422)
    assert not Submission.objects.exists()


def test_upload_without_a_file_says_so_at_the_field(page, duty):
    answer = page.post(f"{reverse('assessment:import')}?year=2021")
    assert answer.status_code == 422
    assert "请选择要上传的填报表" in answer.content.decode()


@pytest.mark.parametrize("name", ("import-job", "import-errors"))
def test_another_persons_job_is_not_there(client, officer, duty, name):
    job = imports.preview(b"x", file_name="x.xlsx", year=2021, by=officer)
    client.force_login(UserFactory(district=officer.district))
    assert client.get(reverse(f"assessment:{name}", args=[job.pk])).status_code == 404


def test_uploaded_file_is_handed_back_to_its_uploader_alone(client, officer, duty):
    job = imports.preview(b"x", file_name="我的表.xlsx", year=2021, by=officer)
    original = reverse("document", args=[job.document_id])
    for other in (UserFactory(district=officer.district), UserFactory(reviewer=True)):
        client.force_login(other)
        assert client.get(original).status_code == 404
    client.force_login(officer)
    answer = client.get(original)
    assert (answer.getvalue(), answer["Content-Type"]) == (b"x", downloads.XLSX)


@pytest.mark.parametrize("name", ("import-confirm", "import-submit"))
def test_another_person_cannot_act_on_the_job(client, officer, duty, name):
    job = imports.preview(filled(officer, good(duty)), file_name="x.xlsx", year=2021, by=officer)
    client.force_login(UserFactory(district=officer.district))
    assert client.post(reverse(f"assessment:{name}", args=[job.pk])).status_code == 404
    assert not Submission.objects.exists()


@pytest.mark.parametrize("role", ("reviewer", "approver", "leader"))
def test_import_is_closed_to_other_roles(client, role):
    client.force_login(UserFactory(**{role: True}))
    assert client.get(reverse("assessment:import")).status_code == 403


def test_anonymous_is_sent_to_sign_in(client):
    assert client.get(reverse("assessment:import")).url.startswith(reverse("login"))


def test_cell_text_is_shown_as_text(page, officer, duty):
    hostile = "<script>alert(1)</script>"
    answer = upload(page, filled(officer, {**good(duty), (duty.cluster.code, "税收（万元）"): hostile}))
    assert hostile not in page.get(answer.url).content.decode()


def test_marked_workbook_is_mended_and_sent_back_as_it_says(page, officer, duty):
    """(8.B23) Downloaded, the named cells mended, uploaded again: previewed and taken over."""
    bad = {(duty.cluster.code, "税收（万元）"): "七千", (duty.cluster.code, "营业收入（万元）"): "=1+1"}
    upload(page, filled(officer, {**good(duty), **bad}))
    job = ImportJob.objects.get()
    marked = page.get(reverse("assessment:import-errors", args=[job.pk]))
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    for fault, figure in zip(imports.faults_of(job), (120000, 7000), strict=True):
        book[fault.sheet][fault.cell] = figure
    out = io.BytesIO()
    book.save(out)
    upload(page, out.getvalue())
    mended = ImportJob.objects.exclude(pk=job.pk).get()
    assert (mended.state, mended.faults) == ("previewed", [])
    page.post(reverse("assessment:import-confirm", args=[mended.pk]))
    assert (Submission.objects.get().values["revenue"], Submission.objects.get().values["tax"]) == ("120000", "7000")
