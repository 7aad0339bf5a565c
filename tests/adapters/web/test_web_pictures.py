"""Picture bytes: served only to people who may see them, checked each time."""

import pytest

from botfeed.adapters.web.access import links
from botfeed.core.model import Picture
from tests.adapters.web.web_visitor import Visitor


async def _address(visitor: Visitor, who: str, variant: str = "display") -> str:
    (picture,) = await visitor.services.store.read(lambda uow: uow.all(Picture))
    return links.pictures(visitor.services.secret, who)(picture.blob, variant)


async def _status(visitor: Visitor, who: str, variant: str = "display") -> int:
    return (await visitor.http.get(await _address(visitor, who, variant))).status_code


async def test_a_private_picture_is_served_only_to_its_maker(visitor: Visitor) -> None:
    await visitor.say("ada", "/imagine a fox")
    await visitor.settle()
    shown = (await visitor.talk("ada"))[-1]["cards"][0]["media"][0]["src"]
    response = await visitor.http.get(shown)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert "immutable" in response.headers["cache-control"]
    assert "private" in response.headers["cache-control"]
    assert await _status(visitor, "ben") == 404


async def test_publishing_shows_a_picture_and_unpublishing_hides_it(visitor: Visitor) -> None:
    await visitor.publish("ada", "a fox")
    assert await _status(visitor, "ben") == 200
    await visitor.press("ada", "undo")
    assert await _status(visitor, "ben") == 404
    assert await _status(visitor, "ada") == 200


async def test_a_block_hides_a_picture_at_once(visitor: Visitor) -> None:
    await visitor.say("ben", "/help")
    await visitor.publish("ada", "a fox")
    await visitor.say("ada", "/block ben")
    assert await _status(visitor, "ben") == 404


@pytest.mark.parametrize("variant", ["original", "file"])
async def test_the_original_is_served_only_to_its_maker(visitor: Visitor, variant: str) -> None:
    await visitor.publish("ada", "a fox")
    assert await _status(visitor, "ada", variant) == 200
    assert await _status(visitor, "ben", variant) == 404


async def test_an_address_is_valid_for_one_person_and_one_picture(visitor: Visitor) -> None:
    await visitor.publish("ada", "a fox")
    address = await _address(visitor, "ada")
    forged = [
        address.replace("/media/ada.", "/media/ben."),
        address.replace("/display", "/secret"),
        address.replace("/display", "/..%2f..%2fdisplay"),
        "/media/ada/display",
        "/media/ada.%2e%2e/display",
    ]
    assert [(await visitor.http.get(path)).status_code for path in forged] == [404] * len(forged)


async def test_an_unchanged_picture_is_not_sent_again(visitor: Visitor) -> None:
    await visitor.publish("ada", "a fox")
    address = await _address(visitor, "ada")
    etag = (await visitor.http.get(address)).headers["etag"]
    again = await visitor.http.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
