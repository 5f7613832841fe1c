"""A local Slack workspace for demos and tests: an HTTP server that pretends to be Slack.

It imports nothing of the rest of this project. Its texts, error names and payloads are held against recorded data.
"""

from emulator.clock import Clock
from emulator.envelopes import Ack
from emulator.errors import Misuse
from emulator.forms import Submission
from emulator.interactions import Reply
from emulator.server import Emulator
from emulator.web_api.gate import Call
from emulator.workspace import Workspace

__all__ = ["Ack", "Call", "Clock", "Emulator", "Misuse", "Reply", "Submission", "Workspace"]
