"""Issued letters in the workbench, also those that rest on no single decision."""

import pytest

from assessment.models import Letter
from tests.factories import LetterFactory
from tests.support.workbench import address, listed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_announcement_of_a_list_is_shown_without_a_cluster(approving):
    """A path that ends early is blank, in the list, on the page and in the export."""
    row = LetterFactory(decision=None, kind="list", title="名单公告")
    cell = approving.get(listed(Letter)).context_data["rows"][0]["cells"][3]
    assert "—" in cell
    shown = text(approving.get(address(row)))
    assert row.document.sha256 in shown
    assert "校验值" in shown
    assert approving.get(f"{listed(Letter)}export/csv/").status_code == 200
