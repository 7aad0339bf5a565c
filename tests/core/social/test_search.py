"""Search of posts by words, tags and people, limited to what the viewer may see, on each engine."""

from __future__ import annotations

import pytest

from botfeed.core.model import Account, Audience, Block, KeyValue, PostState, Term, Viewer
from botfeed.core.safety import visibility
from botfeed.core.social import search
from botfeed.core.work import worker
from botfeed.testing.community import Community
from botfeed.testing.plugin import make_services
from tests.core.language.test_tokenizer import FOUND as FOUND_BY
from tests.core.support.people import People, Reviewer

FOUND = [
    ("fox", ["snow", "den"]),
    ("FOX snow", ["snow", "den", "snail"]),
    ("sno", ["snow", "snail"]),  # the tag #snowy begins so
    ("fo", ["snow", "den"]),
    ("fo snow", ["snow", "snail"]),  # only the last word may be a beginning
    ("qu snow", ["snow", "snail"]),
    ("#winter", ["snow"]),
    ("#wint", ["snow"]),
    ("winter", ["snow", "snail"]),
    ("#winter fox", ["snow"]),
    ("été", ["den"]),
    ("ete", ["den"]),
    ("@ben", ["snail"]),
    ("@ben #winter", []),
    ("@ben winter", ["snail"]),
    ("@nobody fox", []),
    ("fox zebra", ["snow", "den"]),
    ("#winter zebra", []),  # a tag is held, and a word of the others
    ("%", []),
    ("_nail", []),
    ("fox 100%", ["snow", "den"]),
    ("", ["den", "snail", "snow"]),
]


def seeded(uow):
    world = Community()
    posts = {
        "snow": world.post(uow, "ada", "A fox in snow #Winter"),
        "den": world.post(uow, "ada", "Fox at home, été"),
        "snail": world.post(uow, "ben", "A snail in winter, #snowy"),
    }
    for id in posts.values():
        search.index(uow, uow.get(search.Post, id))
    return world, posts


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[text or "nothing" for text, _ in FOUND])
async def test_posts_are_found_by_words_tags_and_people(any_store, text: str, names: list[str]) -> None:
    def look(uow):
        world, posts = seeded(uow)
        cleo = uow.get(Account, world.person(uow, "cleo"))
        found = search.find(uow, visibility.viewer(uow, cleo), text)
        return [p.id for p in found], [posts[name] for name in names]

    got, expected = await any_store.run(look)
    assert sorted(got) == sorted(expected)


async def test_search_returns_only_visible_posts(any_store) -> None:
    def look(uow):
        world = Community()
        here = world.space(uow, "den")
        ids = [
            world.post(uow, "ada", "fox one"),
            world.post(uow, "ada", "fox two", audience=Audience.FOLLOWERS),
            world.post(uow, "ada", "fox three", audience=Audience.HERE, space=here),
            world.post(uow, "ada", "fox four", sensitive=True),
            world.post(uow, "mia", "fox five"),
            world.post(uow, "sue", "fox six"),
        ]
        for id in ids:
            search.index(uow, uow.get(search.Post, id))
        world.follow(uow, "ben", "ada")
        world.person(uow, "sue", state="suspended")
        ben, cleo = (uow.get(Account, world.person(uow, who)) for who in ("ben", "cleo"))
        uow.insert(Block(uow.new_id(), cleo.id, world.people["mia"], uow.now))
        place = uow.one(search.visibility.Space, id=here)
        viewers = [
            visibility.viewer(uow, ben),
            visibility.viewer(uow, cleo, place),
            Viewer(None, here, sensitive=False),
            visibility.viewer(uow, uow.get(Account, world.people["ada"])),
        ]
        return ids, [sorted(p.id for p in search.find(uow, who, "fox")) for who in viewers]

    ids, (ben, cleo, place, ada) = await any_store.run(look)
    assert ben == [ids[0], ids[1], ids[3], ids[4]]
    assert cleo == [ids[0], ids[2], ids[3]]
    assert place == [ids[0], ids[2], ids[4]]
    assert ada == ids[:5]


async def test_prefixes_are_one_range_of_the_index(any_store) -> None:
    words = ["fo", "fog", "fox", "foxglove", "foé", "fpx", "straße", "日本", "日本語", "zz"]

    def look(uow):
        uow.terms.write(1, words)
        uow.terms.write(2, ["fox", "fog"])
        found = [uow.terms.beginning(stem, 3) for stem in ("fo", "foxg", "日本", "a", "zz", "x")]
        uow.terms.write(1, ["fog"])
        return found, sorted(row.word for row in uow.all(Term, post=1)), uow.terms.beginning("fo", 9)

    found, left, after = await any_store.run(look)
    assert found == [["fo", "fog", "fox"], ["foxglove"], ["日本", "日本語"], [], ["zz"], []]
    assert (left, after) == (["fog"], ["fog", "fox"])


async def test_the_rarest_word_leads_and_old_posts_are_found(any_store, monkeypatch) -> None:
    """A common word was once cut to its newest postings before the rare one was looked up."""
    monkeypatch.setattr("botfeed.store.terms.DEEP", 5)
    monkeypatch.setattr("botfeed.store.terms.COUNTED", 4)

    def look(uow):
        world = Community()
        rare = world.post(uow, "ada", "zebra fox")
        posts = [rare, *(world.post(uow, "ada", f"fox {n}") for n in range(12))]
        for id in posts:
            search.index(uow, uow.get(search.Post, id))
        who = Viewer(None)
        return rare, [[p.id for p in search.find(uow, who, text)] for text in ("fox zebra", "zebra fox", "fox")]

    rare, (one, two, common) = await any_store.run(look)
    assert one[0] == two[0] == rare
    assert len(common) == 5


async def test_the_number_of_statements_and_rows_is_bounded(any_store) -> None:
    from tests.core.feed.test_pipeline import counted

    def look(uow, posts):
        world = Community()
        for n in range(posts):
            id = world.post(uow, f"p{n % 7}", f"fox {n} snow")
            search.index(uow, uow.get(search.Post, id))
        with counted(uow) as sent:
            search.find(uow, Viewer(None), "snow fox 1")
        return len(sent)

    few, many = [await any_store.run(lambda uow, n=n: look(uow, n)) for n in (3, 60)]
    assert few == many <= 6


async def test_older_posts_are_indexed_in_batches_that_survive_a_crash(any_store, clock) -> None:
    world, services = Community(), make_services(any_store, clock)

    def seed(uow):
        return [world.post(uow, "ada", f"old fox {n}") for n in range(250)] + [
            world.post(uow, "ada", "hidden fox", state=PostState.HIDDEN)
        ]

    ids = await any_store.run(seed)
    await search.catch_up(services)
    assert await any_store.run(search.batch)  # another process did a part, and fell
    assert await any_store.read(lambda uow: uow.one(KeyValue, name=search._CURSOR).value) == str(ids[search.BATCH - 1])
    assert await worker.drain(services) == 1
    await search.catch_up(services)
    assert await worker.drain(services) == 0
    viewers = Viewer(None)
    found = await any_store.read(lambda uow: {p.id for p in search.find(uow, viewers, "old fox", limit=500)})
    assert len(found) == search.POOL
    assert await any_store.read(lambda uow: uow.count(Term, word="fox")) == 250


async def test_the_index_follows_publication_edits_and_removal(people: People) -> None:
    async def finds(text: str) -> int:
        viewers = Viewer(None)
        return len(await people.stage.services.store.read(lambda uow: search.find(uow, viewers, text)))

    await people.paint("ada", "a whale by night")
    assert await finds("whale") == 0
    post = await people.publish("ada", "a fox in snow", "--caption Winter #cold --audience everyone")
    assert [await finds(text) for text in ("winter", "#cold", "fox")] == [1, 1, 1]
    await people.stage.say("ada", f"/remixes {people.ref(post)} no")
    assert [await finds(text) for text in ("winter", "fox")] == [1, 0]  # its words are not to be read any more
    await people.stage.say("ada", f"/caption {people.ref(post)} Summer")
    assert [await finds(text) for text in ("winter", "#cold", "summer")] == [0, 0, 1]
    await people.stage.say("ada", f"/unpublish {people.ref(post)} --sure")
    assert await finds("summer") == 0
    assert await people.stage.services.store.read(lambda uow: uow.count(Term)) == 0


async def test_a_caption_is_found_after_review_only(people: People) -> None:
    object.__setattr__(people.stage.services, "reviewer", Reviewer({"bad": "hate"}))
    viewers = Viewer(None)

    async def finds(text: str) -> int:
        return len(await people.stage.services.store.read(lambda uow: search.find(uow, viewers, text)))

    post = await people.publish("ada", "a fox", "--caption Winter --audience everyone")
    assert await finds("winter") == 0
    await people.stage.settle()
    assert await finds("winter") == 1
    await people.stage.say("ada", f"/caption {people.ref(post)} Summer")
    assert (await finds("winter"), await finds("summer")) == (1, 0)
    await people.stage.settle()
    assert (await finds("winter"), await finds("summer")) == (0, 1)
    await people.stage.say("ada", f"/caption {people.ref(post)} bad words")
    await people.stage.settle()
    assert (await finds("bad"), await finds("summer")) == (0, 1)


async def test_results_are_ordered_by_heat_unless_newest_is_asked(any_store) -> None:
    def look(uow):
        world = Community()
        ids = [world.post(uow, "ada", f"fox {n}", warm=9 if n == 0 else 0) for n in range(3)]
        for id in ids:
            search.index(uow, uow.get(search.Post, id))
        who = Viewer(None)
        return ids, [[p.id for p in search.find(uow, who, "fox", newest=newest)] for newest in (False, True)]

    ids, (best, newest) = await any_store.run(look)
    assert (best, newest) == ([ids[0], ids[2], ids[1]], [ids[2], ids[1], ids[0]])


SCRIPTS = {language: case for language, case in FOUND_BY.items() if language != "mixed"}


async def test_words_of_every_language_are_found_on_each_engine(any_store) -> None:
    """Each text stands among those of all other languages, and is found by each of its words."""

    def look(uow):
        world = Community()
        ids = {language: world.post(uow, "ada", text) for language, (text, _) in SCRIPTS.items()}
        for id in ids.values():
            search.index(uow, uow.get(search.Post, id))
        missed = []
        for language, (_, wanted) in SCRIPTS.items():
            for typed in wanted:
                found = [post.id for post in search.find(uow, Viewer(None), typed)]
                if not found or ids[language] not in found[:3]:
                    missed.append((language, typed))
        return missed

    assert await any_store.run(look) == []


async def test_posts_with_the_most_words_come_first_and_exact_words_before_stems(any_store) -> None:
    def look(uow):
        world = Community()
        said = ["a castle on a hill", "castles by the sea", "a hill", "a moon", "Winterschloss am Meer", "das Schloss"]
        ids = [world.post(uow, "ada", text) for text in said]
        for id in ids:
            search.index(uow, uow.get(search.Post, id))
        names = dict(zip(ids, said, strict=True))
        asked = ("the castle on the hill", "castles", "Schloß")
        return [[names[post.id] for post in search.find(uow, Viewer(None), text)] for text in asked]

    hill, castles, schloss = await any_store.run(look)
    assert hill[0] == "a castle on a hill"
    assert set(hill[1:]) == {"castles by the sea", "a hill"}
    assert castles == ["castles by the sea", "a castle on a hill"]
    assert schloss == ["das Schloss", "Winterschloss am Meer"]
