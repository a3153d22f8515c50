// What is being written is kept every few seconds, and when the page is left. The page works without.
(function () {
  "use strict";

  const SOON = 2500; // milliseconds after the last key

  // Files that were added are not sent again with the message.
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches("[data-add-files]")) detail.elt.form.elements.namedItem("files").value = "";
  });

  for (const form of document.querySelectorAll("form[data-keep]")) {
    const said = form.querySelector("[data-kept]");
    const fields = () => [...form.querySelectorAll("textarea, input[name=title]")];
    const text = () => fields().map((field) => field.value).join("\n");
    let kept = text();
    let waiting = 0;
    let sent = false;

    function written() {
      const data = new FormData();
      for (const name of ["csrfmiddlewaretoken", "acting_as", "title", "source", "version"]) {
        const field = form.elements.namedItem(name);
        if (field) data.append(name, field.value);
      }
      data.append("place", form.dataset.place);
      return data;
    }

    async function keep() {
      window.clearTimeout(waiting);
      const now = text();
      if (sent || now === kept) return;
      try {
        const answer = await fetch(form.dataset.keep, {
          method: "POST",
          body: written(),
          headers: { "X-Requested-With": "fetch" },
          keepalive: now.length < 15000, // what a browser sends after the page is gone is limited to 64 KB
        });
        if (answer.ok) kept = now;
        if (answer.ok || answer.status === 422) said.textContent = (await answer.text()).trim();
      } catch {
        // Offline: tried again after the next key.
      }
    }

    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(keep, SOON);
    });
    form.addEventListener("submit", () => {
      sent = true;
      window.clearTimeout(waiting);
    });
    document.addEventListener("visibilitychange", () => document.hidden && keep());
    window.addEventListener("pagehide", keep);
    window.addEventListener("pageshow", () => (sent = false));
  }
})();
