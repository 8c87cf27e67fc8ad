"""The bytes of five binary columns move into the file store, under the hash that was recorded with them.

A file whose bytes are not those of the recorded hash is kept under that hash all the same: the check of the file store
names it, as the download refused it before. A file goes in before the row that points to it commits; where this stops,
what was written so far is found again by its hash the next time.
"""

import hashlib
from io import BytesIO

from django.core.files import File
from django.core.files.storage import storages
from django.db import migrations


def lift_guard(apps, schema_editor):
    """Issued letters refuse every change; the guard is put back after the migrations."""
    on = ' ON assessment_letter' if schema_editor.connection.vendor == 'postgresql' else ''
    schema_editor.execute(f'DROP TRIGGER IF EXISTS assessment_letter_no_update{on}')


def stored(apps, content, recorded=''):
    """Return the row of the bytes; the same bytes are stored once."""
    digest = recorded or hashlib.sha256(content).hexdigest()
    files = apps.get_model('documents', 'StoredFile').objects
    row, _ = files.get_or_create(sha256=digest, defaults={'size': len(content)})
    path = f'{digest[:2]}/{digest}'
    if not storages['documents'].exists(path) or hashlib.sha256(content).hexdigest() == digest:
        storages['documents'].save(path, File(BytesIO(content)))
    return row


def moved(apps, model, read, related=()):
    """Point each row of a model to its document; `read` gives content, recorded hash, name, quota, person, moment."""
    documents = apps.get_model('documents', 'Document').objects
    table = apps.get_model('assessment', model)
    rows = table.objects.select_related(*related).filter(document=None)
    for pk in list(rows.values_list('pk', flat=True)):
        row = rows.get(pk=pk)
        content, recorded, name, quota, person, at = read(row)
        if content is None or (model != 'Letter' and not bytes(content)):
            continue
        owner = f'assessment.{model.lower()}'
        document = documents.create(
            file=stored(apps, bytes(content), recorded), name=name[:255], owner=owner, quota=quota,
            added_by_id=person, added_at=at,
        )
        table.objects.filter(pk=row.pk).update(document=document)


def of_letter(row):
    number = f'{row.series.prefix}〔{row.series.year}〕{row.number}号'
    return row.content, row.sha256, f'{number} {row.title}.docx', '', None, row.issued_at


def of_evidence(row):
    quota = f'evidence:{row.submission.duty.district_id}:{row.submission.duty.reporting_year_id}'
    return row.content, row.sha256, row.name, quota, row.added_by_id, row.added_at


def of_appeal(row):
    return row.evidence, row.evidence_sha256, row.evidence_name, '', row.filed_by_id, row.filed_at


def of_ruleset(row):
    return row.legal_basis_file, '', row.legal_basis_name, '', row.activated_by_id, row.activated_at or row.drafted_at


def of_import(row):
    return row.content, row.sha256, row.file_name, '', row.uploaded_by_id, row.uploaded_at


def move_all(apps, schema_editor):
    moved(apps, 'Letter', of_letter, related=('series',))
    moved(apps, 'Evidence', of_evidence, related=('submission__duty',))
    moved(apps, 'Appeal', of_appeal)
    moved(apps, 'RulesetVersion', of_ruleset)
    moved(apps, 'ImportJob', of_import)


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0008_document_columns'),
    ]

    operations = [
        migrations.RunPython(lift_guard, migrations.RunPython.noop),
        migrations.RunPython(move_all),
    ]
