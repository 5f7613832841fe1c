"""Threads with an app's assistant, and custom steps of workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.errors import JSON, Misuse

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.server import Emulator
    from emulator.state.assistants import Thread
    from emulator.state.steps import Step


async def assistant(emulator: Emulator, given: Given) -> JSON:
    """Return what the assistant says of a thread."""
    return _thread(_find(emulator, given, given.text("thread")))


async def open_assistant(emulator: Emulator, given: Given) -> JSON:
    """Open a thread with an assistant, or let the person of an open one look at another channel."""
    person, name = emulator.person(given.text("as")), given.optional("channel")
    channel = person.channel(name) if name else None
    if thread := given.optional("thread"):
        if channel is None:
            raise Misuse("Say at which channel the person looks now.")
        found = _find(emulator, given, thread)
        emulator.assistants.look(found, channel)
        return _thread(found)
    return _thread(emulator.assistants.open(person.me, emulator.app(given.optional("app")), channel))


async def step(emulator: Emulator, given: Given) -> JSON:
    """Return how far a step is."""
    found = emulator.steps.find(given.text("id"))
    if found is None:
        raise Misuse(f"There is no step {given.text('id')}.")
    return _step(found)


async def run_step(emulator: Emulator, given: Given) -> JSON:
    """Run one of an app's functions, as a workflow does."""
    app, inputs = emulator.app(given.optional("app")), given.mapping("inputs", {})
    return _step(emulator.steps.run(app, given.text("callback_id"), inputs))


def _find(emulator: Emulator, given: Given, ts: str) -> Thread:
    person, app = emulator.person(given.text("as")), emulator.app(given.optional("app"))
    thread = emulator.assistants.find(emulator.workspace.dm(person.id, app).id, ts)
    if thread is None:
        raise Misuse(f"There is no thread {ts} with an assistant.")
    return thread


def _thread(thread: Thread) -> JSON:
    where = {"channel": thread.channel.id, "thread": thread.ts, "looking_at": thread.looking_at}
    return {**where, "title": thread.title, "status": thread.status_now, "prompts": thread.prompts}


def _step(found: Step) -> JSON:
    return {"id": found.id, "done": found.done, "outputs": found.outputs, "error": found.error}


ENDPOINTS: list[Endpoint] = [
    ("GET", "assistant", assistant),
    ("POST", "assistant", open_assistant),
    ("GET", "step", step),
    ("POST", "step", run_step),
]
