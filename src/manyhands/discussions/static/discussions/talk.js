// What happens in a thread or a group while its page is open. The page works without.
(function () {
  "use strict";

  const page = document.querySelector("[data-thread]");
  const list = document.getElementById("messages");
  const blank = document.getElementById("message-template");
  const news = document.querySelector("[data-news]");
  const NOBODY = "00000000-0000-0000-0000-000000000000";
  const SOMEBODY = "11111111-1111-1111-1111-111111111111";
  const language = document.documentElement.lang || "en-GB";

  function placed(html) {
    return html.replaceAll('href="/-/', `href="${page.dataset.place}`);
  }

  function said(moment) {
    return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(moment));
  }

  // A message that is new takes the form that the server gave the page for one; its text was made safe there.
  function add(data) {
    if (document.getElementById(`m-${data.post}`)) return;
    if (!page.dataset.last) {
      news.hidden = false; // this page is not the last: the message belongs further on
      return;
    }
    const made = document.createElement("template");
    made.innerHTML = blank.innerHTML.replaceAll(NOBODY, data.post).replaceAll(SOMEBODY, data.persona);
    const message = made.content.firstElementChild;
    const author = message.querySelector(".mh-author");
    author.textContent = data.author;
    if (data.home === page.dataset.home) author.href = `${page.dataset.place}people/profiles/${data.persona}`;
    if (data.organisation) {
      const from = Object.assign(document.createElement("span"), { className: "mh-quiet", textContent: ` (${data.organisation})` });
      message.querySelector("[data-live-author]").append(from);
    }
    const time = message.querySelector("[data-live-time]");
    time.dateTime = data.at;
    time.textContent = said(data.at);
    message.querySelector(".mh-message__text").innerHTML = placed(data.html);
    if (data.persona === page.dataset.me) message.querySelector(".mh-message__do")?.remove();
    message.classList.add("mh-arrived");
    list.append(message);
    window.htmx?.process(message);
  }

  function change(data) {
    const message = document.getElementById(`m-${data.post}`);
    const text = message?.querySelector(".mh-message__text");
    if (data.gone || !text) news.hidden = !message;
    else text.innerHTML = placed(data.html);
  }

  function react(data) {
    const message = document.getElementById(`m-${data.post}`);
    if (!message) return;
    for (const each of message.querySelectorAll("[data-reaction]")) {
      const count = data.reactions[each.dataset.reaction] || 0;
      each.textContent = count || "";
      if (each.parentElement.tagName === "SPAN") each.parentElement.hidden = !count;
    }
    message.querySelector(".mh-helped").hidden = !data.helped;
    message.classList.toggle("mh-message--helped", data.helped);
  }

  document.addEventListener("manyhands:live", ({ detail }) => {
    if (page && detail.topic?.startsWith("thread/")) ({ post: add, changed: change, reactions: react })[detail.kind]?.(detail);
    else if (!page && news && detail.topic?.startsWith("group/")) news.hidden = false;
  });
})();
