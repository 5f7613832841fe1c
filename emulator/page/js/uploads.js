// Bring a file into the workspace: what it takes, and its id.

import { send } from "./api.js";
import { store } from "./store.js";

const LARGEST = 20_000_000; // bytes: what the control API takes in one piece

/** Why the workspace would not take a file, or null. */
export function tooLargeOrEmpty(file) {
  if (file.size > LARGEST) return `${file.name} is too large for the local workspace: at most 20 MB.`;
  return file.size ? null : `${file.name} is empty.`;
}

/** Upload a file; returns its id. */
export async function upload(file) {
  const { id } = await send("upload", { as: store.me, name: file.name, content: await base64(file) });
  return id;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
