"""The settings: read once from the environment or `.env`, checked, and passed on in pieces.

- One frozen class; every setting is read under its full name and says what it is for.
- A wrong or missing one is a SettingsError: one sentence that names it and says what to write, never its value.
- What needs no Slack (imports, packets, migrations) needs no tokens: only `must_reach_slack` asks for them.
"""

import difflib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import checks
from domain.calendar import Schedule
from domain.kudos import WEEKLY_ALLOWANCE
from domain.rules import Rules

ENV_FILE = ".env"


class SettingsError(Exception):
    """A setting is wrong or missing. The text is the one sentence for the operator."""


def _setting(name: str, description: str, default: Any) -> Any:
    return Field(default=default, validation_alias=name, description=description)


class Settings(BaseSettings):
    """Everything an operator can set. `Settings.load()` reads and checks it."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        # no variable can be called so: each is read under its full name only, else $VALUES or $ADMINS would count
        env_prefix="=",
        validate_by_name=True,
        validate_by_alias=True,
        validate_default=False,
        extra="ignore",
        hide_input_in_errors=True,
    )

    slack_bot_token: Annotated[SecretStr, checks.token("xoxb-", "OAuth & Permissions of your app")] = _setting(
        "SLACK_BOT_TOKEN",
        "The bot's token, starts with xoxb-. In your app's settings: OAuth & Permissions, after Install to Workspace.",
        SecretStr(""),
    )
    slack_app_token: Annotated[
        SecretStr | None, checks.token("xapp-", "Basic Information → App-Level Tokens of your app")
    ] = _setting(
        "SLACK_APP_TOKEN",
        "The app-level token with connections:write, starts with xapp-. Set: Socket Mode, nothing has to reach this "
        "machine. Not set: HTTP, Slack calls this machine.",
        None,
    )
    slack_signing_secret: Annotated[SecretStr | None, BeforeValidator(checks.signing_secret)] = _setting(
        "SLACK_SIGNING_SECRET",
        "Needed without SLACK_APP_TOKEN: proves that a request is from Slack. In your app's settings: Basic "
        "Information, App Credentials.",
        None,
    )
    slack_api_url: Annotated[str, BeforeValidator(checks.web_address)] = _setting(
        "SLACK_API_URL",
        "Where the Web API is. Another one is for a local workspace or a proxy.",
        "https://slack.com/api/",
    )
    port: Annotated[int, checks.whole_number(0, 65535)] = _setting(
        "PORT",
        "The port to listen on: GET /healthz in both modes, and without SLACK_APP_TOKEN Slack's requests on "
        "/slack/events.",
        3000,
    )
    database_url: Annotated[str, BeforeValidator(checks.database_address)] = Field(
        default="sqlite:///cairn.db",
        validation_alias="DATABASE_URL",
        description="Where everything is kept: sqlite:///FILE for one machine, or postgresql://USER:PASSWORD@HOST/NAME.",
        repr=False,  # a password stands in it
    )
    kudos_channel: Annotated[str | None, BeforeValidator(checks.channel)] = _setting(
        "CAIRN_KUDOS_CHANNEL",
        "The id of the channel for public kudos, such as C0123456789. Invite the bot there. Without it kudos reach "
        "their receivers only.",
        None,
    )
    admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(checks.people)] = _setting(
        "CAIRN_ADMINS",
        "The people team: Slack ids with commas between them. Roles from an import count beside these.",
        (),
    )
    check_in_day: Annotated[str, BeforeValidator(checks.day_of_week)] = _setting(
        "CAIRN_CHECK_IN_DAY", "The day of the weekly check-in.", "Friday"
    )
    check_in_time: Annotated[time, BeforeValidator(checks.time_of_day)] = _setting(
        "CAIRN_CHECK_IN_TIME", "When to ask, on everyone's own clock.", time(10)
    )
    country: Annotated[str | None, BeforeValidator(checks.country)] = _setting(
        "CAIRN_COUNTRY",
        "Whose public holidays and weekends count for those without a country of their own: two letters, such as DE, "
        "or DE-BY for a part of it. Nobody is asked on such a day. Without it no holidays are known.",
        None,
    )
    kudos_allowance: Annotated[int, checks.whole_number(1, 1000)] = _setting(
        "CAIRN_KUDOS_ALLOWANCE", "How many kudos each person can give a week.", WEEKLY_ALLOWANCE
    )
    values: Annotated[tuple[str, ...], NoDecode, BeforeValidator(checks.single_words)] = _setting(
        "CAIRN_VALUES",
        "The company's values, single words with commas between them, such as craft,care,customer-first. Kudos can name "
        "one as #craft.",
        (),
    )
    competencies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(checks.phrases)] = _setting(
        "CAIRN_COMPETENCIES",
        "What feedback can be about beside goals, with commas between: such as Clear writing,Coaching,Ownership. "
        "Without it the form offers goals alone.",
        (),
    )
    command_prefix: Annotated[str, BeforeValidator(checks.command_prefix)] = _setting(
        "CAIRN_COMMAND_PREFIX",
        "What stands before each command's name when another app has taken one: cairn- makes /cairn-kudos. Then update "
        "the app with the output of `cairn manifest`.",
        "",
    )
    messages_per_minute: Annotated[int, checks.whole_number(1, 6000)] = _setting(
        "CAIRN_MESSAGES_PER_MINUTE",
        "How many messages a minute the bot sends at most. Slack allows several hundred in a workspace.",
        300,
    )
    api_secret: Annotated[SecretStr | None, BeforeValidator(checks.api_secret)] = _setting(
        "CAIRN_API_SECRET",
        "Lets other systems tell how KPIs stand, by POST /api/kpi on the same port: they sign with it. At least 32 signs "
        "of your own choice, for example from `openssl rand -hex 32`. Without it nothing listens there.",
        None,
    )

    @classmethod
    def load(cls, env_file: str | Path | None = ENV_FILE, **given: Any) -> Self:
        """Read the environment, then `.env` for what is not there. Raises SettingsError."""
        try:
            if env_file:
                _check_names(env_file)
            return cls(_env_file=env_file, **given)
        except ValidationError as wrong:
            raise SettingsError(_sentence(wrong)) from None
        except (UnicodeDecodeError, OSError):
            raise SettingsError(f"{env_file} cannot be read: save it as plain text in UTF-8.") from None

    @property
    def mode(self) -> Literal["socket", "http"]:
        """How Slack reaches the bot."""
        return "socket" if self.slack_app_token else "http"

    def must_reach_slack(self) -> None:
        """Check that everything is there that talking to Slack takes. Raises SettingsError."""
        if not self.slack_bot_token:
            raise SettingsError(
                "SLACK_BOT_TOKEN is missing: write the token that starts with xoxb- into .env, from OAuth & "
                "Permissions of your app."
            )
        if self.mode == "http" and not self.slack_signing_secret:
            raise SettingsError(
                "SLACK_APP_TOKEN is missing: write the token that starts with xapp- into .env for Socket Mode, or set "
                "SLACK_SIGNING_SECRET for HTTP."
            )

    def rules(self) -> Rules:
        """Return the house rules these settings decide."""
        return Rules(
            schedule=Schedule(
                weekday=checks.DAYS.index(self.check_in_day), at=self.check_in_time, country=self.country
            ),
            allowance=self.kudos_allowance,
            values=self.values,
            competencies=self.competencies,
            kudos_channel=self.kudos_channel,
            prefix=self.command_prefix,
        )

    def secrets(self) -> tuple[str, ...]:
        """Return what must never stand in a log."""
        kept = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret, self.api_secret)
        return tuple(one.get_secret_value() for one in kept if one)


def names() -> dict[str, str]:
    """Return each variable's name with the attribute it fills."""
    return {str(field.validation_alias): name for name, field in Settings.model_fields.items()}


def _check_names(env_file: str | Path) -> None:
    """Refuse a CAIRN_ or SLACK_ name in the file that no setting has: most likely a slip of the pen.

    Only in the file: in the environment of a container others set names such as CAIRN_SERVICE_HOST.
    """
    if not Path(env_file).is_file():
        return
    for name in dotenv_values(env_file, encoding="utf-8"):
        if name.startswith(("CAIRN_", "SLACK_")) and name not in names():
            near = difflib.get_close_matches(name, names(), n=1)
            hint = f"Did you mean {near[0]}?" if near else f"The settings are {', '.join(names())}."
            raise SettingsError(f"{name} in {env_file} is no setting of Cairn. {hint}")


def _sentence(wrong: ValidationError) -> str:
    """Return the first complaint as a sentence, without the value: it may be a secret in the wrong place."""
    first = wrong.errors(include_input=False, include_url=False)[0]
    written = {attribute: name for name, attribute in names().items()}
    name = str(first["loc"][0]) if first["loc"] else "A setting"
    return f"{written.get(name, name)} {first['msg'].removeprefix('Value error, ')}."
