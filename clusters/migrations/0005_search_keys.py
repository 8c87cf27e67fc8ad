"""Every reading of a name is found: a key for searches, all initials, and the reading that the place itself gives."""

from django.db import migrations, models

from clusters.pinyin import keys_of


def fill(apps, schema_editor):
    Cluster = apps.get_model("clusters", "Cluster")
    rows = list(Cluster.objects.only("name"))
    for row in rows:
        for field, key in keys_of(row.name).items():
            setattr(row, field, key)
    Cluster.objects.bulk_update(rows, ["name_key", "search_key", "name_initials"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0004_api_token")]

    operations = [
        migrations.AddField(
            "cluster",
            "reading",
            models.CharField(
                blank=True,
                default="",
                help_text="本地读法，音节以空格分开，如 lao shan；不填的按通行读音。",
                max_length=240,
                verbose_name="读音",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "cluster", "search_key", models.TextField(default="", editable=False, verbose_name="检索键")
        ),
        migrations.AlterField(
            "cluster", "name_initials", models.TextField(editable=False, verbose_name="拼音首字母")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
