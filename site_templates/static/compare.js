/* Any two articles beside each other. The articles to choose from, what each has to be compared and how claims stand to each other are classic scripts that
   call sayso.rows(), because browsers block modules and fetch on pages opened from disk; they are loaded one after the other, when they are asked for. What
   is chosen stands in the address (?a=...&b=...), to be shared. Everything from the data is set as text. */
var sayso = { rows: function () {} };
(function () {
  "use strict";

  var OFFERED = 200; // articles that one list offers; more are found by their words
  var CLAIMS = 200, SOURCES = 200; // rows that are drawn; the others are counted
  var form = document.getElementById("choose");
  var place = document.getElementById("compared");
  var output = form.querySelector("output");
  var root = form.dataset.root;
  var known = {}; // by address: the rows of the scripts that have been read
  var waiting = []; // scripts that are still to be loaded: only one is at a time, so that it is known whose rows come
  var loading = false;
  var turn = 0; // counts what has been asked, so that an answer that comes too late is dropped

  /* --- loading --- */

  function load(address, then) {
    waiting.push({ address: address, then: then });
    if (!loading) proceed();
  }

  function proceed() {
    var asked = waiting.shift();
    loading = Boolean(asked);
    if (!asked) return;
    if (known[asked.address]) return done(known[asked.address]);
    var script = document.createElement("script");
    var received = null;
    sayso.rows = function (number, rows) { received = rows; };
    script.src = asked.address;
    script.onload = function () { script.remove(); done(received); };
    script.onerror = function () { script.remove(); done(null); };
    document.head.appendChild(script);

    function done(rows) {
      if (rows) known[asked.address] = rows;
      asked.then(rows);
      proceed();
    }
  }

  /* All rows of the scripts whose addresses begin alike, up to the null that ends them; null where one is missing. */
  function loadAll(start, then, number, before) {
    load(start + (number || 1) + ".js", function (rows) {
      if (!rows) return then(null);
      var all = (before || []).concat(rows.map(function (row) { return row[0]; }));
      if (all[all.length - 1] === null) return then(all.slice(0, -1));
      loadAll(start, then, (number || 1) + 1, all);
    });
  }

  function loadArticle(slug, then) {
    loadAll(root + "articles/" + encodeURIComponent(slug) + "/compare-", function (rows) {
      if (!rows) return then(null);
      var article = { slug: slug, title: rows[0].title, href: rows[0].href, about: rows[0].about, sources: new Map(), claims: new Map() };
      rows.slice(1).forEach(function (row) {
        if (row.source !== undefined) article.sources.set(row.source, row);
        else article.claims.set(row.claims, (article.claims.get(row.claims) || []).concat([row]));
      });
      then(article);
    });
  }

  /* --- choosing --- */

  function chooser(name) {
    var select = document.getElementById(name), words = document.getElementById(name + "-words");
    var asked = 0;
    var chosen = ""; // a slug
    var label = ""; // what the chosen one is called

    function offer() {
      var now = asked += 1;
      var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      var found = [];
      (function next(part) {
        if (part > Number(form.dataset.shards) || found.length >= OFFERED) return draw(found);
        load(form.dataset.shard + part + ".js", function (rows) {
          if (now !== asked) return;
          (rows || []).forEach(function (row) {
            var text = (row[1] + " " + row[2]).toLowerCase();
            if (wanted.every(function (word) { return text.indexOf(word) !== -1; })) found.push(row);
          });
          next(part + 1);
        });
      })(1);
    }

    function draw(found) {
      var shown = found.slice(0, OFFERED);
      select.textContent = "";
      option("", shown.length ? "not chosen" : "no article has these words");
      if (chosen && !shown.some(function (row) { return row[0] === chosen; })) option(chosen, label || chosen);
      shown.forEach(function (row) { option(row[0], row[1] + " · " + row[2]); });
      if (found.length > shown.length || shown.length === OFFERED) option("", "more articles: give words of their titles").disabled = true;
      select.value = chosen;
    }

    function option(value, text) {
      var made = document.createElement("option");
      made.value = value;
      made.textContent = text;
      return select.appendChild(made);
    }

    words.addEventListener("input", offer);
    select.addEventListener("change", function () {
      chosen = select.value;
      label = select.selectedOptions[0].textContent;
      remember();
      compare();
    });
    return {
      offer: offer,
      slug: function () { return chosen; },
      set: function (slug) { chosen = slug; label = ""; },
      name: function (article) {
        label = article.title + " · " + article.about;
        Array.prototype.forEach.call(select.options, function (one) { if (one.value === article.slug) one.textContent = label; });
      }
    };
  }

  var choosers = { a: chooser("a"), b: chooser("b") };

  function remember() {
    var state = new URLSearchParams();
    ["a", "b"].forEach(function (name) { if (choosers[name].slug()) state.set(name, choosers[name].slug()); });
    history.replaceState(null, "", location.pathname + (state.toString() ? "?" + state.toString() : ""));
  }

  function recall() {
    var state = new URLSearchParams(location.search);
    ["a", "b"].forEach(function (name) {
      choosers[name].set(state.get(name) || "");
      choosers[name].offer();
    });
    compare();
  }

  /* --- comparing --- */

  function compare() {
    var now = turn += 1;
    var a = choosers.a.slug(), b = choosers.b.slug();
    place.textContent = "";
    if (!a || !b) return say(a || b ? "Choose another article." : "Choose two articles.");
    if (a === b) return say("This is one article. Choose another.");
    say("Loading …");
    loadArticle(a, function (first) {
      loadArticle(b, function (second) {
        if (now !== turn) return;
        if (!first || !second) return say("There is no article “" + (first ? b : a) + "” here.");
        choosers.a.name(first);
        choosers.b.name(second);
        loadClaims(first, second, function (claims) { if (now === turn) draw(first, second, claims); });
      });
    });
  }

  /* The groups that both belong to, each with the pair of passages that says most of how the two stand; those that differ first. */
  function loadClaims(first, second, then) {
    var shared = Array.from(first.claims.keys()).filter(function (id) { return second.claims.has(id); });
    var claims = [];
    (function next(position) {
      if (position === shared.length) {
        claims.sort(function (one, other) { return Number(other.differ) - Number(one.differ) || one.title.localeCompare(other.title, "en"); });
        return then(claims);
      }
      loadAll(root + "comparisons/" + encodeURIComponent(shared[position]) + "/pairs-", function (rows) {
        if (rows) claims.push(lineUp(rows, first, second, shared[position]));
        next(position + 1);
      });
    })(0);
  }

  function lineUp(rows, first, second, id) {
    var group = rows[0];
    var best = { relation: group.relations.length - 1, one: -1, other: -1, here: 0, there: 0 };
    var versions = rows.filter(function (row) { return typeof row[0] === "string"; });
    var relations = {};
    rows.slice(1 + versions.length).forEach(function (pair) { relations[pair[0] + " " + pair[1]] = pair[2]; });
    function relate(one, other) { // by the first versions in the same words
      var least = Math.min(versions[one][2], versions[other][2]), most = Math.max(versions[one][2], versions[other][2]);
      return least === most ? group.same : relations[least + " " + most];
    }
    function positions(slug) {
      return versions.map(function (version, position) { return version[0] === slug ? position : -1; }).filter(function (position) { return position >= 0; });
    }
    var theirs = positions(second.slug);
    positions(first.slug).forEach(function (here) {
      theirs.forEach(function (there) {
        var relation = relate(here, there), one = Math.min(here, there), other = Math.max(here, there);
        if (relation === undefined || relation > best.relation) return;
        if (relation === best.relation && (one > best.one || (one === best.one && other > best.other))) return;
        best = { relation: relation, one: one, other: other, here: versions[here][1], there: versions[there][1] };
      });
    });
    return {
      title: group.title, href: group.href, relation: group.relations[best.relation][0], differ: group.relations[best.relation][1],
      here: first.claims.get(id)[best.here], there: second.claims.get(id)[best.there]
    };
  }

  /* --- drawing --- */

  function make(name, css, text) {
    var element = document.createElement(name);
    if (css) element.className = css;
    if (text) element.textContent = text;
    return element;
  }

  function add(parent) {
    Array.prototype.slice.call(arguments, 1).forEach(function (child) { parent.append(child); });
    return parent;
  }

  function link(href, text) {
    var made = make("a", "", text);
    made.setAttribute("href", root + href);
    return made;
  }

  function mark(shape) {
    var made = make("span", "shape", shape);
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function heading(scope, text, columns) {
    var made = make("th", "", text);
    made.scope = scope;
    if (columns) made.colSpan = columns;
    return made;
  }

  function draw(first, second, claims) {
    var sources = Array.from(first.sources.keys()).filter(function (key) { return second.sources.has(key); })
      .map(function (key) { return [first.sources.get(key), second.sources.get(key)]; })
      .sort(function (one, other) { return one[0].name.localeCompare(other[0].name, "en"); });
    var differing = claims.filter(function (claim) { return claim.differ; }).length;
    say((sources.length ? count(sources.length, "source") + " in both" : "No source in both") + " · " +
      (claims.length ? count(claims.length, "claim") + " of the same thing" : "no claim of the same thing") +
      (differing ? " · " + number(differing) + " of " + number(claims.length) + " differ" : ""));
    var table = make("table", "list compared");
    add(table, add(make("caption"), make("h2", "", "“" + first.title + "” beside “" + second.title + "”")));
    table.createTHead().append(add(make("tr"), add(heading("col"), make("span", "unseen", "What")), top(first), top(second)));
    if (claims.length) section(table, "The same thing, in both", claims, CLAIMS, claimRow);
    if (sources.length) section(table, "Sources in both", sources, SOURCES, sourceRow);
    if (!claims.length && !sources.length) section(table, "They share neither a source nor a claim.", [], 0, null);
    place.append(add(make("section", "comparison"), table));

    function top(article) { return add(heading("col"), link(article.href, article.title), " ", make("span", "soft", article.about)); }
    function cell(article) { return add(make("td"), make("p", "side", article.title)); }

    function section(table, title, items, most, row) {
      var body = table.createTBody();
      add(body, add(make("tr"), heading(items.length ? "rowgroup" : "col", title, 3)));
      items.slice(0, most).forEach(function (item) { body.append(row(item)); });
      if (items.length > most) {
        var rest = make("td", "soft", "and " + number(items.length - most) + " more");
        rest.colSpan = 3;
        add(body, add(make("tr"), rest));
      }
    }

    function claimRow(claim) {
      return add(make("tr", claim.differ ? "differ" : ""), add(heading("row"), link(claim.href, claim.title), " ", make("span", "soft", claim.relation)),
        passage(cell(first), claim.here), passage(cell(second), claim.there));
    }

    function passage(cell, row) {
      var words = link(row.href, row.before);
      if (row.figure) add(words, make("b", "", row.figure));
      words.append(row.after);
      var who = make("p", "soft " + row.group);
      if (row.shape) add(who, mark(row.shape), " ");
      return add(cell, add(make("p", "passage"), words), add(who, row.who + " · " + row.about));
    }

    function sourceRow(pair) {
      return add(make("tr", pair[0].group), add(heading("row"), mark(pair[0].shape), " ", add(link(pair[0].href), make("bdi", "", pair[0].name))),
        said(cell(first), pair[0]), said(cell(second), pair[1]));
    }

    function said(cell, source) {
      source.statements.forEach(function (statement) { add(cell, add(make("p", "passage"), link(statement[1], statement[0]))); });
      return add(cell, make("p", "soft", source.count + " · " + source.naming));
    }
  }

  function say(text) { output.textContent = text; }
  function number(value) { return value.toLocaleString("en"); }
  function count(value, noun) { return number(value) + " " + noun + (value === 1 ? "" : "s"); }

  window.addEventListener("popstate", recall);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  recall();
})();
