"""What each kind of letter says, and that stored slots redraw it byte for byte."""

import json

import pytest

from assessment.enums import LetterKind
from assessment.letters import kinds
from clusters.errors import DomainError
from tests.assessment.letters.samples import COMMON, FOUND, GROUPS, NAME, SLOTS
from tests.clusters.letters.reading import opened, text

CARD, LIST, RULING = LetterKind.YELLOW_CARD, LetterKind.LIST, LetterKind.RULING


def said(kind, **changes):
    return text(kinds.render(kind, {**SLOTS[kind], **changes}))


@pytest.mark.parametrize("kind", tuple(LetterKind))
def test_stored_slots_give_the_same_bytes(kind):
    stored = json.loads(json.dumps(SLOTS[kind], ensure_ascii=False))
    assert kinds.render(kind, stored) == kinds.render(kind, SLOTS[kind])


@pytest.mark.parametrize(
    ("kind", "title"),
    (
        (CARD, f"{NAME}2021年度考核黄牌警告通知书"),
        (LetterKind.WITHDRAWAL, f"青岛市发展和改革委员会关于撤销{NAME}示范区称号的通知"),
        (LetterKind.ESCALATION, f"青岛市发展和改革委员会关于{NAME}连续两年领取黄牌情况的报告"),
        (LetterKind.RESULT, f"{NAME}2021年度考核结果通知书"),
        (RULING, f"关于{NAME}2021年度考核决定的复核决定书"),
        (LIST, "青岛市发展和改革委员会关于2021年度示范区考核结果的公告"),
    ),
)
def test_title(kind, title):
    assert kinds.title(kind, SLOTS[kind]) == title


@pytest.mark.parametrize("kind", tuple(LetterKind))
def test_every_letter_rests_on_the_authority_of_its_rulebook(kind):
    """Document, clause and words are the rulebook's (A5)."""
    letter = said(kind)
    assert "演发〔2020〕3号" in letter
    assert "青政字" not in letter
    if kind != LIST:
        assert "《考核办法》第八条规定：“达不到标准的" in letter


@pytest.mark.parametrize(
    ("kind", "expected"),
    (
        (CARD, "第八条关于集聚区年度考核和退出的规定，我委对演示商务服务集聚区（位于市北区）2021年度情况进行了考核"),
        (CARD, "上列标准见演发〔2020〕3号第二条，由考核委托方确定采用，文件未将其规定为逐个集聚区的达标线。"),
        (CARD, "给予该集聚区2021年度黄牌警告。按数据年度连续计算，本次为第1年领取黄牌。"),
        (CARD, "可自收到本通知书之日起10个工作日（主管部门口径）内，由所在区（市）主管部门向演示委提出书面复核申请"),
        (CARD, "特此通知。"),
        (LetterKind.WITHDRAWAL, "2020年度和2021年度考核不达标，连续两年领取黄牌，决定撤销其示范区称号。"),
        (LetterKind.WITHDRAWAL, "自2026年1月5日起，撤销其示范区称号。停止享受的政策：“双招双引”奖补、租金补贴。"),
        (LetterKind.WITHDRAWAL, "其省级称号不因本决定改变"),
        (LetterKind.WITHDRAWAL, "2020年度：单位面积税收500.00元/平方米（标准≥600）不达标"),
        (LetterKind.ESCALATION, "该集聚区未持有示范区称号，其省级称号不由我委认定。"),
        (LetterKind.ESCALATION, "其省级称号如何处理，请研究决定。"),
        (LetterKind.RESULT, "综合得分84.3分，评价等次为良好。评价等次不影响达标与否的结论。"),
        (
            RULING,
            "市北区因不服《黄牌警告通知书》（演发〔2022〕3号，2022年6月1日），于2022年6月10日向我委提出复核申请。",
        ),
        (RULING, "申请人请求撤销该黄牌。\n面积有误。\n二、复核查明的事实\n经查明属实。"),
        (RULING, "1.复核申请成立，撤销《黄牌警告通知书》"),
        (LIST, "一、考核达标的集聚区（24家）"),
        (LIST, "特此公告。\n附件：2021年度示范区考核结果名单"),
    ),
)
def test_letter_says(kind, expected):
    assert expected in said(kind)


@pytest.mark.parametrize("kind", tuple(LetterKind))
def test_no_letter_carries_hashes_or_the_version_of_the_engine(kind):
    """They stand in the technical annex (8.A4)."""
    letter = said(kind)
    assert "校验值" not in letter
    assert "引擎" not in letter


def test_table_gives_value_line_verdict_and_gap():
    rows = [[cell.text for cell in row.cells] for row in opened(kinds.render(CARD, SLOTS[CARD])).tables[0].rows]
    assert rows == [
        ["指标（单位）", "核定值", "标准", "结论", "差距"],
        ["产业集聚度（%）", "75.00", "≥70", "达标", "—"],
        ["单位面积税收（元/平方米）", "598.77", "≥600", "不达标", "税收差 12.345678 万元"],
    ]


def test_lines_of_two_documents_are_told_apart():
    other = {"labels": "单位面积税收", "clause": "口径第4条", "basis": "department"}
    letter = said(CARD, found={**FOUND, "sources": [{**FOUND["sources"][0], "labels": "产业集聚度"}, other]})
    assert "产业集聚度的标准见演发〔2020〕3号第二条，由考核委托方确定采用" in letter
    assert "单位面积税收的标准见口径第4条，为考核主管部门在文件未作规定处确定的执行口径。" in letter


def test_a_year_never_reported_is_carded_on_its_ruling_without_a_table():
    found = {"ruling": "逾期未报送，按不达标处理。", "rows": [], "sources": [], "conclusion": "考核结论为不达标。"}
    letter = kinds.render(CARD, {**SLOTS[CARD], "found": found})
    assert "逾期未报送，按不达标处理。\n考核结论为不达标。" in text(letter)
    assert len(opened(letter).tables) == 1


def test_what_is_open_is_said():
    letter = said(CARD, prior_open=2020, suspended=True, past=["演发〔2020〕9号（2020年6月1日，2019年度）"])
    assert "2020年度考核尚未作出结论，本次黄牌是否构成连续两年领取黄牌，待该年度结案后确定。" in letter
    assert "撤销称号的程序中止" in letter
    assert "仍然有效的黄牌：演发〔2020〕9号（2020年6月1日，2019年度）。" in letter


def test_a_rulebook_that_quotes_nothing_is_cited_by_its_clause():
    bare = {
        **COMMON["authority"],
        "cited": "演发〔2020〕3号",
        "named": "演发〔2020〕3号",
        "quotation": "",
        "subject": "",
    }
    letter = said(CARD, authority=bare)
    assert "根据演发〔2020〕3号第八条的规定" in letter
    assert "本次考核依据演发〔2020〕3号第八条作出。" in letter
    assert "连续两年领取黄牌的，依照第八条撤销其示范区称号。" in letter
    assert "“" not in letter.split("三、")[0]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    (
        ("rejected", "1.复核申请不成立，维持《"),
        ("withdrawn", "1.申请人撤回申请，复核终止，《"),
        ("pending", "四、复核决定\n青岛"),
    ),
)
def test_other_rulings(outcome, expected):
    letter = said(RULING, outcome=outcome)
    assert expected in letter
    assert "自始未领取" not in letter


def test_annex_of_a_list_holds_every_line_once_after_the_signature():
    document = opened(kinds.render(LIST, SLOTS[LIST]))
    first, second, _ = document.tables
    assert [row.cells[0].text for row in first.rows] == ["序号", *map(str, range(1, 25))]
    assert [cell.text for cell in second.rows[1].cells] == ["1", "演示物流园", "胶州市", "现代物流", "—"]


def test_markup_in_a_filled_value_stays_text():
    letter = said(RULING, claimed=["<h1>甲</h1> & {{ year }} <!-- -->"])
    assert "<h1>甲</h1> & {{ year }} <!-- -->" in letter


def test_a_control_character_in_a_filled_value_is_refused():
    with pytest.raises(DomainError, match=r"U\+0008"):
        kinds.render(RULING, {**SLOTS[RULING], "claimed": ["退格\x08符"]})


@pytest.mark.parametrize("kind", tuple(LetterKind))
def test_a_slot_that_nobody_filled_is_an_error_and_no_blank(kind):
    slots = {name: value for name, value in SLOTS[kind].items() if name != "authority"}
    with pytest.raises(KeyError, match="authority"):
        kinds.render(kind, slots)


def test_lists_hold_what_the_announcement_compares():
    assert [group["heading"] for group in GROUPS] == ["考核达标的集聚区", "给予黄牌警告的集聚区"]
