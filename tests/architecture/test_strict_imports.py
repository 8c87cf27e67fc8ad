"""No import of the portal goes through the lenient widgets of a library."""

from tests.support.sources import imported, modules


def test_nothing_is_imported_by_the_widgets_of_django_import_export() -> None:
    """(8.B22) They store 3.7 in an integer column as 3 and 是 in a yes/no column as False without a word.

    Tables come in through `clusters.workbooks.table` alone; an import of the administration has to come that way too,
    and to leave its audit line through a service.
    """
    users = [
        str(path)
        for path in modules("assessment", "clusters", "config", "tasks")
        if any(name.split(".")[0] in ("import_export", "tablib") for name in imported(path))
    ]
    assert users == []
