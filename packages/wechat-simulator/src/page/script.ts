import { faultsScript } from "./script-faults";
import { listsScript } from "./script-lists";
import { refundsScript } from "./script-refunds";

/** What the other parts stand on: elements, money, time, requests, redrawing. */
const core = `
const byId = (id) => document.getElementById(id);

// Text only ever becomes text nodes: a merchant's words cannot become markup.
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}
const en = (text) => h("span", { lang: "en" }, text);
const both = (chinese, english) => [chinese + " ", en(english)];

function yuan(fen) {
  const digits = String(fen).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\\B(?=(\\d{3})+$)/g, ",");
  return "¥" + whole + "." + digits.slice(-2);
}
const clockFormat = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const time = (iso) => (iso ? clockFormat.format(new Date(iso)) : "");

let toastTimer;
function toast(...content) {
  const element = byId("toast");
  element.replaceChildren(...content);
  element.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => element.classList.remove("shown"), 4000);
}

async function call(method, path, body) {
  const response = await fetch("/_sim" + path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

function act(work, ...done) {
  return async (event) => {
    const button = event.currentTarget;
    const { focus } = button.dataset;
    button.disabled = true;
    try {
      await work();
      if (done.length) toast(...done);
    } catch (error) {
      toast(...both("没有成功：", error.message));
    } finally {
      button.disabled = false;
      await refresh();
      // A disabled button had lost the focus, and drawing may have replaced it.
      if (document.activeElement === document.body) focusOn(document, focus);
    }
  };
}

// A part is redrawn only when its data changed, and the focus goes back to where it was.
const drawn = {};
function draw(id, data, make) {
  const text = JSON.stringify(data);
  if (drawn[id] === text) return;
  drawn[id] = text;
  const focused = document.activeElement && document.activeElement.dataset.focus;
  byId(id).replaceChildren(...[make(data)].flat());
  if (focused) focusOn(byId(id), focused);
}
function focusOn(root, name) {
  const element = root.querySelector('[data-focus="' + CSS.escape(name) + '"]');
  if (element) element.focus();
}
const empty = (chinese, english) => h("p", { class: "empty" }, both(chinese, english));
`;

const loop = `
function showLink(on) {
  const link = byId("link");
  const state = on ? "on" : "off";
  if (link.classList.contains(state)) return;
  link.className = "link " + state;
  link.replaceChildren(...(on ? both("运行中", "Running") : both("连接中断", "Disconnected")));
}

async function refresh() {
  try {
    const [books, faults] = await Promise.all([call("GET", "/books?latest=200"), call("GET", "/faults")]);
    showLink(true);
    drawLists(books);
    drawFaults(faults);
    drawSettings(books.signing);
  } catch {
    showLink(false);
  }
}

async function watch() {
  if (!document.hidden) await refresh();
  setTimeout(watch, 1500);
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
watch();
`;

/** The page's whole script. */
export const script = core + listsScript + refundsScript + faultsScript + loop;
