/* What every page shares: the choice of light or dark, the way to the search, elements whose text is text only, and copying. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  /* Light, dark or as the system has it, kept where and as the theme keeps it. */
  const choices = Array.from(document.querySelectorAll("[data-md-component='palette'] input"));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const SYSTEM = "(prefers-color-scheme)";
  const media = (choice) => choice.dataset.mdColorMedia;
  const colours = ({ dataset }) => ({ media: dataset.mdColorMedia, scheme: dataset.mdColorScheme, primary: dataset.mdColorPrimary, accent: dataset.mdColorAccent });
  const paint = (index) => {
    const { mdColorMedia } = choices[index].dataset;
    const shown = mdColorMedia === SYSTEM ? choices.find((each) => media(each) === `(prefers-color-scheme: ${dark.matches ? "dark" : "light"})`) : choices[index];
    const { scheme, primary, accent } = colours(shown);
    for (const [name, value] of Object.entries({ scheme, primary, accent })) document.body.setAttribute(`data-md-color-${name}`, value);
    choices[index].checked = true;
    choices.forEach((choice, at) => { choice.nextElementSibling.hidden = at !== index; });
  };
  if (choices.length) {
    const kept = window.__md_get?.("__palette")?.index;
    paint(choices[kept] ? kept : 0);
    dark.addEventListener("change", () => paint(choices.findIndex((choice) => choice.checked)));
    choices.forEach((choice, index) => choice.addEventListener("change", () => {
      window.__md_set?.("__palette", { index, color: colours(choice) });
      paint(index);
    }));
  }

  /* The search, once somebody turns to it. In the head of a page it is open while its box is checked, as the theme's styles have it. */
  const source = document.currentScript.src;
  const opened = document.getElementById("__search");
  const field = document.getElementById("search");
  let coming = false;
  const search = () => {
    if (coming) return;
    coming = true;
    const script = Object.assign(document.createElement("script"), { src: new URL("search.js", source).href });
    script.addEventListener("error", () => { script.remove(); coming = false; });
    document.head.append(script);
  };
  const open = (wanted) => {
    opened.checked = wanted;
    if (wanted) field.focus();
    else field.blur();
  };
  for (const turn of ["focusin", "pointerover", "input"]) {
    document.addEventListener(turn, ({ target }) => { if (target.closest?.("[data-search], [for='__search']")) search(); });
  }
  field?.addEventListener("focus", () => open(true));
  opened?.addEventListener("change", () => open(opened.checked));
  document.addEventListener("pointerdown", ({ target }) => { if (opened?.checked && !target.closest(".md-search, [for='__search']")) open(false); });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && opened?.checked) open(false);
    if (event.key === "Tab" && event.target === field) opened.checked = false;
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key) || !field) return;
    event.preventDefault();
    open(true);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const wide of document.querySelectorAll("pre > code, article table:not([class])")) if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0; // keys can scroll it
  });

  /* For pages that are put together by a script. */
  const el = (tag, facts = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), facts);
    made.append(...children);
    return made;
  };
  /* Where the clipboard is closed to scripts, the place is selected instead; says which it was. */
  const copy = async (place, text = place.textContent) => {
    try {
      await navigator.clipboard.writeText(text);
      return "Copied.";
    } catch {
      getSelection().selectAllChildren(place);
      return "Selected: copy it with your keys.";
    }
  };
  window.taxonomyDom = Object.freeze({ el, copy, root: new URL("..", source).href });
})();
