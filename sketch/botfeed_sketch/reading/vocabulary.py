"""Words with a meaning for the picture, English and Italian, without accents; nouns stand with their subjects.

Each table is word -> meaning.
"""

from __future__ import annotations


def table(**rows: str) -> dict[str, str]:
    """Turn `meaning="word word two_words"` into word -> meaning."""
    return {word.replace("_", " "): meaning.rstrip("_") for meaning, words in rows.items() for word in words.split()}


COLOUR_HEX = {
    "red": "#d8392f",
    "orange": "#f0822e",
    "yellow": "#f6c733",
    "green": "#4fa454",
    "blue": "#3f7ed0",
    "light blue": "#7cc4ee",
    "turquoise": "#2fb0ac",
    "purple": "#8552b8",
    "pink": "#f08cae",
    "brown": "#8a5a3b",
    "black": "#48424f",
    "white": "#fbf8f2",
    "grey": "#9498a6",
    "gold": "#e2ac2f",
    "silver": "#bcc4d0",
}

COLOURS = {
    word.replace("_", " "): name
    for name, words in {
        "red": "red crimson scarlet ruby rosso rossa rossi rosse scarlatto scarlatta",
        "orange": "orange arancione arancioni",
        "yellow": "yellow lemon giallo gialla gialli gialle",
        "green": "green emerald lime verde verdi",
        "blue": "blue navy indigo cobalt blu",
        "light blue": "light_blue sky_blue azure cyan azzurro azzurra azzurri azzurre celeste celesti",
        "turquoise": "turquoise teal aqua turchese turchesi",
        "purple": "purple violet lilac lavender viola lilla",
        "pink": "pink magenta fuchsia rosa fucsia",
        "brown": "brown chestnut marrone marroni castano",
        "black": "black nero nera neri nere",
        "white": "white bianco bianca bianchi bianche",
        "grey": "grey gray grigio grigia grigi grigie",
        "gold": "gold golden oro dorato dorata dorati dorate",
        "silver": "silver silvery argento argentato argentata",
    }.items()
    for word in words.split()
}

PLACES = table(
    forest="forest forests wood woods woodland jungle bosco boschi foresta foreste giungla selva pineta",
    sea="sea seas ocean oceans waves mare mari oceano oceani onde",
    sea_shore="coast cliff cliffs harbour harbor port costa scogliera porto",
    beach="beach beaches shore sand island spiaggia spiagge riva sabbia isola",
    desert="desert deserts dune dunes sahara deserto deserti",
    mountains="mountains alps valley montagna montagne alpi valle",
    hills="hill hills countryside collina colline campagna",
    city="city cities town street downtown citta strada metropoli",
    village="village villages hamlet villaggio villaggi paese borgo",
    space="space galaxy universe cosmos nebula outer_space spazio galassia universo cosmo nebulosa orbit orbita"
    " mars marte",
    underwater="underwater reef deep_sea seabed under_the_sea under_water sott_acqua sottacqua abisso abissi fondale"
    " barriera_corallina sotto_il_mare",
    field="field fields farm prairie wheat campo campi fattoria prateria grano",
    meadow="meadow meadows garden gardens park grass prato prati giardino giardini parco erba",
    lake="lake lakes pond river rivers lago laghi stagno fiume fiumi",
    ice="arctic antarctica north_pole south_pole ice iceberg artico antartide polo_nord polo_sud ghiaccio ghiacci",
    savanna="savanna savannah safari africa savana",
    table="table room kitchen window desk shelf tavolo tavola stanza camera cucina finestra scrivania mensola",
    sky="sky skies heaven air cielo cieli aria",
)

WEATHER = table(
    snow="snow snowy snowing snowfall blizzard winter snowflakes neve nevoso nevosa nevica nevicata inverno innevato"
    " innevata innevati innevate invernale",
    rain="rain rainy raining drizzle pioggia piovoso piovosa piove temporale acquazzone",
    fog="fog foggy mist misty haze hazy nebbia nebbioso nebbiosa foschia brumoso",
    storm="storm stormy thunder thunderstorm lightning tempest tempesta tempestoso tempestosa burrasca fulmine fulmini",
    wind="wind windy breeze vento ventoso ventosa brezza",
    cloudy="cloudy overcast nuvoloso nuvolosa",
    stars="starry stellato stellata stellati",
    aurora="aurora northern_lights aurora_boreale",
    petals="spring primavera primaverile cherry_blossom cherry_blossoms fiori_di_ciliegio petals petali",
    leaves="autumn fall autunno autunnale",
)

HOURS = table(
    night="night midnight nighttime nocturnal moonlight moonlit dark notte mezzanotte notturno notturna buio"
    " chiaro_di_luna",
    sunset="sunset dusk evening twilight tramonto tramonti sera crepuscolo",
    dawn="dawn sunrise morning alba mattina mattino",
    day="day noon midday daytime sunny summer giorno mezzogiorno soleggiato soleggiata estate estivo",
)

MOODS = table(
    calm="calm quiet peaceful serene gentle dreamy sleepy soft calmo calma sereno serena tranquillo tranquilla"
    " dolce pace",
    dark_="gloomy scary spooky sad lonely haunted mysterious gothic triste cupo cupa misterioso misteriosa"
    " pauroso tetro",
    bright="happy cheerful joyful bright funny colourful colorful vivid felice allegro allegra vivace colorato"
    " colorata",
)

NUMBERS = {
    word: number
    for number, words in {
        1: "one uno 1 single",
        2: "two due 2 couple pair twin coppia paio",
        3: "three tre 3 trio some few several qualche alcuni alcune vari varie",
        4: "four quattro 4",
        5: "five cinque 5 group gruppo family famiglia many molti molte tanti tante flock herd stormo gregge branco",
        6: "six sei 6",
        7: "seven sette 7 eight nine ten dozen otto nove dieci dozzina 8 9 10",
    }.items()
    for word in words.split()
}

RELATIONS = {
    word.replace("_", " "): relation
    for relation, words in {
        "on": "on on_top_of atop riding rides above upon su sul sullo sulla sui sugli sulle sopra cavalca a_cavallo_di",
        "under": "under beneath below underneath sotto",
    }.items()
    for word in words.split()
}
