"""Names for people who do not exist, in three languages, put together by chance from lists.

Nobody in the demonstration is a real person; a likeness of name is chance.
"""

from polity.demonstration.federation.chance import Chance

LANGUAGES = ("en", "es", "pl")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = {
    ("en", "woman"): _words(
        "Abena Alice Amara Amy Anita Beth Bridget Carol Chloe Daisy Deborah Eleanor Emily Esther Farah Fiona Gemma "
        "Grace Hannah Harriet Ines Isobel Jade Joan Josie Kate Kiran Laura Leah Lucy Maeve Maya Megan Mina Naomi Nia "
        "Nora Olive Pippa Priya Rachel Rosie Ruth Sadia Sally Shona Sian Sophie Tanya Thea Una Wendy Yasmin Zoë"
    ),
    ("en", "man"): _words(
        "Adam Aidan Alan Amir Andrew Barry Ben Callum Chidi Colin Craig Daniel Darren Dev Edward Ewan Felix Finn "
        "Gareth George Glen Hamish Harry Hassan Ian Imran Jack Jamie Joel Jonas Keith Kofi Lee Liam Luke Malik "
        "Martin Neil Noel Oliver Owen Patrick Ravi Rhys Robin Samir Sean Stuart Tariq Theo Tom Victor Will Zane"
    ),
    ("es", "woman"): _words(
        "Alba Alicia Ana Ángela Begoña Belén Blanca Candela Carmen Celia Clara Concepción Cristina Dolores Elena "
        "Elvira Eva Fátima Gloria Inés Irene Isabel Jimena Julia Laura Lidia Lola Lucía Luz Marina Marta Mercedes "
        "Miriam Montserrat Naiara Noelia Nuria Olga Paloma Pilar Raquel Rocío Rosa Sara Silvia Sofía Teresa Verónica "
        "Ximena Yolanda"
    ),
    ("es", "man"): _words(
        "Adrián Agustín Alberto Álvaro Andrés Ángel Antonio Benjamín Bruno Carlos César Cristóbal Daniel David Diego "
        "Eduardo Emilio Enrique Esteban Fabián Félix Fermín Francisco Gonzalo Guillermo Hugo Ignacio Iván Jaime "
        "Javier Joaquín Jorge Julián León Lorenzo Lucas Marcos Martín Mateo Miguel Nicolás Óscar Pablo Rafael Ramón "
        "Raúl Rubén Samuel Sebastián Tomás Vicente"
    ),
    ("pl", "woman"): _words(
        "Agata Agnieszka Aleksandra Alicja Aneta Barbara Beata Bożena Celina Danuta Dorota Elżbieta Ewa Gabriela "
        "Grażyna Halina Hanna Iga Irena Iwona Izabela Jadwiga Joanna Jolanta Julia Justyna Kamila Katarzyna Kinga "
        "Krystyna Lidia Lucyna Magdalena Małgorzata Maria Marta Milena Monika Natalia Nina Oliwia Patrycja Renata "
        "Róża Sylwia Teresa Urszula Wanda Weronika Zofia Żaneta"
    ),
    ("pl", "man"): _words(
        "Adam Aleksander Andrzej Arkadiusz Bartłomiej Błażej Bogdan Cezary Damian Dariusz Dominik Emil Filip "
        "Grzegorz Henryk Hubert Igor Jacek Jakub Jan Janusz Jarosław Jerzy Kacper Kamil Karol Krzysztof Leon Łukasz "
        "Maciej Marcin Marek Mateusz Michał Mikołaj Norbert Olgierd Patryk Paweł Piotr Radosław Rafał Robert "
        "Sławomir Stanisław Szymon Tadeusz Tomasz Wiesław Witold Wojciech Zbigniew"
    ),
}
BEGINNINGS = _words(
    "Alder Ash Barn Beck Black Bram Brook Burn Cald Carl Clay Cold Copp Crab Dal Dun East Elm Fair Farn Fen Glen "
    "Gold Green Hal Hart Hazel Heath Hol Kel Lang Lin Lock Marsh Mel Mill Mor Nor Oak Pad Pen Red Rod Rush Sand Shel "
    "Stan Stock Thorn Under Wake War West Whit Win Wood"
)
ENDINGS = _words("bridge by combe croft dale den field ford gate ham hurst ley low man more ridge shaw ton wick worth")
ENGLISH_TOO = _words("Achebe Adeyemi Ahmed Begum Chowdhury Desai Dhillon Eze Iqbal Kaur Mensah Nair Osei Rahman Silva")
SPANISH = _words(
    "Abad Acosta Aguirre Alarcón Álamo Arroyo Ávila Ballester Barrio Benítez Blázquez Bravo Calvo Campos Cano "
    "Castaño Cordero Cuenca Díaz Domínguez Durán Echeverría Esteban Expósito Ferrer Flores Fuentes Galán Gallardo "
    "García Gil Giménez González Guzmán Heredia Hidalgo Ibáñez Izquierdo Jiménez Lara León Lozano Luján Macías "
    "Manzano Marín Mejía Méndez Molina Montes Mora Muñiz Muñoz Navarro Núñez Ocaña Olmo Ortega Ortiz Palacios Pardo "
    "Peña Prieto Quintana Ramos Redondo Rey Ríos Rivas Robles Rojas Román Rueda Sáez Salas Salinas Sánchez Serrano "
    "Solís Soto Tejada Toledo Trujillo Ureña Valverde Vargas Vega Vera Vidal Yáñez Zamora Zúñiga"
)
POLISH = _words(
    "Adamski Bagiński Bąk Bielecki Borkowski Brzeziński Chmiel Chojnacki Cichocki Czajka Czarnecki Ćwik Dąbrowski "
    "Dębski Dudek Gajda Gąsior Głowacki Gołąb Górecki Góral Grabowski Jabłoński Jankowski Jasiński Jeziorski Jóźwiak "
    "Kaczmarek Kalinowski Kędzierski Kłos Kopeć Kowalski Kozłowski Krajewski Krawczyk Król Kruk Kubiak Kurek Leśniak "
    "Lipiński Łuczak Madej Malinowski Mazur Mazurek Michalski Milewski Mróz Niemiec Nowacki Nowak Olszewski Orłowski "
    "Ostrowski Pająk Pawłowski Piątek Piotrowski Rogalski Rudnicki Rybak Rzepka Sikora Skiba Sobczak Sokołowski "
    "Stępień Szczepański Szulc Śliwa Świątek Tomczak Urbański Walczak Wesołowski Wiącek Wierzbicki Witkowski Wójcik "
    "Woźniak Wrona Wróbel Zając Zawadzki Zieliński Ziółkowski Żak Żurawski"
)


def family_name(chance: Chance, language: str, *, woman: bool) -> str:
    """A family name in a language: two in Spanish, and in Polish with the ending that a woman's has."""
    if language == "en":
        return chance.of(ENGLISH_TOO) if chance.yes(0.12) else chance.of(BEGINNINGS) + chance.of(ENDINGS)
    if language == "es":
        return f"{chance.of(SPANISH)} {chance.of(SPANISH)}"
    name = chance.of(POLISH)
    if not woman:
        return name
    name = feminine(name)
    if chance.yes(0.06):
        other = feminine(chance.of(POLISH))
        return f"{name}-{other}" if other != name else name
    return name


def feminine(name: str) -> str:
    """The form of a Polish family name that a woman bears.

    >>> feminine("Zieliński"), feminine("Czarnecki"), feminine("Nowak")
    ('Zielińska', 'Czarnecka', 'Nowak')
    """
    return f"{name[:-1]}a" if name.endswith(("ski", "cki", "dzki")) else name


def named(chance: Chance, language: str, gender: str) -> tuple[str, str]:
    """A family and a given name; whoever declares neither woman nor man may bear any."""
    woman = gender == "woman" or (gender != "man" and chance.yes(0.5))
    return family_name(chance, language, woman=woman), chance.of(GIVEN[language, "woman" if woman else "man"])
