"""The state tables of calls and applications, as data."""

from clusters.workflow import table

CALL = table(
    "申报批次",
    {"draft": "草稿", "published": "已发布", "finished": "已办结"},
    ("publish", "draft", "published", "applications.publish_call"),
    ("finish", "published", "finished", "applications.publish_call", "reason"),
)

APPLICATION = table(
    "申报",
    {
        "draft": "草稿",
        "submitted": "已提交",
        "returned": "已退回补正",
        "reviewing": "已受理，评审中",
        "not_accepted": "不予受理",
        "recognised": "已认定",
        "refused": "不予认定",
        "withdrawn": "已撤回",
    },
    ("submit", "draft|returned", "submitted", "applications.submit"),
    ("return", "submitted", "returned", "applications.review", "reason"),
    ("accept", "submitted", "reviewing", "applications.review"),
    ("not_accept", "submitted", "not_accepted", "applications.review", "reason"),
    ("withdraw", "draft|submitted|returned|reviewing", "withdrawn", "applications.submit", "reason"),
    ("recognise", "reviewing", "recognised", "applications.recognise"),
    ("refuse", "reviewing", "refused", "applications.recognise", "reason"),
)
