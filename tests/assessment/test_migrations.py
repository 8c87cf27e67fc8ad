"""The move of bytes and of messages to apps of their own, on SQLite and PostgreSQL (issue 7, B7 and B8)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from tests.support.sources import ROOT

BEFORE = """
import django, hashlib, json; django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", "assessment", "0007", verbosity=0)
apps = MigrationExecutor(connection).loader.project_state([("assessment", "0007_evidence")]).apps
of = lambda name: apps.get_model("assessment", name).objects
sha = lambda data: hashlib.sha256(data).hexdigest()
register = lambda name: apps.get_model("clusters", name).objects
district = register("District").create(code="370202", name="市南区", kind="district", order=1)
person = register("User").create(username="a", full_name="甲", role="reviewer")
series = of("LetterSeries").create(prefix="测", year=2022, last=3)
letter = dict(kind="list", series=series, slots={}, issued_on="2022-06-30")
of("Letter").create(number=1, title="公告", content=b"docx", sha256=sha(b"docx"), code="A", **letter)
of("Letter").create(number=2, title="被改", content=b"changed", sha256=sha(b"issued"), code="B", **letter)
of("RulesetVersion").create(code="r", title="规则", text="x", sha256="1", first_year=2020, basis="law",
    legal_basis_name="依据.pdf", legal_basis_file=b"%PDF")
of("RulesetVersion").create(code="s", title="规则", text="y", sha256="2", first_year=2020, basis="law")
year = of("ReportingYear").create(year=2021, deadline="2022-03-31T00:00:00+08:00")
of("Message").create(recipient=person, occasion="reminded", key="k", reporting_year=year, title="催", text="催")
job = dict(reporting_year=year, district=district, state="refused", uploaded_by=person)
of("ImportJob").create(file_name="表.xlsx", content=b"docx", sha256=sha(b"docx"), **job)
of("ImportJob").create(file_name="过大.xlsx", content=b"", sha256=sha(b"large"), **job)
"""
AFTER = """
import django, json; django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from assessment.models import ImportJob, Letter, RulesetVersion
from clusters.documents.models import Document, StoredFile
from clusters.documents.services import store
from clusters.messaging.models import Message
said = {
    "letters": [[one.document.name, one.document.owner, one.sha256] for one in Letter.objects.order_by("number")],
    "issued": store.read(Letter.objects.get(number=1).document.file).decode(),
    "basis": [one.document.name if one.document else None for one in RulesetVersion.objects.order_by("code")],
    "jobs": [one.document and store.read(one.document.file).decode() for one in ImportJob.objects.order_by("file_name")],
    "messages": list(Message.objects.values_list("occasion", "url", "recipient__username")),
    "files": StoredFile.objects.count(),
    "faults": [list(fault.names) for fault in store.verify()],
}
try:
    Letter.objects.update(title="x")
except Exception as refusal:
    said["refusal"] = str(refusal)
print(json.dumps(said))
"""


@pytest.fixture(params=("sqlite", "postgresql"))
def environment(request, tmp_path: Path):
    """The environment of a portal with a database of its own."""
    given = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PORTAL_DATA_DIR": str(tmp_path),
        "FILES_DIR": str(tmp_path / "files"), "DATABASE_URL": "",
    }  # fmt: skip
    if request.param == "sqlite":
        yield given
        return
    server = os.environ["DATABASE_URL"]
    owner = psycopg2.connect(server)
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute("CREATE DATABASE before_the_store")
    yield {**given, "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path="/before_the_store"))}
    with owner.cursor() as cursor:
        cursor.execute("DROP DATABASE before_the_store")
    owner.close()


def run(program: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_stored_bytes_and_messages_move_as_they_are_and_damage_stays_visible(environment):
    run(BEFORE, environment)
    said = json.loads(run(AFTER, environment))
    assert [name for name, *_ in said["letters"]] == ["测〔2022〕1号 公告.docx", "测〔2022〕2号 被改.docx"]
    assert {owner for _, owner, _ in said["letters"]} == {"assessment.letter"}
    assert said["issued"] == "docx"
    assert said["basis"] == ["依据.pdf", None]
    assert said["jobs"] == ["docx", None]
    # Letter 1 and the workbook share their bytes; letter 2 was changed before the move and is still known to be.
    assert (said["files"], said["faults"]) == (3, [["测〔2022〕2号 被改.docx"]])
    assert "只增不改" in said["refusal"]
    assert said["messages"] == [["催报", "/desk/reports/?year=2021", "a"]]
