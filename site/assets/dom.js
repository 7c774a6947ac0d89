/* What pages that are put together by a script share: elements whose text is text only, and copying. */
(() => {
  "use strict";
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
