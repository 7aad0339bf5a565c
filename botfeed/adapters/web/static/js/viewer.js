// One picture, large, and the others beside it: a post with its words and comments as they come, or a picture alone.

import * as api from "./api.js";
import { article, frame } from "./card.js";
import { byId, el, plain } from "./dom.js";
import { state, t } from "./state.js";
import { onEntry, swap } from "./talk.js";

const dialog = byId("viewer");
let opened = { who: "", ref: "", extra: "" };
let among = async () => [];
let shown = null;
let stage = null;
let about = null;
let back = null;
let allOf = () => {};

/** Open a picture `{post, src, full, alt, title, by ...}`; `list` gives those that it stands among. Gives the article. */
export async function open(tile, list = async () => [tile]) {
  if (!dialog.open) back = document.activeElement;
  among = list;
  shown = tile;
  show(tile);
  const who = state.who;
  opened = { who, ref: "", extra: "" };
  if (!tile.post) return null;
  const answer = await api.run(who, "open", { post: tile.post }, true);
  if (!answer?.entry || !dialog.open || shown !== tile) return null;
  opened.ref = answer.entry.ref;
  fill(answer.entry);
  return about.querySelector(".answer");
}

function show(tile) {
  stage = el("div", { class: "stage" }, tile.src ? frame({ ...tile, src: tile.full || tile.src }, { eager: true }) : null);
  about = el("div", { class: "about" }, el("p", { class: "words" }, el("b", {}, tile.title), "\n", el("span", { class: "quiet" }, tile.by ?? "")));
  const turn = (by, name, sign) => el("button", { class: `turn ${name}`, type: "button", "aria-label": t(name), on: { click: () => step(by) } }, sign);
  const from = byId("shown").contains(document.activeElement) ? document.activeElement.className : "";
  byId("shown").replaceChildren(
    el("button", { class: "shut", type: "button", "aria-label": t("close"), on: { click: shut } }, "×"),
    turn(-1, "previous", "‹"),
    turn(1, "next", "›"),
    stage,
    about,
  );
  if (!dialog.open) dialog.showModal();
  if (from) (byId("shown").querySelector(`button[class="${CSS.escape(from).replaceAll("\\ ", " ")}"]`) ?? byId("shown").querySelector(".shut")).focus();
  mark();
}

const same = (a, b) => a.src === b.src && a.post === b.post;

/** Show only the turns that lead somewhere. */
async function mark() {
  const tile = shown;
  const all = await among();
  if (shown !== tile || !dialog.open) return;
  const at = all.findIndex((one) => same(one, tile));
  byId("shown").querySelector(".previous").hidden = at <= 0;
  byId("shown").querySelector(".next").hidden = at < 0 || at === all.length - 1;
}

/** Go to the picture before or after. */
export function step(by) {
  go(by);
  return true;
}

async function go(by) {
  const tile = shown;
  const all = await among(by);
  const at = all.findIndex((one) => same(one, tile));
  const to = at < 0 ? null : all[at + by];
  if (to && shown === tile && dialog.open) open(to, among);
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
    const seen = entry.cards.find((one) => one.media.length).media;
    const old = stage.querySelector("img");
    if (!old || old.getAttribute("src") !== seen[0].full || seen.length > 1) {
      stage.replaceChildren(el("div", { class: seen.length > 1 ? "media many" : "media" }, seen.map((one) => frame({ ...one, src: one.full }, { eager: true }))));
    }
  }
  node.classList.add("opened");
  const known = about.querySelector(".opened");
  if (known) swap(known, node);
  else about.replaceChildren(node, more());
}

/** A way to everything that the same person published. */
function more() {
  const { post } = shown;
  const all = () => {
    shut();
    allOf(post);
  };
  return el("p", { class: "all" }, el("button", { class: "button", type: "button", on: { click: all } }, t("all_of_them")));
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

/** The pictures of a message, each with its post where the message names one for each. */
function ofMessage(entry) {
  return entry.cards.flatMap((one) => one.media.map((media, at) => ({
    ...media,
    post: one.posts.length === one.media.length ? one.posts[at] : one.media.length === 1 ? one.post : "",
    title: one.media.length > 1 ? media.alt : one.title || plain(one.text).split("\n")[0],
    by: "",
  })));
}

function look({ entry, one, at }) {
  if (dialog.open) return; // a picture beside the opened one
  const all = ofMessage(entry);
  const before = entry.cards.slice(0, entry.cards.indexOf(one)).reduce((sum, card) => sum + card.media.length, 0);
  open(all[before + at], async () => all);
}

export function start({ ofAuthor }) {
  allOf = ofAuthor;
  document.addEventListener("look", (event) => look(event.detail));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) shut(); });
  dialog.addEventListener("close", () => {
    byId("shown").replaceChildren();
    about = null;
    shown = null;
    if (back?.isConnected) back.focus();
  });
  onEntry(({ who, entry, ref, quietly }) => {
    if (!dialog.open || !about || quietly || who !== opened.who) return;
    if (!entry) {
      if (ref === opened.extra) leave();
    } else if (entry.ref === opened.ref) fill(entry);
    else if (entry.aside && opened.ref) follow(entry);
    else if (entry.pending) shut();
  });
}

/** Take what stands below away, and give the focus back to the button that led to it. */
function leave() {
  const extra = about.querySelector(".extra");
  const focused = extra?.contains(document.activeElement);
  extra?.remove();
  if (focused) (about.querySelector("[data-pressed]") ?? byId("shown").querySelector(".shut")).focus();
}
