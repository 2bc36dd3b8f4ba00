// What a page can do without: follow the journal's head, remember which branches of a tree are open, keep a pressed button in its place.
"use strict";

const head = document.querySelector("[data-live]");
if (head && "EventSource" in window) {
  const source = new EventSource(head.dataset.live);
  source.addEventListener("head", (event) => {
    const number = Number(event.data).toLocaleString("en").replaceAll(",", "\u202f");
    head.textContent = head.textContent.replace(/[\d\u202f]+/u, number);
  });
  addEventListener("pagehide", () => source.close());
}

for (const tree of document.querySelectorAll("[data-remember]")) {
  const key = `tree:${tree.dataset.remember}`;
  const open = new Set(JSON.parse(sessionStorage.getItem(key) ?? "[]"));
  for (const branch of tree.querySelectorAll("details[data-node]")) {
    if (open.has(branch.dataset.node)) branch.open = true;
    branch.addEventListener("toggle", () => {
      open[branch.open ? "add" : "delete"](branch.dataset.node);
      sessionStorage.setItem(key, JSON.stringify([...open]));
    });
  }
}

document.addEventListener("toggle", async (event) => {
  const list = event.target.open && event.target.querySelector?.(":scope > ul[data-more]");
  if (!list) return;
  const from = list.dataset.more;
  delete list.dataset.more;
  const answer = await fetch(from, { headers: { "HX-Request": "true" } });
  if (answer.ok) list.insertAdjacentHTML("beforeend", await answer.text());
}, true);

// What arrives while a button is held down would move it from under the press: it is shown once the press is over.
let pressed = false;
let late = null;
addEventListener("pointerdown", (event) => {
  pressed = Boolean(event.target.closest?.("button"));
}, true);
document.addEventListener("htmx:before:swap", (event) => {
  if (!pressed) return;
  event.preventDefault();
  late = event.detail.ctx;
});
for (const over of ["pointerup", "pointercancel"]) {
  addEventListener(over, () => {
    pressed = false;
    if (late) setTimeout((answer) => htmx.swap(answer), 0, late);
    late = null;
  }, true);
}
