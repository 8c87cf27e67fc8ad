"""City targets as they are read: measure, line and whose citation counts."""

from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Basis
from assessment.rules.ruleset import Target
from assessment.rules.words.entries import target_text
from tests.assessment.rules.mini import CITE, LINE, mini, refusal, text

CITED = Citation("试验规则", "第一条", Basis.DEPARTMENT, "")
BODY = f'[[targets]]\ncode = "goal"\nfrom = 2020\nlabel = "目标"\nmeasure = "share"\nop = ">"\n{CITE}\n'


def parameter(unit: str) -> str:
    cite = CITE.replace("第一条", "第九条")
    return f'[parameters.goal]\nlabel = "目标值"\nunit = "{unit}"\nvalues = [{{ from = 2020, value = 55.5, {cite} }}]\n'


def test_target_is_read_with_its_own_citation() -> None:
    rules = mini(LINE, more=BODY + "line = 60\n").steps[0][1]
    assert rules.targets == (
        Target("goal", "目标", rules.measures["share"], ">", Decimal(60), CITED, unit="%", since=2020),
    )


def test_target_says_how_its_measure_becomes_one_figure() -> None:
    more = BODY + 'line = 60\nover = "each"\napproximate = true\nby = 2022\n'
    (found,) = mini(LINE, more=more).steps[0][1].targets
    assert (found.over, found.is_approximate, found.by_year) == ("each", True, 2022)


def test_target_may_count_what_the_register_holds() -> None:
    """(7.A2) A target without a measure has a unit of its own and names what is counted."""
    more = BODY.replace('measure = "share"', 'count = "provincial_clusters"\nunit = "家"') + "line = 15\n"
    (found,) = mini(LINE, more=more).steps[0][1].targets
    assert (found.measure, found.count, found.unit, found.line) == (None, "provincial_clusters", "家", 15)
    assert target_text(found) == "名录中登记的数量"


def test_what_was_added_needs_a_measure_that_looks_back() -> None:
    message = refusal(text(LINE, more=BODY + 'line = 60\nover = "added"\n'))
    assert message == '草案.toml：[targets 第1项 goal] 的“over”：over = "added" 与比上年增加（change）的算式须一起使用'


def test_target_in_a_parameter_takes_the_citation_of_its_value() -> None:
    (found,) = mini(LINE, more=BODY + 'line = "goal"\n' + parameter("%")).steps[0][1].targets
    assert (found.line, found.cite) == (Decimal("55.5"), Citation("试验规则", "第九条", Basis.DEPARTMENT, ""))


def test_target_in_a_parameter_of_another_unit_is_refused() -> None:
    message = refusal(text(LINE, more=BODY + 'line = "goal"\n' + parameter("人")))
    assert message == "草案.toml：[targets 第1项 goal] 的“line”：参数“goal”的单位是“人”，此处应为“%”"
