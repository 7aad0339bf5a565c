// Posting what a person does. Each carries an id, so that one sent again after a broken line counts once.

import { toast } from "./dom.js";
import { t } from "./state.js";

const RETRY_MS = 800;
const bus = new EventTarget();

export const onAnswer = (listen) => bus.addEventListener("answer", (event) => listen(event.detail));

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status === 401) location.reload();
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Post, once more if the line broke; tell everybody who listens what came back. */
export async function post(path, body) {
  const whole = { id: newId(), ...body };
  try {
    const answer = await send(path, whole).catch(async (error) => {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
      return send(path, whole);
    });
    if (answer.notice) toast(answer.notice);
    bus.dispatchEvent(new CustomEvent("answer", { detail: { who: body.who, ...answer } }));
    return answer;
  } catch {
    toast(t("failed"));
    return {};
  }
}

export const say = (who, line) => post("/api/say", { who, line });
export const run = (who, command, args, aside = false) => post("/api/run", { who, command, args, aside });
export const press = (who, payload, pressed) => post("/api/press", { who, payload, pressed });
export const fill = (who, payload, values, asked) => post("/api/fill", { who, payload, values, asked });
export const close = (who, asked) => post("/api/close", { who, asked });
export const react = (who, message, wanted) => post("/api/react", { who, message, wanted });
export const digest = (who) => post("/api/digest", { who });

export async function get(path, query = {}) {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`);
  if (response.status === 401) location.reload();
  return response.ok ? response.json() : null;
}
