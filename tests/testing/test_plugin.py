"""Plugin in another project: its fixtures in that project's test, run by a pytest of its own."""

pytest_plugins = ["pytester"]

CONFTEST = 'pytest_plugins = ["botfeed.testing.plugin"]'
THEIRS = """
import openai
import telegram


async def test_a_picture_without_a_platform(stage):
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.find("ada", "Publish")


async def test_telegram(fake_telegram):
    ada = fake_telegram.user("ada", started=True)
    bot = telegram.Bot(fake_telegram.token, base_url=fake_telegram.base_url)
    async with bot:
        await bot.send_message(ada.id, "hello")
    assert fake_telegram.messages(ada)[-1].text == "hello"


async def test_openai(fake_openai):
    async with openai.AsyncOpenAI(api_key=fake_openai.key, base_url=fake_openai.base_url) as client:
        assert (await client.images.generate(model="gpt-image-2", prompt="a fox")).data


def test_discord(fake_discord):
    assert fake_discord.token


async def test_what_breaks_a_rule_fails(fake_telegram):
    fake_telegram.violations.append("sendMessage without a chat")
"""


def test_another_project_uses_the_fixtures(pytester):
    pytester.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(THEIRS)
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=5, errors=1)
