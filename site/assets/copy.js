/* A button beside every text that is there to be copied. Where the clipboard is closed to scripts, the text is selected instead. */
(() => {
  "use strict";
  const select = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return "Copied";
    } catch {
      select(text);
      return document.execCommand("copy") ? "Copied" : "Selected: press Ctrl+C";
    }
  };
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "ut-copy", textContent: "Copy" });
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    button.setAttribute("aria-label", `Copy ${text.dataset.copy}`);
    button.addEventListener("click", async () => {
      told.textContent = await copy(text);
      setTimeout(() => { told.textContent = ""; }, 4000);
    });
    text.before(button, told);
  }
})();
