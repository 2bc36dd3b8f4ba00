"""Nothing yet.

Why      A place in the order of migrations.
Touches  Nothing.
Back     Nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0005_scopes_are_found_by_index")]
    operations: list[migrations.RunSQL] = []
