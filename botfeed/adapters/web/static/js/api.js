// Posting what a person does. Each carries an id, so that one sent again after a broken line counts once.

import { toast } from "./dom.js";
import * as standing from "./standing.js";
import { t } from "./state.js";

const RETRY_MS = 800;
const bus = new EventTarget();
const on = (type) => (listen) => bus.addEventListener(type, (event) => listen(event.detail));
const tell = (type, detail) => bus.dispatchEvent(new CustomEvent(type, { detail }));

export const onAnswer = on("answer");
export const onClosed = on("closed");
/** A line that did not get through: {who, line, id}. */
export const onUnsent = on("unsent");

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  standing.say("session", response.status === 401);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Post, once more if the line broke; tell everybody who listens what came back. Gives null for what failed. */
export async function post(path, body) {
  const whole = { id: newId(), ...body };
  let answer;
  try {
    answer = await send(path, whole).catch(async (error) => {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
      return send(path, whole);
    });
  } catch {
    toast(t("failed"));
    return null;
  }
  if (answer.notice) toast(answer.notice);
  tell("answer", { who: body.who, ...answer });
  return answer;
}

/** Say a line. One that does not get through is kept, with its id, for whoever listens. */
export async function say(who, line, id = newId()) {
  const answer = await post("/api/say", { who, line, id });
  if (!answer) tell("unsent", { who, line, id });
  return answer;
}

export const run = (who, command, args, aside = false) => post("/api/run", { who, command, args, aside });
export const press = (who, payload, pressed) => post("/api/press", { who, payload, pressed });
export const fill = (who, payload, values, asked) => post("/api/fill", { who, payload, values, asked });
/** Take a question away: here at once, so that the next Escape is for the next thing. */
export const close = (who, asked) => {
  tell("closed", { who, asked });
  return post("/api/close", { who, asked });
};
export const react = (who, message, wanted) => post("/api/react", { who, message, wanted });
export const digest = (who) => post("/api/digest", { who });

/** Read something. Gives null where that failed. */
export async function get(path, query = {}) {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`).catch(() => null);
  if (!response) return null;
  standing.say("session", response.status === 401);
  return response.ok ? response.json() : null;
}
