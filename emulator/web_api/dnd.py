"""dnd.*: who wants no notifications now; bots may look, only people may change it."""

from emulator.errors import JSON, SlackError
from emulator.state.quiet_hours import dnd_status
from emulator.web_api.call import ApiCall

MOST_USERS = 50


def info(call: ApiCall) -> JSON:
    """dnd.info: of one member, by default of the bot itself."""
    user = str(call.args.get("user") or call.app.bot_user)
    person = call.workspace.people.get(user)
    if person is None:
        raise SlackError("user_not_found")
    return dnd_status(person, call.emulator.clock.now())


def team_info(call: ApiCall) -> JSON:
    """dnd.teamInfo: of up to 50 members; those nobody knows are left out."""
    users = call.names("users")
    if len(users) > MOST_USERS:
        raise SlackError("too_many_users")
    known = [call.workspace.people[user] for user in users if user in call.workspace.people]
    return {"users": {person.id: dnd_status(person, call.emulator.clock.now()) for person in known}}
