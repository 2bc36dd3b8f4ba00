"""How large the demonstration is, and what its quotas are.

What the sources state is read from their tables; what they leave open is set here and is synthetic. The small size is
about one hundredth of the true one, with the same shapes and with totals that close just the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from polity.demonstration.draws import Ints, apportion, day
from polity.demonstration.sources import persons, stated

SizeName = Literal["full", "small"]

FIRST = day(1898, 3, 13)  # the first congress; nothing is older
CANDIDATE_PERIODS_SINCE = day(1919, 12, 5)  # the rules of December 1919 introduced them
BEFORE_PURGE = day(1921, 8, 1)
NEW_YEAR_1922 = day(1922, 1, 1)
RULES_1922 = day(1922, 8, 7)
TAKEN = day(1923, 4, 15)
FAR = day(9999, 12, 31)  # stands for an open end in arrays

KINDS = ("factory", "transport", "peasant", "military", "soviet", "educational", "miscellaneous", "unstated")
FACTORY, TRANSPORT, PEASANT, MILITARY, SOVIET, EDUCATIONAL, MISCELLANEOUS, UNSTATED = range(8)
SOCIAL = ("worker", "peasant", "employee", "unascertained")

TOWN_NUCLEI = (3600, 1700, 0, 2700, 3600, 700, 1200, 500)  # synthetic split of the 14,000
COUNTRY_NUCLEI = (500, 350, 14800, 200, 1500, 0, 500, 150)  # synthetic split of the 18,000
COUNTRY_CANDIDATES = (500, 1000, 0, 4000, 5000, 0, 3000, 1737)  # beside the peasants: synthetic odds
EDUCATIONAL_ELSEWHERE = 1400  # of the candidates in miscellaneous nuclei outside Moscow: synthetic
ENTERED = {1918: 84_000, 1921: 36_000, 1922: 14_000, 1923: 1_000}  # the source leaves these years open: synthetic
MOSCOW_MEMBERS = 36_000  # the source gives no number: synthetic
MOSCOW_CANDIDATES = 9_000  # a multiple of 1,000, so that shares to one decimal come out exactly: synthetic
PETROGRAD_COUNTRY = 2_500  # of the 17,000: synthetic
LAPSED_CANDIDATES = 4_000  # synthetic, as all leavers are
LEFT_EARLY = 12_000  # between 1917 and the purge
READMITTED = 3_000  # of those purged
PURGED_SHARE = 0.24  # of the members of 1 August 1921
DISSOLVED_NUCLEI = 1_600  # beyond the 32,000 of today
POSTS = {"trust_director": 420, "factory_director": 600, "inspector": 200}  # beside the secretaries
BENCH_TODAY = 0.126  # share of members at the bench in April 1923


@dataclass(frozen=True)
class Size:
    """Quotas of one size of the demonstration; every count of persons or nuclei is already divided."""

    name: SizeName
    parts: int  # 1 at full size, 100 at small

    def part(self, number: int) -> int:
        """The share of a number that this size holds, at least one of anything there is."""
        return max(round(number / self.parts), min(number, 1))

    @property
    def members(self) -> int:
        return self.part(persons("C004"))

    @property
    def candidates(self) -> int:
        return self.part(persons("C007"))

    @property
    def town_nuclei(self) -> Ints:
        return apportion(self.part(persons("C002")), TOWN_NUCLEI)

    @property
    def country_nuclei(self) -> Ints:
        return apportion(self.part(persons("C003")), COUNTRY_NUCLEI)

    @property
    def social(self) -> Ints:
        """Members by social category, from the stated shares per thousand."""
        return apportion(self.members, [int(stated(f"C{number:03}")) for number in range(15, 19)])

    @property
    def entered(self) -> dict[int, int]:
        """Members by year of entry; 1916 stands for every year before 1917."""
        years = {1916: "C028", 1917: "C029", 1919: "C030", 1920: "C031"}
        numbers = {year: persons(record) for year, record in years.items()} | ENTERED
        shares = apportion(self.members, list(numbers.values()))
        return dict(sorted(zip(numbers, shares.tolist(), strict=True)))

    @property
    def candidates_by_kind(self) -> tuple[Ints, Ints]:
        """Candidates in town and in country nuclei by kind: stated by kind, and by place, but not both at once.

        Candidates in educational nuclei are counted by the national table among the miscellaneous.
        """
        stated_kinds = {FACTORY: "C038", TRANSPORT: "C039", PEASANT: "C040", MILITARY: "C041", SOVIET: "C042"}
        numbers = [persons(stated_kinds[kind]) if kind in stated_kinds else 0 for kind in range(len(KINDS))]
        numbers[MISCELLANEOUS] = persons("C043")
        numbers[UNSTATED] = persons("C007") - sum(numbers)
        kinds = apportion(self.candidates, numbers)
        country = apportion(self.part(persons("C009")) - int(kinds[PEASANT]), COUNTRY_CANDIDATES)
        country[PEASANT] = kinds[PEASANT]
        town = kinds - country
        town[EDUCATIONAL] = self.moscow_candidates[EDUCATIONAL] + self.part(EDUCATIONAL_ELSEWHERE)
        town[MISCELLANEOUS] -= town[EDUCATIONAL]
        return town, country

    @property
    def moscow_candidates(self) -> Ints:
        """Moscow's candidates by kind of nucleus, from the stated shares."""
        shares = {FACTORY: "C052", SOVIET: "C053", MILITARY: "C054", EDUCATIONAL: "C055", TRANSPORT: "C056"}
        odds = [float(stated(shares[kind])) if kind in shares else 0.0 for kind in range(len(KINDS))]
        return apportion(self.part(MOSCOW_CANDIDATES), odds)

    @property
    def members_early_1922(self) -> int:
        """Members on 1 January 1922, after the purge."""
        return self.part(persons("C063"))

    def each(self, numbers: Sequence[int]) -> list[int]:
        """Several numbers divided, each for itself."""
        return [self.part(number) for number in numbers]


def size_named(name: SizeName) -> Size:
    """The quotas of a size by its name."""
    return Size(name, {"full": 1, "small": 100}[name])
