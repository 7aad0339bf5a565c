"""The terminal chat completes, shows pictures where the terminal can, and takes numbers as answers."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from prompt_toolkit.application import create_app_session
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from botfeed.adapters.console import graphics, interactive, messenger, terminal
from botfeed.core.work import worker


@pytest.fixture
async def ada(services):
    lines = []
    talk = interactive.Talk(services, "ada", await messenger.names(services.store), lines.append)
    talk.lines = lines
    yield talk
    talk.close()


async def texts(talk, line):
    return [one.text for one in await talk.complete(line)]


async def test_commands_are_completed_in_either_language(ada):
    assert "/imagine" in await texts(ada, "/im")
    assert "/immagina" in await texts(ada, "/im")
    assert "/digest set" in await texts(ada, "/digest s")
    assert await texts(ada, "paint a") == []


async def test_options_and_their_values_are_completed(ada):
    assert await texts(ada, "/imagine a fox --st") == ["--style"]
    assert await texts(ada, "/imagine a fox --shape w") == ["wide"]


async def test_handles_are_completed_by_what_the_command_offers(ada, services):
    ben = interactive.Talk(services, "ben", await messenger.names(services.store), lambda _: None)
    await ben.receive_line("/start")
    await ada.receive_line("/start")
    assert [text.lstrip("@") for text in await texts(ada, "/follow be")] == ["ben"]


async def test_a_choice_is_taken_by_its_number(ada, services):
    await ada.receive_line("paint a fox")
    await worker.drain(services)
    await ada.receive_line("/publish")
    while ada.asked and not ada.asked.fields[0].choices:
        await ada.receive_line("")
    assert ada.asked, ada.lines[-5:]
    choices = ada.asked.fields[0].choices
    assert any(re.search(rf"\[1 .*{re.escape(choices[0][0])}", line) for line in ada.lines[-6:])
    assert ada._answer("1") == choices[0][0]
    assert ada._answer(str(len(choices) + 1)) == str(len(choices) + 1)
    assert [one.text for one in await ada.complete("")] == [value for value, _ in choices]


async def test_pictures_have_a_suffix_and_go_with_the_conversation(ada, services):
    await ada.receive_line("paint a fox")
    await worker.drain(services)
    path = next(m[1] for line in ada.lines if (m := re.search(r"<picture.*> (\S+)$", line)))
    assert path.endswith((".jpg", ".webp", ".png"))
    assert Image.open(io.BytesIO(Path(path).read_bytes())).format
    ada.close()
    assert not Path(path).exists()


@pytest.mark.parametrize(
    ("environ", "how"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, ""),
        ({"TERM": "screen.xterm-kitty"}, ""),
        ({"TERM": "xterm-256color"}, ""),
        ({}, ""),
    ],
)
def test_the_protocol_follows_the_terminal(environ, how):
    assert graphics.protocol(environ, io.StringIO()) == how


def picture():
    image = Image.new("RGB", (900, 600), (200, 10, 10))
    image.paste((10, 10, 200), (0, 0, 450, 600))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_kitty_gets_a_png_in_chunks():
    commands = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", graphics.drawn("kitty", picture()))
    assert commands[0][0].startswith("a=T,f=100")
    assert [head[-1] for head, _ in commands] == ["1"] * (len(commands) - 1) + ["0"]
    assert all(len(data) <= graphics.CHUNK for _, data in commands)
    shown = Image.open(io.BytesIO(base64.standard_b64decode("".join(data for _, data in commands))))
    assert shown.size == (480, 320)


def test_iterm2_gets_a_png_with_its_size():
    size, data = re.fullmatch(
        r"\x1b]1337;File=inline=1;size=(\d+):(\S+)\x07", graphics.drawn("iterm2", picture())
    ).groups()
    assert len(base64.standard_b64decode(data)) == int(size)


def test_sixels_draw_the_picture():
    shown = sixels(graphics.drawn("sixel", picture()))
    assert len(shown) == 320
    assert {len(row) for row in shown} == {480}
    red, blue = shown[100][400], shown[100][50]
    assert red[0] > 70 > red[2]
    assert blue[2] > 70 > blue[0]


def sixels(text):
    """Return rows of colours in percent, drawn by the rules of the format and not by the code that wrote it."""
    body = re.fullmatch(r"\x1bPq\"1;1;(\d+);(\d+)(.*)\x1b\\", text, re.DOTALL)
    width, height = int(body[1]), int(body[2])
    rows = [[None] * width for _ in range(height)]
    colours, colour, x, top = {}, 0, 0, 0
    for token in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)(.)|([$-])|([?-~])", body[3]):
        if token[1]:
            colour = int(token[1])
            if token[2]:
                colours[colour] = tuple(int(token[n]) for n in (2, 3, 4))
        elif token[7]:
            x, top = 0, top + 6 * (token[7] == "-")
        else:
            bits, count = ord(token[6] or token[8]) - 63, int(token[5] or 1)
            for y in range(6):
                if bits >> y & 1:
                    rows[top + y][x : x + count] = [colours[colour]] * count
            x += count
    return rows


async def test_a_line_is_read_kept_and_completed(ada, tmp_path):
    history = tmp_path / "data" / "chat_history"
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        reader = terminal.Terminal(history, ada.complete)
        keys.send_text("/feed\r")
        assert await reader.read("> ") == "/feed"
        keys.send_text("\x1b[A\r")
        assert await reader.read("> ") == "/feed"
        keys.send_text("\x03")
        with pytest.raises(KeyboardInterrupt):
            await reader.read("> ")
        keys.send_text("\x04")
        with pytest.raises(EOFError):
            await reader.read("> ")
        completer = reader._session.completer
        found = [c.text async for c in completer.get_completions_async(Document("/imag"), None)]
    assert found == ["/imagine"]
    assert "+/feed" in history.read_text()


async def test_a_history_that_cannot_be_kept_is_no_error(ada, tmp_path):
    (tmp_path / "file").write_text("")
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        reader = terminal.Terminal(tmp_path / "file" / "history", ada.complete)
        keys.send_text("hello\r")
        assert await reader.read("> ") == "hello"
