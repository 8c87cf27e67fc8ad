"""The state tables of the assessment, as data."""

from clusters.workflow import table

SUBMISSION = table(
    "年度报送",
    {"draft": "草稿", "submitted": "已提交", "returned": "已退回", "verified": "已核实"},
    ("submit", "draft|returned", "submitted", "assessment.submit_submission"),
    ("load", "draft|returned", "submitted", "assessment.load_history"),
    ("withdraw", "submitted", "draft", "assessment.submit_submission"),
    ("withdraw_mended", "submitted", "returned", "assessment.submit_submission"),
    ("return", "submitted", "returned", "assessment.verify_submission", "reason"),
    ("verify", "submitted", "verified", "assessment.verify_submission"),
    ("reopen", "verified", "returned", "assessment.reopen_submission", "reason"),
)

RUN = table(
    "评分批次",
    {"running": "评分中", "finished": "已完成", "cancelled": "已取消"},
    ("cancel", "running", "cancelled", "assessment.run_assessment", "reason"),
)

APPEAL = table(
    "复核申请",
    {"pending": "审理中", "upheld": "成立", "rejected": "不成立", "withdrawn": "已撤回"},
    ("uphold", "pending", "upheld", "assessment.rule_appeal", "reason"),
    ("reject", "pending", "rejected", "assessment.rule_appeal", "reason"),
    ("withdraw", "pending", "withdrawn", "assessment.file_appeal", "reason"),
)

RULESET = table(
    "规则集",
    {"draft": "草案", "active": "施行", "retired": "停用"},
    ("activate", "draft", "active", "assessment.activate_ruleset", "reason"),
    ("retire", "active", "retired", "assessment.activate_ruleset", "reason"),
)
