"""Each message keeps the page that it leads to instead of a data year."""

from django.db import migrations, models

WORDS = {'reminded': '催报', 'deadline': '截止提醒'}


def write_addresses(apps, schema_editor):
    messages = apps.get_model('assessment', 'Message').objects
    for code, words in WORDS.items():
        messages.filter(occasion=code).update(occasion=words)
    for year in list(messages.order_by().values_list('reporting_year', flat=True).distinct()):
        messages.filter(reporting_year=year).update(url=f'/desk/reports/?year={year}')


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0013_reasons_of_a_return'),
    ]

    operations = [
        migrations.AddField('message', 'url', models.CharField('办理页面', max_length=200, default='/')),
        migrations.RunPython(write_addresses, migrations.RunPython.noop),
    ]
