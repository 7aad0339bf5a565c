// Live: what the server tells, and loading anew after the line was broken.

import { get } from "./api.js";
import { toast } from "./dom.js";
import { t } from "./state.js";
import { talkOf } from "./talk.js";

const SETTLE_MS = 250; // several things that happen together are one look at the feed
let broken = false;
let timer = 0;

export function start(refresh) {
  const source = new EventSource("/api/events");
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, SETTLE_MS);
  };
  source.addEventListener("message", (message) => hear(JSON.parse(message.data), soon));
  source.addEventListener("open", () => {
    if (broken) reload(soon);
    broken = false;
  });
  source.addEventListener("error", () => {
    if (!broken) toast(t("offline"));
    broken = true;
  });
  addEventListener("pagehide", () => source.close());
}

function hear(event, soon) {
  const talk = talkOf(event.who);
  if (event.type === "entry") talk?.put(event.entry);
  else if (event.type === "gone") talk?.drop(event.ref);
  else if (event.type === "progress") talk?.progress(event);
  else soon();
}

async function reload(soon) {
  const talks = await get("/api/talks");
  for (const [who, entries] of Object.entries(talks ?? {})) talkOf(who)?.reset(entries);
  soon();
}
