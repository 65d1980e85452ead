"use strict";
// What a screen that is touched lacks: a keyboard that stays away until it is wanted, the keys that
// such a keyboard has not, and a finger in the place of a wheel.

const KEYS = {
  Esc: "\x1b[27u", Tab: "\t", "←": "\x1b[D", "↑": "\x1b[A", "↓": "\x1b[B", "→": "\x1b[C",
};
const WHEEL_ROWS = 3; // as many as the program scrolls at a turn of a wheel
let hasCtrl = false;

const pressCtrl = wanted => {
  hasCtrl = wanted;
  byId("ctrl").setAttribute("aria-pressed", String(wanted));
};
// What is typed, with the Ctrl that was touched before it.
const withCtrl = data => {
  if (!hasCtrl) return data;
  pressCtrl(false);
  return /^[a-z]$/i.test(data) ? String.fromCharCode(data.charCodeAt(0) & 31) : data;
};

const showKeyboard = wanted => {
  terminal.textarea.inputMode = wanted ? "text" : "none";
  byId("keyboard").setAttribute("aria-pressed", String(wanted));
  terminal.blur(); // a keyboard comes and goes with the focus alone
  terminal.focus();
};

const listenToFingers = () => {
  for (const button of byId("keys").children) {
    button.addEventListener("mousedown", event => event.preventDefault()); // the focus stays
    button.addEventListener("touchend", event => {
      event.preventDefault(); // and no tap is lost to what a browser makes of two
      button.click();
    });
    if (button.textContent in KEYS) {
      button.addEventListener("click", () => tell("keys", KEYS[button.textContent]));
    }
  }
  byId("ctrl").addEventListener("click", () => pressCtrl(!hasCtrl));
  byId("keyboard").addEventListener("click", () => {
    showKeyboard(terminal.textarea.inputMode === "none");
  });
  terminal.textarea.autocomplete = "off"; // else a keyboard keeps letters back until a word is there
  if (matchMedia("(pointer: coarse)").matches) terminal.textarea.inputMode = "none";

  let from = null;
  const place = byId("terminal");
  place.addEventListener("touchstart", ({ touches }) => {
    from = touches.length === 1 ? touches[0].clientY : null;
  }, { passive: true });
  place.addEventListener("touchmove", ({ touches: [{ clientX, clientY }] }) => {
    if (from === null) return;
    const step = WHEEL_ROWS * place.clientHeight / terminal.rows;
    for (; Math.abs(from - clientY) >= step; from -= Math.sign(from - clientY) * step) {
      const turned = {
        deltaY: Math.sign(from - clientY), deltaMode: WheelEvent.DOM_DELTA_LINE,
        clientX, clientY, bubbles: true, cancelable: true,
      };
      document.elementFromPoint(clientX, clientY)?.dispatchEvent(new WheelEvent("wheel", turned));
    }
  }, { passive: true });

  // A keyboard takes its room from what is seen, and on some systems not from the page.
  visualViewport.addEventListener("resize", () => {
    document.body.style.height = `${visualViewport.height}px`;
    scrollTo(0, 0);
  });
};
