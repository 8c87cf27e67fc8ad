"""A returned report says of each figure why it is to be mended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("assessment", "0012_year_field"),)

    operations = (
        migrations.AddField(
            model_name="review",
            name="field_reasons",
            field=models.JSONField(blank=True, db_default={}, default=dict, verbose_name="各指标的退回理由"),
        ),
    )
