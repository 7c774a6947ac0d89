/* The theme asks for its search index on every page, and the index is larger than most pages. Here that one request waits until
   somebody turns to the search. */
(() => {
  "use strict";
  const { open, send } = XMLHttpRequest.prototype;
  const held = new WeakSet();
  const waiting = [];
  let asked = false;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (String(address).endsWith("/search/search_index.json")) held.add(this);
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (held.has(this) && !asked) waiting.push(() => send.apply(this, body));
    else send.apply(this, body);
  };
  const ask = ({ target }) => {
    if (!target.closest?.("[data-md-component='search']")) return;
    asked = true;
    for (const go of waiting.splice(0)) go();
  };
  for (const turn of ["focusin", "pointerover"]) document.addEventListener(turn, ask);
})();
