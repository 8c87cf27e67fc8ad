"""Results in the workbench: found by verdict and flag, explained, confirmed by the right number of people."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from assessment.models import Assessment, Decision, Letter, Submission
from assessment.services import decisions
from clusters.models import Cluster
from tests.factories import PASSWORD, AssessmentFactory, DutyFactory, SubmissionFactory
from tests.support.history import confirmed, corrected_to_pass, failed_twice, municipal, proposal, report, scored
from tests.support.workbench import address, listed, names, offered, refused, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def to_delist(approver) -> Assessment:
    """A second failing year, proposed for delisting; the first card is confirmed."""
    cluster = municipal(name="摘牌园")
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    return scored(cluster, 2021)


def kinds_in_effect(cluster: Cluster) -> set[tuple[int, str]]:
    return set(Decision.objects.in_effect().filter(cluster=cluster).values_list("year", "kind"))


def kinds(row: Assessment) -> set[str]:
    return set(Decision.objects.filter(cluster=row.duty.cluster, year=row.duty.year).values_list("kind", flat=True))


# ---- The list ----------------------------------------------------------------------------------------------------------


def test_list_puts_what_waits_first_and_the_gravest_at_the_top(approving, approver, to_delist):
    report(municipal(name="达标园"), 2021)
    report(municipal(name="黄牌园"), 2021, failing=True)
    DutyFactory(cluster=municipal(name="待核园"), year=2021)
    scored(municipal_named("达标园"), 2021)
    assert names(approving.get(listed(Assessment))) == ["摘牌园", "黄牌园", "待核园", "达标园", "摘牌园"]


def municipal_named(name: str) -> Cluster:
    return Cluster.objects.get(name=name)


@pytest.mark.parametrize(
    ("question", "expected"),
    (
        ("verdict=pass", {"达标园"}),
        ("verdict=card", {"黄牌园"}),
        ("verdict=hold", {"待核园"}),
        ("verdict=delist", set()),
        ("flag=near_line", {"黄牌园"}),
        ("state=superseded", {"旧园"}),
        ("verdict=nonsense", {"达标园", "黄牌园", "待核园"}),
    ),
)
def test_list_is_narrowed_by_verdict_flag_and_state(question, expected, approving):
    for name, fields in {
        "达标园": {"verdict": "pass"},
        "黄牌园": {"verdict": "yellow_card", "flags": ["near_line", "prior_open"]},
        "待核园": {"verdict": "hold", "flags": ["near"]},
        "旧园": {"verdict": "pass", "state": "superseded"},
    }.items():
        AssessmentFactory(duty=DutyFactory(cluster=municipal(name=name)), **fields)
    assert set(names(approving.get(f"{listed(Assessment)}?{question}"))) == expected


def test_list_names_the_missed_criteria(approving):
    report(municipal(), 2020, failing=True)
    scored(Cluster.objects.get(), 2020)
    assert "单位面积营业收入" in text(approving.get(listed(Assessment)))


# ---- The page ----------------------------------------------------------------------------------------------------------


def test_page_explains_value_line_distance_citation_and_versions(approving):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    page = text(approving.get(address(row)))
    for words in ("9,000", "≥ 10,000", "营业收入差 10,000 万元", "青政字〔2020〕30号", "第1版"):
        assert words in page
    for trace in (row.input_sha256, row.ruleset.sha256, row.version.sha256, row.engine_version):
        assert trace in page


def test_page_of_a_held_year_says_why_it_cannot_be_confirmed(approving):
    cluster = municipal()
    DutyFactory(cluster=cluster, year=2020)
    row = scored(cluster, 2020)
    answer = approving.get(address(row))
    assert offered(answer) == set()
    assert "补齐、核实后重新评分" in text(answer)


def test_page_says_which_year_must_be_decided_first(approving):
    cluster = municipal()
    report(cluster, 2020)
    report(cluster, 2021)
    scored(cluster, 2020)
    row = scored(cluster, 2021)
    assert "请先确认以前年度" in refused(approving.get(address(row)))["confirm-pass"]


def test_person_who_verified_the_figures_cannot_confirm(approving, approver):
    cluster = municipal()
    duty = DutyFactory(cluster=cluster, year=2020)
    SubmissionFactory(duty=duty, verified=True, filed__reviewed_by=approver)
    row = scored(cluster, 2020)
    assert "须由另一名审批人确认" in refused(approving.get(address(row)))["confirm-pass"]
    assert approving.post(address(row, "confirm-pass"), {"note": ""}).status_code == 403
    assert not Decision.objects.exists()


def test_page_warns_of_figures_that_changed(approving):
    cluster = municipal()
    submission = report(cluster, 2020)
    row = scored(cluster, 2020)
    Submission.objects.filter(pk=submission.pk).update(verified_version=None)
    assert "已有变化" in refused(approving.get(address(row)))["confirm-pass"]
    assert approving.post(address(row, "confirm-pass"), {"note": ""}).status_code == 409
    assert not Decision.objects.exists()


def test_reviewer_reads_and_is_offered_the_grade_only(reviewing):
    cluster = municipal()
    report(cluster, 2020)
    row = scored(cluster, 2020)
    assert offered(reviewing.get(address(row))) == {"grade"}
    assert reviewing.post(address(row, "confirm-pass"), {"note": ""}).status_code == 403
    assert not Decision.objects.exists()


# ---- Drafts of its letters ---------------------------------------------------------------------------------------------


def test_proposal_offers_drafts_of_the_letters_it_would_issue(reviewing, to_delist):
    page = text(reviewing.get(address(to_delist)))
    for kind, label in (("yellow_card", "黄牌警告通知书"), ("withdrawal", "撤销称号通知")):
        href = reverse("admin:assessment_assessment_draft", args=[to_delist.pk, kind])
        assert href in page
        assert f"草稿：{label}" in page
        answer = reviewing.get(href)
        assert answer.content.startswith(b"PK")
        assert quote("草稿 ") in answer.headers["Content-Disposition"]
    assert not Letter.objects.filter(decision__year=2021).exists()


@pytest.mark.parametrize("kind", ("result", "ruling", "list", "nonsense"))
def test_letter_it_would_not_issue_has_no_draft(kind, reviewing, to_delist):
    assert reviewing.get(reverse("admin:assessment_assessment_draft", args=[to_delist.pk, kind])).status_code == 404


# ---- Confirming --------------------------------------------------------------------------------------------------------


def test_pass_is_confirmed_with_a_letter(approving, approver):
    cluster = municipal()
    report(cluster, 2020)
    row = scored(cluster, 2020)
    answer = approving.post(address(row, "confirm-pass"), {"note": "同意"}, follow=True)
    decision = Decision.objects.get()
    assert (decision.kind, decision.confirmed_by, decision.reason) == ("passed", approver, "同意")
    assert Letter.objects.filter(decision=decision).exists()
    assert "已作出决定" in text(answer)


def test_card_is_confirmed_by_its_own_step_alone(approving):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    assert offered(approving.get(address(row))) == {"confirm-card"}
    approving.post(address(row, "confirm-card"), {"note": ""})
    assert kinds(row) == {"yellow_card"}


def test_second_confirmation_changes_nothing(approving):
    cluster = municipal()
    report(cluster, 2020)
    row = scored(cluster, 2020)
    approving.post(address(row, "confirm-pass"), {"note": ""})
    answer = approving.post(address(row, "confirm-pass"), {"note": ""})
    assert answer.status_code == 409
    assert Decision.objects.count() == 1


def test_delisting_takes_effect_with_the_second_person(approving, seconding, to_delist, approver, second):
    approving.post(address(to_delist, "sign"), {"note": "", "password": PASSWORD})
    assert kinds(to_delist) == set()
    page = text(seconding.get(address(to_delist)))
    assert f"{approver.full_name}已签署。您复签后决定立即生效" in page
    seconding.post(address(to_delist, "sign"), {"note": "", "password": PASSWORD})
    decision = Decision.objects.get(kind="delisting")
    assert (decision.confirmed_by, decision.seconded_by) == (approver, second)
    assert to_delist.duty.cluster.recognitions.get().state == "withdrawn"


def test_confirming_a_corrected_year_names_all_that_falls_with_it(thirding, approver, second, reviewer):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    corrected_to_pass(cluster.duties.get(reporting_year=2020).submission, reviewer)
    row = proposal(cluster, 2020)
    page = text(thirding.get(address(row)))
    assert "现行的2020年度“黄牌警告”决定随之撤销。" in page
    assert "现行的2021年度“撤销市级称号（摘牌）”决定随之撤销，恢复其市级称号和扶持政策。" in page
    done = text(thirding.post(address(row, "confirm-pass"), {"note": ""}, follow=True))
    assert (
        "达标。原2020年度“黄牌警告”决定已撤销。原2021年度“撤销市级称号（摘牌）”决定已撤销，恢复其市级称号和扶持政策。"
        in done
    )


def test_delisting_that_shrinks_to_a_card_is_told_as_taken_back(approving, approver, second, third, reviewer):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    corrected_to_pass(cluster.duties.get(reporting_year=2020).submission, reviewer)
    decisions.confirm(proposal(cluster, 2020), by=third)
    row = proposal(cluster, 2021)
    done = text(approving.post(address(row, "confirm-card"), {"note": ""}, follow=True))
    assert "的结论与现行决定一致，已确认" in done
    assert kinds_in_effect(cluster) == {(2020, "passed"), (2021, "yellow_card")}


def test_one_person_does_not_sign_a_delisting_twice(approving, to_delist):
    approving.post(address(to_delist, "sign"), {"note": "", "password": PASSWORD})
    assert "等待另一名审批人复签" in refused(approving.get(address(to_delist)))["sign"]
    answer = approving.post(address(to_delist, "sign"), {"note": "", "password": PASSWORD})
    assert answer.status_code == 409
    assert kinds(to_delist) == set()


@pytest.mark.parametrize("password", ("", "wrong"))
def test_delisting_is_not_signed_without_the_own_password(password, approving, to_delist):
    answer = approving.post(address(to_delist, "sign"), {"note": "同意", "password": password})
    assert answer.status_code == 400
    assert "同意" in text(answer)
    assert not to_delist.signatures.exists()


def test_delisting_is_not_confirmed_through_the_step_of_a_card(approving, seconding, to_delist):
    """The services sign whatever the verdict is; one forged POST without the password must not count as two people."""
    approving.post(address(to_delist, "confirm-card"), {"note": ""})
    assert not to_delist.signatures.exists()
    assert kinds(to_delist) == set()


# ---- Several results ---------------------------------------------------------------------------------------------------


def bulk(client, rows, **more):
    data = {"action": "confirm_selected", "_selected_action": [row.pk for row in rows], **more}
    return client.post(listed(Assessment), data)


def test_bulk_step_confirms_passes_and_cards_and_leaves_delistings(approving, to_delist):
    passing, failing, held = municipal(name="达标园"), municipal(name="黄牌园"), municipal(name="待核园")
    report(passing, 2021)
    report(failing, 2021, failing=True)
    DutyFactory(cluster=held, year=2021)
    scored(passing, 2021)
    rows = Assessment.objects.filter(state="proposed")
    shown = text(bulk(approving, rows, index="0"))
    assert "确认 2 件" in shown
    assert "摘牌须逐件由两人签署" in shown
    answer = bulk(approving, rows, confirmed="1")
    done = {line.row.duty.cluster.name: line.is_done for line in answer.context_data["lines"]}
    assert done == {"达标园": True, "黄牌园": True, "待核园": False, "摘牌园": False}
    assert not to_delist.signatures.exists()
    assert set(Decision.objects.filter(year=2021).values_list("kind", flat=True)) == {"passed", "yellow_card"}


def test_bulk_step_goes_on_where_one_record_is_refused(approving, approver):
    good, changed = municipal(name="好园"), municipal(name="变园")
    report(good, 2020)
    submission = report(changed, 2020)
    scored(good, 2020)
    rows = list(Assessment.objects.all())
    Submission.objects.filter(pk=submission.pk).update(verified_version=None)
    answer = bulk(approving, rows, confirmed="1")
    done = {line.row.duty.cluster.name: line.is_done for line in answer.context_data["lines"]}
    assert done == {"好园": True, "变园": False}


def test_bulk_step_is_not_there_for_reviewers(reviewing):
    cluster = municipal()
    report(cluster, 2020)
    row = scored(cluster, 2020)
    assert reviewing.get(listed(Assessment)).context_data["buttons"] == []
    bulk(reviewing, [row], confirmed="1")
    assert not Decision.objects.exists()
