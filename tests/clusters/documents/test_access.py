"""The register of the tables that own documents."""

import pytest
from django.apps import apps

from clusters import access
from clusters.documents.access import OWNERS, Owner, register


def test_every_owner_is_a_table_with_a_document_and_a_permission_that_exists():
    assert OWNERS
    for owner in OWNERS.values():
        assert apps.get_model(owner.table)._meta.get_field("document").related_model._meta.label == "documents.Document"
        assert owner.permission in access.names()


def test_every_table_with_a_document_is_registered():
    """A table that nobody registered would hold files that nobody can read."""
    holding = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == "documents.Document" and field.name == "document"
    }
    assert holding == set(OWNERS)


def test_table_is_registered_once():
    with pytest.raises(ValueError, match="declared twice"):
        register([Owner("assessment.letter", "x", "x")])
