"""Indicators, city targets and the rulebook: units agree, everything is cited, a second load changes nothing."""

import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assessment.enums import Family, Kind, RulesetState
from assessment.models import ComparisonRule, Indicator, RulesetVersion
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.services import reference
from clusters.models import Event

pytestmark = pytest.mark.django_db

NEEDED = {"revenue", "leading_revenue", "tax", "floor_area"}
UNITS = {Kind.MONEY: {"万元"}, Kind.AREA: {"平方米"}, Kind.COUNT: {"个", "人"}}


def test_indicators_have_known_units_and_a_definition() -> None:
    reference.load_indicators()
    rows = Indicator.objects.in_force(2020)
    assert rows.count() == 17
    for row in rows:
        row.full_clean(exclude=[name for name in ("minimum", "maximum", "until_year") if getattr(row, name) is None])
        assert row.unit in UNITS[Kind(row.kind)], row
        assert row.decimals == (0 if row.kind == Kind.COUNT else 2), row
        assert len(row.definition) > 15, row
        assert row.definition.endswith("。"), row
        assert "\n" not in row.definition
    assert {row.code for row in rows if row.is_required} == NEEDED
    assert {row.family for row in rows} == set(Family)


def test_definitions_say_where_they_are_the_departments_own() -> None:
    """The notice defines no indicator; where its own words are used instead, its clause is named."""
    reference.load_indicators()
    for row in Indicator.objects.all():
        assert "部门口径" in row.definition or "《行动计划》" in row.definition or "〔2022〕309号" in row.definition, (
            row
        )


def test_bounds_stop_the_impossible_and_let_the_suspicious_through() -> None:
    reference.load_indicators()
    by_code = {row.code: row for row in Indicator.objects.all()}
    assert by_code["floor_area"].minimum == Decimal("0.01")
    assert by_code["revenue"].minimum == 0
    assert by_code["tax"].minimum is None, "留抵退税可以使税收为负"
    assert by_code["revenue"].maximum > Decimal("10000000000"), "按元误填的收入要能存下来再提问"


def test_units_agree_with_the_rulebook(settings: Any) -> None:
    reference.load_indicators()
    path = settings.FIXTURES_DIR / reference.NOTICE_RULESET
    declared = parse_ruleset(path.read_text("utf-8"), path.name).indicators
    assert {code: indicator.unit for code, indicator in declared.items()} == dict(
        Indicator.objects.values_list("code", "unit")
    )


def test_targets_quote_the_notice_and_carry_its_number(settings: Any) -> None:
    """(7.A2) The rulebook is the one source of the city's targets; each line stands in the words it quotes."""
    path = settings.FIXTURES_DIR / reference.NOTICE_RULESET
    rules = parse_ruleset(path.read_text("utf-8"), path.name).at(2022)
    assert rules is not None
    assert len(rules.targets) == 14
    for row in rules.targets:
        numbers = {Decimal(found) for found in re.findall(r"\d+", row.cite.note)}
        assert row.line in numbers, row
        assert row.is_approximate == ("左右" in row.cite.note), row


def test_load_puts_the_rulebook_of_the_notice_in_force() -> None:
    reference.load()
    ruleset = RulesetVersion.objects.get()
    assert (ruleset.state, ruleset.first_year, ruleset.last_year) == (RulesetState.ACTIVE, 2020, 2022)


def test_second_load_changes_nothing() -> None:
    first = reference.load()
    events = Event.objects.count()
    assert all(first)
    assert not any(reference.load())
    assert Event.objects.count() == events


def test_ruleset_in_force_is_not_replaced_by_a_new_text_in_the_fixtures(settings: Any, tmp_path: Path) -> None:
    """An update of the portal must not change by itself what clusters are judged by."""
    reference.load()
    fixtures = shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures")
    changed = fixtures / reference.NOTICE_RULESET
    changed.write_text(f"{changed.read_text('utf-8')}\n# 改动\n", "utf-8")
    settings.FIXTURES_DIR = fixtures
    change = reference.install_ruleset()
    assert not change
    assert "已有施行的规则集" in str(change)
    assert RulesetVersion.objects.count() == 1


def test_command_prints_counts_and_says_when_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert "指标：共17条，新增17条，更新0条" in capsys.readouterr().out
    call_command("load_reference")
    assert "参考数据没有变化。" in capsys.readouterr().out


def test_tolerances_against_third_parties_are_loaded_with_the_rest() -> None:
    """(7.A6) Without them no figure of a statistics body could ever agree with the district's."""
    reference.load()
    rules = ComparisonRule.objects.all()
    assert {row.indicator_id for row in rules} >= {"revenue", "tax"}
    assert all(row.basis == "department" and row.tolerance > 0 for row in rules)
    assert not any(reference.load())
