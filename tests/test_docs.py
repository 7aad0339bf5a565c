"""The docs site: generated pages match the code, and every link resolves."""

import posixpath
import re
from pathlib import Path

import pytest

from botfeed import catalog
from botfeed.core.parsing import command_names
from botfeed.settings import Settings
from tests import doc_names
from tools import docs, docs_api, docs_commands, docs_root, docs_settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def pages():
    return docs.pages()


def test_every_menu_command_is_documented_in_both_languages(pages):
    page = pages["commands.md"]
    for what in catalog.COMMANDS:
        found = re.search(
            rf"^### `/[a-z ]+` {{ #{docs_commands.anchor(what)} }}\n\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL
        )
        assert bool(found) == bool(what.menu), what.name
        if found:
            assert what.says in found[1]
            assert what.path == what.name or f"`{docs_commands.typed(what.path)}`" in found[1]
            assert f"`{docs_commands.typed(command_names.of(what.name, 'it'))}`" in found[1]
            for spec in what.specs:
                assert f"| `{spec.name}` | `{command_names.option(spec.name, 'it')}` |" in found[1], (
                    what.name,
                    spec.name,
                )


def test_limits_choices_and_permissions_are_documented(pages):
    page = pages["commands.md"]
    assert "| `hour` | `ora` | Hour of the day, 0 to 23 | a number from 0 to 23 | asked for |" in page
    assert "one of `square` `wide` `tall` | `square` |" in page
    assert "For the operators of this botfeed, anywhere. The assistant never runs it." in page
    assert "in a server or group." in page


def test_every_setting_is_documented_with_its_default(pages):
    page = pages["settings.md"]
    for field in Settings.model_fields.values():
        assert f"## `{field.validation_alias}` {{" in page
    assert "A whole number from 0 to 65535. Default: `8080`." in page
    assert "One of `poll`, `webhook`. Default: `poll`." in page


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("# BOTFEED_WEB_PORT=8080\n", "", "do not name the same settings: BOTFEED_WEB_PORT"),
        ("# BOTFEED_WEB_PORT=8080\n", "# BOTFEED_WEB_PORT=80\n", "BOTFEED_WEB_PORT=80, settings.py 8080"),
        ("# BOTFEED_LOG=info\n", "# BOTFEED_LOG=info\n# BOTFEED_NEW=1\n", "BOTFEED_NEW"),
        ("# BOTFEED_LOG=info\n", "BOTFEED_LOG=info\n", "neither a comment nor a setting"),
    ],
)
def test_an_example_that_differs_from_the_code_is_refused(written, instead, told, tmp_path, monkeypatch):
    text = docs_settings.EXAMPLE.read_text()
    assert written in text
    (tmp_path / "example").write_text(text.replace(written, instead))
    monkeypatch.setattr(docs_settings, "EXAMPLE", tmp_path / "example")
    with pytest.raises(ValueError, match=told):
        docs_settings.page()


def test_every_module_is_in_the_api(pages):
    shown = {line.removeprefix("::: ") for text in pages.values() for line in text.splitlines() if line[:4] == "::: "}
    for file in (ROOT / "botfeed").rglob("*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        if file.name[:2] != "__" and not module.startswith(docs_api.LEFT_OUT):
            assert module in shown
    index = pages["api/index.md"]
    assert all(f"]({name.removeprefix('api/')})" in index for name in pages if name.startswith("api/botfeed"))


def test_every_link_resolves_to_a_page_or_a_picture(pages):
    pictures = {f"images/{file.name}" for file in (ROOT / "docs" / "images").iterdir()}
    for name, text in pages.items():
        plain = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)|\bsrc=\"([^\"]+)\"", plain):
            link = next(filter(None, target))
            if not re.match(r"[a-z]+:", link):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) in pages.keys() | pictures, (
                    link
                )


@pytest.mark.parametrize("page", ["architecture.md", "extending.md", "contributing.md", "glossary.md"])
def test_files_and_functions_that_a_page_names_exist(page):
    assert doc_names.unknown((ROOT / "docs" / page).read_text()) == []


def test_the_tree_of_rooms_is_the_tree_that_is_there():
    (tree,) = re.findall(
        r"^```\n(botfeed/\n.*?)^```", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE | re.DOTALL
    )
    assert doc_names.unknown_in_tree(tree) == []
    rooms = {file.name for file in (ROOT / "botfeed" / "core").iterdir() if file.is_dir() and file.name[:2] != "__"}
    assert {f"{room}/" for room in rooms} <= set(re.findall(r"[a-z]+/", tree))


@pytest.mark.parametrize(
    "name",
    [
        "core/safety/nowhere.py",
        "nowhere.py",
        "dispatch.nowhere",
        "uow.swap",
        "services.house",
        "account.nowhere",
        "core/social/merging/",
    ],
)
def test_a_name_of_nothing_is_found(name):
    assert doc_names.unknown(f"see `{name}` there") == [name]


@pytest.mark.parametrize(
    "name",
    ["store/verbs.py", "dispatch.handle", "uow.compare_and_set", "post.caption", "python -m tools.sql like", "Card"],
)
def test_a_name_of_something_is_left_alone(name):
    assert doc_names.unknown(f"see `{name}` there") == []


def test_the_glossary_is_short_and_gives_each_word_one_meaning():
    words = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    words = [word for word in words if word != "word"]
    assert len(words) == len(set(words)) <= 60


def test_every_page_is_in_the_menu_of_the_site(pages):
    menu = re.findall(r"^ +- [^:]+: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)
    assert sorted(menu) == sorted(name for name in pages if not name.startswith("api/botfeed"))


@pytest.mark.parametrize(
    ("link", "folder", "leads"),
    [
        ("docs/operating.md", ".", "operating.md"),
        ("README.md", ".", "index.md"),
        ("../SECURITY.md", "docs", "security.md"),
        ("privacy.md", "docs", "privacy.md"),
        ("https://github.com/tdlib/telegram-bot-api", ".", "https://github.com/tdlib/telegram-bot-api"),
    ],
)
def test_repository_links_become_links_of_the_site(link, folder, leads):
    assert docs_root.relinked(f"see [it]({link}), `[x]`", folder) == f"see [it]({leads}), `[x]`"


def test_links_inside_code_are_kept():
    assert docs_root.relinked("```\n[it](docs/operating.md)\n```\n", ".") == "```\n[it](docs/operating.md)\n```\n"


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.test/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.test/css">',
        "<link href=https://fonts.test rel=preconnect>",
        '<img alt="" src=https://pictures.test/x.png>',
        "@font-face { src: url(https://fonts.test/x.woff2) }",
        '@import "https://styles.test/x.css";',
    ],
)
def test_external_resources_of_a_page_are_found(text):
    assert docs.loads(text)


@pytest.mark.parametrize(
    "text",
    ['<a href="https://host.test">there</a>', '<script src="assets/x.js"></script>', "url(data:image/svg+xml;utf8,x)"],
)
def test_links_and_own_files_are_not_external_resources(text):
    assert not docs.loads(text)


def test_the_workflow_and_the_package_name_the_same_pythons():
    declared = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text())
    (tested,) = re.findall(r"python: \[(.*)\]", (ROOT / ".github" / "workflows" / "test.yml").read_text())
    assert re.findall(r"[\d.]+", tested) == declared
    assert declared[0] == "3.11"


def test_the_systemd_unit_protects_its_data_folder():
    unit = (ROOT / "examples" / "systemd" / "botfeed.service").read_text().splitlines()
    assert {"UMask=0077", "StateDirectory=botfeed", "StateDirectoryMode=0700"} <= set(unit)


def test_the_search_of_pages_on_the_disk_uses_our_own_script():
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (script,) = re.findall(r"^    - (assets/\S*iframe-worker\S*)", settings, re.MULTILINE)
    assert re.search(r"^  - offline\b", settings, re.MULTILINE)
    assert "window.IFrameWorker = " in (ROOT / "docs" / script).read_text("utf-8")
