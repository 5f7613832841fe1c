"""The workspace the emulator has when nobody gives it one: a small company with one app."""

from typing import Any

NORTHWIND: dict[str, Any] = {
    "team": {"id": "T0DEMO", "name": "Northwind", "domain": "northwind", "tz": "Europe/Berlin"},
    "people": [
        {
            "id": "UANA",
            "name": "ana",
            "real_name": "Ana Ruiz",
            "email": "ana@northwind.example",
            "tz": "Europe/Madrid",
            "title": "Engineer",
        },
        {
            "id": "UBO",
            "name": "bo",
            "real_name": "Bo Lind",
            "email": "bo@northwind.example",
            "tz": "Europe/Stockholm",
            "title": "Designer",
        },
        {
            "id": "UCLEO",
            "name": "cleo",
            "real_name": "Cleo Hart",
            "email": "cleo@northwind.example",
            "tz": "Europe/Berlin",
            "title": "Engineering manager",
            "is_admin": True,
        },
    ],
    "channels": [
        {"id": "CGENERAL", "name": "general", "members": "all", "apps": ["A0CAIRN"]},
        {"id": "CKUDOS", "name": "kudos", "members": "all", "apps": ["A0CAIRN"]},
    ],
    "apps": [
        {
            "id": "A0CAIRN",
            "name": "Cairn",
            "bot_user": "UCAIRN",
            "bot_id": "B0CAIRN",
            "bot_token": "xoxb-emulator-bot-token",
            "app_token": "xapp-emulator-app-token",
            "signing_secret": "emulator-signing-secret",
            "manifest": {
                "features": {"app_home": {"home_tab_enabled": True, "messages_tab_enabled": True}},
                "oauth_config": {
                    "scopes": {"bot": ["channels:read", "chat:write", "im:history", "im:write", "users:read"]}
                },
                "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
            },
        }
    ],
}
