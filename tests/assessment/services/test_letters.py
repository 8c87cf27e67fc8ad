"""Issuing letters: numbered without gaps, kept with their hash, saying what the decision's record says."""

import hashlib
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from assessment.enums import LetterKind
from assessment.letters import kinds
from assessment.models import Letter, LetterSeries
from assessment.services import appeals, decisions, grades, letters
from assessment.services.letters import Stamp
from clusters.errors import DomainError
from clusters.models import Event
from clusters.services import audit
from tests.clusters.letters.reading import text
from tests.factories import BenefitFactory, DistrictFactory, LetterSeriesFactory, RecognitionFactory, UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def cluster():
    return municipal(name="测试软件园")


def words(letter: Letter) -> str:
    return text(content_of(letter))


def test_numbers_count_up_within_their_year(settings):
    settings.LETTER_PREFIX = "测试服务"
    LetterSeriesFactory(year=2021, last=41)
    numbers = [(one.series.year, one.number) for one in map(letters.stamped, (2021, 2022, 2021))]
    assert numbers == [(2021, 42), (2022, 1), (2021, 43)]


def test_number_of_a_refused_act_is_given_back():
    def refused() -> None:
        letters.stamped(2022)
        raise DomainError("不行")

    letters.stamped(2022)
    with pytest.raises(DomainError), transaction.atomic():
        refused()
    assert letters.stamped(2022).number == 2
    assert LetterSeries.objects.get().last == 2


def test_code_can_be_read_from_paper_and_not_be_guessed():
    codes = {letters.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 12 for code in codes)
    assert not set("".join(codes)) & set("IO01")


def test_letter_is_kept_with_its_slots_its_hash_and_its_line_in_the_trail(cluster, approver):
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    letter = card.letters.get()
    content = content_of(letter)
    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    assert kinds.render(LetterKind.YELLOW_CARD, letter.slots) == content
    assert (letter.issued_on, letter.series.year) == (card.decided_on, card.decided_on.year)
    event = Event.objects.get(action="公文.签发")
    assert event.data == {"number": letter.document_number, "sha256": letter.sha256}
    assert audit.verify_chain() is None


@pytest.mark.parametrize("failing", (False, True))
def test_letter_names_itself_by_the_number_date_and_code_it_has(cluster, approver, failing):
    report(cluster, 2020, failing=failing)
    letter = confirmed(cluster, 2020, approver)[0].letters.get()
    said = words(letter)
    assert f"核验码：{letter.code}" in said
    assert "各项标准须同时达到" in said
    assert letter.slots["envelope"]["number"] == letter.number


def test_decision_made_on_paper_in_an_earlier_year_counts_in_that_year(cluster, approver):
    report(cluster, 2020)
    (decision,) = decisions.confirm(scored(cluster, 2020), by=approver, on=date(2021, 7, 1))
    assert decision.letters.get().document_number.endswith("〔2021〕1号")


def test_yellow_card_counts_the_years_in_a_row(cluster, approver, second):
    failed_twice(cluster, approver, second)
    first, later = Letter.objects.filter(kind="yellow_card").order_by("pk")
    assert "本次为第1年领取黄牌" in words(first)
    assert "本次为第2年领取黄牌" in words(later)
    assert first.document_number in words(later)


def test_card_while_an_appeal_is_open_says_that_the_delisting_waits(cluster, approver):
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    report(cluster, 2021, failing=True)
    (later,) = confirmed(cluster, 2021, approver)
    assert "撤销称号的程序中止" in words(later.letters.get())


def test_withdrawal_names_both_years_the_support_that_stops_and_the_title_that_stays(cluster, approver, second):
    BenefitFactory(recognition=cluster.recognitions.get(), title="租金补贴")
    RecognitionFactory(cluster=cluster, level="provincial")
    RecognitionFactory(cluster=cluster, level="reserve")
    failed_twice(cluster, approver, second)
    letter = Letter.objects.get(kind="withdrawal")
    said = words(letter)
    assert "2020年度和2021年度考核不达标，连续两年领取黄牌" in said
    first = Letter.objects.filter(kind="yellow_card").earliest("pk")
    assert (
        f"2020年度：单位面积营业收入9,000.00元/平方米（标准≥10,000）不达标，已以{first.document_number}给予黄牌警告。"
        in said
    )
    assert "停止享受的政策：租金补贴。" in said
    assert letter.slots["kept_title"] == "省级"
    assert cluster.recognitions.get(level="municipal").end_document == letter.document_number


def test_reserve_title_is_no_title_that_stays(cluster, approver, second):
    RecognitionFactory(cluster=cluster, level="reserve")
    failed_twice(cluster, approver, second)
    assert Letter.objects.get(kind="withdrawal").slots["kept_title"] == ""


def test_result_carries_the_grade_where_one_is_set(cluster, approver, reviewer):
    report(cluster, 2020)
    row = scored(cluster, 2020)
    grades.grade(row, grade="good", reason="核定", by=reviewer)
    (passed,) = confirmed(cluster, 2020, approver)
    assert "评价等次为良好" in words(passed.letters.get())


def test_result_without_a_grade_speaks_of_none(cluster, approver):
    report(cluster, 2020)
    (passed,) = confirmed(cluster, 2020, approver)
    assert "评价等次" not in words(passed.letters.get())


@pytest.mark.parametrize(("uphold", "said"), ((True, "撤销《"), (False, "维持《")))
def test_ruling_cites_the_letter_that_was_contested(cluster, approver, second, uphold, said):
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    appeal = appeals.file(card, grounds="面积口径有误", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=uphold, ruling="经查明的事实", by=second)
    ruling, contested = Letter.objects.get(kind="ruling"), Letter.objects.get(kind="yellow_card")
    found = words(ruling)
    assert f"{said}{contested.title}》（{contested.document_number}" in found
    assert "面积口径有误" in found
    assert "经查明的事实" in found
    assert "恢复" not in found


def test_ruling_says_that_the_title_comes_back(cluster, approver, second):
    """口径第16条: a card annulled after the delisting that rests on it takes the delisting with it."""
    failed_twice(cluster, approver, second)
    card = cluster.decisions.get(kind="yellow_card", year=2020)
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=True, ruling="成立", by=UserFactory(approver=True))
    withdrawal = Letter.objects.get(kind="withdrawal")
    said = words(Letter.objects.get(kind="ruling"))
    assert f"《{withdrawal.title}》（{withdrawal.document_number}" in said
    assert "一并撤销，恢复测试软件园市级现代服务业集聚区称号" in said


def test_ruling_says_that_the_report_upwards_falls_with_its_card(approver, second):
    """(8.A1) A sibling: the letter of the ruling spoke of the card alone; no title comes back, for none was taken."""
    cluster = municipal()
    cluster.recognitions.update(level="provincial")
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    confirmed(cluster, 2021, approver)
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=True, ruling="成立", by=second)
    reported, said = Letter.objects.get(kind="escalation"), words(Letter.objects.get(kind="ruling"))
    assert f"以该黄牌为依据的《{reported.title}》（{reported.document_number}" in said
    assert "恢复" not in said


@pytest.mark.parametrize(
    ("uphold", "said"), ((True, "2021年度黄牌不因本决定撤销"), (False, "2021年度撤销称号的决定继续有效"))
)
def test_ruling_on_a_delisting_speaks_of_the_title_and_not_of_the_card(cluster, approver, second, uphold, said):
    """(8.A4) The card of the year stands beside the delisting that was contested."""
    delisting = failed_twice(cluster, approver, second)[-1]
    appeal = appeals.file(delisting, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=uphold, ruling="经查明", by=UserFactory(approver=True))
    found = words(Letter.objects.get(kind="ruling"))
    assert said in found
    assert "自始未领取" not in found
    assert ("恢复测试软件园市级现代服务业集聚区称号" in found) is uphold


def test_card_of_a_title_from_above_threatens_no_withdrawal_by_the_city(approver):
    """(8.A4) A sibling, as a lawyer reads it: the city cannot withdraw what it did not confer."""
    own, upper = municipal(), municipal()
    upper.recognitions.update(level="provincial")
    for cluster in (own, upper):
        report(cluster, 2020, failing=True)
    (card,), (other,) = confirmed(own, 2020, approver), confirmed(upper, 2020, approver)
    assert "依照上引规定撤销称号" in words(card.letters.get())
    assert "撤销称号" not in words(other.letters.get()).split("考核决定")[-1]
    assert "其省级称号不由我委认定，报请认定机关处理" in words(other.letters.get())


# ---- Around the text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    (
        ("市北区", "district", "市北区人民政府"),
        ("胶州市", "county_city", "胶州市人民政府"),
        ("黄岛区（西海岸新区）", "district", "黄岛区人民政府"),
        ("青岛蓝谷", "functional_zone", "青岛蓝谷管理机构"),
    ),
)
def test_letter_goes_to_the_government_of_the_district(name, kind, expected):
    assert letters.addressee(DistrictFactory(name=name, kind=kind)) == expected


def test_letter_about_a_cluster_of_no_stated_district_names_none():
    assert letters.addressee(None) == "有关区市人民政府"


def test_envelope_carries_number_date_and_the_address_that_confirms_it(settings):
    settings.PORTAL_PUBLIC_URL, settings.PORTAL_DEMO = "https://portal.test", True
    found = letters.envelope(Stamp(LetterSeriesFactory(), 7, "ABCD"), date(2022, 6, 1), "市北区人民政府")
    assert (found.number, found.year, found.dated, found.draft, found.demo) == (7, 2022, date(2022, 6, 1), False, True)
    assert found.verification.address == "https://portal.test" + reverse("assessment:verify", args=["ABCD"])
    assert (found.issuer.name, found.issuer.code) == (settings.PORTAL_OWNER, settings.LETTER_PREFIX)


def test_without_a_number_it_is_a_draft():
    found = letters.envelope(None, date(2022, 6, 1))
    assert (found.draft, found.number, found.verification) == (True, None, None)
