"""dialog.open: the forms that came before modals."""

from emulator.errors import JSON, SlackError
from emulator.state.dialogs import as_modal
from emulator.web_api.call import ApiCall

# What is wrong with a trigger has other names here than for views.
NAMES = {
    "exchanged_trigger_id": "trigger_exchanged",
    "expired_trigger_id": "trigger_expired",
    "invalid_trigger_id": "invalid_trigger",
}


def open_dialog(call: ApiCall) -> JSON:
    """dialog.open."""
    view = as_modal(call.need("dialog"))
    try:
        trigger = call.emulator.triggers.exchange(str(call.need("trigger_id")), call.app.id)
    except SlackError as refusal:
        raise SlackError(NAMES.get(refusal.error, refusal.error)) from None
    shown = call.emulator.views.open(call.app, trigger.user, view, channel=trigger.channel)
    shown.dialog, shown.channel = call.args["dialog"], trigger.channel
    return {}
