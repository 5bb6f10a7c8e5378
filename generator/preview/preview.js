// Reloads the page after a build that changed it (a change of style sheets alone is put in place), and shows what went wrong. Added by the preview alone; never part of a site.
(() => {
  const script = document.currentScript;
  const shown = Number(script.dataset.build);
  const page = script.dataset.page; // nothing where there is no such page: it may come with any build
  const style = (element, values) => Object.assign(element.style, values); // allowed by a policy without inline styles
  let overlay = null;
  let events = null;

  const show = (problems) => {
    if (overlay) overlay.remove();
    overlay = null;
    if (!problems.length) return;
    overlay = document.createElement("div");
    overlay.id = "sayso-preview-problems";
    overlay.setAttribute("role", "alert");
    style(overlay, {
      position: "fixed", inset: "auto 0 0 0", maxHeight: "60vh", overflow: "auto", padding: "1rem 1.5rem", zIndex: "2147483647",
      background: "#5b1111", color: "#fff", font: "16px/1.5 system-ui, sans-serif", borderTop: "4px solid #ff8a80",
    });
    const heading = document.createElement("strong");
    heading.textContent = problems.length === 1 ? "1 error in the last build" : `${problems.length} errors in the last build`;
    const close = document.createElement("button");
    close.textContent = "Hide";
    style(close, { float: "right", font: "inherit", cursor: "pointer" });
    close.addEventListener("click", () => overlay.remove());
    overlay.append(close, heading);
    for (const problem of problems) {
      const item = document.createElement("p");
      const where = document.createElement("code");
      where.textContent = problem.where;
      item.append(where, problem.where ? ": " : "", problem.message);
      overlay.append(item);
      if (problem.source) {
        const line = document.createElement("pre");
        style(line, { margin: "0.5rem 0", padding: "0.5rem", background: "#3a0a0a", overflow: "auto", font: "14px/1.5 ui-monospace, monospace" });
        line.textContent = problem.mark === null ? problem.source : `${problem.source}\n${" ".repeat(problem.mark)}^`;
        overlay.append(line);
      }
      if (problem.hint) {
        const hint = document.createElement("p");
        hint.textContent = problem.hint;
        overlay.append(hint);
      }
    }
    document.body.append(overlay);
  };

  // The page as it was sent, to see what a build changed in it. Scripts may have changed the document since.
  let sent = null;
  fetch(location.href)
    .then((response) => response.text())
    .then((html) => { if (html.includes(`data-version="${script.dataset.version}"`)) sent = html; })
    .catch(() => {});

  const plain = (html) => html.replace(/ data-build="\d+" data-version="\w+"/, "").replace(/\.[0-9a-f]{8}\.css"/g, '.css"');
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  const swapStyles = (fresh) => {
    const links = parse(fresh).querySelectorAll('link[rel="stylesheet"]');
    document.querySelectorAll('link[rel="stylesheet"]').forEach((link, i) => {
      if (links[i] && link.getAttribute("href") !== links[i].getAttribute("href")) link.setAttribute("href", links[i].getAttribute("href"));
    });
  };

  const FLASH = "sayso-preview-flash";
  const differing = (old, fresh) => {
    const before = new Set([...parse(old).querySelectorAll("[id]")].map((element) => element.id + element.textContent));
    const changed = [...parse(fresh).querySelectorAll("main [id]")].filter((element) => !before.has(element.id + element.textContent));
    return changed.filter((element) => !changed.some((other) => other !== element && element.contains(other))).map((element) => element.id);
  };
  const flash = () => {
    const ids = JSON.parse(sessionStorage.getItem(FLASH) || "[]");
    sessionStorage.removeItem(FLASH);
    const wanted = new Set();
    for (const id of ids) {
      const said = id.replace(/^note-/, ""); // a note and its attribution, whose words stand in several elements, are one
      for (const element of [document.getElementById(id), document.getElementById(said), ...document.querySelectorAll(`[data-anchor="--said-${CSS.escape(said)}"]`)]) {
        if (element) wanted.add(element);
      }
    }
    for (const element of wanted) {
      element.animate([{ outline: "3px solid #d9822b", outlineOffset: "2px" }, { outline: "3px solid transparent", outlineOffset: "2px" }], 1500);
    }
  };

  const refresh = async () => {
    const fresh = await (await fetch(location.href)).text();
    if (sent !== null && plain(sent) === plain(fresh)) {
      swapStyles(fresh);
      sent = fresh;
      return;
    }
    if (sent !== null) sessionStorage.setItem(FLASH, JSON.stringify(differing(sent, fresh)));
    location.reload(); // which keeps the scroll position
  };

  let current = shown;
  const listen = () => {
    if (events) return;
    const address = new URL("events", script.src);
    address.searchParams.set("since", current);
    events = new EventSource(address);
    events.onmessage = (event) => {
      const news = JSON.parse(event.data);
      const touched = news.build !== current && (news.changed === null || !page || news.changed.includes(page));
      current = news.build;
      show(news.problems);
      if (touched) refresh();
    };
  };
  const leave = () => {
    if (events) events.close();
    events = null;
  };
  // Browsers allow few connections to one server, so tabs in the background give theirs up.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { if (event.persisted && !document.hidden) listen(); }); // back to a page that was kept
  flash();
  if (!document.hidden) listen();
})();
