/* What Streamlit's page lacks for readers in Chile. It runs before Streamlit's own scripts and asks nobody for anything. */
(() => {
  "use strict";

  // --- language: React Aria speaks the browser's, whatever the page is in; the rest is written in English

  Object.defineProperty(navigator, "language", { get: () => "es-CL" });
  Object.defineProperty(navigator, "languages", { get: () => ["es-CL", "es"] });

  const SPANISH = {
    "Skip to main content": "Ir al contenido",
    "App pages": "Páginas",
    "Close": "Cerrar",
    "Collapse sidebar": "Cerrar el menú",
    "Expand sidebar": "Abrir el menú",
    "Sidebar": "Menú",
    "Main menu": "Opciones",
    "Navigate to home page": "Ir al inicio",
    "Logo": "Monitor PNME",
    "Running...": "Actualizando…",
    "Theme": "Apariencia",
    "System": "La del equipo",
    "Light": "Clara",
    "Dark": "Oscura",
    "Print": "Imprimir",
    "Settings": "Ajustes",
    "Open": "Abrir la lista",
    "Clear value": "Quitar",
    "Clear all": "Quitar todos",
    "Clear entry": "Borrar",
    "Select all": "Elegir todos",
    "Selected values": "Elegidos",
    "No results": "Sin resultados",
    "Selectbox options": "Opciones",
    "Multiselect options": "Opciones",
    "Press Enter to apply": "Presione Intro para buscar",
    "Fullscreen": "Pantalla completa",
    "Connecting": "Conectando",
    "CONNECTING": "Conectando",
    "Connection error": "Sin conexión",
    "Page not found": "Página no encontrada",
    "Notifications": "Avisos",
    "Show suggestions": "Mostrar las opciones",
    "Suggestions": "Opciones",
    "Try again": "Volver a intentarlo",
    "Cancel": "Cancelar",
  };
  const PATTERNS = [
    [/^You can only select up to (\d+) options?\. Remove an option first\.?$/, "Se pueden elegir hasta $1. Quite una primero."],
    [/^Choose an option$/, "Elija"],
    [/^Choose options$/, "Elija"],
    [/^Remove (.+)$/, "Quitar $1"],
    [/^1 option available\.$/, "1 opción."],
    [/^(\d+) options available\.$/, "$1 opciones."],
    [/^(.+), selected$/, "$1, elegida"],
    // The name of a field is its label as Markdown, where signs are escaped.
    [/^(.*\w)((?:\\[!-/:-@[-`{-~].*)+)$/, (_, start, rest) => start + rest.replace(/\\([!-/:-@[-`{-~])/g, "$1")],
  ];
  const READ = ["aria-label", "title", "placeholder", "alt"];

  function inSpanish(text) {
    const trimmed = text?.trim();
    if (!trimmed) return null;
    if (Object.hasOwn(SPANISH, trimmed)) return SPANISH[trimmed];
    const found = PATTERNS.find(([pattern]) => pattern.test(trimmed));
    return found ? trimmed.replace(...found) : null;
  }

  const OURS = "[data-testid='stHtml'], [data-testid='stMarkdownContainer']";

  function translate(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const spanish = inSpanish(node.data);
      if (spanish && !node.parentElement?.closest(OURS)) node.data = spanish;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of READ) {
      const spanish = inSpanish(node.getAttribute(name));
      if (spanish) node.setAttribute(name, spanish);
    }
  }

  function translateAll(root) {
    translate(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) translate(walker.currentNode);
  }

  // --- what assistive technology is told of Streamlit's frame: lists that are lists, and a place for what opens above all

  const MENDED = {
    "[data-testid='stSidebarNavItems']:not([role])": (list) => list.setAttribute("role", "none"),
    "[data-testid='stSidebarNavItems'] > li:not([role])": (item) => item.setAttribute("role", "none"),
    "[data-testid='stSidebarNavItems'] > div:not([role])": nameSection,
    "[data-testid='stSelectboxVirtualDropdown']:not([role]), [data-testid='stMultiSelectDropdown']:not([role])": nameDropdown,
  };

  function nameSection(section) {
    const heading = section.querySelector("header");
    if (!heading) return;
    section.setAttribute("role", "list");
    section.setAttribute("aria-label", heading.textContent.replace("expand_more", "").trim());
    heading.setAttribute("aria-hidden", "true");
  }

  function nameDropdown(dropdown) {
    dropdown.setAttribute("role", "region");
    dropdown.setAttribute("aria-label", "Lista de opciones");
  }

  function mendFrame() {
    for (const [selector, mend] of Object.entries(MENDED)) document.querySelectorAll(selector).forEach(mend);
  }

  // --- addresses: one that says nothing is completed in its place, and is no step to go back to

  const push = history.pushState;
  history.pushState = function (state, unused, url) {
    const there = url === undefined || url === null ? location : new URL(url, location);
    const completes = there.pathname === location.pathname && !location.search;
    return (completes ? history.replaceState : push).call(history, state, unused, url);
  };

  // --- links to pages are followed without loading the site again, and so is the form that searches. Streamlit follows
  // them as it follows Back: with the address already there; what it leaves out, the page completes.

  const LINKS = "[data-testid='stHtml'] a[href^='/'], a[data-testid='stSidebarNavLink'], [data-testid='stSidebarHeader'] a[href]";

  function follow(url, staying = "") {
    const app = document.querySelector("[data-testid='stApp']");
    if (app?.dataset.testConnectionState !== "CONNECTED") return location.assign(url); // nobody would hear of it
    if (url.href !== location.href) push.call(history, {}, "", url);
    dispatchEvent(new PopStateEvent("popstate"));
    if (staying) return void (chosen = staying);
    const main = document.querySelector("[data-testid='stMain']");
    main?.scrollTo(0, 0);
    // What was followed goes away with its page: who came by keyboard begins where the new one does.
    if (main?.contains(document.activeElement)) main.focus({ preventScroll: true });
    wanted = decodeURIComponent(url.hash.slice(1));
  }

  addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || new URL(link.href).origin !== location.origin) return;
    event.preventDefault();
    event.stopPropagation();
    const url = new URL(link.href);
    follow(url, url.pathname === location.pathname ? link.dataset.pnmeStays : "");
    closeMenu();
  }, { capture: true });

  // A choice on a page (a region of a map) is drawn anew with it: who made it stays where they were.

  let chosen = "";
  for (const gesture of ["keydown", "pointerdown"])
    addEventListener(gesture, () => { chosen = ""; }, { passive: true, capture: true });

  function stay() {
    if (!chosen || (document.activeElement && document.activeElement !== document.body)) return;
    const again = [...document.querySelectorAll(`[data-pnme-stays="${CSS.escape(chosen)}"]`)];
    again.find((one) => one.getClientRects().length)?.focus({ preventScroll: true });
  }

  addEventListener("submit", (event) => {
    const form = event.target.closest?.("form.pnme-search");
    if (!form) return;
    event.preventDefault();
    const url = new URL(form.action, location);
    url.search = new URLSearchParams(new FormData(form)).toString();
    follow(url);
    closeMenu();
  });

  // --- a figure that the address names is brought into view when it is drawn

  let wanted = decodeURIComponent(location.hash.slice(1));
  for (const gesture of ["wheel", "touchstart", "keydown", "pointerdown"])
    addEventListener(gesture, () => { wanted = ""; }, { passive: true, capture: true });

  function goToWanted() {
    const target = wanted && document.getElementById(wanted);
    if (target) target.scrollIntoView({ block: "start" });
  }

  // --- copying

  const SAID_SECONDS = 2;

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function addressOf(id) {
    return location.origin + location.pathname + location.search + (id ? `#${id}` : "");
  }

  function said(button) {
    const label = button.textContent;
    button.textContent = "Copiado";
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { button.textContent = label; }, SAID_SECONDS * 1000);
  }

  addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-pnme-copy]");
    if (!button || button.textContent === "Copiado") return;
    const address = addressOf(button.dataset.pnmeAnchor);
    const today = new Date().toLocaleDateString("es-CL", { day: "2-digit", month: "2-digit", year: "numeric" });
    const text = button.dataset.pnmeCopy;
    await copy(text ? text.replace("{address}", address).replace("{today}", today) : address);
    said(button);
  });

  // --- the menu of a phone closes when a page was chosen

  function closeMenu() {
    if (matchMedia("(max-width: 768px)").matches)
      document.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click();
  }

  // --- lists are searched in letters and marks apart, so that n finds ñ and é finds e

  addEventListener("input", (event) => {
    const box = event.target;
    if (box.getAttribute?.("role") !== "combobox") return;
    const apart = box.value.normalize("NFD");
    if (apart === box.value) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, apart);
  }, { capture: true });

  // --- printing: where it is from at the foot of every sheet

  addEventListener("beforeprint", () => {
    const foot = document.querySelector("[data-pnme-foot]")?.dataset.pnmeFoot ?? "";
    const kinds = new Set([...document.querySelectorAll(".pnme-kind")].map((kind) => kind.textContent.trim()));
    const said = [foot, ...kinds].filter(Boolean).join(" · ");
    const style = document.getElementById("pnme-print") ?? document.head.appendChild(document.createElement("style"));
    style.id = "pnme-print";
    style.textContent = `@page { size: A4; margin: 14mm 12mm 18mm;
      @bottom-left { width: 88%; font: 7.5pt sans-serif; white-space: pre-wrap; overflow-wrap: anywhere; content: ${JSON.stringify(said)} "\\A" ${JSON.stringify(addressOf(""))}; }
      @bottom-right { width: 12%; font: 7.5pt sans-serif; text-align: right; content: counter(page) " de " counter(pages); }
    }`;
  });

  // Paper is narrower than a screen, and what is written in a drawing would shrink with it: it is drawn anew, before the
  // page is laid out. What Vega keeps of a mark leads to its view; a drawing whose view is not found is scaled.

  const PAPER_PIXELS = 700, GAP_PIXELS = 24;
  const shrunk = new Map();

  function viewOf(drawing) {
    for (const one of drawing.querySelectorAll("g, path")) {
      const view = [one.__data__].flat()[0]?.context?.dataflow;
      if (view) return view;
    }
    return null;
  }

  function widthOnPaper(drawing) {
    const beside = drawing.closest("[data-testid='stHorizontalBlock']")?.querySelectorAll(":scope > [data-testid='stColumn']").length || 1;
    return Math.floor((PAPER_PIXELS - GAP_PIXELS * (beside - 1)) / beside);
  }

  addEventListener("beforeprint", () => {
    for (const drawing of document.querySelectorAll("svg.marks")) {
      const view = viewOf(drawing);
      if (!view || shrunk.has(view)) continue;
      shrunk.set(view, { width: drawing.width.baseVal.value, height: drawing.height.baseVal.value });
      view.width(widthOnPaper(drawing)).runAsync();
    }
  });

  addEventListener("afterprint", () => {
    for (const [view, { width, height }] of shrunk) view.width(width).height(height).runAsync();
    shrunk.clear();
  });

  // --- what changes on the page

  document.addEventListener("DOMContentLoaded", () => {
    translateAll(document.body);
    mendFrame();
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(translateAll);
        else translate(change.target);
      }
      mendFrame();
      if (wanted) goToWanted();
      stay();
    }).observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: READ,
    });
  });
})();
