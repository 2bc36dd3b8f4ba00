"""What else was entered since: transfers, payments, people who left, officers, corrections, and changes of the map."""

from collections.abc import Iterator
from datetime import date, timedelta

from polity.acts import admission as acts_of_admission
from polity.acts import correction, membership, offices, people, units
from polity.demonstration.federation import describing
from polity.demonstration.federation.deeds import Deed, Drawn
from polity.demonstration.federation.fields import TAKEN, TODAY
from polity.demonstration.federation.months import months_after
from polity.demonstration.federation.people import Person
from polity.demonstration.federation.tree import Unit
from polity.register.forms import PersonId, SubjectId, UnitId

MERGED_ON, SPLIT_ON = date(2026, 4, 1), date(2026, 5, 4)
NEW_NUMBER = 40  # of the branch that comes of the split


def _id(person: Person) -> PersonId:
    return PersonId(person.person)


def merged(root: Unit) -> tuple[Unit, Unit]:
    """The branch that goes, and the one it goes into."""
    first = root.below[0].below
    return first[2], first[1]


def divided(root: Unit) -> Unit:
    """The branch that is split."""
    return root.below[1].below[1]


def maps(drawn: Drawn) -> Iterator[Deed]:
    """Two branches become one, one becomes two, a branch is renamed, and a group is founded."""
    gone, into = merged(drawn.root)
    for term in drawn.terms:
        if term.unit is gone and term.until > MERGED_ON:
            yield Deed(offices.End(on=MERGED_ON, term=SubjectId(term.term)), "secretary", gone.region)
    act = units.Merge(on=MERGED_ON, units=(UnitId(gone.unit),), into=UnitId(into.unit))
    yield Deed(act, "secretary", gone.region)
    old = divided(drawn.root)
    here = [one for one in drawn.people if one.home is old]
    leaving = [one for at, one in enumerate(here) if at % 5 < 2 and not one.officer]
    code, title = f"{old.region.code}-{NEW_NUMBER}", f"{old.name} II"
    act_of_split = units.Split(
        on=SPLIT_ON, unit=UnitId(old.unit), new=UnitId(drawn.id()), title=title, code=code,
        people=tuple(_id(one) for one in leaving),
    )  # fmt: skip
    yield Deed(act_of_split, "secretary", old.region)
    renamed = drawn.root.below[-1].below[1]
    yield Deed(
        units.Rename(on=date(2026, 4, 20), unit=UnitId(renamed.unit), title=f"{renamed.name} 21"),
        "secretary", renamed.region,
    )  # fmt: skip
    host = drawn.root.below[0].below[0]
    founded = units.Found(
        on=date(2026, 5, 11), unit=UnitId(drawn.id()), title="Night shift", tier="group", kind="workplace_group",
        code=f"{host.code}-9", parent=UnitId(host.unit), facts=None,
    )  # fmt: skip
    yield Deed(founded, "secretary", host.region)


def transfers(drawn: Drawn) -> Iterator[Deed]:
    """Members move to another branch, some of them to another region; some are still to be received."""
    chance = drawn.chance
    regions = drawn.root.below
    for number, person in enumerate(drawn.free("member", drawn.number(72))):
        home, on = person.home.branch, drawn.day(1)
        if person.owes(on) > 3:
            continue
        across = number % 3 == 0
        where = [region for region in regions if (region is home.region) != across]
        to = chance.of([b for b in chance.of(where).below if b is not home and b.unit not in drawn.kept])
        act = membership.Transfer(on=on, member=_id(person), receiving=UnitId(to.unit), transfer=drawn.id())
        yield Deed(act, "secretary", home)
        received = drawn.after(on, 3, 25)
        if received < TODAY and number % 6:
            yield Deed(membership.Receive(on=received, member=_id(person)), "secretary", to)


def endings(drawn: Drawn) -> Iterator[Deed]:
    """People leave or die; memberships lapse after a notice; a hearing is held, and somebody is excluded."""
    for person in drawn.free("member", drawn.number(36)):
        yield Deed(membership.Leave(on=drawn.day(), person=_id(person)), "secretary", person.home.branch)
    for person in drawn.free("member", drawn.number(12)):
        yield Deed(membership.Died(on=drawn.day(), person=_id(person)), "secretary", person.home.branch)
    yield from _lapses(drawn)
    for number, person in enumerate(drawn.free("member", drawn.number(4))):
        heard = drawn.chance.day(TAKEN + timedelta(9), TODAY - timedelta(30))
        region = person.home.region
        facts = {"heard_on": heard.isoformat()}
        yield Deed(people.Amend(on=heard, person=_id(person), facts=facts), "secretary", region)
        if number % 4 != 3:  # of the last one nothing has been decided yet
            act = membership.Exclude(on=heard + timedelta(14), person=_id(person), grounds="Decision after a hearing.")
            yield Deed(act, "control_commissioner", region)
    gone = [one for one in drawn.free("former", drawn.number(36)) if one.reason in ("left", "lapsed")]
    for person in gone[: drawn.number(10)]:
        yield from _return(drawn, person)


def _lapses(drawn: Drawn) -> Iterator[Deed]:
    """Half of those whose arrears are long and who had notice in time."""
    may = [
        one for one in drawn.people
        if one.standing == "member" and "arrears_notice" in one.traits and one.owes(TODAY - timedelta(20)) >= 7
        and not one.officer and one.person not in drawn.busy and one.home.branch.unit not in drawn.kept
    ]  # fmt: skip
    for person in drawn.chance.some(may, (len(may) + 1) // 2):
        drawn.busy.add(person.person)
        on = TODAY - timedelta(drawn.chance.between(2, 12))
        grounds = f"Dues owed since {person.traits['dues_paid_until']}."
        act = membership.Lapse(on=on, person=_id(person), grounds=grounds)
        yield Deed(act, "treasurer", person.home.branch)


def _return(drawn: Drawn, person: Person) -> Iterator[Deed]:
    """A former member comes back on probation, recommended again."""
    on = drawn.day(20)
    branch = person.home.branch
    sponsors = drawn.chance.some(drawn.colleagues(person, on), 2)
    for sponsor in sponsors:
        act = acts_of_admission.Sponsor(on=on, person=_id(person), sponsor=PersonId(sponsor.person))
        yield Deed(act, "secretary", branch)
    if len(sponsors) == 2:
        back = membership.Readmit(on=on + timedelta(7), person=_id(person), unit=UnitId(branch.unit))
        yield Deed(back, "control_commissioner", branch.region)


def records(drawn: Drawn) -> Iterator[Deed]:
    """Payments, new incomes, e-mail addresses, contacts, and what had been entered wrongly."""
    chance = drawn.chance
    owing = [
        one for one in drawn.people
        if one.standing == "member" and one.owes(TAKEN) > 0 and one.person not in drawn.busy
        and one.home.branch.unit not in drawn.kept
    ]  # fmt: skip
    for person in chance.some(owing, drawn.number(72)):
        drawn.busy.add(person.person)
        facts = {"dues_paid_until": "2026-06-30", "arrears_notice": None}
        yield Deed(people.Amend(on=drawn.day(), person=_id(person), facts=facts), "treasurer", person.home.branch)
    for person in drawn.free("member", drawn.number(48)):
        changed = {**person.traits, "employment": chance.of(("unemployed", "permanent", "platform", "retired"))}
        facts = {"employment": changed["employment"], "dues_class": describing.class_by_income(changed)}
        act = people.Amend(on=drawn.day(), person=_id(person), facts=facts, evidence="declared by letter")
        yield Deed(act, "secretary", person.home.branch)
    for number, person in enumerate(drawn.free("member", drawn.number(48)), 1):
        details = {"email": f"member{number:03}@example.org"}
        yield Deed(people.Contact(on=drawn.day(), person=_id(person), details=details), "secretary", person.home.branch)
    for person in drawn.free("sympathiser", drawn.number(32)):
        keepers = drawn.colleagues(person, TAKEN)
        if person.contact is None and keepers:
            act_of = people.Assign(on=drawn.day(), person=_id(person), contact=_id(chance.of(keepers)))
            yield Deed(act_of, "secretary", person.home.branch)
    yield from _corrections(drawn)


def _corrections(drawn: Drawn) -> Iterator[Deed]:
    """Somebody's membership began some days later than was entered."""
    of_the_first_day = [one for one in drawn.free("member", drawn.number(72)) if len(one.spells) == 1]
    for person in of_the_first_day[: drawn.number(12)]:
        right = person.first + timedelta(drawn.chance.between(2, 20))
        act = correction.Correct(
            on=drawn.day(), person=_id(person), since=person.first, new_since=right,
            grounds="The list of the founding meeting gives another day.",
        )  # fmt: skip
        yield Deed(act, "secretary", person.home.branch)


def officers(drawn: Drawn) -> Iterator[Deed]:
    """Officers resign and others are elected; a seat changes hands."""
    chance = drawn.chance
    standing = [
        term for term in drawn.terms
        if term.until > TODAY and term.unit.tier == "branch" and term.office != "secretary"
        and term.unit.unit not in drawn.kept
    ]  # fmt: skip
    for term in chance.some(standing, drawn.number(26)):
        on = drawn.day()
        yield Deed(offices.End(on=on, term=SubjectId(term.term)), "secretary", term.unit.region)
        fit = [
            one for one in drawn.colleagues(term.holder, on)
            if not one.officer and one.owes(on) == 0 and one.member_for(8, on)
        ]  # fmt: skip
        if fit and chance.yes(0.7):
            chosen = chance.of(fit)
            chosen.officer = True
            drawn.busy.add(chosen.person)
            act = offices.Appoint(
                on=on, term=drawn.id(), office=term.office, unit=UnitId(term.unit.unit), person=_id(chosen),
                until=months_after(on, 24),
            )  # fmt: skip
            yield Deed(act, "secretary", term.unit.region)
    for post in chance.some([post for post in drawn.posts if post.unit.tier == "region"], drawn.number(20)):
        fit = [one for one in drawn.people if one.home.region is post.unit and one.member_for(26, TAKEN)
               and not one.officer and one.person not in drawn.busy]  # fmt: skip
        if fit:
            chosen = chance.of(fit)
            drawn.busy.add(chosen.person)
            facts = {"holder": chosen.person, "held_as": chosen.traits.get("gender")}
            on = drawn.day()
            yield Deed(people.AmendSubject(on=on, subject=SubjectId(post.post), facts=facts), "secretary", post.unit)
