"""The application form on paper: everything that was typed, room for the stamps, a page of the standard."""

from io import BytesIO

import pytest
from docx import Document

from clusters.applications.selectors.paper import form_of

pytestmark = pytest.mark.django_db


def test_form_holds_every_answer_and_the_places_for_stamps(application):
    application.content["tenants"] = {"list": [{"name": "甲 <公司> & 乙", "credit_code": "x"}]}
    application.save()
    book = Document(BytesIO(form_of(application)))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    for words in (application.name, "东至一路，西至二路", "120000.50 平方米", "1,200.5 万元", "甲 <公司> & 乙"):
        assert words in cells
    assert any("区市发展改革部门（盖章）" in text for text in cells)
    assert round(book.sections[0].page_width.mm) == 210
