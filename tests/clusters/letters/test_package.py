"""The file: deterministic bytes, no clock, own properties, nothing left of a foreign template."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from clusters.letters import package
from tests.clusters.letters.reading import opened, part
from tests.clusters.letters.samples import letter

ROOT = Path(__file__).resolve().parents[3]


def test_equal_slots_give_equal_bytes():
    assert letter() == letter()


def test_another_process_gives_the_same_bytes():
    script = (
        "from hashlib import sha256\n"
        "from tests.clusters.letters.samples import letter\n"
        "print(sha256(letter()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "TZ": "America/Los_Angeles"}
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert said.stdout.strip() == sha256(letter()).hexdigest()


def test_entries_carry_no_time_of_their_own():
    entries = zipfile.ZipFile(io.BytesIO(letter())).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].filename == "[Content_Types].xml"


def test_properties_name_title_and_organ_and_the_letters_own_date():
    properties = opened(letter()).core_properties
    assert properties.title == "演示商务服务集聚区2021年度考核黄牌警告通知书"
    assert (properties.author, properties.last_modified_by) == ("青岛市发展和改革委员会", "青岛市发展和改革委员会")
    assert properties.created == properties.modified == datetime(2026, 1, 5, tzinfo=UTC)
    assert properties.language == "zh-CN"


def test_font_table_offers_names_for_missing_faces():
    table = part(letter(), "word/fontTable.xml")
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,' in table
    assert '<w:font w:name="方正小标宋简体">' in table


def test_settings_keep_word_out_of_compatibility_mode_and_tell_odd_from_even():
    settings = part(letter(), "word/settings.xml")
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    assert "<w:evenAndOddHeaders/>" in settings


def test_no_part_of_a_foreign_template_is_left():
    names = zipfile.ZipFile(io.BytesIO(letter())).namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "theme" in name]


def test_a_blank_document_opens_and_holds_nothing():
    document = package.blank("标题", "机关", date(2026, 3, 1))
    assert opened(package.to_bytes(document)).paragraphs == []
