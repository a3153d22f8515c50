// What happens while a page is open: events from the server (docs/notices.md) change what is on it. Pages work without.
(function () {
  "use strict";

  const { live, liveTopic, liveSince } = document.body.dataset;
  if (!live || !window.EventSource) return;

  const HIDDEN_AFTER = 60_000; // a browser has few connections: a page that nobody looks at gives its back
  const MOST_WAIT = 250; // pages that fetch something on the same event do not do so in the same moment
  let source;
  let topics = "";
  let last = "";
  let closing;

  function wanted() {
    const found = new Set(liveTopic ? [liveTopic] : []);
    for (const each of document.querySelectorAll("[data-topic]")) found.add(each.dataset.topic);
    return [...found].sort();
  }

  function listen() {
    const now = wanted().join(" ");
    if (document.hidden || (source && now === topics)) return;
    source?.close();
    topics = now;
    if (!topics) return;
    const query = new URLSearchParams(topics.split(" ").map((topic) => ["topic", topic]));
    query.set("since", liveSince);
    if (last) query.set("last", last);
    source = new EventSource(`${live}?${query}`);
    source.addEventListener("message", (event) => {
      last = event.lastEventId;
      change(JSON.parse(event.data));
    });
    source.addEventListener("end", stop); // signed out, or not allowed any more
  }

  function stop() {
    source?.close();
    source = undefined;
  }

  function change(data) {
    // What has a kind of its own is for its room's script.
    document.dispatchEvent(new CustomEvent("manyhands:live", { detail: data }));
    if (!data.kind) generally(data);
  }

  function generally({ html, into, remove, count, text, refresh }) {
    if (html) put(typeof html === "string" ? html : (html[document.documentElement.lang] ?? html.en), into);
    for (const id of [].concat(remove ?? [])) document.getElementById(id)?.remove();
    for (const [name, value] of Object.entries(count ?? {})) {
      for (const each of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
        each.textContent = new Intl.NumberFormat(document.documentElement.lang || "en-GB").format(value);
        each.hidden = !value;
      }
    }
    for (const [name, value] of Object.entries(text ?? {})) {
      for (const each of document.querySelectorAll(`[data-text="${CSS.escape(name)}"]`)) each.textContent = value;
    }
    for (const name of [].concat(refresh ?? [])) {
      for (const each of document.querySelectorAll(`[data-refresh~="${CSS.escape(name)}"]`)) {
        setTimeout(() => window.htmx?.trigger(each, "live"), Math.random() * MOST_WAIT);
      }
    }
  }

  // Each element of the fragment takes the place of the one with its id; a new one goes to the end of the container.
  // So that an event that comes twice changes nothing.
  function put(html, into) {
    const fragment = document.createElement("template");
    fragment.innerHTML = html;
    const container = into && document.querySelector(`[data-into="${CSS.escape(into)}"]`);
    for (const each of [...fragment.content.children]) {
      const old = each.id && document.getElementById(each.id);
      if (old?.contains(document.activeElement) && document.activeElement !== old) continue; // somebody writes in it
      if (old) old.replaceWith(each);
      else if (container?.dataset.order === "newest") container.prepend(each);
      else if (container) container.append(each);
      else continue;
      each.classList.add("mh-arrived");
      window.htmx?.process(each);
    }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(closing);
    if (document.hidden) closing = setTimeout(stop, HIDDEN_AFTER);
    else if (!source || source.readyState === EventSource.CLOSED) {
      stop();
      listen();
    }
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => event.persisted && listen());
  document.addEventListener("htmx:load", listen); // a fragment may bring a topic with it
  listen();
})();
