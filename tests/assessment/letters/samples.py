"""The slots of each kind of letter, filled with synthetic figures."""

from dataclasses import replace
from typing import Any, Final

from assessment.enums import LetterKind
from tests.clusters.letters.samples import ENVELOPE

NAME: Final = "演示商务服务集聚区"
AUTHORITY: Final = {
    "cited": "《演示市集聚区考核办法》（演发〔2020〕3号，以下简称《考核办法》）",
    "named": "《考核办法》",
    "clause": "第八条",
    "subject": "集聚区年度考核和退出",
    "quotation": "达不到标准的，第一年给予黄牌警告，连续两年领取黄牌的，撤销其示范区称号。",
    "title": "示范区",
    "exit": "撤销其示范区称号",
}
FOUND: Final = {
    "ruling": "",
    "rows": [
        {"label": "产业集聚度", "unit": "%", "value": "75.00", "line": "≥70", "verdict": "达标", "gap": ""},
        {
            "label": "单位面积税收",
            "unit": "元/平方米",
            "value": "598.77",
            "line": "≥600",
            "verdict": "不达标",
            "gap": "税收差 12.345678 万元",
        },
    ],
    "sources": [{"labels": "产业集聚度、单位面积税收", "clause": "演发〔2020〕3号第二条", "basis": "client"}],
    "conclusion": "各项标准须同时达到。单位面积税收不达标，2021年度考核结论为不达标。",
}
COMMON: Final[dict[str, Any]] = {
    "envelope": replace(ENVELOPE, addressees=("市北区人民政府",)).as_json(),
    "year": 2021,
    "cluster": {"name": NAME, "district": "市北区", "described": f"{NAME}（位于市北区）"},
    "authority": AUTHORITY,
    "exit_rule": "连续两年领取黄牌",
    "ruleset": "演示规则",
    "legal_basis": "",
    "found": FOUND,
    "past": [],
    "remedy": {"days": 10, "authority": "演示委", "basis": "主管部门口径", "note": "复核期间不停止原决定的执行。"},
}
_SEVERAL: Final = {
    "years": "2020年度和2021年度",
    "earlier_years": ["2020年度：单位面积税收500.00元/平方米（标准≥600）不达标，已以演发〔2021〕3号给予黄牌警告。"],
    "kept_title": "省级",
}
GROUPS: Final = [
    {
        "heading": "考核达标的集聚区",
        "meaning": "下列集聚区2021年度考核达标。",
        "entries": [
            {"name": f"演示集聚区{index:02d}", "district": "崂山区", "category": "现代金融", "note": "良好"}
            for index in range(1, 25)
        ],
    },
    {
        "heading": "给予黄牌警告的集聚区",
        "meaning": "下列集聚区2021年度考核不达标，给予黄牌警告。",
        "entries": [{"name": "演示物流园", "district": "胶州市", "category": "现代物流", "note": ""}],
    },
]
SLOTS: Final[dict[LetterKind, dict[str, Any]]] = {
    LetterKind.YELLOW_CARD: {**COMMON, "streak": 1, "prior_open": None, "suspended": False},
    LetterKind.WITHDRAWAL: {
        **COMMON,
        **_SEVERAL,
        "effective": "2026年1月5日",
        "benefits": ["“双招双引”奖补", "租金补贴"],
    },
    LetterKind.ESCALATION: {**COMMON, **_SEVERAL},
    LetterKind.RESULT: {**COMMON, "grade": "良好", "score": "84.3"},
    LetterKind.RULING: {
        **COMMON,
        "outcome": "upheld",
        "contested": "《黄牌警告通知书》（演发〔2022〕3号，2022年6月1日）",
        "applicant": "市北区",
        "filed": "2022年6月10日",
        "claimed": ["申请人请求撤销该黄牌。", "面积有误。"],
        "established": ["经查明属实。"],
        "restored": "",
        "reported": "",
        "delisted": False,
    },
    LetterKind.LIST: {**COMMON, "groups": GROUPS},
}
