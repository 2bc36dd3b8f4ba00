"""The federation's units: regions, branches, and in some branches groups at a place of work. All names are made up."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from polity.demonstration.draws import Ids
from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.fields import FOUNDED, SECTORS, Size
from polity.register.batch import UnitEvent, UnitRecord, canonical

REGIONS = (  # code, name, language; the small federation has the first three
    ("NSH", "North Shore", "en"),
    ("CCL", "Costa Clara", "es"),
    ("POJ", "Pojezierze Zielone", "pl"),
    ("HRB", "Harbour Counties", "en"),
    ("SIE", "Sierra Honda", "es"),
    ("DOL", "Dolina Łąk", "pl"),
    ("DAL", "The High Dales", "en"),
    ("VEG", "Vega del Molino", "es"),
    ("WYB", "Wybrzeże Mgieł", "pl"),
    ("MDV", "Middle Vale", "en"),
    ("LLA", "Llanos de Añil", "es"),
    ("EST", "Eastmarsh", "en"),
)
RENAMED = {"CCL": ("Costa Vieja", date(2024, 5, 11))}  # what a region was called until a day
SMALL = (4, 12, 20)  # numbers of the branches that the statutes name as small; see small_branches.yaml
TRADES = {
    "en": dict(zip(SECTORS, (
        "Care", "Cleaners'", "Builders'", "Software", "Teachers'", "Bakers'", "Health", "Kitchen and Hotel", "Housing",
        "Couriers'", "Metal", "Transport",
    ), strict=True)),
    "es": dict(zip(SECTORS, (
        "Cuidados", "Limpieza", "Construcción", "Informática", "Enseñanza", "Panadería", "Sanidad", "Hostelería",
        "Vivienda", "Reparto", "Metal", "Transporte",
    ), strict=True)),
    "pl": dict(zip(SECTORS, (
        "Opieki", "Sprzątania", "Budownictwa", "Informatyki", "Oświaty", "Piekarstwa", "Zdrowia", "Gastronomii",
        "Mieszkalnictwa", "Dostaw", "Metalu", "Transportu",
    ), strict=True)),
}  # fmt: skip
PATTERNS = {
    ("en", "union_branch"): "{trade} Branch, {place}",
    ("en", "cooperative"): "{trade} Co-operative of {place}",
    ("es", "union_branch"): "Sección de {trade}, {place}",
    ("es", "cooperative"): "Cooperativa de {trade} de {place}",
    ("pl", "union_branch"): "Koło {trade}, {place}",
    ("pl", "cooperative"): "Spółdzielnia {trade}, {place}",
}
PLACES = {
    "en": (
        "Alder Bram Cald Dun Elm Fen Gorse Hazel Ivel Kel Lark Mere Nether Oster Pell".split(),
        ("{}mouth", "{}haven", "{}stow", "{} St Brannoc", "Upper {}wick"),
    ),
    "es": (
        "Almendro Brezo Cantil Dehesa Encinar Fresno Garza Hinojo Jara Laurel Marisma Nogal Olivo Pinar Tejo".split(),
        ("Villa {}", "Puerto {}", "{} de Abajo", "Fuente {}", "Torre {}"),
    ),
    "pl": (
        "Brzegi Chmiele Dęby Głazy Jodły Kąty Lipy Łęgi Mosty Olchy Piaski Śliwy Topole Wrzosy Źródła".split(),
        ("Nowe {}", "Stare {}", "Dolne {}", "Górne {}", "Wielkie {}"),
    ),
}
SHOPS = {
    "en": ("Depot {}", "Works {}", "Warehouse {}", "Ward {}", "Yard {}"),
    "es": ("Taller {}", "Almacén {}", "Planta {}", "Centro {}", "Obra {}"),
    "pl": ("Zajezdnia {}", "Zakład {}", "Magazyn {}", "Oddział {}", "Warsztat {}"),
}


@dataclass(eq=False)
class Unit:
    """A unit of the federation as it stands on the day of taking over."""

    unit: int
    code: str
    name: str
    kind: str
    tier: str
    parent: "Unit | None"
    since: date
    language: str = "en"
    sector: str = ""
    number: int = 0  # of a branch within its region
    below: list["Unit"] = field(default_factory=list)

    @property
    def branch(self) -> "Unit":
        """The branch itself, or the one that a group belongs to."""
        return self.parent if self.tier == "group" and self.parent is not None else self

    @property
    def region(self) -> "Unit":
        """The region of a branch or group."""
        above = self.branch.parent
        assert above is not None
        return above

    @property
    def small(self) -> bool:
        """Whether the statutes name it as a small branch."""
        return self.number in SMALL

    @property
    def homes(self) -> list["Unit"]:
        """Where people of a branch are at home: in the branch, and in its groups."""
        return [self, *self.below]


def grow(size: Size, chance: Chance, ids: Ids) -> Unit:
    """The whole tree, from the root down."""
    root = Unit(int(ids.take(1)[0]), "FED", "Federation", "federation", "federation", None, FOUNDED)
    for code, name, language in REGIONS[: size.regions]:
        region = Unit(int(ids.take(1)[0]), code, name, "region", "region", root, FOUNDED, language)
        root.below.append(region)
        places = chance.some([pattern.format(stem) for stem in PLACES[language][0] for pattern in PLACES[language][1]],
                             size.branches)  # fmt: skip
        for number in range(1, size.branches + 1):
            region.below.append(_branch(region, number, places[number - 1], chance, ids))
    return root


def _branch(region: Unit, number: int, place: str, chance: Chance, ids: Ids) -> Unit:
    kind = "cooperative" if number % 5 in (2, 4) else "union_branch"
    sector = SECTORS[(number * 5 + sum(map(ord, region.code))) % len(SECTORS)]
    name = PATTERNS[region.language, kind].format(trade=TRADES[region.language][sector], place=place)
    first = number <= 4 or chance.yes(0.6)  # the first branches founded the federation
    since = FOUNDED if first else chance.day(FOUNDED + timedelta(60), date(2024, 9, 1))
    branch = Unit(
        int(ids.take(1)[0]), f"{region.code}-{number:02}", name, kind, "branch", region, since, region.language, sector,
        number,
    )  # fmt: skip
    for at in range(1, 3 if number % 4 == 1 else 1):
        shop = SHOPS[region.language][(number + at) % 5].format(chance.between(2, 40))
        begun = chance.day(branch.since + timedelta(90), date(2025, 6, 1))
        branch.below.append(
            Unit(
                int(ids.take(1)[0]), f"{branch.code}-{at}", shop, "workplace_group", "group", branch, begun,
                region.language, sector,
            )
        )  # fmt: skip
    return branch


def everything(unit: Unit) -> list[Unit]:
    """A unit and all below it, parents first."""
    return [unit, *(found for child in unit.below for found in everything(child))]


def records(root: Unit) -> tuple[list[UnitRecord], list[UnitEvent]]:
    """The units with their versions, in the order in which they can be founded, and what happened to them."""
    versions, events = [], []
    for unit in everything(root):
        before = RENAMED.get(unit.code)
        events.append(UnitEvent(unit.since, "founded", (), (unit.unit,)))
        if before is not None:
            versions.append(_version(unit, unit.since, before[1], before[0]))
            events.append(UnitEvent(before[1], "renamed", (unit.unit,), (unit.unit,)))
        versions.append(_version(unit, before[1] if before else unit.since, None, unit.name))
    order = {tier: at for at, tier in enumerate(("federation", "region", "branch", "group"))}
    versions.sort(key=lambda version: (order[version.tier], version.since, version.code))
    events.sort(key=lambda event: (event.day, event.how, event.before, event.after))
    return versions, events


def _version(unit: Unit, since: date, until: date | None, name: str) -> UnitRecord:
    facts = canonical({"named_by": "synthetic", "sector": unit.sector} if unit.sector else {"named_by": "synthetic"})
    above = unit.parent.unit if unit.parent else None
    return UnitRecord(unit.unit, since, until, name, unit.kind, unit.tier, above, unit.code, facts)
