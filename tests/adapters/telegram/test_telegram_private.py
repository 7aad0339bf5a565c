"""Private chat of one person: its messages after each action."""


async def test_a_picture_replaces_the_waiting_message(door, ada):
    await ada.say("/imagine a fox in snow")
    shown = await door.shown(ada, "Here it is", "Publish")
    assert shown.photo
    assert "a fox in snow" in shown.text
    mine = [m for m in door.fake.messages(ada) if m.raw["from"]["is_bot"]]
    assert len(mine) == 1


async def test_publishing_asks_one_question_at_a_time_in_one_message(door, ada):
    picture = await door.picture(ada)
    await ada.press(picture, "Publish")
    question = await door.shown(ada, "Caption", "Skip")
    assert "Everyone: anybody on any platform" in question.text
    await ada.press(question, "Skip")
    question = await door.shown(ada, "Who sees it?")
    assert question.labels == ["Everyone", "Followers"]
    await ada.press(question, "Followers")
    question = await door.shown(ada, "Sensitive?")
    await ada.press(question, "No")
    post = await door.shown(ada, "Published", "Undo")
    assert post.photo
    assert post.id == question.id
    assert "Your followers can see it" in post.text
    assert [m.text[:20] for m in door.fake.messages(ada) if not m.photo] == ["/imagine a fox in sn"]


async def test_a_typed_answer_removes_its_question(door, ada):
    picture = await door.picture(ada)
    await ada.press(picture, "Publish")
    await door.shown(ada, "Caption", "Skip")
    await ada.say("Winter")
    await ada.press(await door.shown(ada, "Who sees it?"), "Everyone")
    await ada.press(await door.shown(ada, "Sensitive?"), "No")
    post = await door.shown(ada, "Published")
    assert "Winter" in post.text
    assert not any("Caption" in text for text in door.texts(ada))


async def test_start_explains_the_bot(door, ada):
    await ada.say("/start")
    shown = await door.shown(ada, "AI")
    assert shown.labels


async def test_a_missing_prompt_is_asked_for_by_a_forced_reply(door, ada):
    await ada.say("/imagine")
    question = await door.shown(ada, "What shall I paint?")
    assert door.fake.forces_reply(question)
    await ada.reply(question, "a red fox")
    shown = await door.shown(ada, "Here it is", "Publish")
    assert "a red fox" in shown.text
    assert not any("What shall I paint?" in text for text in door.texts(ada))


async def test_cancel_ends_a_painting_in_its_own_message(door, ada):
    await door.working_stops()
    await ada.say("/imagine a fox")
    waiting = await door.shown(ada, "Painting", "Cancel")
    await ada.press(waiting, "Cancel")
    await door.until(lambda: "Cancel" not in door.fake.last(ada).labels)
    assert door.fake.last(ada).id == waiting.id
    assert "charged" in door.fake.last(ada).text or "used" in door.fake.last(ada).text
