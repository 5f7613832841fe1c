"""Threads with an app's assistant: a person opens one, looks at a channel; the app says what it is doing."""

from dataclasses import dataclass, field

from emulator.errors import JSON, Misuse
from emulator.state.posts import Posts
from emulator.state.workspace import App, Channel, Person, Workspace
from emulator.wires.events import Events

NEW = "New chat"


@dataclass
class Thread:
    """What the app has said about a thread. `status` goes away with the app's next message."""

    app: App
    user: str
    channel: Channel
    ts: str
    title: str = NEW
    status: str = ""
    status_set: str = ""
    prompts_title: str = ""
    prompts: list[JSON] = field(default_factory=list)
    looking_at: str | None = None

    @property
    def status_now(self) -> str:
        """What the app says it is doing, "" once it has answered."""
        own = (one for one in self.channel.messages.values() if one.get("thread_ts") == self.ts)
        answered = any(one["ts"] > self.status_set and one.get("app_id") == self.app.id for one in own)
        return "" if answered else self.status


class Assistants:
    """The threads that people have opened."""

    def __init__(self, workspace: Workspace, posts: Posts, events: Events) -> None:
        self._workspace = workspace
        self._posts = posts
        self._events = events
        self._threads: dict[tuple[str, str], Thread] = {}

    @property
    def threads(self) -> list[Thread]:
        """All threads, the oldest first."""
        return list(self._threads.values())

    def open(self, person: Person, app: App, looking_at: Channel | None = None) -> Thread:
        """Open a new thread in the direct messages with the app: `assistant_thread_started`."""
        if not app.manifest.has_assistant:
            raise Misuse(f"{app.name} is no assistant: its manifest has neither assistant_view nor agent_view.")
        channel = self._workspace.dm(person.id, app)
        shown = {"title": NEW, "title_blocks": [], "artifacts": []}
        root = self._posts.by_app(
            app, channel, {"subtype": "assistant_app_thread", "text": NEW, "assistant_app_thread": shown}
        )
        thread = Thread(app, person.id, channel, root["ts"], looking_at=looking_at.id if looking_at else None)
        self._threads[channel.id, thread.ts] = thread
        self._tell("assistant_thread_started", thread)
        return thread

    def look(self, thread: Thread, channel: Channel) -> None:
        """Let the person go to another channel with the thread open: `assistant_thread_context_changed`."""
        thread.looking_at = channel.id
        self._tell("assistant_thread_context_changed", thread)

    def find(self, channel_id: str, ts: str) -> Thread | None:
        """Return a thread by its place."""
        return self._threads.get((channel_id, ts))

    def name(self, thread: Thread, title: str) -> None:
        """Give a thread its title."""
        thread.title = title
        root = thread.channel.messages[thread.ts]
        shown = {**root["assistant_app_thread"], "title": title}
        self._posts.change(thread.channel, root, {"text": title, "assistant_app_thread": shown}, editor=None)

    def _tell(self, name: str, thread: Thread) -> None:
        context: JSON = {}
        if thread.looking_at:
            context = {"channel_id": thread.looking_at, "team_id": self._workspace.team.id, "enterprise_id": None}
        where = {"user_id": thread.user, "channel_id": thread.channel.id, "thread_ts": thread.ts, "context": context}
        self._events.to_app(thread.app, name, {"assistant_thread": where})
