// The newest card as Discord and as Telegram would get it, beside the conversation.

import { get } from "./api.js";
import { frame } from "./card.js";
import { byId, el, words } from "./dom.js";
import { boot, onWho, state, t } from "./state.js";
import { onEntry, talkOf } from "./talk.js";

let showing = "";
let asked = "";

export function start() {
  onEntry(({ who, entry }) => { if (showing && who === state.who && entry?.cards.length && !entry.aside) show(showing); });
  onWho(() => { if (showing) show(showing); });
}

export const chosen = () => showing;
export const names = () => boot.previews;

export function hide() {
  showing = "";
}

/** Show one platform's look of the newest message with a card. */
export async function show(name) {
  showing = name;
  const who = state.who;
  const newest = talkOf(who).newest().find((kept) => kept.entry.cards.length)?.entry;
  const mine = (asked = `${name} ${who} ${newest?.ref}`);
  const found = newest ? await get("/api/previews", { who, ref: newest.ref }) : null;
  if (mine !== asked) return;
  const one = found?.find((preview) => preview.name === name);
  const pane = byId("elsewhere");
  pane.replaceChildren(one ? draw(one) : el("div", { class: "empty" }, el("p", {}, t("preview_empty"))));
}

function draw(preview) {
  return el(
    "div",
    { class: `platform ${preview.kind}` },
    el("h2", { class: "sr" }, t("as", { platform: preview.title })),
    preview.messages.map((message) => (preview.kind === "telegram" ? telegram(message) : discord(message))),
  );
}

function media(message) {
  if (!message.media.length) return null;
  return el("div", { class: `shots ${message.layout} n${Math.min(4, message.media.length)}` }, message.media.map((one) => frame(one)));
}

const line = (pieces) => el("div", { class: "line" }, pieces.length ? words(pieces.map((piece) => [piece.text, piece.style])) : "\u00a0");
const rows = (message) => message.rows.map((row) => el("div", { class: "row" }, row.map((one) => el("span", { class: `key ${one.look}` }, one.label))));

function discord(message) {
  return el(
    "div",
    { class: "message" },
    el("img", { class: "bot", src: "/static/icon.svg", alt: "", width: "40", height: "40" }),
    el(
      "div",
      { class: "body" },
      el("div", { class: "head" }, el("b", {}, "botfeed"), el("span", { class: "app" }, "APP")),
      el("div", { class: "container" }, media(message), el("div", { class: "lines" }, message.lines.map(line)), rows(message)),
      message.note ? el("div", { class: "note" }, message.note) : null,
    ),
  );
}

function telegram(message) {
  return el(
    "div",
    { class: "message" },
    el("div", { class: "bubble" }, media(message), el("div", { class: "lines" }, message.lines.map(line))),
    el("div", { class: "keyboard" }, rows(message)),
    message.note ? el("div", { class: "note" }, message.note) : null,
  );
}
