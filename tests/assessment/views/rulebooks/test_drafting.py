"""Drafting: a text is stored whole or refused at its place; the example to begin with."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.models import RulesetVersion
from clusters.models import Event
from tests.assessment.views.rulebooks.conftest import CONTINUED, EXAMPLE

pytestmark = pytest.mark.django_db

HERE = "/rulebooks/draft/"


def test_file_becomes_a_draft_with_exactly_its_text(at_reviewer, reviewer):
    answer = at_reviewer.post(HERE, {"file": SimpleUploadedFile("接续.toml", CONTINUED.encode()), "text": ""})
    row = RulesetVersion.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/rulebooks/{row.pk}/")
    assert (row.text, row.state, row.drafted_by, row.first_year) == (CONTINUED, "draft", reviewer, 2023)


def test_pasted_text_becomes_the_same_draft_as_the_file(at_reviewer):
    at_reviewer.post(HERE, {"text": CONTINUED.replace("\n", "\r\n")})
    assert RulesetVersion.objects.get().text == CONTINUED


def test_refused_text_changes_nothing_and_stays_on_the_page(at_reviewer):
    broken = EXAMPLE.replace("value = 600", "value = 6,00", 1)
    answer = at_reviewer.post(HERE, {"text": broken})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "第 94 行第 10 列" in page
    assert "出错的位置：第 94 行" in page
    assert answer.context["form"]["text"].value() == broken
    assert (RulesetVersion.objects.count(), Event.objects.count()) == (0, 0)


def test_the_same_text_is_not_stored_twice(at_reviewer, draft):
    answer = at_reviewer.post(HERE, {"text": CONTINUED})
    assert (answer.status_code, RulesetVersion.objects.count()) == (409, 1)
    assert "完全相同" in answer.content.decode()


@pytest.mark.parametrize(
    "content",
    (b"\x00\xff" * 100, b"#" * 1_100_000, b"a = " + b"[" * 20, "标题".encode("gb18030"), b"PK\x03\x04"),
    ids=("bytes", "large", "deep", "gbk", "zip"),
)
def test_garbage_is_refused_and_never_an_error_of_ours(at_reviewer, content):
    answer = at_reviewer.post(HERE, {"file": SimpleUploadedFile("x.toml", content)})
    assert (answer.status_code, RulesetVersion.objects.count()) == (400, 0)


def test_text_with_a_hostile_title_is_shown_as_text(at_reviewer):
    answer = at_reviewer.post(HERE, {"text": 'x = "<script>alert(1)</script>"\n= 1'})
    assert b"<script>alert(1)" not in answer.content


def test_workshop_without_any_ruleset_says_how_to_begin(at_reviewer):
    page = at_reviewer.get("/rulebooks/").content.decode()
    assert "还没有规则集" in page
    assert HERE in page


def test_example_is_offered_in_the_form_and_as_a_file(at_reviewer):
    assert "接续示例" in at_reviewer.get(HERE, {"from": "example"}).context["form"]["text"].value()
    assert at_reviewer.get(HERE).context["form"]["text"].value() is None
    assert at_reviewer.get(f"{HERE}example/").content == EXAMPLE.encode()
