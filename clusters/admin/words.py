"""Codes of the audit line in Chinese words. Other apps add theirs with `extend`, as with the access tables."""

from collections.abc import Callable, Mapping

from django.apps import apps

_WORDS: dict[str, str] = {
    "active": "有效",
    "disabled": "停用",
    "withdrawn": "已撤销",
}
_DATA = {
    "accepted": "认可的说明", "added": "新增", "address": "来源地址", "agreed": "相符", "before_deadline": "原截止时间",
    "cases": "案例", "chunks": "分块", "changed": "更新", "changes": "变化", "clusters": "集聚区", "count": "条数", "counts": "各结论家数",
    "days": "有效天数", "deadline": "截止时间", "districts": "区市", "document": "依据文件", "duties": "报送任务",
    "evidence": "佐证材料哈希", "faults": "错误", "fields": "须修改的指标", "file_sha256": "文件哈希", "form": "下载形式", "format": "格式",
    "indicator": "指标", "indicators": "指标", "indicators_before": "原有指标", "kind": "种类", "new": "新值",
    "not_due": "尚未到期", "number": "文号", "old": "原值", "quarter": "季度", "recipients": "接收人数", "replaced": "覆盖的原值",
    "record": "决定依据哈希", "reports": "报送", "rows": "行数", "ruleset": "规则集哈希", "scopes": "令牌范围",
    "sha256": "哈希", "table": "表格", "total": "总数", "until": "延至", "user": "账号", "year": "数据年度",
}  # fmt: skip
"""What the lines of the audit keep beside the act, by the name under which it is kept."""

_LOOKUPS: list[Callable[[str], str | None]] = []


def extend(words: Mapping[str, str]) -> None:
    """Add words; a code that has one keeps it."""
    for code, word in words.items():
        _WORDS.setdefault(code, word)


def look_up(words: Callable[[str], str | None]) -> None:
    """Add a function that gives the word for codes kept in a table, None for those that it does not know."""
    _LOOKUPS.append(words)


def word(code: str) -> str:
    """Return a state or action code in words; an unknown one as it is."""
    return _WORDS.get(code, code)


def data_words(key: str) -> str:
    """Return the name of what a line keeps, or of the code of a record it keeps, in words."""
    found = _DATA.get(key) or _WORDS.get(key)
    return found or next((name for look in _LOOKUPS if (name := look(key))), key)


def action_words(action: str) -> str:
    """Return an action such as 年度报送.verify in words."""
    noun, _, verb = action.partition(".")
    return f"{noun}·{word(verb)}" if verb else action


def model_words(label: str) -> str:
    """Return the name of a kind of record, given as app_label.model_name."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
