// Talk to the control API of the workspace: JSON over HTTP under /_control/.

/** An answer that is not a success; its message is a sentence for the person. */
export class ApiError extends Error {}

/** GET /_control/`path` with `query`. */
export function read(path, query = {}) {
  return ask(`${path}?${new URLSearchParams(withoutNulls(query))}`, {});
}

/** POST `body` as JSON to /_control/`path`. */
export function send(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** DELETE /_control/`path` with `query`. */
export function remove(path, query = {}) {
  return ask(`${path}?${new URLSearchParams(withoutNulls(query))}`, { method: "DELETE" });
}

/** Where an uploaded file can be fetched. */
export function fileUrl(as, id) {
  return `/_control/file?${new URLSearchParams({ as, id })}`;
}

function withoutNulls(query) {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null && value !== undefined));
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/_control/${path}`, { cache: "no-store", ...options });
  } catch {
    throw new ApiError("The workspace does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.error ?? `The workspace answered ${response.status}.`);
  return answer;
}
