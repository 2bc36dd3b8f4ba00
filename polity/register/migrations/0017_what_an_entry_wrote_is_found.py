"""Find what an entry wrote by the entry.

Why      An entry's page counts what it wrote in each table, and the columns look for what came since a number; in the
         tables that grow with the organisation both read every row.
Touches  Indexes only, on the tables of the first register that had none; later tables have one from the start.
Back     Drops them.
"""

from django.db import migrations

TABLES = ("unit", "office_term", "place", "evidence", "contact", "application", "transfer")


class Migration(migrations.Migration):
    dependencies = [("register", "0016_resolutions_are_followed")]
    operations = [
        migrations.RunSQL(
            "".join(f"CREATE INDEX {table}_of_entry ON {table} (entry);" for table in TABLES),
            "".join(f"DROP INDEX {table}_of_entry;" for table in TABLES),
        )
    ]
