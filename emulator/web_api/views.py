"""views.*: opening, pushing, updating modals; publishing the Home tab."""

from copy import deepcopy

from emulator.errors import JSON, SlackError, missing
from emulator.state.views import View
from emulator.web_api.call import ApiCall


def open_view(call: ApiCall) -> JSON:
    """views.open."""
    trigger_id, view = str(call.need("trigger_id")), _view(call)
    trigger = call.emulator.triggers.check(trigger_id, call.app.id)
    opened = call.emulator.views.open(call.app, trigger.user, view, channel=trigger.channel)
    call.emulator.triggers.exchange(trigger_id, call.app.id)
    return _shown(opened)


def push(call: ApiCall) -> JSON:
    """views.push: with a trigger id from a modal that is open."""
    trigger_id, view = str(call.need("trigger_id")), _view(call)
    trigger = call.emulator.triggers.check(trigger_id, call.app.id)
    stack = call.emulator.views.stack(trigger.user)
    if trigger.root is None or not stack or stack[0].id != trigger.root:
        raise SlackError("invalid_trigger_id")
    pushed = call.emulator.views.push(call.app, trigger.user, view)
    call.emulator.triggers.exchange(trigger_id, call.app.id)
    return _shown(pushed)


def update(call: ApiCall) -> JSON:
    """views.update: by `view_id` or `external_id`."""
    view = _view(call)
    if call.args.get("view_id") and call.args.get("external_id"):
        raise SlackError("invalid_arguments", messages=["[ERROR] Cannot provide both `view_id` and `external_id`"])
    shown = _find(call)
    if shown is None or shown.app is not call.app:
        raise SlackError("not_found")
    if shown.view["type"] == "home":
        updated = call.emulator.views.publish(call.app, shown.user, view, given_hash=call.args.get("hash"))
    else:
        updated = call.emulator.views.update(call.app, shown, view, given_hash=call.args.get("hash"))
    return _shown(updated)


def publish(call: ApiCall) -> JSON:
    """views.publish."""
    if not call.app.manifest.has_home:
        raise SlackError("not_enabled")
    person = call.workspace.people.get(str(call.need("user_id")))
    view = _view(call)
    if person is None or person.deleted:
        words = "[ERROR] invalid `user_id` [json-pointer:/user_id]"
        raise SlackError("invalid_arguments", messages=[words])
    return _shown(call.emulator.views.publish(call.app, person.id, view, given_hash=call.args.get("hash")))


def _view(call: ApiCall) -> JSON:
    view = call.need("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", messages=["[ERROR] must be a valid object [json-pointer:/view]"])
    return view


def _find(call: ApiCall) -> View | None:
    if view_id := call.args.get("view_id"):
        return call.emulator.views.find(str(view_id))
    if external_id := call.args.get("external_id"):
        return call.emulator.views.find_external(call.app, str(external_id))
    raise missing("view_id")


def _shown(view: View) -> JSON:
    return {"view": deepcopy(view.view)}
