/* Reading an article: layers and place kept in the address, keys, everything a source says lit up, addresses to copy. A classic script, because browsers
   block modules on pages opened from disk. Without it the layers are switched by their boxes, by style alone, and everything else is plain links. */
(function () {
  "use strict";

  var article = document.querySelector("main article");
  var boxes = Array.prototype.slice.call(document.querySelectorAll(".layers input"));
  var keys = document.getElementById("keys");
  var said = Array.prototype.slice.call(document.querySelectorAll(".said[id]"));
  var here = null;

  /* --- the address: #ID is a place, #layers=acts,sure&at=ID layers and a place --- */

  function state() {
    var hash = decodeURIComponent(location.hash.slice(1));
    if (hash.indexOf("=") === -1) return { at: hash, layers: null, keys: null };
    var params = new URLSearchParams(hash);
    return { at: params.get("at") || "", layers: params.get("layers"), keys: params.get("keys") };
  }

  function remember() {
    var layers = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.id.slice(6); });
    var at = here ? here.id : state().at;
    var parts = [];
    if (layers.length) parts.push("layers=" + layers.join(","));
    if (keys && !keys.checked) parts.push("keys=off");
    if (parts.length && at) parts.push("at=" + encodeURIComponent(at));
    history.replaceState(null, "", "#" + (parts.length ? parts.join("&") : at));
  }

  function recall() {
    var now = state();
    if (now.layers !== null) {
      var on = now.layers.split(",");
      boxes.forEach(function (box) { box.checked = on.indexOf(box.id.slice(6)) !== -1; });
    }
    if (keys && now.keys !== null) keys.checked = now.keys !== "off";
    var place = now.at && document.getElementById(now.at);
    if (!place) return elsewhere(now.at);
    uncover(place);
    go(place, location.hash.indexOf("=") !== -1);
  }

  /* An edit may move a statement to another part of a long article; its old address then looks for it from part to part, each once. */
  function elsewhere(at) {
    var list = document.querySelector("nav.parts"); // it stands above the text, and again below
    var parts = list ? Array.prototype.slice.call(list.querySelectorAll("a:not([rel])")) : [];
    var number = parts.findIndex(function (link) { return link.hasAttribute("aria-current"); });
    var tried = Number(new URLSearchParams(location.hash.slice(1)).get("tried")) + 1;
    if (!at || number === -1 || tried >= parts.length) return;
    location.replace(parts[(number + 1) % parts.length].href + "#at=" + encodeURIComponent(at) + "&tried=" + tried);
  }

  function uncover(place) {
    ["acts"].forEach(function (layer) {
      var box = document.getElementById("layer-" + layer);
      if (box && !box.checked && place.closest("." + layer)) box.checked = true;
    });
  }

  function go(place, scroll) {
    if (here) here.classList.remove("here");
    here = place.classList.contains("said") || place.classList.contains("flagged") ? place : null;
    if (here) here.classList.add("here");
    if (scroll) place.scrollIntoView({ block: "center" });
  }

  /* --- keys --- */

  function shown(node) { return node.getClientRects().length > 0 && !(node.classList.contains("acts") && !layerIsOn("acts")); }
  function layerIsOn(name) { var box = document.getElementById("layer-" + name); return !box || box.checked; }

  function step(by) {
    var all = said.filter(shown);
    if (!all.length) return;
    var i = all.indexOf(here);
    if (i === -1) i = by > 0 ? -1 : all.length;
    var next = all[Math.min(Math.max(i + by, 0), all.length - 1)];
    go(next, true);
    var reference = document.querySelector('a.ref[href="#note-' + CSS.escape(next.id) + '"]');
    if (reference) reference.focus({ preventScroll: true });
    remember();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (keys && !keys.checked)) return;
    if (/^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "checkbox") return;
    if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); event.preventDefault(); return; }
    boxes.forEach(function (box) {
      if (box.dataset.key !== event.key) return;
      box.checked = !box.checked;
      remember();
      event.preventDefault();
    });
  });

  /* --- everything that a source says --- */

  function light(id) {
    document.querySelectorAll(".lit").forEach(function (node) { node.classList.remove("lit"); });
    if (!id) return;
    document.querySelectorAll('[data-source="' + CSS.escape(id) + '"]').forEach(function (node) { node.classList.add("lit"); });
  }

  function sourceOf(target) {
    var owner = target.closest && target.closest(".source, .ref, .note, .inner, .ledger li");
    owner = owner && owner.closest("[data-source]");
    return owner ? owner.dataset.source : "";
  }

  ["pointerover", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (event) { light(sourceOf(event.target) || sourceOf(document.activeElement)); });
  });
  document.addEventListener("focusout", function () { light(""); });

  /* --- addresses to copy --- */

  article.addEventListener("click", function (event) {
    var link = event.target.closest("a.permalink");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var words = link.textContent;
    navigator.clipboard.writeText(link.href).then(function () {
      link.textContent = "copied";
      setTimeout(function () { link.textContent = words; }, 1500);
    }, function () {});
  });

  boxes.concat(keys ? [keys] : []).forEach(function (box) { box.addEventListener("change", remember); });
  window.addEventListener("hashchange", recall);
  document.querySelectorAll(".legend .keys").forEach(function (line) { line.hidden = false; });
  recall();
})();
