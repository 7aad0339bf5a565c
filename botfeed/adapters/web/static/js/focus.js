// Where the focus goes when what it stood on is drawn anew.

const SAME = [
  (node) => (node.id ? `#${CSS.escape(node.id)}` : ""),
  (node) => (node.dataset.post ? `${node.localName}[data-post="${CSS.escape(node.dataset.post)}"]` : ""),
  (node) => (node.name ? `[name="${CSS.escape(node.name)}"]` : ""),
  (node) => (node.dataset.command ? `button[data-command="${CSS.escape(node.dataset.command)}"]` : ""),
  (node) => `${node.localName}${[...node.classList].map((name) => `.${CSS.escape(name)}`).join("")}`,
];

/** What stands in `to` for the focused `node` of `from`: the same field or button, else the whole. */
export function alike(node, from, to) {
  if (node === from) return to;
  for (const selector of SAME.map((same) => same(node)).filter(Boolean)) {
    const at = [...from.querySelectorAll(selector)].indexOf(node);
    const found = [...to.querySelectorAll(selector)];
    if (found.length) return found[at] ?? found[0];
  }
  return to;
}

/** Give a node other children; the focus goes to the one that stands for what it was on. */
export function redraw(node, ...children) {
  const before = node.cloneNode(true);
  const all = [...node.querySelectorAll("*")];
  const at = all.indexOf(document.activeElement);
  const focused = before.querySelectorAll("*")[at];
  node.replaceChildren(...children);
  const next = focused && alike(focused, before, node);
  if (next && next !== node) next.focus({ preventScroll: true });
}

/** Do something once at a time. The button keeps the focus meanwhile, which a disabled one would lose. */
export function busy(button, act) {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    await act();
    button.removeAttribute("aria-disabled");
  });
}
