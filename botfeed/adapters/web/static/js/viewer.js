// One post, large: the picture at once, its words and comments as they come.

import * as api from "./api.js";
import { article, frame } from "./card.js";
import { byId, el } from "./dom.js";
import { state, t } from "./state.js";
import { onEntry, swap } from "./talk.js";

const dialog = byId("viewer");
let opened = { who: "", ref: "", extra: "" };
let stage = null;
let about = null;
let back = null;

/** Open a post from its tile. Gives the article once it is there. */
export async function open(tile) {
  back = document.activeElement;
  show(tile);
  const who = state.who;
  opened = { who, ref: "", extra: "" };
  const { entry } = await api.run(who, "open", { post: tile.post }, true);
  if (!entry || !dialog.open) return null;
  opened.ref = entry.ref;
  fill(entry);
  return about.querySelector(".answer");
}

function show(tile) {
  stage = el("div", { class: "stage" }, frame(tile, { eager: true }));
  about = el("div", { class: "about" }, el("p", { class: "words" }, el("b", {}, tile.title), "\n", el("span", { class: "quiet" }, tile.by)));
  dialog.replaceChildren(el("button", { class: "shut", type: "button", "aria-label": t("close"), on: { click: shut } }, "×"), stage, about);
  if (!dialog.open) dialog.showModal();
}

export function shut() {
  if (dialog.open) dialog.close();
}

export const isOpen = () => dialog.open;
export const current = () => about?.querySelector(".answer") ?? null;

/** The picture goes to the stage, the words beside it. */
function fill(entry) {
  const node = article(entry, opened.who);
  const media = node.querySelector(".media");
  if (media) {
    media.remove();
    const waits = media.querySelector("img");
    const old = stage.querySelector("img");
    if (!old || old.getAttribute("src") !== waits.getAttribute("src") || media.children.length > 1) stage.replaceChildren(media);
  }
  node.classList.add("opened");
  const known = about.querySelector(".opened");
  if (known) swap(known, node);
  else about.replaceChildren(node);
}

/** What a press inside leads to stands below, the newest alone. */
function follow(entry) {
  const node = article(entry, opened.who);
  node.classList.add("extra");
  about.querySelector(".extra")?.remove();
  about.append(node);
  opened.extra = entry.ref;
  node.scrollIntoView({ block: "nearest" });
  node.querySelector("input, textarea")?.focus();
}

export function start() {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) shut(); });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    about = null;
    if (back?.isConnected) back.focus();
  });
  onEntry(({ who, entry, ref, quietly }) => {
    if (!dialog.open || !about || quietly || who !== opened.who) return;
    if (!entry) {
      if (ref === opened.extra) about.querySelector(".extra")?.remove();
    } else if (entry.ref === opened.ref) fill(entry);
    else if (entry.aside && opened.ref) follow(entry);
    else if (entry.pending) shut();
  });
}
