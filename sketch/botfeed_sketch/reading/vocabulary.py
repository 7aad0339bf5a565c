"""The words the painter knows, English and Italian, without accents. All tables are word -> meaning."""

from __future__ import annotations


def table(**rows: str) -> dict[str, str]:
    """`meaning="word word two_words"` turned round."""
    return {word.replace("_", " "): meaning.rstrip("_") for meaning, words in rows.items() for word in words.split()}


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


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

# Words that come before a place rather than a thing in the picture's foreground.
INSIDE = words_of(
    "in at on into through over across among near inside by across along between behind nel nello nella nei negli nelle"
    " sul sulla sui sulle tra fra attraverso vicino presso in sopra lungo dietro"
)

ENGLISH = words_of(
    "a an the of and or with without in on at by to from into over under through near for as is are was be being it its"
    " his her their my your our this that these those who which while where when very so too not no i you he"
    " she we they"
    " there here up down out off then than like but if beside between behind above below next front top around about"
    " across along against inside outside has have had do does doing can will would should one's me him them us all"
    " every each any other another same own just only also more most much less least lots lot full please make draw"
    " paint show create give want"
)
ITALIAN = words_of(
    "un uno una il lo la i gli le l d dell di del dello della dei degli delle a al allo alla ai agli alle da dal dallo"
    " dalla dai dagli dalle in nel nello nella nei negli nelle nell con col su sul sullo sulla sui sugli sulle sull per"
    " tra fra e ed o od che chi cui non mi ti si ci vi suo sua suoi sue mio mia tuo tua loro questo questa"
    " quello quella"
    " quel come quando mentre dove molto molta poco piu meno anche solo sotto sopra davanti dietro accanto"
    " vicino dentro"
    " fuori verso senza sono ha hanno era fa ogni tutto tutti tutta tutte po dipingi disegna fammi vorrei all dall"
    " quest quell c"
)
STOP = ENGLISH | ITALIAN

# After these comes what a subject does or is, not another subject.
PREDICATE = words_of("who which that is are was to che sta stanno chi si")

# Descriptions, deeds and words of the craft: said of a picture, and not things to draw.
PLAIN = words_of(
    "small little big large tiny huge giant great old young ancient new cute lovely beautiful pretty nice sweet"
    " wild tall"
    " short long thin fat round square deep high low warm cold hot cool fresh dry wet bright pale light lone"
    " single happy"
    " sad angry brave fluffy furry magic magical enchanted royal wooden stone glass paper sleeping asleep"
    " flying running"
    " jumping dancing singing reading sitting standing walking swimming playing eating drinking looking smiling"
    " dreaming"
    " smoking fishing waiting wearing holding riding side left right middle center centre background foreground world"
    " style picture image photo photograph photography drawing sketch painting illustration portrait watercolor"
    " watercolour oil acrylic pencil ink digital art artwork poster print render rendering cinematic realistic minimal"
    " minimalist abstract detailed high quality resolution hd landscape scene scenery view wallpaper logo icon"
    " cartoon anime comic vintage retro modern pixel still life closeup close colour colours color colors pastel neon"
    " sleeps flies runs jumps dances sings reads sits stands walks swims plays eats drinks looks smiles dreams waits"
    " wears holds flat blueprint piccolo piccola piccoli piccole grande grandi gigante giganti enorme vecchio vecchia"
    " giovane antico antica nuovo nuova carino carina bello bella belli belle bel alto alta basso bassa lungo"
    " lunga corto"
    " magro grasso rotondo caldo calda freddo fredda fresco bagnato asciutto chiaro chiara scuro scura solo"
    " sola solitario"
    " solitaria felici tristi arrabbiato coraggioso magico magica incantato incantata reale selvaggio selvaggia legno"
    " pietra carta vetro addormentato addormentata dorme vola corre salta balla canta legge siede seduto seduta cammina"
    " nuota gioca mangia beve guarda sorride sogna aspetta porta tiene stile immagine foto fotografia disegno dipinto"
    " quadro illustrazione ritratto acquerello olio matita inchiostro digitale arte paesaggio scena vista sfondo mondo"
    " lato sinistra destra mezzo centro cartone fumetto colori colore pastello astratto astratta morbido morbida"
)
ADJECTIVE_ENDS = (
    *("ing", "ed", "ly", "ous", "ful", "ish", "ive", "less", "ical", "esque", "est"),
    *(
        "mente",
        "ando",
        "endo",
        "oso",
        "osa",
        "osi",
        "ose",
        "ante",
        "anti",
        "ente",
        "ato",
        "ata",
        "ati",
        "ate",
        "ito",
        "ita",
    ),
)
# Nouns in spite of such an ending.
NOUNS_ALL_THE_SAME = words_of(
    "ring wing swing spring king string thing building seed bed shed sled weed family butterfly fly lily jelly belly"
    " forest nest chest vest elefante gigante gelato soldato pirata patata torta vita insalata strada cantante serpente"
    " pianta fish dish jellyfish starfish pilot pirate plate chocolate skate date gate rainforest guest"
)
# Words of one language that mean something else in the other.
ONLY_ITALIAN = words_of("ape api sole soli re mare mari tre sei due cane sera onde nave stella sale pesce")
