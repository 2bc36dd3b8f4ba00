"""Models of plain Django: over the register's own tables, to read them; and tables as a user would make them."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models


class Person(models.Model):
    """A subject of the register, as the point where a person's rows meet."""

    subject = models.BigIntegerField(primary_key=True)

    class Meta:
        managed, db_table = False, "subject"


class Standing(models.Model):
    """A spell of standing."""

    pk = models.CompositePrimaryKey("person_id", "valid")
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_column="person", related_name="standings", db_constraint=False
    )
    valid = DateRangeField()
    unit = models.BigIntegerField()
    standing = models.TextField()

    class Meta:
        managed, db_table = False, "standing"


class Facts(models.Model):
    """What is known of a person for a stretch of days."""

    pk = models.CompositePrimaryKey("person_id", "valid")
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_column="subject", related_name="described", db_constraint=False
    )
    valid = DateRangeField()
    facts = models.JSONField()

    class Meta:
        managed, db_table = False, "facts"


class Unit(models.Model):
    """A version of a unit."""

    pk = models.CompositePrimaryKey("unit", "valid")
    unit = models.BigIntegerField()
    valid = DateRangeField()
    tier = models.TextField()
    parent = models.BigIntegerField(null=True)
    code = models.TextField()

    class Meta:
        managed, db_table = False, "unit"


class PlainPerson(models.Model):
    """A person, as a user would first write it."""

    id = models.BigAutoField(primary_key=True)
    family = models.TextField()
    given = models.TextField()
    middle = models.TextField()
    facts = models.JSONField()

    class Meta:
        db_table = "plain_person"


class PlainSpell(models.Model):
    """A spell of membership, without anything that keeps spells from overlapping."""

    person = models.ForeignKey(PlainPerson, on_delete=models.PROTECT)
    unit = models.TextField(db_index=True)
    standing = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "plain_spell"
