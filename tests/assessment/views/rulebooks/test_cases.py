"""Trying cases on the page: n of m agree, each difference named, files refused in Chinese and never with a 5xx."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.models import RulesetVersion
from clusters.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

ROW = (
    "case_id,title,level,recognised_on,history,expected_decisions\n"
    '甲,恰在线上,municipal,2019-01-01,"[{""y"": 2021, ""area"": ""100000"", ""rev"": ""100000"", ""lead"": ""70000"", '
    '""tax"": ""6000""}]","{""2021"": ""NONE""}"\n'
    '乙,预期有误<script>,municipal,2019-01-01,"[{""y"": 2021, ""area"": ""100000"", ""rev"": ""100000"", '
    '""lead"": ""70000"", ""tax"": ""6000""}]","{""2021"": ""YELLOW""}"\n'
)


def here(row: RulesetVersion) -> str:
    return reverse("assessment:rulebook-cases", args=[row.pk])


def file(content: bytes | str = ROW, name: str = "用例.csv") -> dict:
    return {"file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)}


def test_differences_are_counted_and_named(at_reviewer, notice):
    page = at_reviewer.post(here(notice), file()).content.decode()
    assert "2 个用例中 1 个一致" in page
    assert "2021年结论：应为 YELLOW，得到 NONE" in page
    assert "预期有误&lt;script&gt;" in page
    assert Event.objects.filter(action="规则集.用例试算").count() == 1


def test_result_is_downloaded_as_a_safe_table(at_reviewer, notice):
    answer = at_reviewer.post(here(notice), {**file(ROW.replace("甲,", "=1+1,")), "download": "1"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row[0], row[2]) for row in rows[1:]] == [("'=1+1", "一致"), ("乙", "不一致")]
    assert answer["Content-Type"].startswith("text/csv")


def test_page_documents_the_format(at_approver, notice):
    page = at_approver.get(here(notice)).content.decode()
    for word in ("recognised_on", "expected_decisions", "YELLOW_DELIST_SUSPENDED", "late_annul", "UTF-8"):
        assert word in page


def test_other_rulesets_are_offered_only_where_there_are_some(at_reviewer, notice, draft):
    assert "id_with_others" not in at_reviewer.get(here(notice)).content.decode()
    assert "id_with_others" in at_reviewer.get(here(draft)).content.decode()
    found = at_reviewer.post(here(draft), {**file(), "with_others": "on"}).context["trial"]
    assert found.agreed == 1


@pytest.mark.parametrize(
    ("data", "message"),
    (
        ({}, "请选择用例文件"),
        (file(b""), "文件是空的"),
        (file(b"\xff\xff\x00\xff"), "不是文本"),
        (file("甲,乙\n1,2"), "缺少列"),
        (file(b"x" * (1024 * 1024 + 1)), "不能超过 1 MB"),
        (file(b"PK\x03\x04" + b"\x80" * 500), "这是 Excel 工作簿，不是 CSV"),
        (file(b'case_id,level,recognised_on,history,expected_decisions\n"' + b"x" * 200_000), "规范的 CSV"),
    ),
    ids=("none", "empty", "bytes", "columns", "large", "zip", "cell"),
)
def test_bad_file_is_refused_in_chinese(at_reviewer, notice, data, message):
    answer = at_reviewer.post(here(notice), data)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert not Event.objects.filter(action="规则集.用例试算").exists()
