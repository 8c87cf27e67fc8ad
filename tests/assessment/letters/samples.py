"""Filled letters with synthetic figures, for the tests of the documents."""

from dataclasses import replace
from datetime import date
from typing import Final

from assessment.enums import AppealState
from assessment.letters.appeal_ruling import AppealRuling, IssuedLetter
from assessment.letters.list_announcement import Entry, ListAnnouncement, ListGroup
from assessment.letters.result import Result
from assessment.letters.slots import (
    Authority,
    Basis,
    ClusterFacts,
    Criterion,
    Findings,
    Grounds,
    PastCard,
    Reading,
    Remedy,
    Trace,
)
from assessment.letters.withdrawal import Withdrawal
from assessment.letters.yellow_card import YellowCard
from tests.clusters.letters.samples import ENVELOPE, LONG_NAME

PLAN: Final = Authority("青岛市加快现代服务业集聚区发展行动计划（2020—2022年）", "青政字〔2020〕30号", "行动计划")

CLUSTER: Final = ClusterFacts(
    name="演示商务服务集聚区",
    district="市北区",
    category="商务服务",
    recognised="2020年6月1日认定为市级现代服务业集聚区",
    operator="演示商务服务集聚区管理有限公司",
)
GOAL: Final = "《行动计划》一、总体目标"
CONCENTRATION: Final = Criterion("产业集聚度", "75.00", "≥70", "%", "达标", GOAL, Basis.CLIENT)
REVENUE: Final = Criterion(
    "单位面积营业收入", "9,000.00", "≥10,000", "元/平方米", "不达标", GOAL, Basis.CLIENT,
    distance="差1,000.00元/平方米，相当于营业收入差100,000,000.00元", near_line=False,
)  # fmt: skip
TAX: Final = Criterion(
    "单位面积税收", "598.77", "≥600", "元/平方米", "不达标", GOAL, Basis.CLIENT,
    distance="差1.23元/平方米，相当于税收差123,456.78元", near_line=True,
)  # fmt: skip
FINDINGS: Final = Findings(
    data_year=2021,
    criteria=(CONCENTRATION, REVENUE, TAX),
    combination="三项指标须同时达到标准",
    joint_distance="两项同时达到标准，营业收入须增加100,000,000.00元，税收须增加123,456.78元",
)
GROUNDS: Final = Grounds(
    authority=PLAN,
    clause="四、（二）",
    quotation="建立服务业集聚区常态化考核与动态退出机制，每年对投入、产出、税收、就业及对地方经济的贡献度等指标进行考核，"
    "达不到标准的，第一年给予黄牌警告，连续两年领取黄牌的，撤销其市级现代服务业集聚区称号，予以摘牌，"
    "并停止享受有关优惠扶持政策。",
    readings=(
        Reading("单位面积指标的面积按建筑面积计算", Basis.DEPARTMENT),
        Reading("产业集聚度为主导产业营业收入占全部营业收入的比重", Basis.DEPARTMENT),
        Reading("“以上”包括本数", Basis.DEPARTMENT),
    ),
    trace=Trace("qingdao-2020", "3f9a61c7d2e84b05", "报送数据第3版", "1.0"),
)
REMEDY: Final = Remedy(
    days=10,
    authority="青岛市发展和改革委员会",
    basis=Basis.DEPARTMENT,
    note="复核期间，本决定不停止执行；下一年度仍不达标的，撤销称号的程序中止至复核决定作出。",
)
CARD_2021: Final = PastCard(2021, "青发改服务〔2022〕3号", date(2022, 6, 1))

YELLOW_CARD: Final = YellowCard(ENVELOPE, CLUSTER, FINDINGS, GROUNDS, REMEDY)
SECOND_YEAR: Final = replace(FINDINGS, data_year=2022, criteria=(CONCENTRATION, replace(REVENUE, near_line=True)))
WITHDRAWAL: Final = Withdrawal(
    envelope=replace(ENVELOPE, number=12),
    cluster=CLUSTER,
    years=(FINDINGS, replace(FINDINGS, data_year=2022)),
    grounds=GROUNDS,
    remedy=REMEDY,
    effective=date(2026, 1, 5),
    history=(CARD_2021,),
    benefits=("“双招双引”奖补", "公共服务平台补助"),
    kept_title="山东省现代服务业集聚区",
)
PASSED: Final = Findings(
    data_year=2021,
    criteria=(
        CONCENTRATION,
        replace(REVENUE, value="12,345.67", verdict="达标", distance=""),
        replace(TAX, value="600.00", verdict="达标", distance="", near_line=False),
    ),
    combination="三项指标须同时达到标准",
)
RESULT: Final = Result(
    ENVELOPE,
    CLUSTER,
    PASSED,
    GROUNDS,
    replace(REMEDY, note=""),
    grade="良好",
    score="84.3",
    rank="在商务服务类6家中列第2位",
)
CONTESTED: Final = IssuedLetter(
    "演示商务服务集聚区2021年度考核黄牌警告通知书", "青发改服务〔2022〕3号", date(2022, 6, 1)
)
APPEAL_RULING: Final = AppealRuling(
    envelope=ENVELOPE,
    cluster=CLUSTER,
    data_year=2021,
    outcome=AppealState.UPHELD,
    contested=CONTESTED,
    applicant="市北区发展和改革局",
    filed=date(2022, 6, 10),
    grounds_claimed="申请人请求撤销该黄牌。\n理由是：原报送的建筑面积含尚未竣工的二期楼宇，应予扣除。",
    found="经查阅不动产权证书和竣工验收备案材料，2021年末已竣工建筑面积为90,000.00平方米，原报送数据多计10,000.00平方米。",
    grounds=GROUNDS,
    restored=IssuedLetter(
        "青岛市发展和改革委员会关于撤销演示商务服务集聚区市级现代服务业集聚区称号的通知",
        "青发改服务〔2023〕2号",
        date(2023, 6, 1),
    ),
)
LIST: Final = ListAnnouncement(
    envelope=replace(ENVELOPE, number=23, addressees=()),
    data_year=2021,
    matter="市级现代服务业集聚区考核结果",
    authority=PLAN,
    clause="四、（二）",
    groups=(
        ListGroup(
            "考核达标的集聚区",
            "下列集聚区2021年度考核达标。",
            tuple(Entry(f"演示集聚区{index:02d}", "崂山区", "现代金融", "良好") for index in range(1, 25)),
        ),
        ListGroup(
            "黄牌警告的集聚区",
            "下列集聚区2021年度考核不达标，给予黄牌警告。",
            (
                Entry(LONG_NAME, "西海岸新区", "文化创意", "青发改服务〔2022〕3号"),
                Entry("演示物流园", "胶州市", "现代物流"),
            ),
        ),
    ),
    objections="对上述名单有意见的，可自公告之日起5个工作日内，向青岛市发展和改革委员会书面反映。",
)
