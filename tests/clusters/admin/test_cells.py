"""Cells of the workbench's tables."""

from clusters.admin.cells import Cell


def test_only_the_name_of_a_row_leads_from_all_over_it() -> None:
    """Two links over one row: the lower one can be neither seen with the focus on it nor clicked."""
    assert 'class="row-link" href="/a/"' in Cell("甲园区", note="市北区").html("/a/")
    assert 'class="underlined" href="/b/"' in Cell("由审批人批准延期", href="/b/").html()
    assert 'class="row-link" href="/a/"' in Cell("甲园区", href="/b/").html("/a/")
