"""The table of messages goes to the app `messaging`; it keeps its rows."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0014_message_addresses'),
    ]

    operations = [
        migrations.RemoveField('message', 'reporting_year'),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable('message', 'messaging_message')],
            state_operations=[migrations.DeleteModel('message')],
        ),
    ]
