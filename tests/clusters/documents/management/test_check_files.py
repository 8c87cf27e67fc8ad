"""The command that reads every stored file."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import EvidenceFactory
from tests.support.files import damage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_command_counts_whole_files_and_names_damaged_ones():
    row, said = EvidenceFactory(name="受损.pdf"), StringIO()
    EvidenceFactory(content=b"another")
    call_command("check_files", stdout=said)
    assert "2个文件完整" in said.getvalue()
    damage(row.document.file)
    with pytest.raises(CommandError, match="1个文件校验未通过"):
        call_command("check_files", stdout=said)
    assert f"{row.document.sha256} 内容与存入时的校验值不符：受损.pdf" in said.getvalue()
