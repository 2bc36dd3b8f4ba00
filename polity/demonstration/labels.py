"""Names of units below the guberniyas: all synthetic, put together by chance."""

import numpy as np

from polity.demonstration.draws import Flags, Ints, Random


def _words(text: str, between: str = " ") -> list[str]:
    return text.split(between)


VILLAGES = _words(
    "Alekseev Andreev Bereznik Bogorod Bor Vasilev Verkhov Vladimir Vozdvizhen Voskresen Vysok Georgiev Gorod Dmitrov "
    "Dubrov Elansk Efremov Zavod Zarech Znamen Ivanov Ilin Kamen Karpov Klimov Kozlov Kosmodemian Krasnoselsk Kuzmin "
    "Lukin Makarev Matveev Mikhailov Nagorn Nikolaev Nikolsk Nizhne-Lipov Novoselsk Ozern Orlov Osinov Pavlov Petrov "
    "Pokrov Polian Preobrazhen Rozhdestven Romanov Sergiev Slobod Sosnov Spas Staro-Lipov Stepanov Troits Uspen "
    "Fedorov Filippov Khvorostian Cheremkhov Chistopol Shirokov Iablonov"
)
DISTRICTS = _words(
    "Zarechny Vokzalny Fabrichny Nagorny Pristansky Zheleznodorozhny Slobodskoi Sadovy Portovy Tsentralny"
)
TRADES = _words(
    "Textile mill,Spinning mill,Engineering works,Iron foundry,Rolling mill,Coal pit,Printing house,Tannery,Flour mill,"
    "Sugar refinery,Match factory,Glass works,Sawmill,Cement works,Tobacco factory,Power station",
    ",",
)
PATTERNS = {
    0: TRADES,
    1: ["Railway depot", "Railway station", "Tram depot", "River landing", "Port"],
    2: ["Village"],
    3: ["Rifle regiment", "Cavalry squadron", "Garrison company", "Military school", "Artillery battery"],
    4: ["Executive office", "Food office", "Post and telegraph office", "People's court", "Land department"],
    5: ["Workers' faculty", "Institute", "Party school", "Technical school"],
    6: ["Co-operative shop", "Hospital", "Builders' artel", "Club", "Housing office"],
    7: ["Nucleus"],
}


def uezds(random: Random, guberniya: Ints, city: Flags) -> list[str]:
    """Names of uezds and city districts, different within a guberniya."""
    stems = random.permutation(len(VILLAGES))
    names, seen = [], dict.fromkeys(range(int(guberniya.max()) + 1), 0)
    for at, (where, is_city) in enumerate(zip(guberniya.tolist(), city.tolist(), strict=True)):
        seen[where] += 1
        number = (seen[where] + where * 7) % len(VILLAGES)
        district = DISTRICTS[(seen[where] + where) % len(DISTRICTS)]
        names.append(f"{district} district" if is_city else f"{VILLAGES[stems[number]]}sky uezd")
        if is_city and seen[where] > len(DISTRICTS) and at % 2:
            names[-1] = f"{district} second district"
    return names


def volosts(random: Random, count: int) -> list[str]:
    """Names of volosts; as in life, one name stands in many places."""
    return [f"{VILLAGES[at]}skaia volost" for at in random.integers(0, len(VILLAGES), count).tolist()]


def nuclei(random: Random, kinds: Ints) -> list[str]:
    """Names of nuclei by kind: a number, or a village."""
    chances = random.random(len(kinds)).tolist()
    numbers = random.integers(1, 400, len(kinds)).tolist()
    endings = ["skoe", "ka", "o", "skaia"]
    names = []
    for kind, chance, number in zip(np.asarray(kinds).tolist(), chances, numbers, strict=True):
        pattern = PATTERNS[kind]
        first = pattern[int(chance * len(pattern))]
        names.append(
            f"Village {VILLAGES[number % len(VILLAGES)]}{endings[number % 4]}" if kind == 2 else f"{first} no. {number}"
        )
    return names
