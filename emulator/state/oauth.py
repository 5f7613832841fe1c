"""Installing apps with OAuth: who asks for what, what a person agreed to, and the code an app trades for its token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from emulator.clock import Clock
from emulator.errors import JSON, SlackError
from emulator.serving.live import Live
from emulator.state.ids import new_secret
from emulator.state.webhooks import WEBHOOK_SCOPE, Webhooks
from emulator.state.workspace import App, Workspace

CODE_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Request:
    """What an app asks a person to agree to. `redirect_given` is False where the app left the address to us."""

    app: App
    scopes: tuple[str, ...]
    redirect_uri: str
    redirect_given: bool
    state: str = ""

    def answer(self, **parts: str) -> str:
        """Return where the browser goes with the answer."""
        split = urlsplit(self.redirect_uri)
        query = [*parse_qsl(split.query, keep_blank_values=True), *parts.items(), ("state", self.state)]
        return urlunsplit(split._replace(query=urlencode(query)))


@dataclass
class Code:
    """What a person agreed to, for ten minutes and one use."""

    request: Request
    user: str
    made_at: datetime
    webhook: JSON | None = None
    used: bool = field(default=False)


class OAuth:
    """The codes given out."""

    def __init__(self, workspace: Workspace, clock: Clock, live: Live, webhooks: Webhooks) -> None:
        self._workspace = workspace
        self._clock = clock
        self._live = live
        self._webhooks = webhooks
        self._codes: dict[str, Code] = {}

    def asked(self, given: JSON) -> Request:
        """Read an authorisation request, or refuse as Slack's page does."""
        app = self._client(given.get("client_id"))
        scopes = tuple(name for name in str(given.get("scope") or "").replace(" ", ",").split(",") if name)
        if not scopes:
            raise SlackError("no_scopes")
        if set(scopes) - set(app.manifest.scopes) or given.get("user_scope"):
            raise SlackError("invalid_scope")
        redirect = str(given.get("redirect_uri") or "")
        if not app.redirect_urls or not (redirect == "" or _allowed(redirect, app.redirect_urls)):
            raise SlackError("bad_redirect_uri")
        state = str(given.get("state") or "")
        return Request(app, scopes, redirect or app.redirect_urls[0], bool(redirect), state)

    def allow(self, request: Request, user: str, channel: str | None = None) -> str:
        """Let `user` install the app; return where the browser goes with the code."""
        webhook = None
        if WEBHOOK_SCOPE in request.scopes:
            webhook = self._webhooks.add(request.app, self._workspace.channels[channel or ""])
        name = f"{len(self._codes) + 1}.{int(self._clock.now().timestamp())}.{new_secret(32).lower()}"
        self._codes[name] = Code(request, user, self._clock.now(), webhook)
        return request.answer(code=name)

    def access(self, given: JSON) -> JSON:
        """Trade a code for a token: oauth.v2.access."""
        app = self._client(given.get("client_id"))
        if given.get("client_secret") != app.client_secret:
            raise SlackError("bad_client_secret")
        if given.get("grant_type") == "refresh_token":
            raise SlackError("invalid_refresh_token")  # nobody's token is rotated here
        code = self._code(app, str(given.get("code") or ""), str(given.get("redirect_uri") or ""))
        code.used = True
        app.installed, app.revoked, app.granted = True, False, code.request.scopes
        self._live.tell("state")
        return self._granted(app, code)

    def _client(self, client_id: object) -> App:
        for app in self._workspace.apps.values():
            if app.client_id and app.client_id == client_id:
                return app
        raise SlackError("invalid_client_id")

    def _code(self, app: App, name: str, redirect_uri: str) -> Code:
        code = self._codes.get(name)
        if code is None or code.request.app is not app or self._clock.now() - code.made_at > CODE_LIFETIME:
            raise SlackError("invalid_code")
        if code.used:
            raise SlackError("code_already_used")
        expected = code.request.redirect_uri if code.request.redirect_given else ""
        if redirect_uri != expected:
            raise SlackError("bad_redirect_uri")
        return code

    def _granted(self, app: App, code: Code) -> JSON:
        answer: JSON = {
            "app_id": app.id,
            "authed_user": {"id": code.user},
            "scope": ",".join(code.request.scopes),
            "token_type": "bot",
            "access_token": app.bot_token,
            "bot_user_id": app.bot_user,
            "team": {"id": self._workspace.team.id, "name": self._workspace.team.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        return {**answer, "incoming_webhook": code.webhook} if code.webhook else answer


def _allowed(redirect: str, known: list[str]) -> bool:
    """Whether an address is one the app registered, or lies below one of them."""
    return any(redirect == one or redirect.startswith((one.rstrip("/") + "/", one + "?")) for one in known)
