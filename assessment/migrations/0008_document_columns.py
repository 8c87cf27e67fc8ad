"""Each table that holds files gets a column that points into the file store."""

import django.db.models.deletion
from django.db import migrations, models

LABELS = {
    'appeal': '证明材料', 'evidence': '文件', 'importjob': '文件', 'letter': '文件', 'rulesetversion': '依据文件',
}


def pointer(label):
    return models.OneToOneField(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+',
        to='documents.document', verbose_name=label,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0007_evidence'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(model_name=table, name='document', field=pointer(label)) for table, label in LABELS.items()
    ]
