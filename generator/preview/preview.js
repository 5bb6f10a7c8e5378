// Reloads the page after each build, and shows what went wrong in the last one. Added by the preview alone; never part of a site.
(() => {
  const script = document.currentScript;
  const shown = Number(script.dataset.build);
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
      if (problem.hint) item.append(document.createElement("br"), problem.hint);
      overlay.append(item);
    }
    document.body.append(overlay);
  };

  const listen = () => {
    if (events) return;
    events = new EventSource(new URL("events", script.src));
    events.onmessage = (event) => {
      const news = JSON.parse(event.data);
      if (news.build !== shown) location.reload();
      else show(news.problems);
    };
  };
  const leave = () => {
    if (events) events.close();
    events = null;
  };
  // Browsers allow few connections to one server, so tabs in the background give theirs up.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  window.addEventListener("pagehide", leave);
  if (!document.hidden) listen();
})();
