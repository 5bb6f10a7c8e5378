/* Sorting and filtering of a table without a page load. A classic script, because browsers block modules and fetch on pages opened from disk: the rows of
   a list that is longer than a page come as further classic scripts, each of which calls sayso.rows(). Without it the table is complete, page by page; the
   form that filters is hidden until this runs. What is chosen is kept in the address (after #), so that it can be shared. */
var sayso = { rows: function () {} };
(function () {
  "use strict";

  var SHOWN = 300; // rows found that are drawn; the others are counted
  var AT_ONCE = 40; // scripts that are asked for without another word

  document.querySelectorAll("form[data-table]").forEach(function (form) {
    var table = document.getElementById(form.dataset.table);
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var headers = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var output = form.querySelector("output");
    var further = form.querySelector(".further");
    var noun = form.dataset.table;
    var facets = Array.prototype.slice.call(form.querySelectorAll("select"));
    var words = form.elements.words;
    var sorted = { column: -1, descending: false };
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var own = rows; // of this page
    var list = lists(form, table);

    function wanted() { return words.value.toLowerCase().split(/\s+/).filter(Boolean); }
    function asked() { return facets.some(function (facet) { return facet.value; }) || wanted().length > 0; }
    function fits(facet, values) {
      return values.some(function (value) {
        return facet.hasAttribute("data-prefix") ? value.indexOf(facet.value) === 0 : value === facet.value;
      });
    }

    function show() {
      if (list) search();
      else { filter(); order(); }
      headers.forEach(function (header, i) {
        if (i === sorted.column) header.setAttribute("aria-sort", sorted.descending ? "descending" : "ascending");
        else header.removeAttribute("aria-sort");
      });
    }

    function filter() {
      var all = wanted();
      var shown = 0;
      rows.forEach(function (row, i) {
        var match = facets.every(function (facet) { return !facet.value || fits(facet, (row.dataset[facet.name] || "").split("\n")); }) &&
          all.every(function (word) { return texts[i].indexOf(word) !== -1; });
        row.hidden = !match;
        if (match) shown += 1;
      });
      say(shown, rows.length);
    }

    function say(shown, total) {
      output.textContent = shown === total ? "All " + number(total) + " " + noun : number(shown) + " of " + number(total) + " " + noun;
    }

    /* --- a list longer than this page: its rows are loaded, shard by shard, as long as something is asked or an order is --- */

    function search() {
      list.stop();
      further.hidden = true;
      if (!asked() && sorted.column < 0) {
        draw(own);
        output.textContent = number(own.length) + ofAll() + " " + noun + " on this page";
        return;
      }
      var all = wanted();
      var ordered = sorted.column >= 0;
      var fields = ordered ? headers[sorted.column].dataset.fields.split(" ") : [];
      var found = 0, kept = []; // what may be drawn: in the list's order the first, in another all of the last parts and the first of those before
      draw([]);
      list.each(function (record, text) {
        if (!facets.every(function (facet) { return !facet.value || fits(facet, [].concat(record[facet.name])); })) return;
        if (!all.every(function (word) { return text.indexOf(word) !== -1; })) return;
        found += 1;
        if (ordered) kept.push([record, key(fields.map(function (field) { return record[field]; }).join(" "))]);
        else if (kept.length < SHOWN) { kept.push(record); rows.push(body.appendChild(list.row(record))); }
      }, function (done, count) {
        var paused = done < count && done % AT_ONCE === 0;
        output.textContent = number(found) + ofAll() + " " + noun +
          (found > SHOWN ? ", the first " + number(SHOWN) + " shown" : "") +
          (done < count ? "; searched " + number(done) + " of " + number(count) + " parts" : "");
        further.hidden = !paused;
        if (ordered && (paused || done === count)) {
          kept = arrange(kept).slice(0, SHOWN);
          draw(kept.map(function (pair) { return list.row(pair[0]); }));
        }
        return !paused;
      });
    }

    /* Later pages of a list don't say how long it is, so that they stay as they are when it grows; its first script does. */
    function ofAll() {
      var total = Number(form.dataset.total || 0) || list.total();
      return total ? " of " + number(total) : "";
    }

    function draw(shown) {
      body.textContent = "";
      shown.forEach(function (row) { body.appendChild(row); });
      rows = shown.slice();
    }

    /* --- the order: of a list of one page its rows are moved, of a longer one all that is found is put in order before it is drawn --- */

    function order() {
      if (sorted.column < 0) return draw(rows);
      arrange(rows.map(function (row) {
        var cell = row.cells[sorted.column];
        return [row, key(cell.dataset.key || cell.textContent)];
      })).forEach(function (pair) { body.appendChild(pair[0]); });
    }

    function numeric() { return headers[sorted.column].dataset.sort === "number"; }
    function key(words) { return numeric() ? Number(words.replace(/\D/g, "")) : words.replace(/\s+/g, " ").trim(); }

    /* Pairs of anything and its key, by the key; equal ones stay in the list's order. */
    function arrange(pairs) {
      var by = numeric() ? function (a, b) { return a - b; } : new Intl.Collator(document.documentElement.lang || undefined).compare;
      var way = sorted.descending ? -1 : 1;
      return pairs.sort(function (a, b) { return way * by(a[1], b[1]); });
    }

    function remember() {
      var state = new URLSearchParams();
      if (words.value) state.set("words", words.value);
      facets.forEach(function (facet) { if (facet.value) state.set(facet.name, facet.value); });
      if (sorted.column >= 0) state.set("sort", (sorted.descending ? "-" : "") + sorted.column);
      history.replaceState(null, "", "#" + state.toString());
    }

    function recall() {
      var state = new URLSearchParams(location.hash.slice(1));
      words.value = state.get("words") || "";
      facets.forEach(function (facet) {
        facet.value = state.get(facet.name) || "";
        if (facet.selectedIndex < 0) facet.value = "";
      });
      var match = /^(-?)(\d+)$/.exec(state.get("sort") || "");
      sorted.column = match && Number(match[2]) < headers.length ? Number(match[2]) : -1;
      sorted.descending = Boolean(match && match[1]);
      show();
    }

    headers.forEach(function (header, i) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.textContent = "";
      header.appendChild(button);
      button.addEventListener("click", function () {
        var again = sorted.column === i;
        sorted.descending = again ? !sorted.descending : header.dataset.sort === "number";
        sorted.column = i;
        show();
        remember();
      });
    });
    form.addEventListener("input", function () { show(); remember(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () {
      setTimeout(function () { sorted.column = -1; show(); remember(); });
    });
    if (list) further.addEventListener("click", function () { further.hidden = true; list.resume(); });
    window.addEventListener("hashchange", recall);
    form.hidden = false;
    recall();
  });

  function number(value) { return value.toLocaleString("en"); }

  /* The rows of all pages of a list. Each script is loaded once; a search that is stopped leaves it loaded. */
  function lists(form, table) {
    var count = Number(form.dataset.shards || 0);
    if (!count) return null;
    var fields = form.dataset.fields.split(" ");
    var root = form.dataset.shard.replace(/[^\/]*\/rows-$/, "");
    var template = document.getElementById(form.dataset.table + "-row");
    var loaded = [];
    var running = null;
    var total = 0;

    sayso.rows = function (part, rows, all) {
      total = all || total;
      loaded[part] = rows.map(function (values) {
        var record = {};
        fields.forEach(function (field, i) { record[field] = values[i]; });
        return { record: record, text: values.join(" ").toLowerCase() };
      });
    };

    function load(part, then) {
      if (loaded[part]) return then();
      var script = document.createElement("script");
      script.src = form.dataset.shard + part + ".js";
      script.onload = then;
      script.onerror = function () { loaded[part] = []; then(); };
      document.head.appendChild(script);
    }

    function proceed(run) {
      load(run.part, function () {
        if (running !== run) return;
        loaded[run.part].forEach(function (row) { run.visit(row.record, row.text); });
        run.part += 1;
        if (run.after(run.part - 1, count) && run.part <= count) proceed(run);
      });
    }

    return {
      each: function (visit, after) { running = { part: 1, visit: visit, after: after }; proceed(running); },
      total: function () { return total; },
      resume: function () { if (running) proceed(running); },
      stop: function () { running = null; },
      row: function (record) {
        var row = template.content.querySelector("tr").cloneNode(true);
        [row].concat(Array.prototype.slice.call(row.querySelectorAll("*"))).forEach(function (node) {
          var field = node.dataset["if"];
          if (field && Boolean(record[field.replace("!", "")]) === (field[0] === "!")) { node.remove(); return; }
          if (node.dataset.text) node.textContent = record[node.dataset.text];
          if (node.dataset.href) node.setAttribute("href", root + record[node.dataset.href]);
          (node.dataset["class"] || "").split(" ").forEach(function (name) { if (name) node.classList.add(record[name]); });
        });
        return row;
      }
    };
  }
})();
