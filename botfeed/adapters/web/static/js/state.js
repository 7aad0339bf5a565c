// What the page started from, who is speaking, and what has to know when that changes.

import { byId } from "./dom.js";
import { forTab } from "./storage.js";

export const boot = JSON.parse(byId("boot").textContent);

const KEY = "botfeed.who";
const names = boot.people.map((person) => person.who);
const kept = forTab.get(KEY);
const listeners = [];

export const state = { who: names.includes(kept) ? kept : names[0] };

export const people = boot.people;
export const nameOf = (who) => people.find((person) => person.who === who)?.name ?? who;
export const other = (who) => names.find((name) => name !== who) ?? who;

/** A word of the page, its placeholders filled. */
export function t(key, values = {}) {
  return boot.words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function onWho(listen) {
  listeners.push(listen);
}

export function become(who) {
  if (who === state.who || !names.includes(who)) return;
  state.who = who;
  forTab.set(KEY, who);
  for (const listen of listeners) listen(who);
}
