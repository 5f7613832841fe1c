// Search and folding. The page says everything without it.
"use strict";
{
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const folds = all("#tree details");
  const goals = all("#tree .goal").map((card) => ({ item: card.parentElement, text: plain(card.textContent) }));
  const search = document.querySelector("#search");
  const found = document.querySelector("#found");
  let before = null; // how the tree was folded before the search

  const remember = () => folds.map((fold) => fold.open);
  const restore = (open) => folds.forEach((fold, number) => { fold.open = open[number]; });
  const foldAll = (open) => folds.forEach((fold) => { fold.open = open; });

  const showAll = () => {
    goals.forEach(({ item }) => { item.hidden = false; });
    if (before) restore(before);
    before = null;
    found.textContent = "";
  };

  const look = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    if (!words.length) return showAll();
    before ??= remember();
    const hits = goals.filter(({ text }) => words.every((word) => text.includes(word)));
    const shown = new Set();
    for (const { item } of hits) {
      for (let one = item; one && !shown.has(one); one = one.parentElement.closest("#tree li")) shown.add(one);
    }
    goals.forEach(({ item }) => { item.hidden = !shown.has(item); });
    foldAll(true);
    found.textContent = `${hits.length} of ${goals.length} goals` + (hits.length < shown.size ? ", with those above them" : "");
  };

  let waiting;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, goals.length > 1000 ? 250 : 0); // a large tree is not drawn anew for every letter
  });
  document.querySelector("#fold").addEventListener("click", () => foldAll(false));
  document.querySelector("#unfold").addEventListener("click", () => foldAll(true));
  let onScreen = [];
  addEventListener("beforeprint", () => { onScreen = remember(); foldAll(true); });
  addEventListener("afterprint", () => restore(onScreen));
  document.querySelector("#tools").hidden = false;
  if (search.value) look(); // a browser that goes back fills it in again
}
