// The wall of pictures. Each stays in the column where it first stood; new ones come in above.

import { frame } from "./card.js";
import { typedAs } from "./complete.js";
import { byId, el, hint } from "./dom.js";
import * as pages from "./pages.js";
import { boot, onWho, state, t } from "./state.js";
import { fan, talkOf } from "./talk.js";
import * as voice from "./voice.js";

const WIDE = 250; // px: a column's least width before there is one less
const tiles = new Map();
let columns = [];
let openPost = () => {};
let showWall = () => {};
let onSteps = () => {};

export function start({ open, steps, reveal }) {
  showWall = reveal;
  openPost = open;
  onSteps = steps;
  pages.start(boot.wall);
  const wall = byId("wall");
  new ResizeObserver(() => { if (howMany(wall) !== columns.length) layOut(); }).observe(wall);
  layOut();
  onWho(() => { pages.forget(); refresh(); });
  voice.onVoice(layOut);
  wall.addEventListener("scroll", () => { if (wall.scrollHeight - wall.scrollTop - wall.clientHeight < wall.clientHeight) onward(); }, { passive: true });
  if (state.who !== boot.people[0].who) refresh(); // the page came with the first person's wall
}

/** Look whether anything changed. */
export async function refresh() {
  const first = await pages.refresh();
  if (!first) return;
  if (first.language !== document.documentElement.lang) voice.take();
  show();
  onSteps(first.steps);
}

/** Show everything that a post's author published, or everybody's pictures again. */
export async function ofAuthor(post) {
  showWall();
  pages.choose(post);
  await refresh();
  layOut();
  byId("wall").scrollTop = 0;
  (byId("wall").querySelector(".of button") ?? byId("wall").querySelector(".tile"))?.focus();
}

/** The pictures in their order, for going through them; one page more where the end is near. */
export async function list(by = 1) {
  if (by > 0) await onward();
  return pages.tiles();
}

async function onward() {
  if (await pages.more()) show();
}

const howMany = (wall) => Math.max(2, Math.min(4, Math.floor(wall.clientWidth / WIDE)));

function layOut() {
  const wall = byId("wall");
  columns = Array.from({ length: howMany(wall) }, () => ({ node: el("div", { class: "column" }), height: 0 }));
  tiles.clear();
  const more = el("button", { class: "button onward", type: "button", on: { click: onward } }, t("more_pictures"));
  const at = document.activeElement?.closest?.(".tile")?.dataset.post;
  wall.replaceChildren(el("div", { class: "columns" }, columns.map((column) => column.node)), more);
  show();
  if (at) (tiles.get(at)?.node ?? wall).focus({ preventScroll: true });
}

function show() {
  const latest = pages.tiles();
  const known = new Set(latest.map((tile) => tile.post));
  for (const [post, kept] of tiles) if (!known.has(post)) remove(post, kept);
  // What is older than all that stands here is filled in below, newest first; what is newer goes on top.
  const last = latest.findLastIndex((tile) => tiles.has(tile.post));
  for (const tile of latest.slice(0, last + 1).reverse()) place(tile, false);
  for (const tile of latest.slice(last + 1)) place(tile, true);
  byId("wall").querySelector(".empty")?.remove();
  byId("wall").querySelector(".of")?.remove();
  if (!tiles.size) byId("wall").prepend(emptiness());
  if (pages.author()) byId("wall").prepend(whose(latest[0]));
  byId("wall").querySelector(".onward").hidden = !pages.hasMore();
  rove();
  if (!pages.author()) fan(latest);
}

/** Whose pictures these are, and the way back to everybody's. */
const whose = (tile) => el(
  "div",
  { class: "of" },
  tile ? el("h2", {}, t("pictures_of", { who: tile.by })) : null,
  el("button", { class: "button", type: "button", on: { click: () => ofAuthor("") } }, t("all_pictures")),
);

function place(tile, below) {
  const drawn = JSON.stringify(tile);
  const kept = tiles.get(tile.post);
  if (kept?.drawn === drawn) return;
  const node = drawTile(tile);
  if (kept) {
    update(kept, tile, node);
    kept.drawn = drawn;
    return;
  }
  const column = columns.reduce((low, one) => (one.height < low.height ? one : low));
  column.height += tile.height / (tile.width || 1) + 0.25;
  if (below) column.node.append(node);
  else {
    node.classList.add("new");
    column.node.prepend(node);
  }
  tiles.set(tile.post, { node, drawn, column, tile });
}

/** A like changes a line, not the picture, so that nothing flickers. */
function update(kept, tile, node) {
  if (kept.tile.src === tile.src) kept.node.querySelector(".by").replaceWith(node.querySelector(".by"));
  else kept.node.replaceChildren(...node.childNodes);
  kept.node.setAttribute("aria-label", label(tile));
  kept.tile = tile;
}

function remove(post, kept) {
  kept.node.remove();
  kept.column.height -= kept.tile.height / (kept.tile.width || 1) + 0.25;
  tiles.delete(post);
}

const label = (tile) => [
  t("by", { title: tile.title, who: tile.by }),
  tile.likes ? t("likes", { n: tile.likes }) : "",
  tile.liked ? t("liked") : "",
].filter(Boolean).join(". ");

function drawTile(tile) {
  const hearts = tile.likes ? el("span", { class: tile.liked ? "hearts mine" : "hearts" }, `${tile.liked ? "♥" : "♡"} ${tile.likes}`) : null;
  const node = el(
    "button",
    { class: "tile", type: "button", tabindex: "-1", "data-post": tile.post, "aria-label": label(tile) },
    frame({ ...tile, alt: "" }),
    el("span", { class: "caption", "aria-hidden": "true" }, tile.title),
    el("span", { class: "by", "aria-hidden": "true" }, el("span", {}, tile.by), hearts),
  );
  node.addEventListener("click", () => openPost(tiles.get(tile.post)?.tile ?? tile, list));
  return node;
}

function emptiness() {
  const paint = () => hint(talkOf(state.who).composer.prefill(`${typedAs("imagine")} ${t("prompt")}`));
  return el("div", { class: "empty" }, el("p", {}, t("feed_empty")), el("button", { class: "button primary", type: "button", on: { click: paint } }, t("feed_paint")));
}

/** One tab stop for the whole wall; the arrows do the rest. */
function rove() {
  const nodes = [...byId("wall").querySelectorAll(".tile")];
  if (nodes.length && !nodes.some((node) => node.tabIndex === 0)) nodes[0].tabIndex = 0;
}

export const tileOf = (node) => tiles.get(node.dataset.post)?.tile;
