"""functions.completeSuccess and completeError: how a custom step of a workflow ended."""

from emulator.errors import JSON, SlackError, missing
from emulator.web_api.call import ApiCall


def succeed(call: ApiCall) -> JSON:
    """functions.completeSuccess: with the outputs the manifest promises."""
    outputs = call.args.get("outputs")
    if outputs is None:
        raise missing("outputs")  # {} are outputs, too
    if not isinstance(outputs, dict):
        raise SlackError("invalid_arguments", messages=["[ERROR] must be an object [json-pointer:/outputs]"])
    call.emulator.steps.complete(call.app, str(call.need("function_execution_id")), outputs=outputs)
    return {}


def fail(call: ApiCall) -> JSON:
    """functions.completeError: with words for the person."""
    name, words = str(call.need("function_execution_id")), str(call.need("error"))
    call.emulator.steps.complete(call.app, name, error=words)
    return {}
