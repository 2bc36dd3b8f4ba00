"""Nothing yet.

Why      A place in the order of migrations.
Touches  Nothing.
Back     Nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0011_files_come_and_go")]
    operations: list[migrations.RunSQL] = []
