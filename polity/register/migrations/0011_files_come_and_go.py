"""Nothing yet.

Why      A place in the order of migrations.
Touches  Nothing.
Back     Nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0010_transfers_are_answered")]
    operations: list[migrations.RunSQL] = []
