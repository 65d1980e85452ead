"use strict";
// The page's policy lets nobody write styles into it. xterm.js does, in <style> elements and in
// attributes; here it does so by way of the object model, which the policy leaves to scripts.

{
  const createElement = document.createElement;
  document.createElement = function (name, ...rest) {
    if (name !== "style") return createElement.call(this, name, ...rest);
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
    // An empty <style> would be refused already; nothing but its text is ever set.
    const inPlace = createElement.call(this, "template");
    return Object.defineProperty(inPlace, "textContent", { set: text => sheet.replaceSync(text) });
  };
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style") this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}
