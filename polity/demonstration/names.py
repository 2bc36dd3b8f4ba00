"""Names for people who never lived: given names, family names and patronymics by language, put together by chance.

Nobody in the demonstration is a real person; a likeness of name is chance.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from polity.demonstration.draws import Flags, Ints, Random

MIXTURES = {  # odds of nationalities by the `names` of our list of guberniyas; synthetic
    "russian": {"russian": 92, "jewish": 3, "latvian": 2, "ukrainian": 2, "polish": 1},
    "petrograd": {"russian": 80, "latvian": 6, "jewish": 5, "polish": 4, "estonian": 5},
    "western": {"russian": 30, "belorussian": 45, "jewish": 15, "latvian": 6, "polish": 4},
    "volga": {"russian": 74, "tatar": 11, "chuvash": 7, "jewish": 3, "german": 3, "ukrainian": 2},
    "urals": {"russian": 90, "tatar": 5, "bashkir": 3, "jewish": 2},
    "siberian": {"russian": 84, "ukrainian": 7, "latvian": 4, "jewish": 3, "polish": 2},
    "southern": {"russian": 70, "ukrainian": 22, "armenian": 4, "jewish": 2, "georgian": 2},
    "ukrainian": {"ukrainian": 46, "russian": 38, "jewish": 13, "polish": 3},
    "caucasian": {"russian": 36, "azerbaijani": 28, "armenian": 20, "daghestani": 12, "georgian": 4},
    "armenian": {"armenian": 90, "russian": 7, "azerbaijani": 3},
    "georgian": {"georgian": 70, "armenian": 13, "russian": 15, "azerbaijani": 2},
    "tatar": {"tatar": 45, "russian": 50, "jewish": 3, "chuvash": 2},
    "bashkir": {"bashkir": 32, "russian": 46, "tatar": 22},
    "turkic": {"russian": 46, "kirgiz": 26, "uzbek": 18, "tatar": 6, "ukrainian": 4},
    "german": {"german": 68, "russian": 32},
}
NATIONALITIES = tuple(sorted({name for odds in MIXTURES.values() for name in odds}))
RUSSIAN = "russian"

MEN = {
    "slavic": "Aleksandr Aleksei Andrei Anton Arsenii Boris Vasilii Viktor Vladimir Gavriil Georgii Grigorii Daniil "
    "Dmitrii Egor Efim Zakhar Ivan Ilia Kirill Konstantin Kuzma Lev Leonid Makar Maksim Matvei Mikhail Nikita Nikolai "
    "Osip Pavel Petr Prokhor Roman Savelii Semen Sergei Stepan Taras Timofei Fedor Filipp Iakov",
    "western": "Jan Karl Ernst Eduard Robert Fridrikh Gustav Iulii Otto Peter Rudolf August Arvid Teodor Vilis Jazeps",
    "jewish": "Abram Aron Boris Veniamin David Girsh Isaak Iosif Lazar Lev Mark Moisei Mendel Naum Rafail Samuil "
    "Solomon Khaim Iakov Zinovii",
    "muslim": "Abdulla Akhmed Ali Gabdrakhman Galim Gusein Ibragim Ismail Kerim Mamed Mirza Mustafa Nariman Rustam "
    "Sadyk Sultan Usman Faizulla Khalil Shakir Iusuf",
    "caucasian": "Aram Ashot Vano Vakhtang Garegin Georgi Grigor David Irakli Karapet Levan Mikhak Nikoloz Ruben "
    "Sandro Sarkis Shalva Tigran Zakaria",
}
WOMEN = {
    "slavic": "Aleksandra Anna Antonina Varvara Vera Galina Daria Evdokia Ekaterina Elena Elizaveta Zinaida Irina "
    "Klavdia Ksenia Lidia Liubov Maria Marfa Nadezhda Natalia Olga Pelageia Praskovia Sofia Tatiana",
    "western": "Anna Berta Vilma Emilia Elza Irma Karolina Lina Marta Milda Olga Paulina",
    "jewish": "Anna Berta Bronia Vera Genia Dora Eva Liza Maria Polina Raisa Rebekka Revekka Rosa Sarra Fania",
    "muslim": "Aisha Amina Galia Zeinab Zulfia Mariam Nadzhiba Sabira Fatima Khadicha Shamsia",
    "caucasian": "Anahit Ashkhen Ketevan Mariam Nino Nuneh Siranush Sofio Tamar Eteri",
}
STEMS = (
    "Abros Alekh Anis Artam Bab Bazan Bel Berez Bog Bob Borod Brag Bul But Vah Ver Vesel Vin Vlas Volk Vor Gavr "
    "Gal Glad Glaz Gol Gor Gord Grach Grib Gus Dan Dem Dolg Dor Dub Dud Efr Zhar Zhuk Zab Zav Zag Zim Zor Zub Kab "
    "Kal Kapust Karp Kir Kis Klim Kon Kop Kor Kost Kot Krut Kud Kuz Lag Lapt Lar Leb Lob Log Luk Mak Mal Mart "
    "Medv Mel Mir Mokh Mor Naum Nos Ozer Orl Os Pah Per Pest Pim Plot Pol Pot Prok Pukh Ryb Rod Rom Ros Rus Sav "
    "Sam Svet Sid Sit Skvor Smol Sok Sol Stak Stup Suk Sur Tar Tih Tok Trof Tul Tur Ug Uv Far Fil Fom Har Hom "
    "Chern Shab Shar Shir Shub Iud"
)
SHAPES = {  # how family names are made: stems, and endings for men and women
    "russian": (STEMS, "ov ev in kin nikov tsev shin lov", "ova eva ina kina nikova tseva shina lova"),
    "ukrainian": (STEMS, "enko chuk iuk ko ets", "enko chuk iuk ko ets"),
    "belorussian": (STEMS, "ich onak evich uk", "ich onak evich uk"),
    "polish": (STEMS, "ski ewicz ik", "ska ewicz ik"),
    "jewish": (
        "Aizen Berg Blum Brod Vain Gold Grin Gut Zilber Kats Kauf Kogan Levin Likht Mark Rabin Rozen Saks Finkel Freid "
        "Shain Shul Epsh Etin",
        "berg man shtein son feld ov ich er",
        "berg man shtein son feld ova ich er",
    ),
    "latvian": ("Balt Berz Kaln Krum Lac Lep Liep Oz Puk Rud Sil Stalg Vilk Zar Zvirb", "ins is ens ups", "in e en up"),
    "estonian": ("Kask Kivi Laan Lepi Mets Mägi Oja Pär Raud Saar Tamm Vain", " e k mann ste", " e k mann ste"),
    "german": ("Ber Bek Fish Gart Keil Kraf Lang Mil Rein Shef Shmid Veber Vag", "er t man ler ke", "er t man ler ke"),
    "tatar": (
        "Abd Akhm Vali Gabd Gal Ibrag Iskh Kar Mans Mukh Nas Rakh Sab Sad Faiz Khal Shak Iun",
        "ulin eev imov ov",
        "ulina eeva imova ova",
    ),
    "georgian": (
        "Abash Berid Gog Dol Kav Kip Lom Mak Mchel Nik Ore Sul Tab Tser Chik",
        "adze idze ashvili elia",
        "adze idze ashvili elia",
    ),
    "armenian": (
        "Abov Aram Vart Garib Grig Davt Kazar Karap Mart Mirz Petr Sark Ter-Av Oan Khach",
        "ian anian",
        "ian anian",
    ),
    "daghestani": ("Abak Akhm Gaj Dal Ism Kaz Mag Mus Omar Sul Khan", "ov omedov iev", "ova omedova ieva"),
    "uzbek": (
        "Abd Akhun Baim Islam Kad Mav Nur Rakh Said Tash Khod Iuld",
        "ullaev baev zhanov ov",
        "ullaeva baeva zhanova ova",
    ),
}
SHAPES |= {"kirgiz": SHAPES["uzbek"], "azerbaijani": SHAPES["daghestani"], "bashkir": SHAPES["tatar"]}
SHAPES |= {"chuvash": SHAPES["russian"]}
GIVEN = dict.fromkeys(NATIONALITIES, "muslim") | {
    "russian": "slavic", "ukrainian": "slavic", "belorussian": "slavic", "chuvash": "slavic", "polish": "western",
    "latvian": "western", "estonian": "western", "german": "western", "jewish": "jewish", "georgian": "caucasian",
    "armenian": "caucasian",
}  # fmt: skip
HARD = "bvgdzklmnprstfhjch"


def patronymic(father: str, *, female: bool) -> str:
    """The patronymic of a given name.

    >>> patronymic("Ivan", female=False), patronymic("Aleksei", female=True), patronymic("Ilia", female=False)
    ('Ivanovich', 'Alekseevna', 'Ilich')
    """
    if father.endswith("ia"):
        return father[:-1] + ("nichna" if female else "ch")
    if father.endswith("ii"):
        return father[:-1] + ("evna" if female else "evich")
    if father.endswith(("ei", "ai")):
        return father[:-1] + ("evna" if female else "evich")
    if father[-1] in "aeou":
        return father[:-1] + ("ovna" if female else "ovich")
    return father + ("ovna" if female else "ovich")


@dataclass(frozen=True)
class Pool:
    """The names of one nationality and sex."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    middle: tuple[str, ...]


@cache
def pool(nationality: str, *, female: bool) -> Pool:
    """Every name that people of a nationality and sex may be given."""
    stems, men, women = SHAPES[nationality]
    endings = (women if female else men).split(" ")
    kind = GIVEN[nationality]
    fathers = MEN[kind].split()
    return Pool(
        family=tuple(stem + ending for stem in stems.split() for ending in endings),
        given=tuple((WOMEN if female else MEN)[kind].split()),
        middle=tuple(patronymic(father, female=female) for father in fathers),
    )


def named(random: Random, nationality: Ints, female: Flags) -> tuple[list[str], list[str], list[str]]:
    """Family, given and middle names for people by nationality (a number of NATIONALITIES) and sex."""
    count = len(nationality)
    chances = random.random((3, count))
    names = [np.empty(count, dtype=object) for _ in range(3)]
    for number, name in enumerate(NATIONALITIES):
        for sex in (False, True):
            here = np.flatnonzero((nationality == number) & (female == sex))
            drawn = pool(name, female=sex)
            for part, column, chance in zip((drawn.family, drawn.given, drawn.middle), names, chances, strict=True):
                column[here] = np.array(part, dtype=object)[(chance[here] * len(part)).astype(np.int64)]
    family, given, middle = (column.tolist() for column in names)
    return family, given, middle
