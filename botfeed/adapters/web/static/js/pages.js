// The pictures of the wall, page by page, newest first: the feed's, or one person's.

import { state } from "./state.js";

let of = ""; // a post whose author's pictures are shown; none: everybody's
let pages = [];

export const author = () => of;
export const tiles = () => pages.flatMap((page) => page.tiles);
export const hasMore = () => Boolean(pages.at(-1)?.next);

export function start(page) {
  pages = [{ ...page, before: "", etag: "" }];
}

/** Show whose pictures: those of a post's author, or everybody's. */
export function choose(post) {
  of = post;
  pages = [];
}

/** Forget what was read: somebody else looks. */
export function forget() {
  for (const page of pages) page.etag = "";
}

async function read(page) {
  const query = new URLSearchParams({ who: state.who, before: page.before, of });
  const headers = page.etag ? { "if-none-match": page.etag } : {};
  const response = await fetch(`/api/feed?${query}`, { headers, cache: "no-store" }).catch(() => null);
  if (response?.status === 304) return page;
  if (response?.status !== 200) return null;
  return { before: page.before, etag: response.headers.get("etag"), ...(await response.json()) };
}

/** Read every page that is shown again. Gives the first one if all of it is still asked for, else null. */
export async function refresh() {
  const [who, whose, many] = [state.who, of, Math.max(1, pages.length)];
  const found = [];
  for (let before = ""; found.length < many; before = found.at(-1).next) {
    const known = pages[found.length];
    const page = await read(known?.before === before ? known : { before, etag: "" });
    if (!page || who !== state.who || whose !== of) return null;
    found.push(page);
    if (!page.next) break;
  }
  pages = [...found, ...pages.slice(many)];
  return found[0];
}

let reading = null;

/** Read one page more. */
export function more() {
  if (!hasMore()) return null;
  reading ??= next().finally(() => { reading = null; });
  return reading;
}

async function next() {
  const last = pages.at(-1);
  const page = await read({ before: last.next, etag: "" });
  if (page && pages.at(-1) === last) pages.push(page);
  return page;
}
