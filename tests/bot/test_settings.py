"""Settings: read once under their full names, refused in one sentence that names them, never shown."""

from datetime import time
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import Settings, SettingsError, names
from bot.settings_text import env_example, table
from domain.calendar import Schedule
from domain.rules import Rules

ROOT = Path(__file__).parents[2]
EVERY_SETTING = (
    "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "PORT", "DATABASE_URL",
    "CAIRN_KUDOS_CHANNEL", "CAIRN_ADMINS", "CAIRN_CHECK_IN_DAY", "CAIRN_CHECK_IN_TIME", "CAIRN_COUNTRY",
    "CAIRN_KUDOS_ALLOWANCE",
    "CAIRN_VALUES", "CAIRN_COMPETENCIES", "CAIRN_COMMAND_PREFIX", "CAIRN_MESSAGES_PER_MINUTE", "CAIRN_API_SECRET",
)  # fmt: skip
SECRET = "abcdef0123456789"


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """A machine where nothing is set."""
    for name in (*EVERY_SETTING, "VALUES", "ADMINS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def load(monkeypatch):
    """Set variables of the environment and load."""

    def load(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Settings.load()

    return load


def refused(load, **variables):
    with pytest.raises(SettingsError) as wrong:
        load(**variables).must_reach_slack()
    return str(wrong.value)


def test_these_are_the_settings():
    assert tuple(names()) == EVERY_SETTING


def test_nothing_has_to_be_set_for_what_needs_no_slack(load):
    settings = load()

    assert settings.rules() == Rules(schedule=Schedule(weekday=4, at=time(10)), allowance=5)
    assert (settings.database_url, settings.port) == ("sqlite:///cairn.db", 3000)
    assert (settings.slack_api_url, settings.messages_per_minute) == ("https://slack.com/api/", 300)


def test_everything_can_be_set(load):
    settings = load(
        SLACK_BOT_TOKEN="xoxb-1-a", SLACK_APP_TOKEN="xapp-1-a", SLACK_SIGNING_SECRET=SECRET, PORT="8080",
        SLACK_API_URL="http://127.0.0.1:4000/api", DATABASE_URL="postgresql://cairn@db/cairn",
        CAIRN_KUDOS_CHANNEL="C1", CAIRN_ADMINS="U1, W2 ,U1", CAIRN_CHECK_IN_DAY="thu", CAIRN_CHECK_IN_TIME="9:30", CAIRN_COUNTRY="de-by",
        CAIRN_KUDOS_ALLOWANCE="3", CAIRN_VALUES="#craft, care", CAIRN_COMPETENCIES="Clear writing, Coaching,,Coaching", CAIRN_COMMAND_PREFIX="/cairn-",
        CAIRN_MESSAGES_PER_MINUTE="60", CAIRN_API_SECRET="s" * 32,
    )  # fmt: skip

    assert settings.rules() == Rules(
        schedule=Schedule(weekday=3, at=time(9, 30), country="DE-BY"), allowance=3, values=("craft", "care"), kudos_channel="C1",
        prefix="cairn-", competencies=("Clear writing", "Coaching"),
    )  # fmt: skip
    assert (settings.admins, settings.slack_api_url) == (("U1", "W2"), "http://127.0.0.1:4000/api/")
    assert (settings.port, settings.messages_per_minute) == (8080, 60)
    assert settings.database_url == "postgresql://cairn@db/cairn"
    assert settings.secrets()[-1] == "s" * 32


def test_a_token_for_sockets_decides_the_mode(load):
    assert load().mode == "http"
    assert load(SLACK_APP_TOKEN="xapp-1").mode == "socket"


def test_the_environment_comes_before_the_file(load):
    Path(".env").write_text("PORT=1\nCAIRN_CHECK_IN_DAY=Monday\n", encoding="utf-8")

    settings = load(PORT="2")

    assert (settings.port, settings.check_in_day) == (2, "Monday")


def test_an_empty_setting_is_the_default(load):
    Path(".env").write_text("PORT=\nCAIRN_ADMINS=\nSLACK_APP_TOKEN=\n", encoding="utf-8")

    settings = load(CAIRN_VALUES="")

    assert (settings.port, settings.admins, settings.values, settings.mode) == (3000, (), (), "http")


def test_variables_of_others_are_left_alone(load):
    settings = load(VALUES="a b", ADMINS="root", CAIRN_SERVICE_HOST="10.0.0.1", CAIRN_PORT="tcp://10.0.0.1")

    assert (settings.values, settings.admins, settings.port) == ((), (), 3000)


def test_values_given_by_name_come_first(load, monkeypatch):
    monkeypatch.setenv("PORT", "1")

    assert Settings.load(None, port=2, slack_app_token=None, admins=("U1",), check_in_time=time(8)).port == 2


@pytest.mark.parametrize(
    ("name", "value", "what_to_write"),
    [
        pytest.param("SLACK_BOT_TOKEN", "xoxp-1-a", "starts with xoxb-", id="a user's token"),
        pytest.param("SLACK_BOT_TOKEN", "xoxb-1 a", "starts with xoxb-", id="a torn token"),
        pytest.param("SLACK_APP_TOKEN", "xoxb-1-a", "starts with xapp-", id="bot token in the wrong place"),
        pytest.param("SLACK_SIGNING_SECRET", "xoxb-1-a", "App Credentials", id="token for a secret"),
        pytest.param("SLACK_SIGNING_SECRET", "ab cd", "App Credentials", id="a torn secret"),
        pytest.param("SLACK_API_URL", "slack.com/api", "http://127.0.0.1:4000/api/", id="no address"),
        pytest.param("PORT", "http", "a whole number from 0 to 65535", id="port by name"),
        pytest.param("PORT", "70000", "a whole number from 0 to 65535", id="port too high"),
        pytest.param("DATABASE_URL", "cairn.db", "write sqlite:///cairn.db", id="a file alone"),
        pytest.param("DATABASE_URL", "mysql://a/b", "use sqlite:///… or postgresql://…", id="another database"),
        pytest.param(
            "DATABASE_URL", "sqlite://", "write one like sqlite:///cairn.db", id="a database that keeps nothing"
        ),
        pytest.param("CAIRN_KUDOS_CHANNEL", "#kudos", "a channel's id such as C0123456789", id="channel by name"),
        pytest.param("CAIRN_ADMINS", "U1,hana@x.example", "U0123456789,U9876543210", id="people by e-mail"),
        pytest.param("CAIRN_CHECK_IN_DAY", "Freitag", "such as Friday", id="a day in German"),
        pytest.param("CAIRN_CHECK_IN_TIME", "24:00", "from 00:00 to 23:59", id="no time"),
        pytest.param("CAIRN_COUNTRY", "Germany", "two letters such as DE, or DE-BY", id="no country"),
        pytest.param("CAIRN_KUDOS_ALLOWANCE", "0", "a whole number from 1 to 1000", id="no kudos"),
        pytest.param("CAIRN_KUDOS_ALLOWANCE", "5.5", "a whole number from 1 to 1000", id="half a kudos"),
        pytest.param("CAIRN_VALUES", "take care", "single words", id="two words"),
        pytest.param("CAIRN_COMPETENCIES", "x" * 61, "up to 60 signs", id="a name no menu can hold"),
        pytest.param("CAIRN_COMMAND_PREFIX", "Cairn ", "such as cairn-", id="capitals"),
        pytest.param("CAIRN_COMMAND_PREFIX", "x" * 21, "at most 20 signs", id="too long for Slack"),
        pytest.param("CAIRN_API_SECRET", "guess-me", "at least 32 signs", id="a secret one can guess"),
        pytest.param("CAIRN_API_SECRET", "two words " * 4, "openssl rand -hex 32", id="a secret with spaces"),
        pytest.param("CAIRN_MESSAGES_PER_MINUTE", "-1", "a whole number from 1 to 6000", id="negative"),
    ],
)
def test_a_wrong_one_is_named_with_what_to_write_and_not_shown(load, name, value, what_to_write):
    sentence = refused(load, **{name: value})

    assert sentence.startswith(f"{name} ")
    assert what_to_write in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert value not in sentence or value in what_to_write


def test_missing_ones_are_named_only_where_slack_is_needed(load):
    assert refused(load).startswith("SLACK_BOT_TOKEN is missing")
    assert refused(load, SLACK_BOT_TOKEN="xoxb-1").startswith("SLACK_APP_TOKEN is missing")

    load(SLACK_SIGNING_SECRET=SECRET).must_reach_slack()


def test_socket_mode_needs_no_signing_secret(load):
    load(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1").must_reach_slack()


def test_a_slip_of_the_pen_in_the_file_is_found(load):
    Path(".env").write_text("CAIRN_ADMIN=U1\n", encoding="utf-8")

    assert refused(load) == "CAIRN_ADMIN in .env is no setting of Cairn. Did you mean CAIRN_ADMINS?"


def test_a_name_like_none_of_them_gets_the_list(load):
    Path(".env").write_text("SLACK_XYZ=1\nEDITOR=vi\n", encoding="utf-8")

    assert "The settings are SLACK_BOT_TOKEN, " in refused(load)


def test_a_file_that_is_no_text_is_refused(load):
    Path(".env").write_bytes(b"PORT=\xff\xfe")

    assert refused(load) == ".env cannot be read: save it as plain text in UTF-8."


def test_secrets_are_never_shown(load):
    settings = load(
        SLACK_BOT_TOKEN="xoxb-hush", SLACK_SIGNING_SECRET=SECRET, DATABASE_URL="postgresql://cairn:hush@db/cairn"
    )

    assert "hush" not in repr(settings)
    assert SECRET not in repr(settings)
    assert settings.secrets() == ("xoxb-hush", SECRET)


def test_each_setting_is_described():
    assert all(field.description.endswith(".") for field in Settings.model_fields.values())


def test_the_example_file_is_the_class_in_words():
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example(), "python -m bot.settings_text env"
    assert tuple(dotenv_values(ROOT / ".env.example")) == EVERY_SETTING


def test_the_example_file_means_the_defaults(load):
    Path(".env").write_text(env_example(), encoding="utf-8")

    assert load() == Settings.load(None)


def test_the_table_of_the_docs_is_the_class_in_words():
    assert table() in (ROOT / "docs/operating.md").read_text(encoding="utf-8"), "python -m bot.settings_text table"
