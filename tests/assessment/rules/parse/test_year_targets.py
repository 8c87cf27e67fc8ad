"""City targets as they are read: measure, line and whose citation counts."""

from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Basis
from assessment.rules.ruleset import Target
from tests.assessment.rules.mini import CITE, LINE, mini, refusal, text

CITED = Citation("试验规则", "第一条", Basis.DEPARTMENT, "")
BODY = f'[[targets]]\ncode = "goal"\nfrom = 2020\nlabel = "目标"\nmeasure = "share"\nop = ">"\n{CITE}\n'


def parameter(unit: str) -> str:
    cite = CITE.replace("第一条", "第九条")
    return f'[parameters.goal]\nlabel = "目标值"\nunit = "{unit}"\nvalues = [{{ from = 2020, value = 55.5, {cite} }}]\n'


def test_target_is_read_with_its_own_citation() -> None:
    rules = mini(LINE, more=BODY + "line = 60\n").steps[0][1]
    assert rules.targets == (Target("goal", "目标", rules.measures["share"], ">", Decimal(60), CITED),)


def test_target_in_a_parameter_takes_the_citation_of_its_value() -> None:
    (found,) = mini(LINE, more=BODY + 'line = "goal"\n' + parameter("%")).steps[0][1].targets
    assert (found.line, found.cite) == (Decimal("55.5"), Citation("试验规则", "第九条", Basis.DEPARTMENT, ""))


def test_target_in_a_parameter_of_another_unit_is_refused() -> None:
    message = refusal(text(LINE, more=BODY + 'line = "goal"\n' + parameter("人")))
    assert message == "草案.toml：[targets 第1项 goal] 的“line”：参数“goal”的单位是“人”，此处应为“%”"
