// Live: what the server tells, from the moment that the page was made, and on from there after the line was broken.

import { get } from "./api.js";
import * as standing from "./standing.js";
import { boot } from "./state.js";
import { talkOf } from "./talk.js";

const SETTLE_MS = 250; // several things that happen together are one look at the feed
const AGAIN_MS = 2000; // after an answer that ended the stream for good
let cursor = boot.cursor;
let source = null;
let timer = 0;

export function start(refresh) {
  connect(() => {
    clearTimeout(timer);
    timer = setTimeout(refresh, SETTLE_MS);
  });
  addEventListener("pagehide", () => source.close());
}

function connect(soon) {
  source = new EventSource(`/api/events?${new URLSearchParams({ after: cursor })}`);
  source.addEventListener("message", (message) => {
    cursor = message.lastEventId || cursor;
    hear(JSON.parse(message.data), soon);
  });
  source.addEventListener("open", () => standing.say("offline", false));
  source.addEventListener("error", () => {
    standing.say("offline", true);
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    get("/api/talks"); // tells whether it is the session that is missing
    setTimeout(connect, AGAIN_MS, soon);
  });
}

function hear(event, soon) {
  const talk = talkOf(event.who);
  if (event.type === "entry") talk?.put(event.entry);
  else if (event.type === "gone") talk?.drop(event.ref);
  else if (event.type === "progress") talk?.progress(event);
  else if (event.type === "reset") reload(soon);
  else soon();
}

async function reload(soon) {
  const found = await get("/api/talks");
  for (const [who, entries] of Object.entries(found?.said ?? {})) talkOf(who)?.reset(entries, found);
  soon();
}
