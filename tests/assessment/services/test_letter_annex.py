"""The technical annex says how the year was computed and read, and with what it can be recomputed."""

import pytest

from assessment.services import letter_annex
from tests.clusters.letters.reading import text
from tests.support.files import content_of
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def letter(approver):
    cluster = municipal(name="测试软件园")
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0].letters.get()


def test_annex_holds_what_recomputes_the_decision_and_the_letter_does_not(letter):
    """Recomputation data, readings, hashes and engine version stand outside the letter (8.A4)."""
    said, record = text(letter_annex.annex(letter)), letter.decision.record
    for expected in (
        record["ruleset_sha256"],
        record["input_sha256"],
        record["version_sha256"],
        letter.decision.record_sha256,
        f"规则引擎版本：{record['engine_version']}",
        "第1版报送数据",
        letter.document_number,
        "单位面积营业收入 = 营业收入 90,000 万元 ÷ 建筑面积 100,000 平方米 = 9,000.00 元/平方米",
    ):
        assert expected in said
    letter_said = text(content_of(letter))
    assert record["ruleset_sha256"][:12] not in letter_said
    assert "技术附件" in letter_said


def test_annex_names_every_reading_in_force_with_its_basis_and_note(letter):
    said = text(letter_annex.annex(letter))
    for word in ("三项须全部达到", "空缺不等于零", "取较轻的解释", "不足一年的收入", "取建筑面积", "主管部门口径"):
        assert word in said


def test_annex_of_a_decision_advises_nothing(letter):
    """What has taken effect never reads 建议 (8.A3)."""
    assert "建议结论" not in text(letter_annex.annex(letter))
    assert "建议给予" not in text(letter_annex.annex(letter))


def test_equal_records_give_equal_bytes(letter):
    assert letter_annex.annex(letter) == letter_annex.annex(letter)
