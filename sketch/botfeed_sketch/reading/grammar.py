"""Function words of a prompt, which are never drawn, English and Italian, without accents."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words before a place rather than before a thing in the foreground.
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
    " every each any other another same tone just only also more most much less least lots lot full please make draw"
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

# Words before a deed or a quality of the subject, not before another subject.
PREDICATE = words_of("who which that is are was to che sta stanno chi si")

# Qualities, deeds and words of the craft, which are no things to draw.
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
# Nouns that end like an adjective or a verb.
NOUNS_LIKE_ADJECTIVES = words_of(
    "ring wing swing spring king string thing building seed bed shed sled weed family butterfly fly lily jelly belly"
    " forest nest chest vest elefante gigante gelato soldato pirata patata torta vita insalata strada cantante serpente"
    " pianta fish dish jellyfish starfish pilot pirate plate chocolate skate date gate rainforest guest"
)
# Words of one language that mean something else in the other.
ONLY_ITALIAN = words_of("ape api sole soli re mare mari tre sei due cane sera onde nave stella sale pesce")
