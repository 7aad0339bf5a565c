"""Times of day in words, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import number_words
from botfeed.core.parsing import hours

TIMES = """
9 = 9
09 = 9
21h = 21
9h30 = 9:30
9:30 = 9:30
9.30 = 9:30
９：３０ = 9:30
9pm = 21
9 PM = 21
9 p.m. = 21
9:30pm = 21:30
12am = 0
12 pm = 12
at 7 in the evening = 19
at 7 in the morning = 7
half past nine = 9:30
quarter to nine = 8:45
a quarter past ten = 10:15
ten to six = 5:50
nine o'clock = 9
nine thirty = 9:30
twenty one thirty = 21:30
noon = 12:0
midnight = 0:0
alle 9 = 9
Alle 9:30 = 9:30
alle ore 18.45 = 18:45
ore 18 = 18
le nove = 9
alle nove e mezza = 9:30
le nove e un quarto = 9:15
nove meno un quarto = 8:45
nove e tre quarti = 9:45
alle 9 e 5 = 9:5
all'una = 1
l’una e mezza = 1:30
alle 7 di sera = 19
alle otto e mezza di sera = 20:30
alle 7 del mattino = 7
alle 3 del pomeriggio = 15
alle 11 di notte = 23
alle 2 di notte = 2
ventuno e trenta = 21:30
mezzogiorno = 12:0
mezzanotte e mezza = 0:30
"""
NONE = ["", "24", "25", "-1", "9:75", "nove e novanta", "soon", "New York", "9 foxes", "a", "9:30:15", "100", "e"]


@pytest.mark.parametrize("line", TIMES.strip().splitlines())
def test_times_are_read_as_people_write_them(line):
    typed, _, meant = line.partition(" = ")
    hour, _, minute = meant.partition(":")
    assert hours.read(typed) == {"hour": hour, **({"minute": minute} if minute else {})}


@pytest.mark.parametrize("typed", NONE)
def test_other_words_are_no_time(typed):
    assert hours.read(typed) is None


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["{}:{:02}", "alle {}.{:02}", "at {:02}:{:02}", "{}h{:02}", "ore {}:{:02}"]),
)
def test_every_time_of_the_day_is_read(hour, minute, form):
    assert hours.read(form.format(hour, minute)) == {"hour": str(hour), "minute": str(minute)}


@given(st.text())
def test_any_text_is_a_time_of_the_day_or_none(typed):
    found = hours.read(typed)
    assert found is None or (0 <= int(found["hour"]) < 24 and 0 <= int(found.get("minute", 0)) < 60)


@pytest.mark.parametrize(
    ("word", "number"),
    [("twenty nine", 29), ("ventotto", 28), ("trentuno", 31), ("cinquantacinque", 55), ("forty", 40), ("Tre", 3)],
)
def test_numbers_to_fifty_nine_are_read_in_words(word, number):
    assert number_words.read(word) == number
    assert sorted(set(number_words.NUMBERS.values())) == list(range(60))
