from django.db import migrations


def to_the_end_of_the_minute(apps, schema_editor):
    """A deadline shown as 23:59 lasts until that minute is over, also one that was typed before this was so."""
    year, duty = apps.get_model("assessment", "ReportingYear"), apps.get_model("assessment", "Duty")
    for model, field in ((year, "deadline"), (duty, "deadline_extended_to")):
        for row in model.objects.filter(**{f"{field}__isnull": False}).only(field).iterator():
            moment = getattr(row, field).replace(second=59, microsecond=999_999)
            model.objects.filter(pk=row.pk).update(**{field: moment})


class Migration(migrations.Migration):

    dependencies = [
        ("assessment", "0016_letter_escalation"),
    ]

    operations = [
        migrations.RunPython(to_the_end_of_the_minute, migrations.RunPython.noop),
    ]
