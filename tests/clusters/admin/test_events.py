"""The audit line on screen: words instead of codes, and the check of the chain."""

import ast
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from clusters.admin import words
from clusters.enums import Role
from clusters.models import Event
from clusters.services import audit
from tests.factories import ClusterFactory, DistrictFactory, IndicatorFactory
from tests.support.tampering import as_owner

pytestmark = pytest.mark.django_db

LIST = "admin:clusters_event_changelist"
CHECK = "admin:clusters_event_check"


@pytest.fixture
def event() -> Event:
    with transaction.atomic():
        return audit.record(
            "年度报送.verify", ClusterFactory(name="测试园"), by=None, before="submitted", after="verified"
        )


def test_list_shows_words_instead_of_codes(event: Event, signed_in_as) -> None:
    page = signed_in_as(Role.AUDIT_ADMIN).get(reverse(LIST)).content.decode()
    assert "年度报送·核实通过" in page
    assert "已提交 → 已核实" in page
    assert "测试园" in page


@pytest.mark.parametrize("role", (Role.REVIEWER, Role.APPROVER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
def test_audit_line_is_read_by_its_administrator_alone(role: str, event: Event, signed_in_as) -> None:
    client = signed_in_as(role)
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("admin:clusters_event_change", args=[event.pk])).status_code == 403
    assert client.post(reverse(CHECK)).status_code == 403


def test_check_says_that_the_chain_holds(event: Event, signed_in_as) -> None:
    answer = signed_in_as(Role.AUDIT_ADMIN).post(reverse(CHECK), follow=True)
    assert "校验通过：1条操作记录完整" in answer.content.decode()


def test_check_names_the_line_that_was_tampered_with(event: Event, signed_in_as) -> None:
    as_owner("clusters_event", "UPDATE clusters_event SET note = '改动'")
    answer = signed_in_as(Role.AUDIT_ADMIN).post(reverse(CHECK), follow=True)
    assert "校验未通过" in answer.content.decode()
    assert "第1条" in answer.content.decode()


def test_record_of_a_case_shows_its_own_lines(event: Event, signed_in_as) -> None:
    address = reverse("admin:clusters_cluster_history", args=[event.object_id])
    page = signed_in_as(Role.REVIEWER).get(address).content.decode()
    assert "年度报送·核实通过" in page


def test_no_code_of_a_district_a_field_or_a_state_is_shown(signed_in_as) -> None:
    """(8.D32) In the list, its filters and the line itself."""
    district = DistrictFactory(code="370211", name="黄岛区（西海岸新区）")
    IndicatorFactory(code="revenue", label="营业收入")
    with transaction.atomic():
        row = audit.record(
            "年度报送.return",
            ClusterFactory(name="测试园", district=district),
            by=None,
            before="submitted",
            after="returned",
            fields=["revenue"],
            counts={"yellow_card": 2, "not_due": 1},
        )
    auditor = signed_in_as(Role.AUDIT_ADMIN)
    listed = auditor.get(reverse(LIST)).content.decode()
    assert "黄岛区（西海岸新区）" in listed
    assert ">370211<" not in listed
    page = auditor.get(reverse("admin:clusters_event_change", args=[row.pk])).content.decode()
    for shown in ("须修改的指标", "营业收入", "黄牌警告 2", "尚未到期 1", "黄岛区（西海岸新区）"):
        assert shown in page
    for code in ("fields", "revenue<", "yellow_card", "returned", ">370211<"):
        assert code not in page


def test_everything_that_a_line_may_keep_has_a_name() -> None:
    """(8.D32) Whoever records something new beside an act gives it a word."""
    kept = set()
    for path in [*Path("assessment").rglob("*.py"), *Path("clusters").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("audit.record", "transitions.move")):
                kept |= {word.arg for word in node.keywords if word.arg}
    assert not {key for key in kept - {"by", "before", "after", "note"} if words.data_words(key) == key}
