// Conversations: one column a person, newest at the bottom.

import * as api from "./api.js";
import { article } from "./card.js";
import { composer } from "./composer.js";
import { announce, byId, el, plain, words } from "./dom.js";
import { alike } from "./focus.js";
import { boot, nameOf, onWho, people, state, t } from "./state.js";
import { Unsent } from "./unsent.js";
import { onVoice } from "./voice.js";

const NEAR = 160; // px from the end that still count as reading the newest
const talks = new Map();
const bus = new EventTarget();

export const onEntry = (listen) => bus.addEventListener("entry", (event) => listen(event.detail));
export const talkOf = (who) => talks.get(who);

class Talk {
  constructor(who) {
    this.who = who;
    this.entries = new Map();
    this.run = boot.talks.run;
    this.gone = new Map(); // the last revision of what was taken away, which a late answer may still bring
    this.unsent = new Unsent(who);
    this.list = el("div", { class: "entries", role: "log", "aria-live": "off", tabindex: "0", "aria-label": t("conversation_of", { who: nameOf(who) }) });
    this.empty = emptiness(who);
    this.down = el("button", { class: "button down", type: "button", hidden: true, "aria-label": t("newest"), on: { click: () => this.toEnd() } }, "↓");
    this.composer = composer(who);
    this.node = el(
      "section",
      { class: "talk", "data-who": who, "aria-label": t("conversation_of", { who: nameOf(who) }) },
      people.length > 1 ? el("h2", {}, nameOf(who)) : null,
      this.list,
      this.down,
      this.unsent.node,
      this.composer.node,
    );
    this.node.addEventListener("focusin", () => { if (state.who !== who) bus.dispatchEvent(new CustomEvent("touched", { detail: who })); });
    this.list.addEventListener("scroll", () => {
      this.stuck = this.atEnd();
      this.down.hidden = this.stuck;
    });
    this.list.addEventListener("load", () => { if (this.stuck) this.toEnd(); }, true);
    this.list.append(this.empty);
  }

  /** Where the list stands to show the newest message: its end, or the beginning of one that is taller than the list. */
  rest() {
    const end = this.list.scrollHeight - this.list.clientHeight;
    const last = this.list.lastElementChild;
    const top = last.getBoundingClientRect().top - this.list.getBoundingClientRect().top + this.list.scrollTop;
    return last.offsetHeight > this.list.clientHeight ? Math.min(end, top) : end;
  }

  atEnd() {
    return this.list.scrollTop > this.rest() - NEAR;
  }

  toEnd() {
    this.list.scrollTop = this.rest();
    this.stuck = true;
    this.down.hidden = true;
  }

  /** Show everything anew: at the start, and where the stream cannot tell what happened.
   * Another run of the server knows no revision of the one before, and nothing of what the person said. */
  reset(entries, { run, revision }) {
    const anew = run !== this.run;
    this.run = run;
    if (anew) this.gone.clear();
    const known = new Set(entries.map((entry) => entry.ref));
    for (const [ref, { entry }] of this.entries) {
      const gone = anew ? entry.kind !== "said" : entry.revision <= revision;
      if (gone && !known.has(ref)) this.drop(ref);
    }
    for (const entry of entries) this.put(entry, { quietly: true, anew });
    this.toEnd();
  }

  /** Add an entry, or let it show something else in its place. */
  put(entry, { quietly = false, anew = false } = {}) {
    const known = this.entries.get(entry.ref);
    if (known && anew && shown(known.entry) === shown(entry)) {
      known.entry = entry;
      return;
    }
    if (entry.revision <= this.gone.get(entry.ref)) return;
    if (known && !anew && known.entry.revision >= entry.revision) return; // an edit came before the answer that it edits
    const kept = { entry, node: null };
    this.entries.set(entry.ref, kept);
    if (!entry.aside) this.place(kept, known, quietly);
    if (!quietly && entry.kind !== "said") announce(`${t("bot_said", { who: nameOf(this.who) })}: ${spoken(entry)}`);
    bus.dispatchEvent(new CustomEvent("entry", { detail: { who: this.who, entry, quietly } }));
  }

  place(kept, known, quietly) {
    const stuck = this.atEnd();
    kept.node = kept.entry.kind === "said" ? said(kept.entry, this.who) : article(kept.entry, this.who);
    kept.node.dataset.ref = kept.entry.ref;
    this.empty.remove();
    if (known?.node) swap(known.node, kept.node);
    else {
      if (!quietly) kept.node.classList.add("new");
      const after = [...this.list.children].find((node) => order(this.entries.get(node.dataset.ref).entry, kept.entry) > 0);
      this.list.insertBefore(kept.node, after ?? null);
    }
    if (stuck || quietly) this.toEnd();
    else this.down.hidden = false;
    if (!quietly && !known && kept.entry.ask && state.who === this.who) kept.node.querySelector("input, textarea")?.focus();
  }

  drop(ref) {
    const known = this.entries.get(ref);
    if (!known) return;
    const focused = known.node?.contains(document.activeElement);
    known.node?.remove();
    this.entries.delete(ref);
    this.gone.set(ref, known.entry.revision);
    if (focused) (this.pressed(known.entry.on) ?? this.composer.field).focus({ preventScroll: true });
    if (!this.list.children.length) this.list.append(this.empty);
    bus.dispatchEvent(new CustomEvent("entry", { detail: { who: this.who, ref } }));
  }

  /** The button of a message that was pressed last, while it still stands there. */
  pressed(ref) {
    return this.entries.get(ref)?.node?.querySelector("button[data-pressed]");
  }

  /** Take the page's own words from the language that is spoken now. */
  relabel() {
    const name = t("conversation_of", { who: nameOf(this.who) });
    this.node.setAttribute("aria-label", name);
    this.list.setAttribute("aria-label", name);
    this.down.setAttribute("aria-label", t("newest"));
    this.composer.relabel();
    this.unsent.draw();
    const empty = emptiness(this.who);
    empty.querySelector(".fan").replaceChildren(...this.empty.querySelector(".fan").children);
    if (this.empty.isConnected) this.empty.replaceWith(empty);
    this.empty = empty;
  }

  progress({ ref, text, picture }) {
    const node = this.entries.get(ref)?.node;
    if (!node) return;
    const line = node.querySelector(".words");
    if (text.length && line) line.replaceChildren(...words(text));
    const waits = node.querySelector(".frame.waits");
    if (picture && waits) waits.replaceChildren(el("img", { src: picture, alt: "" }));
  }

  /** Newest first, the entries that are on the page. */
  newest() {
    return [...this.entries.values()].filter((kept) => kept.node).sort((a, b) => order(b.entry, a.entry));
  }
}

const order = (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.n - b.n;

/** What a message shows, without its numbers. */
const shown = ({ n, revision, ...rest }) => JSON.stringify(rest);

function said(entry, who) {
  return el("div", { class: "said" }, el("span", { class: "sr" }, t("said", { who: nameOf(who) }), " "), entry.said);
}

function emptiness(who) {
  const start = el("button", { class: "button primary", type: "button", on: { click: () => api.say(who, "/start") } }, t("chat_start"));
  return el("div", { class: "empty" }, el("div", { class: "fan", "aria-hidden": "true" }), el("p", {}, t("chat_empty")), start);
}

/** The newest pictures, fanned out where nothing has been said yet. */
export function fan(tiles) {
  const shown = tiles.filter((tile) => !tile.veiled).slice(0, 3).map((tile) => el("img", { src: tile.src, alt: "" }));
  for (const { empty } of talks.values()) empty.querySelector(".fan").replaceChildren(...shown.map((img) => img.cloneNode()));
}

export const spoken = (entry) =>
  [...entry.cards.map((one) => plain(one.text)), entry.ask?.title ?? ""].filter(Boolean).join(". ");

/** Replace a node, and give the focus back to the button it was on. */
export function swap(from, to) {
  const at = document.activeElement;
  const next = from.contains(at) ? alike(at, from, to) : null;
  from.replaceWith(to);
  next?.focus({ preventScroll: true });
}

export function start(become) {
  for (const { who } of people) {
    const talk = new Talk(who);
    talks.set(who, talk);
    byId("talks").append(talk.node);
    talk.reset(boot.talks.said[who], boot.talks);
  }
  bus.addEventListener("touched", (event) => become(event.detail));
  onWho(show);
  show(state.who);
  onVoice(() => { for (const talk of talks.values()) talk.relabel(); });
  api.onClosed(({ who, asked }) => talks.get(who).drop(asked));
  api.onUnsent((line) => talks.get(line.who).unsent.add(line));
  api.onAnswer(({ who, entry }) => { if (entry) talks.get(who)?.put(entry); });
}

function show(who) {
  for (const talk of talks.values()) talk.node.classList.toggle("current", talk.who === who);
  talks.get(who).toEnd();
}
