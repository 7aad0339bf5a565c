"""The menu: declarations it refuses, and arguments as buttons write them."""

from typing import Annotated

import pytest

from botfeed import catalog
from botfeed.core.cards import buttons, surface
from botfeed.core.cards.choices import Order, Outcome, Place, View
from botfeed.core.chat import values
from botfeed.core.chat.button import Form, button
from botfeed.core.chat.command import ASKED, Param, command
from botfeed.core.chat.context import Surface
from botfeed.core.chat.message import ButtonStyle, Reply
from botfeed.core.commands import form_answers, reactions
from botfeed.core.errors import StartError
from botfeed.core.language.i18n import L, words
from botfeed.core.parsing.menu import Menu

Ref = Annotated[int, Param(ref=True)]
REF = "AAAAAAAAAAA"


class Speaker:
    """The part of a render context that buttons use."""

    def __init__(self, language="en"):
        self.s = words(language).s

    def ref(self, id):
        assert id == 7
        return REF


@button()
def wave(post: Ref, often: int = 1) -> None: ...


def test_every_button_of_the_cards_is_bound_by_its_command():
    menu = Menu(catalog.COMMANDS, buttons.BUTTONS)
    assert {pressed.name for pressed in buttons.BUTTONS} <= {verb.name for verb in menu}
    assert buttons.like in buttons.BUTTONS
    assert menu["like"] is reactions.like


def test_a_button_without_a_command_is_refused():
    @command()
    def wave_(ctx, post: Ref, often: int = 1) -> Reply:
        """Wave."""

    assert wave_.name == wave.name
    with pytest.raises(StartError, match="No command binds the button wave"):
        Menu((wave_,), (wave,))


def named(ctx, thing: Ref, often: int = 1) -> Reply:
    """Command with a parameter of another name than the button's."""


def turned(ctx, often: int, post: Ref) -> Reply:
    """Command with the parameters in another order."""


def unsealed(ctx, post: int, often: int = 1) -> Reply:
    """Command that takes a number where the button gives a reference."""


def worded(ctx, post: Ref, often: str = "") -> Reply:
    """Command that takes text where the button gives a number."""


@pytest.mark.parametrize("run", [named, turned, unsealed, worded])
def test_a_button_whose_parameters_do_not_fit_its_command_is_refused(run):
    with pytest.raises(StartError, match="The button wave does not fit"):
        Menu((command(button=wave)(run),), (wave,))


def test_a_command_may_have_more_parameters_than_its_button():
    @command(button=wave)
    def run(ctx, post: Ref, loud: bool = False, often: int = 1) -> Reply:
        """Wave."""

    menu = Menu((run,), (wave,))
    action = wave(Speaker(), "Wave", 7, often=3)
    assert menu.encode(action.command, action.args) == f"wave/{REF}//3"


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        (lambda ctx: buttons.like(ctx, "x", 7, wanted=False), f"like/{REF}/0"),
        (lambda ctx: buttons.like(ctx, "x", 7), f"like/{REF}"),
        (lambda ctx: buttons.follow(ctx, "x", "ada", None), "follow/ada"),
        (lambda ctx: buttons.follow(ctx, "x", "ada", 7), f"follow/ada/{REF}"),
        (lambda ctx: buttons.mine(ctx, "x", "", page=2), "mine//2"),
        (lambda ctx: buttons.next_(ctx, "x", view=View.FOR_YOU), "next/for you"),
        (lambda ctx: buttons.search(ctx, "x", "a/b", page=1, by=Order.NEWEST), "search/a%2Fb/1/newest"),
        (lambda ctx: buttons.digest_set(ctx, "x", where=Place.PRIVATE), "digest.set/////private"),
        (lambda ctx: buttons.admin_appeal(ctx, "x", 7, Outcome.UPHOLD), f"admin.appeal/{REF}/uphold"),
        (lambda ctx: buttons.imagine(ctx, "x"), "imagine"),
    ],
)
def test_button_arguments_are_encoded_by_their_declarations(action, payload):
    made = action(Speaker())
    assert Menu(catalog.COMMANDS).encode(made.command, made.args) == payload


def test_a_button_accepts_no_unsealed_reference():
    with pytest.raises(TypeError):
        buttons.like(Speaker(), "x", REF)
    with pytest.raises(TypeError, match="cannot be named outside a context"):
        reactions.replied.button.sealed("x", 7, "text")


def test_marked_labels_are_translated_and_names_are_not():
    assert buttons.help_(Speaker("it"), L("Help")).label == words("it").s("Help") != "Help"
    assert buttons.profile(Speaker("it"), "Help", "Help").label == "Help"


def test_a_form_carries_the_arguments_already_given():
    asked = buttons.comment.ask(Speaker(), Form(L("Comment"), ()), 7)
    assert (asked.command, asked.args) == ("comment", {"post": REF})


def test_a_button_of_some_parameters_is_sealed_by_the_menu_alone():
    """Its own positions would give `digest.set/private`, which sets the hour."""
    with pytest.raises(TypeError, match="only the menu"):
        buttons.digest_set.sealed("x", where=Place.PRIVATE)


def test_a_sealed_button_needs_no_menu():
    assert form_answers.fill.button.sealed("Skip", "a/b").payload == "fill/a%2Fb"


def test_a_style_keeps_the_buttons_arguments():
    plain = buttons.block(Speaker(), "Block", "ada")
    assert plain.danger().look is ButtonStyle.DANGER
    assert plain.primary().look is ButtonStyle.PRIMARY
    assert plain.danger().args == plain.args == {"who": "ada"}


def test_a_parameter_that_is_asked_for_counts_as_required():
    @command()
    def sing(ctx, song: str = ASKED, loud: bool = False) -> Reply:
        """Sing."""

    assert [(spec.name, spec.required) for spec in sing.specs] == [("song", True), ("loud", False)]
    assert [spec.name for spec in values.bind(sing, {}, lambda _: None).missing] == ["song"]


def test_two_surfaces_of_one_name_are_refused():
    twice = Surface("feed", lambda ctx, change: ())
    assert set(surface.listed([twice])) == {"feed"}
    with pytest.raises(StartError, match="feed"):
        surface.listed([twice, twice])
