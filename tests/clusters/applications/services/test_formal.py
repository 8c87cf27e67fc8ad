"""The formal check: only what was named opens again, every refusal has its reason, nobody acts on an older version."""

import pytest

from clusters.applications.enums import DocumentVerdict
from clusters.applications.models import StageResult
from clusters.applications.services import applications, formal
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.messaging.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(application, officer):
    applications.submit(application, by=officer)
    application.refresh_from_db()
    return application


def test_return_opens_the_named_section_alone(filed, officer, reviewer):
    formal.return_(
        filed, parts={"basics": {"reason": "四至不清", "fields": ["boundary"]}}, reason="请修改。", seen=1, by=reviewer
    )
    filed.refresh_from_db()
    assert filed.returned == {"basics": {"reason": "四至不清", "fields": ["boundary"]}}
    with pytest.raises(NotAllowedNow, match="没有要求修改"):
        applications.save_section(filed, "figures", {"revenue_0": "9"}, revision=None, done=None, by=officer)
    with pytest.raises(NotAllowedNow, match="没有要求修改"):
        applications.attach(filed, filed.call.requirements.get(code="plan"), name="b.pdf", source=b"b", by=officer)
    with pytest.raises(DomainError, match="尚未改动|没有填好"):
        applications.submit(filed, by=officer)
    applications.save_section(
        filed, "basics", {"boundary": "东至三路", "land_area": "9"}, revision=None, done=None, by=officer
    )
    assert applications.submit(filed, by=officer).number == 2
    assert filed.versions.get(number=1).content["basics"]["boundary"] == "东至一路，西至二路"
    assert Message.objects.filter(recipient=officer, title__contains="退回补正").count() == 1


def test_returned_document_may_be_replaced_and_no_other(filed, officer, reviewer):
    formal.return_(
        filed, parts={"documents": {"reason": "缺盖章", "fields": ["plan"]}}, reason="请补正。", seen=1, by=reviewer
    )
    applications.attach(filed, filed.call.requirements.get(code="plan"), name="b.pdf", source=b"b", by=officer)
    with pytest.raises(NotAllowedNow, match="不能更换"):
        applications.attach(filed, filed.call.requirements.get(code="other"), name="c.pdf", source=b"c", by=officer)


@pytest.mark.parametrize(
    ("parts", "field"),
    (
        ({}, "parts"),
        ({"nothing": {"reason": "x"}}, "parts"),
        ({"basics": {"reason": " "}}, "basics"),
        ({"documents": {"reason": "缺"}}, "documents"),
    ),
)
def test_return_without_saying_what_is_refused(filed, reviewer, parts, field):
    with pytest.raises(DomainError) as refusal:
        formal.return_(filed, parts=parts, reason="请修改。", seen=1, by=reviewer)
    assert refusal.value.field == field
    filed.refresh_from_db()
    assert (filed.state, filed.returned) == ("submitted", {})


def test_acceptance_completes_the_recommendation(filed, reviewer):
    formal.accept(filed, seen=1, by=reviewer)
    result = StageResult.objects.get()
    assert (result.stage.kind, result.outcome, result.decided_by) == ("recommendation", "passed", reviewer)
    with pytest.raises(NotAllowedNow, match="已受理"):
        formal.accept(filed, seen=1, by=reviewer)


def test_document_to_mend_bars_acceptance(filed, reviewer):
    document = filed.documents.get()
    with pytest.raises(DomainError, match="补正什么"):
        formal.judge_document(filed, document=document, verdict=DocumentVerdict.TO_MEND, note="", by=reviewer)
    formal.judge_document(filed, document=document, verdict=DocumentVerdict.TO_MEND, note="缺第三章", by=reviewer)
    with pytest.raises(NotAllowedNow, match="补正"):
        formal.accept(filed, seen=1, by=reviewer)
    formal.judge_document(filed, document=document, verdict=DocumentVerdict.ACCEPTED, note="", by=reviewer)
    formal.accept(filed, seen=1, by=reviewer)


@pytest.mark.parametrize("act", ("return", "accept", "not_accept"))
def test_act_on_an_older_version_is_refused(filed, reviewer, act):
    acts = {
        "return": lambda: formal.return_(filed, parts={"basics": {"reason": "x"}}, reason="x", seen=0, by=reviewer),
        "accept": lambda: formal.accept(filed, seen=0, by=reviewer),
        "not_accept": lambda: formal.not_accept(filed, reason="x", seen=0, by=reviewer),
    }
    with pytest.raises(StaleForm):
        acts[act]()
    filed.refresh_from_db()
    assert filed.state == "submitted"


def test_only_reviewers_check(filed, officer, approver):
    for person in (officer, approver):
        with pytest.raises(NotPermitted):
            formal.accept(filed, seen=1, by=person)


def test_not_accepted_says_why_and_frees_the_name(filed, officer, reviewer):
    with pytest.raises(DomainError, match="理由"):
        formal.not_accept(filed, reason=" ", seen=1, by=reviewer)
    formal.not_accept(filed, reason="不属于服务业", seen=1, by=reviewer)
    assert Message.objects.get(recipient=officer).text == "理由：不属于服务业"
    again = applications.begin(filed.call, name=filed.name, category=filed.category, by=officer)
    assert again.pk != filed.pk
