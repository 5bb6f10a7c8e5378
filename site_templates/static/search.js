/* The search page: our own look on Pagefind's own API. An article's result shows whose words the hits lie in; what is asked for is kept in the address, so that it
   can be shared. Nothing that was indexed is ever written as HTML. */
(function () {
  "use strict";

  var PAGE = 10;   // results at a time
  var CLAIMS = 4;  // statements shown of one article, where articles are asked for
  var WORDS = 30;  // of an excerpt

  var form = document.getElementById("search");
  if (location.protocol === "file:") return;

  var root = form.dataset.root;
  var output = form.querySelector("output");
  var list = document.getElementById("results");
  var more = document.getElementById("more");
  var elsewhere = document.getElementById("elsewhere");
  var words = form.elements.q;
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var asked = 0;   // the number of the search that is being answered
  var next = null; // shows further results of it

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function label(anchor) {
    return anchor.id.split("/").map(decodeURIComponent);
  }

  /* Of `tokens[from, to)` the stretch with the most hits, with these marked. */
  function excerpt(tokens, from, to, places) {
    var here = new Set(places);
    var part = densest(places, from, to);
    var start = part[0], end = part[1];
    var made = element("p", "excerpt");
    if (start > from) made.append("… ");
    for (var i = start; i < end; i += 1) {
      if (i > start) made.append(" ");
      if (here.has(i)) made.append(element("mark", "hit", tokens[i]));
      else made.append(tokens[i]);
    }
    if (end < to) made.append(" …");
    return made;
  }

  /* The stretch of at most WORDS within [from, to) that holds most hits. */
  function densest(places, from, to) {
    var best = from, most = -1;
    places.filter(function (place) { return place >= from && place < to; }).forEach(function (place) {
      var begin = Math.max(from, Math.min(place - 4, to - WORDS));
      var count = places.filter(function (other) { return other >= begin && other < begin + WORDS; }).length;
      if (count > most) { most = count; best = begin; }
    });
    return [best, Math.min(to, best + WORDS)];
  }

  /* The statements of an article with a hit in them: what each is, where its words begin and end. See render/search.py for the label. */
  function statements(data, places, chosen) {
    return data.anchors.filter(function (anchor) { return anchor.element === "mark"; }).map(function (anchor) {
      var says = label(anchor);
      var length = (anchor.text || "").trim().split(/\s+/).length;
      return { href: says[0], naming: says[1], told: says[2], certainty: says[3], shape: says[4], who: says[5], how: says[6],
        start: anchor.location, end: anchor.location + length };
    }).filter(function (said) {
      return places.some(function (place) { return place >= said.start && place < said.end; }) &&
        ["naming", "told", "certainty"].every(function (facet) { return !chosen[facet] || said[facet] === chosen[facet]; });
    });
  }

  function link(href, text) {
    var made = element("a", "", text);
    made.href = root + href;
    return made;
  }

  /* Who is credited, linked to the statement's own place, and how it is told and how sure. */
  function holder(one, name) {
    var by = element(name, "by-line");
    if (one.shape) by.append(element("span", "shape", one.shape), " ");
    by.append(link(one.href, one.who), " ", element("span", "soft", one.how));
    return by;
  }

  function showClaim(data, places, tokens, one) {
    var item = element("li", "found-claim " + one.naming);
    var where = element("p", "soft");
    var kicker = label(data.anchors[0])[1];
    where.append("in ", link(data.raw_url, data.meta.title), kicker ? " · " + kicker : "");
    item.append(holder(one, "h2"), excerpt(tokens, one.start, one.end, places), where);
    return item;
  }

  function showArticle(data, places, tokens, said, chosen) {
    var item = element("li", "found-article");
    var kicker = label(data.anchors[0])[1];
    if (kicker) item.append(element("p", "kicker", kicker));
    var heading = element("h2");
    heading.append(link(data.raw_url, data.meta.title));
    item.append(heading);
    var shown = said.slice(0, CLAIMS);
    if (!shown.length) {
      item.append(excerpt(tokens, 0, tokens.length, places), element("p", "soft", "not in what anybody is credited with, nor in a claim"));
    }
    if (shown.length) {
      var statementList = element("ul", "claims-found");
      shown.forEach(function (one) {
        var row = element("li", one.naming);
        row.append(holder(one, "p"), excerpt(tokens, one.start, one.end, places));
        statementList.append(row);
      });
      item.append(statementList);
    }
    var rest = said.length - shown.length;
    var own = places.filter(function (place) {
      return !said.some(function (one) { return place >= one.start && place < one.end; });
    }).length;
    if (rest > 0) item.append(element("p", "soft", "and in " + rest + " more " + (rest === 1 ? "statement" : "statements")));
    if (own && said.length && !chosen.naming && !chosen.told && !chosen.certainty) {
      item.append(element("p", "soft", "and " + own + (own === 1 ? " time" : " times") + " outside these statements"));
    }
    return item;
  }

  function showSource(data) {
    var says = label(data.anchors[0]);
    var item = element("li", "found-source " + says[1]);
    var heading = element("h2");
    heading.append(element("span", "shape", says[2]), " ", link(data.raw_url, data.meta.title));
    item.append(heading, element("p", "soft", says[3]));
    return item;
  }

  /* The results that a document makes: itself, or where claims are asked for each statement with a hit in it. */
  function show(data, chosen) {
    if (label(data.anchors[0])[0] === "source") return [showSource(data)];
    var tokens = data.content.split(/\s+/);
    var places = data.locations.filter(function (place, i, all) { return place < tokens.length && all.indexOf(place) === i; });
    var said = statements(data, places, chosen);
    if (chosen.kind === "claim") return said.map(function (one) { return showClaim(data, places, tokens, one); });
    return [showArticle(data, places, tokens, said, chosen)];
  }

  function choices() {
    var chosen = {};
    selects.forEach(function (select) { if (select.value) chosen[select.name] = select.value; });
    return chosen;
  }

  function remember() {
    var state = new URLSearchParams(choices());
    if (words.value) state.set("q", words.value);
    var query = state.toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : ""));
  }

  function recall() {
    var state = new URLSearchParams(location.search);
    words.value = state.get("q") || "";
    selects.forEach(function (select) {
      select.value = state.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    });
  }

  function count(number, one, many) {
    return number.toLocaleString("en") + " " + (number === 1 ? one : many);
  }

  async function search(pagefind) {
    var mine = asked += 1;
    var chosen = choices();
    var term = words.value.trim();
    next = null;
    if (!term) {
      list.textContent = "";
      more.hidden = true;
      output.textContent = "";
      return;
    }
    var filters = {};
    Object.keys(chosen).forEach(function (name) { filters[name] = [chosen[name] === "claim" ? "article" : chosen[name]]; });
    var found = await pagefind.search(term, { filters: filters });
    if (mine !== asked) return;
    var waiting = found.results.slice();
    var kind = chosen.kind;
    output.textContent = !waiting.length ? "Nothing found" : kind === "source" ? count(waiting.length, "source", "sources")
      : kind === "article" ? count(waiting.length, "article", "articles")
      : kind === "claim" ? "Reading " + count(waiting.length, "article", "articles")
      : count(waiting.length, "page", "pages");
    list.textContent = "";

    next = async function () {
      var added = 0;
      while (waiting.length && added < PAGE && mine === asked) {
        var batch = await Promise.all(waiting.splice(0, PAGE - added).map(function (result) { return result.data(); }));
        if (mine !== asked) return;
        batch.forEach(function (data) {
          var items = show(data, chosen);
          list.append.apply(list, items);
          added += items.length;
        });
      }
      if (mine !== asked) return;
      more.hidden = !waiting.length;
      var shown = list.children.length;
      if (!shown) output.textContent = "Nothing found";
      else if (kind === "claim") output.textContent = count(shown, "claim", "claims") + (waiting.length ? " so far, more in up to " + count(waiting.length, "article", "articles") : "");
    };
    await next();
  }

  async function begin() {
    var folder = new URL(root + "pagefind/", location.href).href;
    var pagefind = await import(folder + "pagefind.js");
    await pagefind.init();
    var bundles = [];
    for (var i = 1; i < Number(form.dataset.bundles); i += 1) bundles.push(pagefind.mergeIndex(folder + i + "/"));
    await Promise.all(bundles); // were one not there, what it holds would not be found: then rather no search
    var pending = 0;
    function again(delay) {
      clearTimeout(pending);
      pending = setTimeout(function () { remember(); search(pagefind).catch(fail); }, delay);
    }
    form.addEventListener("input", function (event) { again(event.target === words ? 150 : 0); });
    form.addEventListener("submit", function (event) { event.preventDefault(); again(0); });
    form.addEventListener("reset", function () { again(0); });
    more.querySelector("button").addEventListener("click", function () { if (next) next().catch(fail); });
    window.addEventListener("popstate", function () { recall(); search(pagefind).catch(fail); });
    recall();
    form.hidden = false;
    elsewhere.hidden = true;
    if (words.value) await search(pagefind);
    else words.focus();
  }

  function fail() {
    form.hidden = true;
    more.hidden = true;
    list.textContent = "";
    elsewhere.hidden = false;
    elsewhere.querySelector("p").textContent = "The search index cannot be loaded here.";
  }

  begin().catch(fail);
})();
