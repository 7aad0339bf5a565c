// The page speaks the language of whoever speaks, and offers the commands that they may use.

import { get } from "./api.js";
import { boot, onWho, state, t } from "./state.js";

const listeners = [];

export const onVoice = (listen) => listeners.push(listen);

/** Take the texts of whoever speaks now; only what changed is drawn anew. */
export async function take() {
  const who = state.who;
  const found = await get("/api/voice", { who });
  if (!found || who !== state.who) return;
  const changed = ["language", "operator"].some((part) => found[part] !== boot[part]);
  if (!changed) return;
  Object.assign(boot, found);
  document.documentElement.lang = boot.language;
  relabel();
  for (const listen of listeners) listen();
}

/** The texts that stand in the page's own markup. */
function relabel() {
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
}

export function start() {
  onWho(take);
  if (state.who !== boot.people[0].who) take(); // the page came in the first person's language
}
