"""A composed letter with a synthetic text, for the tests of the page."""

from dataclasses import replace
from datetime import date
from typing import Final

from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope, Issuer, Verification

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
XML: Final = """
<document>
  <title><w>演示商务服务集聚区</w><w>2021年度考核</w><w>黄牌警告通知书</w></title>
  <p>现将有关事项通知如下：</p>
  <h1>认定的事实</h1>
  <h2>指标核定情况</h2>
  <table caption="核定表">
    <col mm="56" align="left">指标</col><col mm="100" align="right">核定值</col>
    <row><c>单位面积税收<br/>（元/平方米）</c><c>598.77</c></row>
  </table>
  <h2 lead="考核结论">不达标。</h2>
  <li>差1.23元/平方米。</li>
  <p>
    特此
    通知。
  </p>
  <annexes><name>名单</name></annexes>
  <annex label="附件"><title><w>名单</w></title><p>附件的文字。</p></annex>
</document>
"""


def letter(xml: str = XML, **changes: object) -> bytes:
    """A letter with every level of text, a table and an annex, its envelope changed as asked."""
    return compose(replace(ENVELOPE, **changes), xml)
