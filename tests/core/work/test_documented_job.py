"""The job and the message of the page on extending work as documented."""

import re
import sys
import types
from pathlib import Path

from botfeed.core.model import Account
from botfeed.testing import listing

PAGE = Path(__file__).parents[3] / "docs" / "extending.md"


async def test_the_documented_job_runs_as_written(stage, monkeypatch):
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL) if "@job(" in block)
    module = types.ModuleType("counting")
    monkeypatch.setitem(sys.modules, "counting", module)
    exec(compile(code, "counting.py", "exec"), vars(module))
    listing.add(stage.services, module.count, module.counted)
    await stage.say("ada", "/start")
    ada = await stage.services.store.read(lambda uow: uow.one(Account, handle="ada").id)
    when, address = module.When("count:1"), stage.home("ada")
    await stage.services.store.run(lambda uow: module.count.enqueue(uow, when, account=ada, most=3, address=address))
    await stage.settle()
    assert stage.text("ada") == "I counted to 3."
