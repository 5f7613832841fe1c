"""What Slack's recorded data and schemas know of answers, events and payloads, as shapes.

A recording blanks values but keeps kinds; it holds every key ever seen, so it says what may be there, not what must.
"""

from functools import cache

from shapes import below, merge, schema_shape, shape_of

from outside import SLACK_DATA, slack_data

# What any answer may have; a recording with nothing else is of a call that failed.
REFUSAL = frozenset({"ok", "error", "warning", "needed", "provided"})


@cache
def recordings(folder):
    """Return the recorded JSON files of a folder by name; the slim ones where there are two."""
    if not (SLACK_DATA / folder).exists():
        slack_data(folder)
    found = {}
    for path in sorted((SLACK_DATA / folder).glob("*.json")):
        found[path.name.removesuffix(".json").removesuffix(".slim")] = slack_data(folder, path.name)
    return found


# The same object in an answer that was recorded live, for answers of which only a part or an old schema is.
MESSAGE = ("conversations.history", "messages[]")
CHANNEL = ("conversations.info", "channel")
FILE = ("files.completeUploadExternal", "files[]")
DM = ("conversations.list", "channels[]")
SAME_AS = {
    "chat.postMessage": {"message.root": MESSAGE},
    "chat.stopStream": {"message": MESSAGE},
    "conversations.create": {"channel": CHANNEL},
    "conversations.history": {"messages[].root": MESSAGE, "messages[]": ("chat.postMessage", "message")},
    "conversations.invite": {"channel": CHANNEL},
    "conversations.open": {"channel": DM},
    "conversations.rename": {"channel": CHANNEL},
    "conversations.replies": {"messages[].root": MESSAGE, "messages[]": ("chat.postMessage", "message")},
    "conversations.setPurpose": {"channel": CHANNEL},
    "conversations.setTopic": {"channel": CHANNEL},
    "files.info": {"file": FILE},
    "files.list": {"files[]": FILE},
    "pins.list": {"items[].message": MESSAGE},
    "reactions.get": {"message": MESSAGE},
    "reactions.list": {"items[].message": MESSAGE},
    "users.conversations": {"channels[]": DM},
}


@cache
def event_definitions():
    """Return the definitions of Slack's types by type and subtype of the event."""
    found = {}
    for name, one in _events().items():
        kind, subtype = (one.get("properties", {}).get(part, {}).get("const") for part in ("type", "subtype"))
        if kind is not None and name.endswith("Event"):
            found.setdefault((kind, subtype), name)
    return found


@cache
def event_types():
    """Return the names of all events an app can subscribe to, as far as the types and recordings know."""
    recorded = {_event_of(one) for one in recordings("java-json-logs/events").values() if "event" in one}
    messages = {f"message.{kind}" for kind in ("channels", "groups", "im", "mpim")}
    return {kind for kind, _ in {*event_definitions(), *recorded} if kind != "message"} | messages


@cache
def event_shape(kind, subtype):
    """Return what is known of the payload of an event: recordings, examples, types, and the objects in it."""
    shape = dict(_wrapper())
    kinds = {(kind, subtype), ("message", None)} if kind == "message" else {(kind, subtype)}
    for one in (*recordings("java-json-logs/events").values(), *recordings("payloads/events").values()):
        if "event" in one and _event_of(one) in kinds:
            merge(shape, shape_of(one))
    name = event_definitions().get((kind, subtype))
    if name is not None:
        merge(shape, schema_shape(_events()[name], _events(), "event"))
    messages = [place for place in MESSAGES if (place == "event" and kind in SAID) or place in shape]
    for place in messages:
        merge(shape, moved("conversations.history", "messages[]", place))
        merge(shape, {f"{place}{path}": kinds for path, kinds in _said().items()})
    if "event.view" in shape:
        merge(shape, schema_shape(interactions()["ViewOutput"], interactions(), "event.view"))
    return shape


# Where a message may be in an event, and the events that are messages themselves.
MESSAGES = ("event", "event.message", "event.previous_message", "event.root", "event.item.message")
SAID = frozenset({"message", "app_mention"})


@cache
def _wrapper():
    """Return what is known around any event."""
    shape = schema_shape(interactions()["EnvelopedEvent"], interactions())
    for one in recordings("java-json-logs/events").values():
        if "event" in one:
            merge(shape, shape_of({key: value for key, value in one.items() if key != "event"}))
    return {path: kinds for path, kinds in shape.items() if not path.startswith("event.")} | {"event": {"object"}}


@cache
def _said():
    """Return what the recorded message event knows, as of a message anywhere."""
    shape = shape_of(recordings("java-json-logs/events")["MessagePayload"]["event"])
    merge(shape, shape_of(recordings("payloads/events")["message_from_user"]["event"]))
    return {f".{path}": kinds for path, kinds in shape.items()}


def moved(method, source, target):
    """Return the shape of an object in the answers of a method, as if it stood at another place."""
    return {
        f"{target}{path.removeprefix(source)}": kinds
        for path, kinds in _own_shape(method).items()
        if path == source or path.startswith((f"{source}.", f"{source}["))
    }


@cache
def payload_shape(definition, *recorded):
    """Return what is known of a command or interaction: recordings, examples, types."""
    shape = schema_shape(interactions()[definition], interactions())
    for folder, name in recorded:
        merge(shape, shape_of(recordings(folder)[name]))
    return shape


@cache
def interactions():
    """Return the definitions of commands and interactions from Bolt's types."""
    return slack_data("schemas/Interactions.schema.json")["definitions"]


def _event_of(payload):
    event = payload["event"]
    return event["type"], event.get("subtype") or None


@cache
def _events():
    return slack_data("schemas/SlackEvent.schema.json")["definitions"]


@cache
def answer_shape(method):
    """Return what is known of a method's answers: the live recording, the types, else Slack's old OpenAPI."""
    shape = _own_shape(method)
    for path, (other, place) in SAME_AS.get(method, {}).items():
        merge(shape, moved(other, place, path))
    family = method.partition(".")[0]
    for name in _old()["paths"]:
        if name.strip("/").partition(".")[0] == family:
            merge(
                shape,
                {
                    path: {"null"}
                    for path, kinds in old_shape(name.strip("/")).items()
                    if "null" in kinds and path in shape
                },
            )
    return shape


def _own_shape(method):
    shape = {}
    recorded = recordings("java-json-logs/api").get(method, {})
    merge(shape, shape_of(recorded))
    typed = slack_data("schemas/web-api-responses.schemas.json").get(method)
    if typed is not None:
        merge(shape, schema_shape(typed, typed["definitions"]))
    if not set(shape) - REFUSAL:
        merge(shape, old_shape(method))
    return shape


@cache
def old_shape(method):
    """Return what Slack's OpenAPI of 2021 knows of a method's answers: its schema and its examples."""
    shape = {}
    for verb in _old()["paths"].get(f"/{method}", {}).values():
        answer = verb.get("responses", {}).get("200", {})
        merge(shape, shape_of(answer.get("examples", {}).get("application/json", {})))
        merge(shape, schema_shape(answer.get("schema", {}), _old()["definitions"]))
    return shape


def required_of(method, answer):
    """Return what Slack's old OpenAPI calls required and an answer lacks."""
    missing = []
    for verb in _old()["paths"].get(f"/{method}", {}).values():
        schema = verb.get("responses", {}).get("200", {}).get("schema", {})
        missing += _missing(schema, answer, "")
    return sorted(set(missing))


def _missing(schema, value, path):
    schema = _resolved(schema)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [one for inner in value for one in _missing(schema["items"], inner, f"{path}[]")]
    if not isinstance(value, dict):
        return []
    missing = [below(path, name) for name in schema.get("required", ()) if name not in value]
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            missing += _missing(inner, value[name], below(path, name))
    return missing


def _resolved(schema):
    while "$ref" in schema:
        schema = _old()["definitions"][schema["$ref"].rpartition("/")[2]]
    return schema


@cache
def _old():
    return slack_data("openapi/slack_web_openapi_v2.json")
