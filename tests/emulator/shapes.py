"""The shape of JSON: which key is of which kind.

A shape is `{"channel.id": {"string"}, "channel.topic": {"object"}, …}`: lists are looked through, `tags[]` is what
they hold, and a key that is an id or somebody's own word (a custom field, an emoji) is `*`.
"""

import re

KINDS = {bool: "bool", int: "number", float: "number", str: "string", list: "list", dict: "object", type(None): "null"}
OF_SCHEMA = {"boolean": "bool", "integer": "number", "number": "number", "string": "string", "null": "null"}
AN_ID = re.compile(r"[A-Z][A-Z0-9]{2,}")
# Blocks have their own judges (test_emulator_block_kit_schema); the others hold somebody's own keys.
BLOCKS = frozenset({"blocks", "attachments", "elements", "title_blocks", "unfurls"})
OWN_KEYS = frozenset({"event_payload", "fields", "emoji", "values", "inputs"})


def shape_of(value, path=""):
    """Return the shape of a piece of JSON."""
    shape = {path: {KINDS[type(value)]}} if path else {}
    last = path.rpartition(".")[2]
    if last.removesuffix("[]") in BLOCKS:
        return shape
    if isinstance(value, dict):
        for name, inner in value.items():
            merge(
                shape,
                shape_of(
                    inner,
                    below(
                        path, "*" if last in OWN_KEYS or path.endswith(".values.*") or AN_ID.fullmatch(name) else name
                    ),
                ),
            )
    elif isinstance(value, list):
        for inner in value:
            merge(shape, shape_of(inner, f"{path}[]"))
    return shape


def schema_shape(schema, definitions, path="", within=()):
    """Return the shape a JSON schema allows."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        # A message in a message: once is enough.
        return {} if name in within else schema_shape(definitions[name], definitions, path, (*within, name))
    shape = {path: _kinds(schema)} if path and _kinds(schema) else {}
    for inner, place in _inside_schema(schema, path):
        merge(shape, schema_shape(inner, definitions, place, within))
    return shape


def _inside_schema(schema, path):
    """Yield the schemas in a schema, and the paths they are about."""
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield branch, path
    if path.rpartition(".")[2].removesuffix("[]") in BLOCKS:
        return
    for name, inner in schema.get("properties", {}).items():
        yield inner, below(path, name)
    if isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"], below(path, "*")
    items = schema.get("items", {})
    yield from ((items, f"{path}[]"),) if isinstance(items, dict) and items else ()
    # Slack's old OpenAPI writes alternatives as a list of `items`.
    for branch in items if isinstance(items, list) else ():
        yield branch, path
        yield branch, f"{path}[]"


def merge(shape, more):
    """Add to a shape what another one knows."""
    for path, kinds in more.items():
        shape.setdefault(path, set()).update(kinds)


def unknown(ours, known):
    """Return the keys that nobody recorded; a known object without known keys may have any."""
    open_ = {path for path, kinds in known.items() if "object" in kinds and not _inside(path, known)}
    return sorted(path for path in ours if path not in known and not any(path.startswith(f"{one}.") for one in open_))


def of_another_kind(ours, known):
    """Return `path: kinds` of the values that are recorded as something else."""
    return {
        path: sorted(kinds - known[path])
        for path, kinds in sorted(ours.items())
        if path in known and kinds - known[path]
    }


def explained(paths, table, name):
    """Return the paths without a row in `table`, whose keys are `(pattern of names, pattern of paths)`."""
    rows = [path for who, path in table if re.fullmatch(who, name)]
    return [path for path in paths if not any(re.fullmatch(row, path) for row in rows)]


def _kinds(schema):
    kind = schema.get("type")
    names = kind if isinstance(kind, list) else [kind]
    kinds = {OF_SCHEMA[name] for name in names if name in OF_SCHEMA}
    kinds |= {"object"} if "object" in names or "properties" in schema else set()
    kinds |= {"list"} if "array" in names else set()
    for value in (*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())):
        kinds.add(KINDS[type(value)])
    return kinds


def _inside(path, known):
    return any(other.startswith(f"{path}.") for other in known)


def below(path, name):
    return f"{path}.{name}" if path else name
