"""Drafting a rulebook by form: years, basis and lines change; all else is kept; placeholders never come into force."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.models import RulesetVersion
from assessment.selectors import rulebook
from assessment.services import rehearsals, rulesets
from clusters.errors import NotAllowedNow
from tests.support.workbench import text

pytestmark = pytest.mark.django_db

DATA = {
    "title": "青岛市现代服务业集聚区年度考核规则（2023年起）",
    "code": "qingdao-2023",
    "first_year": "2023",
    "last_year": "",
    "document": "青发改〔2023〕×号",
    "clause": "第三条",
    "basis": "client",
    "note": "",
    "line_concentration_line": "75",
    "line_revenue_line": "10000",
    "line_tax_line": "",
}


@pytest.fixture
def reviewing(reviewer, client):
    client.force_login(reviewer)
    return client


def redraft(client, row: RulesetVersion, **changes: str):
    return client.post(reverse("assessment:rulebook-redraft", args=[row.pk]), {**DATA, **changes})


def test_form_shows_each_line_with_its_label_unit_and_value(reviewing, notice) -> None:
    """(8.D31) Years, lines and bases in fields with their labels."""
    page = text(reviewing.get(reverse("assessment:rulebook-redraft", args=[notice.pk])))
    for words in ("产业集聚度", "（%）", "原为 70 %", "首个数据年度", "依据文件", "依据类型"):
        assert words in page


def test_draft_has_the_new_years_lines_and_basis_and_keeps_the_rest(reviewing, notice) -> None:
    """(8.D31) Drafted from an existing one, then compared."""
    answer = redraft(reviewing, notice)
    made = RulesetVersion.objects.get(code="qingdao-2023")
    assert answer.headers["Location"] == f"{reverse('assessment:rulebook-compare')}?old={notice.pk}&new={made.pk}"
    assert (made.state, made.first_year, made.last_year) == ("draft", 2023, None)
    old, new = rulebook.parsed(notice).at(2022), rulebook.parsed(made).at(2023)
    lines = {one.spec.label: one.spec.line for one in new.carding}
    before = {one.spec.label: one.spec.line for one in old.carding}
    changed = {label for label in lines if lines[label] != before[label]}
    assert [lines[label] for label in changed] == [Decimal(75)]
    cited = next(one.spec.cite for one in new.carding if one.spec.label in changed)
    assert (cited.document, cited.clause, cited.basis.value) == ("青发改〔2023〕×号", "第三条", "client")
    assert "75" in text(reviewing.get(answer.headers["Location"]))


@pytest.mark.parametrize(
    ("changes", "words"),
    (
        ({"first_year": "2025", "last_year": "2024"}, "最后数据年度不能早于首个数据年度"),
        ({"code": "青岛"}, "代码用小写字母"),
        ({"document": ""}, "依据文件"),
        ({"line_tax_line": "六百"}, "单位面积税收"),
    ),
)
def test_wrong_entry_is_named_and_stores_nothing(changes, words, reviewing, notice) -> None:
    answer = redraft(reviewing, notice, **changes)
    assert answer.status_code == 400
    assert words in text(answer)
    assert RulesetVersion.objects.count() == 1


def test_approver_drafts_nothing(approver, client, notice) -> None:
    client.force_login(approver)
    assert redraft(client, notice).status_code == 403
    assert RulesetVersion.objects.count() == 1


def test_placeholder_basis_is_not_activated(reviewing, reviewer, approver, notice) -> None:
    """(8.D31) A placeholder basis cannot be activated."""
    redraft(reviewing, notice, document="待附依据")
    row = RulesetVersion.objects.get(code="qingdao-2023")
    rehearsals.rehearse(row.text, name=row.title, by=reviewer, ruleset=row)
    with pytest.raises(NotAllowedNow, match="还是占位"):
        rulesets.activate(row, legal_basis="某文件", document=("a.pdf", b"%PDF-1.4"), by=approver)
    row.refresh_from_db()
    assert row.state == "draft"
