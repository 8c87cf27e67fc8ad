"""Data checks: what they find, what they hold up, and in which words."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import check
from assessment.rules.enums import Cause, Severity, Verdict
from assessment.rules.outcome import Finding, letters
from tests.assessment.rules.samples import EVERYTHING, GOOD, facts, judge, marks, notice

D = Decimal


def findings(values: dict[str, Any], **more: Any) -> dict[str, Finding]:
    return {found.code: found for found in check(facts(values, **more), notice())}


@pytest.mark.parametrize(
    ("changed", "expected"),
    (
        ({}, "PPP pass"),
        ({"floor_area": "0"}, "PUU hold"), ({"floor_area": "-5"}, "PUU hold"), ({"floor_area": None}, "PUU hold"),
        ({"revenue": None}, "UUP hold"), ({"leading_revenue": None}, "UPP hold"), ({"tax": None}, "PPU hold"),
        ({"revenue": "-1", "leading_revenue": "-1"}, "UUP hold"), ({"leading_revenue": "-1"}, "UPP hold"),
        ({"leading_revenue": "120000.01"}, "UPP hold"), ({"leading_revenue": "120000"}, "PPP pass"),
        ({"tax": "120000.01"}, "PPU hold"), ({"tax": "120000"}, "PPP pass"), ({"tax": "-100"}, "PPU hold"),
        ({"tax": "0"}, "PPF yellow_card"),
        ({"revenue": "0", "leading_revenue": "0", "tax": "0"}, "UFF hold"),
        ({"revenue": "0", "leading_revenue": "0", "tax": "5"}, "UFU hold"),
        ({"tax": "70000000"}, "PPU hold"), ({"floor_area": "1000"}, "PUU hold"),
        ({"floor_area": "1200"}, "PPP pass"), ({"floor_area": "1199.99"}, "PUU hold"),
        ({"revenue": "NaN"}, "UUP hold"), ({"floor_area": "Infinity"}, "PUU hold"), ({"tax": "1e30"}, "PPU hold"),
    ),
)  # fmt: skip
def test_bad_figures_leave_their_own_criteria_open(changed: dict[str, Any], expected: str) -> None:
    assert marks(GOOD | changed) == expected


ALL = frozenset(EVERYTHING)


@pytest.mark.parametrize(
    ("changed", "expected"),
    (
        ({"revenue": "0", "leading_revenue": "0", "tax": "0"}, "UFF yellow_card"),
        ({"tax": "-100"}, "PPF yellow_card"), ({"floor_area": "1000"}, "PPP pass"),
        ({"floor_area": "0"}, "PUU hold"), ({"revenue": "-1", "leading_revenue": "-1"}, "UUP hold"),
        ({"tax": "120001"}, "PPU hold"), ({"leading_revenue": "120001"}, "UPP hold"), ({"tax": None}, "PPU hold"),
    ),
)  # fmt: skip
def test_confirmation_settles_odd_figures_but_never_invalid_ones(changed: dict[str, Any], expected: str) -> None:
    assert marks(GOOD | changed, confirmed=ALL) == expected


@pytest.mark.parametrize(
    ("changed", "previous", "expected"),
    (
        ({}, {"floor_area": "10000001"}, "PUU hold"), ({}, {"floor_area": "10000000"}, "PPP pass"),
        ({}, {"floor_area": "999.99"}, "PUU hold"), ({}, {"floor_area": "1000"}, "PPP pass"),
        ({}, {"revenue": "12000001"}, "PUU hold"), ({}, {"revenue": "1199.99"}, "PUU hold"),
        ({}, {"tax": "69.99"}, "PUU hold"), ({}, {"tax": "70"}, "PPP pass"), ({}, {"tax": "700000.01"}, "PUU hold"),
        ({"tax": "0"}, {"tax": "7000"}, "PUU hold"), ({"tax": "0"}, {"tax": "0"}, "PPF yellow_card"),
        ({"tax": "-100"}, {"tax": "7000"}, "PPU hold"), ({"tax": "70000000"}, {"tax": "7000"}, "PUU hold"),
        ({"revenue": "0", "leading_revenue": "0", "tax": "0"}, {"revenue": "5"}, "UFF hold"),
        ({}, {"leading_revenue": "1"}, "PPP pass"), ({}, {"tax": None}, "PPP pass"), ({}, {"tax": "-5"}, "PPP pass"),
        ({}, {"tax": "NaN"}, "PPP pass"),
    ),
)  # fmt: skip
def test_a_hundredfold_change_is_asked_about(changed: dict[str, Any], previous: dict[str, Any], expected: str) -> None:
    assert marks(GOOD | changed, previous=previous) == expected


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    (
        (("floor_area", "revenue"), "PPP pass"),
        (("floor_area",), "PUU hold"),
        (("revenue",), "PUU hold"),
        (("tax",), "PUU hold"),
    ),
)
def test_a_suspect_is_settled_when_all_its_fields_are_confirmed(confirmed: tuple[str, ...], expected: str) -> None:
    assert marks(GOOD | {"floor_area": "1000"}, confirmed=frozenset(confirmed)) == expected


def test_typical_slips_are_named_with_the_corrected_value() -> None:
    found = findings(GOOD | {"floor_area": "10"}, previous=GOOD)
    assert found["size_jump:floor_area"].text == (
        "建筑面积填报为 10 平方米，上年为 100,000 平方米，约为上年的 10,000 分之一。"
        "建筑面积可能按万平方米填写，折合 100,000 平方米。请核对单位；属实的请说明原因。"
    )
    assert found["revenue_density"].message == (
        "单位面积营业收入为 120,000,000.00 元/平方米，应不大于 1,000,000 元/平方米。"
        "建筑面积可能按万平方米填写，折合 100,000 平方米。"
    )
    slip = found["size_jump:floor_area"].slips[0]
    assert (slip.field, slip.unit, slip.declared, slip.corrected) == ("floor_area", "万平方米", "平方米", D(100000))


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    (
        ({"tax": "70000000"}, "size_jump:tax", "税收可能按元填写，折合 7,000 万元"),
        ({"tax": "0.7"}, "size_jump:tax", "税收可能按亿元填写，折合 7,000 万元"),
        ({"revenue": "12", "leading_revenue": "9", "tax": "1"}, "revenue_jump:revenue", "营业收入可能按亿元填写，折合 120,000 万元"),
        ({"revenue": "1200000000"}, "revenue_jump:revenue", "营业收入可能按元填写，折合 120,000 万元"),
        ({"floor_area": "150"}, "size_jump:floor_area", "建筑面积可能按亩填写，折合 100,000 平方米"),
        ({"tax": "70000000"}, "tax_within_revenue", "税收可能按元填写，折合 7,000 万元"),
    ),
)  # fmt: skip
def test_the_slip_nearest_to_last_year_is_named(changed: dict[str, Any], code: str, words: str) -> None:
    assert words in findings(GOOD | changed, previous=GOOD)[code].message


def test_no_slip_is_named_where_none_explains_the_figure() -> None:
    found = findings(GOOD | {"tax": "35"}, previous=GOOD)["size_jump:tax"]
    assert found.slips == ()
    assert found.message == "税收填报为 35 万元，上年为 7,000 万元，约为上年的 200 分之一。"


def test_a_jump_is_worded_by_its_direction() -> None:
    assert findings(GOOD | {"tax": "0"}, previous=GOOD)["size_jump:tax"].message == (
        "税收填报为 0 万元，上年为 7,000 万元，降为零。"
    )
    assert findings(GOOD, previous=GOOD | {"tax": "32"})["size_jump:tax"].message == (
        "税收填报为 7,000 万元，上年为 32 万元，是上年的 218.7 倍。"
    )
    assert findings(GOOD | {"tax": "33"}, previous=GOOD)["size_jump:tax"].message == (
        "税收填报为 33 万元，上年为 7,000 万元，约为上年的 212 分之一。"
    )


def test_a_zero_that_is_invalid_is_not_asked_about_again() -> None:
    assert set(findings(GOOD | {"floor_area": "0"}, previous=GOOD)) == {"area_positive:floor_area"}
    assert {"tax_within_revenue", "size_jump:tax"} == set(findings(GOOD | {"tax": "7000000"}, previous=GOOD))


def test_finding_carries_what_a_form_needs() -> None:
    found = findings(GOOD | {"tax": "-100"}, previous=GOOD)["tax_negative:tax"]
    assert (found.severity, found.fields, found.label) == (Severity.SUSPECT, ("tax",), "税收为负")
    assert (found.entered, found.previous, found.confirmed, found.is_open) == (D(-100), D(7000), False, True)
    assert found.touches == ("score_tax", "tax_per_area")
    assert found.text == "税收填报为 -100 万元，应不小于 0 万元。留抵退税可能使税收为负，请说明原因；否则请更正。"
    assert found.cite.clause == "第7条"
    settled = findings(GOOD | {"tax": "-100"}, confirmed=frozenset({"tax"}))["tax_negative:tax"]
    assert (settled.confirmed, settled.is_open, settled.previous) == (True, False, None)


def test_blanks_are_named_but_hold_nothing_by_themselves() -> None:
    found = findings({"revenue": "1"})
    assert {code for code in found if code.startswith("required")} == {
        "required:leading_revenue", "required:tax", "required:floor_area",
    }  # fmt: skip
    one = found["required:tax"]
    assert (one.severity, one.message, one.touches, one.is_open) == (Severity.MISSING, "税收未填写。", (), False)


def test_unreadable_text_is_named_once_and_not_called_blank() -> None:
    values = GOOD | {"tax": None}
    found = findings(values, invalid={"tax": "“七千”不是数字"}, previous=GOOD)
    assert set(found) == {"not_a_number:tax"}
    one = found["not_a_number:tax"]
    assert one.text == "税收：“七千”不是数字。请按指标单位填写数字。"
    assert (one.severity, one.fields, one.previous) == (Severity.INVALID, ("tax",), D(7000))
    assert (one.label, one.entered, one.confirmed, one.slips) == ("不是有效的数值", None, False, ())
    assert one.touches == ("score_tax", "tax_per_area")
    assert one.cite.text == "考核口径说明 第7条（主管部门口径）"
    assert marks(values, invalid={"tax": "“七千”不是数字"}) == "PPU hold"


def test_unreadable_text_of_an_unknown_field_is_named_by_its_code() -> None:
    found = findings(GOOD, invalid={"other": "坏"})["not_a_number:other"]
    assert (found.message, found.touches) == ("other：坏。", ())


def test_unreadable_fields_are_listed_in_order() -> None:
    found = check(facts(GOOD | {"tax": "NaN"}, invalid={"revenue": "坏", "jobs": "坏"}), notice())
    assert [one.code for one in found][:3] == ["not_a_number:jobs", "not_a_number:revenue", "not_a_number:tax"]
    assert found[2].message == "税收：不是有效的数值。"


@pytest.mark.parametrize(
    ("changed", "codes"),
    (
        ({"area_in_use": "100001", "floor_area": "100000"}, {"use_within_area"}),
        ({"surveyed_enterprises": "201", "enterprises": "200"}, {"surveyed_within_enterprises"}),
        ({"surveyed_revenue": "120001"}, {"surveyed_within_revenue"}),
        ({"investment": "-1"}, {"money_not_negative:investment"}), ({"rd_spending": "-1"}, {"money_not_negative:rd_spending"}),
        ({"surveyed_revenue": "-1"}, {"money_not_negative:surveyed_revenue"}),
        ({"land_area": "-1"}, {"area_not_negative:land_area"}), ({"area_in_use": "-1"}, {"area_not_negative:area_in_use"}),
        ({"jobs": "-1"}, {"people_not_negative:jobs"}), ({"new_jobs": "-1"}, {"people_not_negative:new_jobs"}),
        ({"platforms": "-1"}, {"count_not_negative:platforms"}), ({"projects_100m": "-1"}, {"count_not_negative:projects_100m"}),
        ({"enterprises": "-1"}, {"count_not_negative:enterprises"}),
        ({"local_tax": "7001"}, {"local_tax_within_tax"}), ({"value_added": "120001"}, {"value_added_within_revenue"}),
        ({}, set()),
    ),
)  # fmt: skip
def test_figures_that_card_nobody_are_checked_too(changed: dict[str, str], codes: set[str]) -> None:
    outcome = judge(GOOD | changed)
    assert {found.code for found in outcome.findings} == codes
    assert outcome.verdict is Verdict.PASS


def test_a_bad_figure_without_weight_on_a_card_spoils_the_score_only() -> None:
    outcome = judge(EVERYTHING | {"jobs": "-1"})
    assert (outcome.verdict, outcome.score) == (Verdict.PASS, None)
    spoiled = {line.code: line.cause for line in outcome.lines if line.cause}
    assert spoiled == {"score_jobs": Cause.INVALID, "score_new_jobs": Cause.INVALID}


@pytest.mark.parametrize(
    ("tax", "warns"), (("2333.33", True), ("2333.34", False), ("21000", False), ("21000.01", True))
)
def test_a_threefold_change_is_a_warning(tax: str, warns: bool) -> None:
    found = findings(GOOD, previous={"tax": tax})
    assert ("change:tax" in found) is warns
    assert all(one.severity is Severity.WARNING and not one.is_open for one in found.values())


def test_a_warning_is_dropped_where_something_sharper_was_asked() -> None:
    found = findings(GOOD | {"tax": "70000000"}, previous=GOOD)
    assert "change:tax" not in found
    assert {"size_jump:tax", "tax_within_revenue"} <= set(found)


def test_a_warning_names_a_slip_only_when_it_fits_closely() -> None:
    close = findings(GOOD | {"tax": "70000"}, previous=GOOD)["change:tax"]
    assert [slip.unit for slip in close.slips] == ["千元"]
    assert findings(GOOD | {"tax": "50000"}, previous=GOOD)["change:tax"].slips == ()


def test_no_rules_no_findings() -> None:
    assert check(facts({}, year=2030), notice()) == ()


def test_letters_of_no_lines_are_dashes() -> None:
    assert letters(()) == "---"
