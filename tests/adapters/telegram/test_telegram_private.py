"""Private chat of one person: its messages after each action."""


async def test_a_picture_replaces_the_waiting_message(adapter, ada):
    await ada.say("/imagine a fox in snow")
    shown = await adapter.shown(ada, "Here it is", "Publish")
    assert shown.photo
    assert "a fox in snow" in shown.text
    mine = [m for m in adapter.fake.messages(ada) if m.raw["from"]["is_bot"]]
    assert len(mine) == 1


async def test_publishing_asks_one_question_at_a_time_in_one_message(adapter, ada):
    picture = await adapter.picture(ada)
    await ada.press(picture, "Publish")
    question = await adapter.shown(ada, "Caption", "Skip")
    assert "Everyone: anybody on any platform" in question.text
    await ada.press(question, "Skip")
    question = await adapter.shown(ada, "Who sees it?")
    assert question.labels == ["Everyone", "Followers"]
    await ada.press(question, "Followers")
    question = await adapter.shown(ada, "Sensitive?")
    await ada.press(question, "No")
    post = await adapter.shown(ada, "Published", "Undo")
    assert post.photo
    assert post.id == question.id
    assert "Your followers can see it" in post.text
    assert [m.text[:20] for m in adapter.fake.messages(ada) if not m.photo] == ["/imagine a fox in sn"]


async def test_a_typed_answer_removes_its_question(adapter, ada):
    picture = await adapter.picture(ada)
    await ada.press(picture, "Publish")
    await adapter.shown(ada, "Caption", "Skip")
    await ada.say("Winter")
    await ada.press(await adapter.shown(ada, "Who sees it?"), "Everyone")
    await ada.press(await adapter.shown(ada, "Sensitive?"), "No")
    post = await adapter.shown(ada, "Published")
    assert "Winter" in post.text
    assert not any("Caption" in text for text in adapter.texts(ada))


async def test_start_explains_the_bot(adapter, ada):
    await ada.say("/start")
    shown = await adapter.shown(ada, "AI")
    assert shown.labels


async def test_a_missing_prompt_is_asked_for_by_a_forced_reply(adapter, ada):
    await ada.say("/imagine")
    question = await adapter.shown(ada, "What shall I paint?")
    assert adapter.fake.forces_reply(question)
    await ada.reply(question, "a red fox")
    shown = await adapter.shown(ada, "Here it is", "Publish")
    assert "a red fox" in shown.text
    assert not any("What shall I paint?" in text for text in adapter.texts(ada))


async def test_cancel_ends_a_painting_in_its_own_message(adapter, ada):
    await adapter.working_stops()
    await ada.say("/imagine a fox")
    waiting = await adapter.shown(ada, "Painting", "Cancel")
    await ada.press(waiting, "Cancel")
    await adapter.until(lambda: "Cancel" not in adapter.fake.last(ada).labels)
    assert adapter.fake.last(ada).id == waiting.id
    assert "charged" in adapter.fake.last(ada).text or "used" in adapter.fake.last(ada).text
