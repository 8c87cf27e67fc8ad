"""Messages, which lay in the app `assessment` before: the table is taken over as it is."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessment', '0015_messages_leave'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('occasion', models.CharField(max_length=12, verbose_name='事由')),
                    ('key', models.CharField(max_length=120, unique=True, verbose_name='去重键')),
                    ('url', models.CharField(default='/', max_length=200, verbose_name='办理页面')),
                    ('title', models.CharField(max_length=120, verbose_name='标题')),
                    ('text', models.TextField(verbose_name='内容')),
                    ('sent_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='发送时间')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                    ('mail_state', models.CharField(choices=[('waiting', '待发送'), ('sent', '已发送'), ('dropped', '已阅，无需发送')], db_index=True, default='waiting', max_length=10, verbose_name='邮件状态')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='portal_messages', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                    ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发送人')),
                ],
                options={
                    'verbose_name': '消息',
                    'verbose_name_plural': '消息',
                    'ordering': ('-sent_at', '-pk'),
                },
            ),
        ]),
        migrations.AlterField('message', 'url', models.CharField('办理页面', max_length=200)),
        migrations.AddIndex('message', models.Index(
            condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='message_unread',
        )),
    ]
