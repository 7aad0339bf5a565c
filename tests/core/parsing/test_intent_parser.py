"""Plain phrases and the commands they map to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed import catalog
from botfeed.core.chat import values
from botfeed.core.language.i18n import LANGUAGES, words
from botfeed.core.parsing import intent_parser
from botfeed.core.parsing.menu import Menu

ENGLISH = """
paint a fox = imagine prompt=a fox
Paint a fox in snow. = imagine prompt=a fox in snow
please paint a fox = imagine prompt=a fox
paint me a fox, please = imagine prompt=a fox
draw me a house by the sea = imagine prompt=a house by the sea
draw a picture of Rome = imagine prompt=Rome
can you draw a cat? = imagine prompt=a cat
could you paint us an owl = imagine prompt=an owl
I'd like a picture of a boat = imagine prompt=a boat
a picture of two dogs = imagine prompt=two dogs
make me an image of a red car = imagine prompt=a red car
generate a drawing of bees = imagine prompt=bees
imagine a city on the moon = imagine prompt=a city on the moon
sketch the old bridge = imagine prompt=the old bridge
draw me = imagine
can you paint? = imagine
paint something = imagine
show my feed = feed
show me the feed = feed
Feed = feed
open my feed now = feed
show me something = feed
look around = feed
what's new? = feed view=new
What’s new = feed view=new
show me the newest pictures = feed view=new
show me the people I follow = feed view=following
my pictures = mine
show my library = mine
show me my drawings = mine
what did I paint = mine
my pictures of foxes = mine search=foxes
show me my paintings with a red house = mine search=a red house
search for a fox = search words=a fox
find me pictures of #winter = search words=#winter
show me what I saved = saved
search fox = search words=fox
#snow = search words=#snow
@ada = profile who=ada
cancel = cancel
never mind = cancel
help = help
help me = help
what can you do? = help
how does this work? = help
the commands = help
hello = start
Hi! = start
good morning = start
who are you? = start
privacy = privacy
what do you know about me? = privacy
inbox = inbox
show me my notifications = inbox
what did I miss? = inbox
who is ada = profile who=ada
who's @ben? = profile who=ben
show me ada's profile = profile who=ada
the profile of cleo = profile who=cleo
my profile = profile
follow ada = follow who=ada
follow @ada_b = follow who=ada_b
stop following ada = unfollow who=ada
unfollow ada = unfollow who=ada
mute ben = mute who=ben
block ben = block who=ben
unblock ben = unblock who=ben
digest at 9 = digest.set hour=9
send me the daily digest at 9 = digest.set hour=9
digest at 9:30 = digest.set hour=9 minute=30
digest every day at 7 pm = digest.set hour=19
digest at 12am = digest.set hour=0
digest at noon = digest.set hour=12 minute=0
digest at half past nine = digest.set hour=9 minute=30
set my digest to 9:30 p.m. every day = digest.set hour=21 minute=30
digest for seven in the evening = digest.set hour=19
show me pictures of cats = search words=cats
Show me some photos with a red car, please! = search words=a red car
show me cat pictures = search words=cat
make it night = remix prompt=night
turn it into a watercolour = remix prompt=a watercolour
#क्षमा = search words=#क्षमा
＃狐 = search words=＃狐
＠ada = profile who=ada
my digest = digest.show
show me today's digest = digest.preview
pause the digest = digest.pause
resume my digest = digest.resume
stop the digest = digest.off
delete my account = me.delete
forget me = me.delete
I changed my mind = me.keep
download my data = me.export
speak Italian = language to=it
language english = language to=en
"""

ITALIAN = """
dipingi una volpe = imagine prompt=una volpe
Dipingi una volpe nella neve. = imagine prompt=una volpe nella neve
per favore dipingi una volpe = imagine prompt=una volpe
disegnami un gatto, grazie = imagine prompt=un gatto
disegna un gatto per favore = imagine prompt=un gatto
puoi disegnare una casa sul mare? = imagine prompt=una casa sul mare
potresti dipingermi un gufo = imagine prompt=un gufo
dipingi un quadro di Roma = imagine prompt=Roma
un'immagine di due cani = imagine prompt=due cani
un’immagine di due cani = imagine prompt=due cani
vorrei un disegno di una barca = imagine prompt=una barca
fammi un ritratto di mia nonna = imagine prompt=mia nonna
crea un'immagine con una luna rossa = imagine prompt=una luna rossa
immagina una città sulla luna = imagine prompt=una città sulla luna
dipingi = imagine
puoi dipingere? = imagine
dipingi qualcosa = imagine
mostrami il feed = feed
apri il mio feed = feed
fammi vedere il feed = feed
mostrami qualcosa = feed
che cosa c'è di nuovo? = feed view=new
novità = feed view=new
mostrami le ultime immagini = feed view=new
mostrami chi seguo = feed view=following
cerca volpe = search words=volpe
#neve = search words=#neve
@ada = profile who=ada
annulla = cancel
le mie immagini = mine
mostrami i miei disegni = mine
la mia raccolta = mine
cosa ho dipinto? = mine
le mie immagini di volpi = mine search=volpi
cerca le immagini di volpi = search words=volpi
trova #inverno = search words=#inverno
cosa ho salvato = saved
aiuto = help
aiutami = help
cosa sai fare? = help
che cosa posso fare qui = help
come funziona? = help
mostrami i comandi = help
ciao = start
Ciao! = start
buongiorno = start
chi sei? = start
privacy = privacy
cosa sai di me? = privacy
notifiche = inbox
mostrami le notifiche = inbox
le mie notifiche = inbox
cosa mi sono perso? = inbox
chi è ada = profile who=ada
chi è @ben? = profile who=ben
mostrami il profilo di ada = profile who=ada
il mio profilo = profile
segui ada = follow who=ada
segui @ada = follow who=ada
smetti di seguire ada = unfollow who=ada
non seguire più ada = unfollow who=ada
silenzia ben = mute who=ben
blocca ben = block who=ben
sblocca ben = unblock who=ben
digest alle 9 = digest.set hour=9
mandami il riepilogo alle 9 = digest.set hour=9
mandami il riassunto alle 9 = digest.set hour=9
metti in pausa il riassunto = digest.pause
riepilogo alle 9:30 = digest.set hour=9 minute=30
voglio il riepilogo ogni giorno alle 7 di sera = digest.set hour=19
digest all'8 = digest.set hour=8
digest alle nove e mezza = digest.set hour=9 minute=30
mandami il riepilogo a mezzogiorno = digest.set hour=12 minute=0
voglio il riepilogo alle otto meno un quarto di sera ogni giorno = digest.set hour=19 minute=45
mostrami immagini di gatti = search words=gatti
fammi vedere dei disegni di volpi = search words=volpi
rendila notturna = remix prompt=notturna
il mio riepilogo = digest.show
il riepilogo di oggi = digest.preview
metti in pausa il riepilogo = digest.pause
riprendi il riepilogo = digest.resume
basta con il riepilogo = digest.off
cancella il mio account = me.delete
cancellami = me.delete
ho cambiato idea = me.keep
scarica i miei dati = me.export
parla italiano = language to=it
parlami in inglese = language to=en
"""


def cases(table: str) -> list[tuple[str, str, dict[str, str]]]:
    found = []
    for line in table.strip().splitlines():
        said, _, meant = line.partition(" = ")
        name, *rest = meant.split(" ", 1)
        args: dict[str, str] = {}
        for part in rest[0].split(" ") if rest else []:
            key, equals, value = part.partition("=")
            if equals:
                args[key] = value
            else:
                args[list(args)[-1]] += f" {part}"
        found.append((said, name, args))
    return found


@pytest.mark.parametrize(("said", "name", "args"), cases(ENGLISH))
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_english_phrases_map_to_commands(said: str, name: str, args: dict[str, str], language: str) -> None:
    assert intent_parser.route(said, language) == (name, args)


@pytest.mark.parametrize(("said", "name", "args"), cases(ITALIAN))
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_italian_phrases_map_to_commands(said: str, name: str, args: dict[str, str], language: str) -> None:
    assert intent_parser.route(said, language) == (name, args)


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "?",
        "what is love",
        "paintings are nice",
        "the feed is slow",
        "quanto fa due più due",
        "follow the money",
        "digest at dusk",
        "#tag and more",
        "@ada@example.org",
        "i hate this",
        "who is the president of France",
        "sono stanco",
        "x" * 5000,
    ],
)
def test_other_text_maps_to_no_command(said: str) -> None:
    assert intent_parser.route(said) is None


def test_every_phrase_names_a_command_that_takes_its_arguments() -> None:
    menu = Menu(catalog.COMMANDS)
    for language in LANGUAGES:
        for row in intent_parser.table(language):
            what = menu[row.command]
            assert {name for name in (*row.sentence.groupindex, *row.args) if what.spec(name) is None} == set()
            values.bind(what, dict(row.args), lambda _: None)


@given(st.text(), st.sampled_from([*LANGUAGES, "xx", ""]))
def test_any_text_maps_to_a_known_command_or_none(text: str, language: str) -> None:
    found = intent_parser.route(text, language)
    assert found is None or found[0] in {what.name for what in catalog.COMMANDS}


@given(st.text(min_size=1))
def test_paint_phrases_map_to_imagine_or_nothing(prompt: str) -> None:
    found = intent_parser.route(f"paint {prompt}")
    assert found is None or found[0] == "imagine"


def test_the_suggested_search_phrase_searches_the_noun_alone() -> None:
    for language, wanted in (("en", "fox"), ("it", "volpe")):
        offered = words(language).s("search fox")
        assert intent_parser.route(offered, language) == ("search", {"words": wanted})
