// What a form can know to be wrong before it is sent, in the words that Slack uses.

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Problems of all input blocks, {block_id: sentence}. */
export function problems(blocks, values) {
  const found = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const words = problem(block, values[block.block_id]?.[block.element.action_id]);
    if (words) found[block.block_id] = words;
  }
  return found;
}

function problem(block, value) {
  if (isEmpty(value)) return block.optional ? null : "Please complete this required field.";
  const { element } = block;
  switch (element.type) {
    case "plain_text_input":
      return lengthProblem(element, value);
    case "number_input":
      return numberProblem(element, value);
    case "email_text_input":
      return EMAIL.test(value) ? null : "Please enter a valid email address.";
    case "url_text_input":
      return URL.canParse(value) ? null : "Please enter a valid URL.";
    default:
      return null;
  }
}

function isEmpty(value) {
  return (
    value === null ||
    value === undefined ||
    (typeof value === "string" && !value.trim()) ||
    (Array.isArray(value) && !value.length)
  );
}

function lengthProblem(element, text) {
  if (element.min_length && text.length < element.min_length)
    return `Please enter at least ${element.min_length} characters.`;
  if (element.max_length && text.length > element.max_length)
    return `Please enter at most ${element.max_length} characters; this is ${text.length}.`;
  return null;
}

function numberProblem(element, text) {
  const number = Number(text);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter a number of at least ${element.min_value}.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter a number of at most ${element.max_value}.`;
  return null;
}
