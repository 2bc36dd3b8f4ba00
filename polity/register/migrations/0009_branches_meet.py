"""Nothing yet.

Why      A place in the order of migrations.
Touches  Nothing.
Back     Nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0008_admission_has_its_desk")]
    operations: list[migrations.RunSQL] = []
