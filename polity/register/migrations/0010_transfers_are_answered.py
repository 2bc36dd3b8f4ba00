"""Nothing yet.

Why      A place in the order of migrations.
Touches  Nothing.
Back     Nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0009_branches_meet")]
    operations: list[migrations.RunSQL] = []
