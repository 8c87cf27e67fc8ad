"""The tables of the file store."""

from clusters.documents.models.document import Document
from clusters.documents.models.stored_file import StoredFile
