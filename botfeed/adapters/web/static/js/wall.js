// The wall of pictures. Each stays in the column where it first stood; new ones come in above.

import { get } from "./api.js";
import { frame } from "./card.js";
import { typedAs } from "./complete.js";
import { byId, el, hint } from "./dom.js";
import { boot, onWho, state, t } from "./state.js";
import { fan, talkOf } from "./talk.js";

const WIDE = 250; // px: a column's least width before there is one less
const tiles = new Map();
let columns = [];
let latest = boot.tiles;
let etag = "";
let openPost = () => {};
let onSteps = () => {};

export function start({ open, steps }) {
  openPost = open;
  onSteps = steps;
  const wall = byId("wall");
  new ResizeObserver(() => { if (howMany(wall) !== columns.length) layOut(wall); }).observe(wall);
  layOut(wall);
  onWho(() => { etag = ""; refresh(); });
  if (state.who !== boot.people[0].who) refresh(); // the page came with the first person's wall
}

export async function refresh() {
  const who = state.who;
  const response = await fetch(`/api/feed?${new URLSearchParams({ who })}`, { headers: etag ? { "if-none-match": etag } : {}, cache: "no-store" });
  if (response.status !== 200 || who !== state.who) return;
  etag = response.headers.get("etag");
  const { tiles: found, steps, language } = await response.json();
  if (language !== document.documentElement.lang) location.reload();
  latest = found;
  show();
  onSteps(steps);
}

const howMany = (wall) => Math.max(2, Math.min(4, Math.floor(wall.clientWidth / WIDE)));

function layOut(wall) {
  columns = Array.from({ length: howMany(wall) }, () => ({ node: el("div", { class: "column" }), height: 0 }));
  tiles.clear();
  wall.replaceChildren(...columns.map((column) => column.node));
  show();
}

function show() {
  const known = new Set(latest.map((tile) => tile.post));
  const first = tiles.size === 0;
  for (const [post, kept] of tiles) if (!known.has(post)) remove(post, kept);
  // A first look is filled downward, newest first; what comes later goes on top.
  for (const tile of first ? latest : [...latest].reverse()) place(tile, first);
  const rail = tiles.size ? null : emptiness();
  byId("wall").querySelector(".empty")?.remove();
  if (rail) byId("wall").prepend(rail);
  rove();
  fan(latest);
}

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
    el("span", { class: "caption", "aria-hidden": true }, tile.title),
    el("span", { class: "by", "aria-hidden": true }, el("span", {}, tile.by), hearts),
  );
  node.addEventListener("click", () => openPost(tiles.get(tile.post)?.tile ?? tile));
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
