"""A local Slack workspace for demos and tests: an HTTP server that pretends to be Slack.

It imports nothing of the rest of this project. Its texts, error names and payloads are held against recorded data.
"""

from emulator.acting.forms import Submission
from emulator.acting.interactions import Reply
from emulator.clock import Clock
from emulator.errors import Misuse
from emulator.server import Emulator
from emulator.state.workspace import Workspace
from emulator.web_api.gate import Call
from emulator.wires.envelopes import Ack

__all__ = ["Ack", "Call", "Clock", "Emulator", "Misuse", "Reply", "Submission", "Workspace"]
