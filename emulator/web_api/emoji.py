"""emoji.list: the workspace's own emoji, and the names of all others if they are asked for."""

import json

from emulator.errors import JSON
from emulator.serving.emoji import table
from emulator.web_api.call import ApiCall


def listed(call: ApiCall) -> JSON:
    """emoji.list: name and address of each, or `alias:` and the name of another."""
    answer: JSON = {
        "emoji": dict(call.workspace.emoji),
        "cache_ts": f"{call.emulator.clock.now().timestamp():.6f}",
    }
    if call.flag("include_categories"):
        answer |= _categories()
    return answer


def _categories() -> JSON:
    known = json.loads(table())
    rows = [{"name": name, "emoji_names": []} for name in known["categories"]]
    for _, category, names, *_ in known["emoji"]:
        rows[category]["emoji_names"].append(names[0])
    return {"categories_version": known["version"], "categories": rows}
