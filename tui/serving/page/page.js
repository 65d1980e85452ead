"use strict";
// The terminal of a person's program. The token stands behind the # of the link, which no browser
// sends to a server and no log has; what needs it gets it in a header.

const token = location.hash.slice(1);
const headers = { Authorization: `Bearer ${token}` };
const byId = id => document.getElementById(id);

const SAID = {
  1001: "The server was stopped. Everything you did is on its disk.",
  4000: "You have left. Everything you did is on the disk.",
  4001: "This is open in another tab.",
  4002: "Nothing was pressed for a long time, so the program was left. Everything you did is on the disk.",
  4004: "The program has ended unexpectedly. Everything you did is on the disk.",
  4005: "Your link is not valid any more. Everything you did is on the disk.",
};
const LOST = "The connection is lost. Everything you did is on the server's disk; it is tried again";

const terminal = new Terminal({
  allowProposedApi: true,
  cursorBlink: false,
  fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono", monospace',
  fontSize: Number(localStorage.getItem("size")) || 16,
  macOptionIsMeta: false,
  scrollback: 0,
  theme: { background: "#15181e", foreground: "#d6dae2" },
});
const fit = new FitAddon.FitAddon();
const SILENCE = 45000; // ms after which there is no connection: the server says something every 20 s
let socket = null, seat = "", hasBegun = false, tries = 0, retry = 0, heard = 0;

// A tab keeps its name when it is loaded again, so that its program can be told from another's.
const tab = sessionStorage.getItem("tab") || crypto.getRandomValues(new Uint32Array(4)).join("-");
sessionStorage.setItem("tab", tab);

const tell = (kind, ...what) => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify([kind, ...what]));
};
const note = sentence => { byId("note").textContent = sentence; };

const say = (sentence, button = "") => {
  byId("sentence").textContent = sentence;
  byId("again").hidden = !button;
  byId("again").textContent = button;
  byId("said").hidden = false;
  if (button) byId("again").focus();
};

// Keys ------------------------------------------------------------------------------------------

terminal.attachCustomKeyEventHandler(event => {
  if (event.isComposing || event.keyCode === 229) return true;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (["F5", "F11", "F12"].includes(event.key)) return false;
  if (event.key === "Escape" && plain) {
    // Said so that nothing that follows can make Alt and a key of it.
    if (event.type === "keydown") tell("keys", "\x1b[27u");
    event.preventDefault();
    return false;
  }
  if (event.key === "Backspace" && event.ctrlKey && !event.altKey) {
    if (event.type === "keydown") tell("keys", "\x17");
    event.preventDefault();
    return false;
  }
  if (event.ctrlKey && event.shiftKey && event.code === "KeyC") {
    if (event.type === "keydown") copy(terminal.getSelection());
    event.preventDefault();
    return false;
  }
  return true;
});
terminal.onData(data => tell("keys", withCtrl(data)));
terminal.onBinary(data => tell("bytes", data));
terminal.onResize(({ cols, rows }) => tell("size", cols, rows));

// Copying: the program says what, as it does to any terminal (OSC 52).
const copy = async text => {
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text);
    note("copied");
  } catch {
    note("this browser copies only over https, or from this computer itself");
  }
};
terminal.parser.registerOscHandler(52, data => {
  const [, text] = data.split(";");
  if (text && text !== "?") {
    const bytes = Uint8Array.from(atob(text), each => each.charCodeAt(0));
    copy(new TextDecoder().decode(bytes));
  }
  return true;
});

// Files -----------------------------------------------------------------------------------------

const place = name => `seat/${encodeURIComponent(seat)}/${encodeURIComponent(name)}`;

// What is wrong, in our server's words; a proxy before it has none that a person should read.
const refusal = async answer => answer.headers.get("Content-Type")?.startsWith("text/plain")
  ? answer.text()
  : `a proxy before the server says ${answer.status} ${answer.statusText}`;

const download = async name => {
  const answer = await fetch(place(name), { headers });
  if (!answer.ok) return note(`${name}: ${await refusal(answer)}`);
  const said = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = said ? decodeURIComponent(said[1]) : name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  note(`${link.download} was downloaded`);
};

const upload = async file => {
  note(`${file.name} is uploaded …`);
  try {
    const answer = await fetch(place(file.name), { method: "POST", headers, body: file });
    note(answer.ok ? "" : `${file.name}: ${await refusal(answer)}`);
  } catch {
    note(`${file.name} could not be uploaded`);
  }
  terminal.focus();
};
byId("upload").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", event => {
  for (const file of event.target.files) upload(file);
  event.target.value = "";
});
addEventListener("dragover", event => event.preventDefault());
addEventListener("drop", event => {
  event.preventDefault();
  for (const file of event.dataTransfer.files) upload(file);
});

// The connection --------------------------------------------------------------------------------

const connect = async () => {
  clearTimeout(retry);
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  let who;
  try {
    who = await fetch("who", { headers });
  } catch {
    return lost();
  }
  if (who.status === 401) return say(`${await who.text()} Ask whoever gave it to you for another.`);
  if (!who.ok) return lost();
  const { name, title } = await who.json();
  document.title = `${title} · ${name} · Sidelight`;
  byId("who").textContent = name;
  note("it is opened …");
  const url = new URL("terminal", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.hash = "";
  url.search = new URLSearchParams({ tab, columns: terminal.cols, rows: terminal.rows });
  const opened = socket = new WebSocket(url, ["sidelight", token]);
  heard = Date.now();
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => {
    tries = 0;
    terminal.reset();
    hasBegun = false;
    byId("said").hidden = true;
    terminal.focus();
  });
  socket.addEventListener("message", ({ data }) => {
    if (opened !== socket) return; // it was given up
    heard = Date.now();
    if (data instanceof ArrayBuffer) {
      if (!hasBegun) note("");
      hasBegun = true;
      return terminal.write(new Uint8Array(data));
    }
    const [kind, what] = JSON.parse(data);
    if (kind === "seat") seat = what;
    if (kind === "file") download(what);
  });
  socket.addEventListener("close", ({ code, reason }) => {
    if (opened !== socket) return;
    seat = "";
    note("");
    if (code === 4003) say(`This place is full: ${reason}.`, "Try again");
    else if (code === 4005) say(SAID[code]);
    else if (code in SAID) say(SAID[code], "Go on where you were");
    else lost();
  });
};

const lost = () => {
  tries += 1;
  say(`${LOST} …`, "Try now");
  retry = setTimeout(connect, Math.min(1000 * 2 ** (tries - 1), 20000));
};
// After sleep, or in another network, a connection may be gone with nobody to say so.
const checkIsHeard = () => {
  if (socket?.readyState !== WebSocket.OPEN || Date.now() - heard < SILENCE) return;
  socket.close();
  socket = null;
  lost();
};
setInterval(checkIsHeard, 5000);
byId("again").addEventListener("click", connect);
addEventListener("online", () => { if (tries) connect(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && tries) connect(); });
addEventListener("hashchange", () => location.reload());

// The page --------------------------------------------------------------------------------------

byId("size").value = String(terminal.options.fontSize);
byId("size").addEventListener("change", event => {
  terminal.options.fontSize = Number(event.target.value);
  localStorage.setItem("size", event.target.value);
  fit.fit();
  terminal.focus();
});

terminal.loadAddon(fit);
terminal.loadAddon(new Unicode11Addon.Unicode11Addon());
terminal.unicode.activeVersion = "11";
terminal.open(byId("terminal"));
listenToFingers();
new ResizeObserver(() => fit.fit()).observe(byId("terminal"));
fit.fit();
if (token) connect();
else say("This needs a link of your own, with what stands behind its #. Ask whoever runs this server.");
