"""A composed letter with a synthetic text, for the tests of the page."""

from dataclasses import replace
from datetime import date
from typing import Final

from clusters.letters.body import Body
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope, Issuer, Verification
from clusters.letters.tables import Column

ADDRESS: Final = "https://clusters.example.gov.cn/verify/7KQ2-M9XD-41TP/"
LONG_NAME: Final = "青岛西海岸新区灵山湾影视文化与数字创意产业融合发展示范现代服务业集聚区（演示）"
ENVELOPE: Final = Envelope(
    issuer=Issuer("青岛市发展和改革委员会", "青发改服务", "青岛市发展和改革委员会办公室"),
    year=2026,
    number=1,
    dated=date(2026, 1, 5),
    addressees=("市北区发展和改革局", "演示商务服务集聚区管理运营单位"),
    copies=("青岛市财政局", "国家税务总局青岛市税务局", "青岛市统计局", "市北区人民政府"),
    verification=Verification("7KQ2-M9XD-41TP", ADDRESS),
)
PHRASES: Final = ("演示商务服务集聚区", "2021年度考核", "黄牌警告通知书")


def letter(**changes: object) -> bytes:
    """A letter with every level of text and a table, its envelope changed as asked."""
    return compose(replace(ENVELOPE, **changes), PHRASES, _write)


def _write(body: Body) -> None:
    body.paragraph("现将有关事项通知如下：")
    body.section("认定的事实")
    body.subsection("指标核定情况")
    body.table("核定表", (Column("指标", 56), Column("核定值", 100, "right")), [("单位面积税收", "598.77")])
    body.subsection("考核结论", "不达标。")
    body.item("差1.23元/平方米。")
    body.paragraph("特此通知。")
