// What pages do beyond HTML: draw charts, tell how far an upload is, ask before something is deleted.
(function () {
  "use strict";

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const language = document.documentElement.lang || "en-GB";

  // Charts. Vega is fetched by pages that have one, from the addresses in <body data-vega>.

  let vega;

  function fetchVega() {
    vega ??= document.body.dataset.vega.split(" ").reduce(
      (before, address) =>
        before.then(
          () =>
            new Promise((done, failed) => {
              const script = document.createElement("script");
              Object.assign(script, { src: address, onload: done, onerror: failed });
              document.head.append(script);
            }),
        ),
      Promise.resolve(),
    );
    return vega;
  }

  function over(below, above) {
    const merged = { ...below };
    for (const [name, value] of Object.entries(above ?? {})) {
      const deeper = value && typeof value === "object" && !Array.isArray(value);
      merged[name] = deeper ? over(below?.[name] ?? {}, value) : value;
    }
    return merged;
  }

  async function draw(picture) {
    const drawn = picture.querySelector(".mh-chart__drawn");
    try {
      const [answer] = await Promise.all([fetch(picture.dataset.chart), fetchVega()]);
      if (!answer.ok) throw new Error(`${answer.status} ${picture.dataset.chart}`);
      const spec = await answer.json();
      if (dark.matches) spec.config = over(spec.config, spec.usermeta?.dark);
      drawn.chart?.finalize();
      drawn.chart = await window.vegaEmbed(drawn, spec, {
        actions: false,
        ast: true, // expressions are interpreted, not compiled: the policy allows no eval
        defaultStyle: false,
        expr: window.vega.expressionInterpreter,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
    } catch (error) {
      console.warn(error);
      picture.classList.add("mh-chart__picture--still");
    }
  }

  // A picture is drawn once it has a width: one in a closed <details> waits until that is opened.
  const waiting = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (!contentRect.width) continue;
      waiting.unobserve(target);
      draw(target);
    }
  });

  function drawAll(within) {
    for (const picture of within.querySelectorAll("[data-chart]")) waiting.observe(picture);
  }

  dark.addEventListener("change", () => drawAll(document));

  // Uploads: a form with data-upload is sent by htmx, which tells how far it is.

  function megabytes(bytes) {
    const amount = bytes / 1e6;
    const digits = amount < 10 ? 1 : 0;
    return new Intl.NumberFormat(language, { style: "unit", unit: "megabyte", maximumFractionDigits: digits }).format(amount);
  }

  function duration(seconds) {
    const [unit, amount] = seconds < 90 ? ["second", seconds] : seconds < 5400 ? ["minute", seconds / 60] : ["hour", seconds / 3600];
    const whole = Math.max(1, Math.round(amount));
    return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(whole);
  }

  function progressOf(event) {
    const form = event.target.closest?.("form[data-upload]");
    return form ? { form, shown: form.querySelector("[data-upload-progress]") } : {};
  }

  document.addEventListener("htmx:xhr:loadstart", (event) => {
    const { form, shown } = progressOf(event);
    if (!shown) return;
    shown.began = performance.now();
    shown.hidden = false;
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const { shown } = progressOf(event);
    const { loaded, total, lengthComputable } = event.detail;
    if (!shown || !lengthComputable) return;
    const [sent, left] = shown.querySelectorAll(".mh-progress__row span");
    const bar = shown.querySelector("progress");
    const texts = shown.dataset;
    const elapsed = (performance.now() - shown.began) / 1000;
    if (loaded < total) {
      bar.value = loaded / total;
      left.textContent = elapsed > 1 ? texts.left.replace("{time}", duration((elapsed / loaded) * (total - loaded))) : "";
    } else {
      bar.removeAttribute("value");
      left.textContent = "";
      shown.querySelector("[role=status]").textContent = texts.read;
    }
    sent.textContent = texts.sent.replace("{done}", megabytes(loaded)).replace("{total}", megabytes(total));
  });

  function stopped(event) {
    const { form, shown } = progressOf(event);
    if (!shown) return;
    shown.querySelector("progress").hidden = true;
    for (const span of shown.querySelectorAll(".mh-progress__row span")) span.textContent = "";
    shown.querySelector("[role=status]").textContent = shown.dataset.failed;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }

  document.addEventListener("htmx:sendError", stopped);
  document.addEventListener("htmx:timeout", stopped);

  // A form that comes back with its mistakes (422) is shown as a page is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
  });

  // A button with data-confirm asks first.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }, true);

  drawAll(document);
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && drawAll(event.detail.elt));
})();
