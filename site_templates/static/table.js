/* Sorting and filtering of a table without a page load. A classic script, because browsers block modules on pages opened from disk. Without it the table is
   complete; the form that filters is hidden until this runs. What is chosen is kept in the address (after #), so that it can be shared. */
(function () {
  "use strict";

  document.querySelectorAll("form[data-table]").forEach(function (form) {
    var table = document.getElementById(form.dataset.table);
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var headers = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var output = form.querySelector("output");
    var noun = form.dataset.table;
    var facets = Array.prototype.slice.call(form.querySelectorAll("select"));
    var words = form.elements.words;
    var sorted = { column: -1, descending: false };
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });

    function filter() {
      var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row, i) {
        var fits = facets.every(function (facet) { return !facet.value || row.dataset[facet.name] === facet.value; }) &&
          wanted.every(function (word) { return texts[i].indexOf(word) !== -1; });
        row.hidden = !fits;
        if (fits) shown += 1;
      });
      output.textContent = shown === rows.length ? "All " + rows.length + " " + noun : shown + " of " + rows.length + " " + noun;
    }

    function sort() {
      var order = rows.slice();
      var column = sorted.column;
      if (column >= 0) {
        var numeric = headers[column].dataset.sort === "number";
        var keys = new Map(rows.map(function (row) {
          var cell = row.cells[column];
          var key = cell.dataset.key || cell.textContent.trim();
          return [row, numeric ? Number(key.replace(/\D/g, "")) : key];
        }));
        order.sort(function (a, b) {
          var x = keys.get(a), y = keys.get(b);
          var by = numeric ? x - y : x.localeCompare(y, document.documentElement.lang);
          return sorted.descending ? -by : by;
        });
      }
      order.forEach(function (row) { body.appendChild(row); });
      headers.forEach(function (header, i) {
        if (i === column) header.setAttribute("aria-sort", sorted.descending ? "descending" : "ascending");
        else header.removeAttribute("aria-sort");
      });
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
      filter();
      sort();
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
        sort();
        remember();
      });
    });
    form.addEventListener("input", function () { filter(); remember(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () {
      setTimeout(function () { sorted.column = -1; filter(); sort(); remember(); });
    });
    window.addEventListener("hashchange", recall);
    form.hidden = false;
    recall();
  });
})();
