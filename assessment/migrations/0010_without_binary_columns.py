"""The binary columns go, with the names and hashes that the file store keeps now."""

import django.db.models.deletion
from django.db import migrations, models

GONE = {
    'appeal': ('evidence', 'evidence_name', 'evidence_sha256'),
    'evidence': ('content', 'name', 'sha256', 'size'),
    'importjob': ('content',),
    'letter': ('content', 'sha256'),
    'rulesetversion': ('legal_basis_file', 'legal_basis_name'),
}


def pointer(null=False):
    return models.OneToOneField(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document',
        verbose_name='文件',
    )


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0009_files_into_the_store'),
    ]

    operations = [
        *(migrations.RemoveField(model_name=table, name=name) for table, names in GONE.items() for name in names),
        migrations.AlterField(model_name='evidence', name='document', field=pointer()),
        migrations.AlterField(model_name='importjob', name='document', field=pointer(null=True)),
        migrations.AlterField(model_name='letter', name='document', field=pointer()),
    ]
