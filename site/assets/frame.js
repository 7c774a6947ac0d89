/* What every page shares: the choice of light or dark, elements whose text is text only, copying, and the theme's own script, which is
   larger than most pages and asks for more: it comes when somebody turns to the search. */
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

  /* The theme's script, once. Its search index waits for the search even where the script comes at once, for the list of contents;
     of the list of all pages it makes no use here. */
  const { open, send } = XMLHttpRequest.prototype;
  const held = new WeakMap();
  const waiting = [];
  let searched = false;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    const file = String(address).split("/").pop();
    if (["search_index.json", "sitemap.xml"].includes(file)) held.set(this, file);
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (held.get(this) === "sitemap.xml") return;
    if (held.has(this) && !searched) waiting.push(() => send.apply(this, body));
    else send.apply(this, body);
  };
  const theme = () => {
    const place = document.getElementById("theme-script");
    if (!place || place.dataset.came) return;
    place.dataset.came = "yes";
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: place.dataset.styles }));
    document.body.append(Object.assign(document.createElement("script"), { src: place.dataset.src }));
  };
  const search = () => {
    searched = true;
    theme();
    for (const go of waiting.splice(0)) go();
  };
  const field = () => document.querySelector("[data-md-component='search-query']");
  for (const turn of ["focusin", "pointerover", "change"]) {
    document.addEventListener(turn, ({ target }) => { if (target.closest?.("[data-md-component='search'], [for='__search'], #__search")) search(); });
  }
  document.addEventListener("change", ({ target }) => { if (target.id === "__search" && target.checked) field().focus(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (searched || typing || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key)) return;
    event.preventDefault();
    field()?.focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const code of document.querySelectorAll("pre > code")) if (code.scrollWidth > code.clientWidth) code.tabIndex = 0; // keys can scroll it
    if (document.getElementById("theme-script")?.dataset.now) theme();
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
  window.taxonomyDom = Object.freeze({ el, copy });
})();
