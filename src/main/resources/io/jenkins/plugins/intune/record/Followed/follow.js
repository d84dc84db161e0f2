/* Keeps a part of a page up to date while its build runs, at the rate that the server names, as long as somebody can see it. */
Behaviour.specify(".intune-followed", "intune-followed", 0, (box) => {
  const MAX_DELAY = 60;
  /* Refusals in a row that may be a gateway's. */
  const MAX_FOREIGN = 5;
  const PATIENCE = 20000;
  const content = box.children[0];
  const status = box.children[1];
  const alert = box.children[2];
  let version = box.dataset.version;
  let announcement = box.dataset.announcement;
  let delay = Number(box.dataset.next);
  let failures = 0;
  let timer = 0;
  let asking = false;

  function write(place, text) {
    if (place.textContent !== text) {
      place.textContent = text;
    }
  }

  function place(part) {
    const owner = part.closest("[data-key]");
    return part.getAttribute("href") || (owner === null ? null : owner.dataset.key);
  }

  /* What was opened stays open, and what had the focus has it again. */
  function replaceAll(next) {
    const opened = Array.from(content.querySelectorAll("details[open]"), (details) => details.dataset.key);
    const focused = content.contains(document.activeElement) ? place(document.activeElement) : null;
    content.innerHTML = next.innerHTML;
    Behaviour.applySubtree(content, true);
    content.querySelectorAll("details").forEach((details) => {
      details.open = opened.includes(details.dataset.key);
    });
    const again = Array.from(content.querySelectorAll("a, summary")).find((part) => place(part) === focused);
    if (focused !== null && again !== undefined) {
      again.focus();
    }
  }

  function replacePieces(next) {
    next.querySelectorAll("[data-piece]").forEach((piece) => {
      const old = content.querySelector('[data-piece="' + piece.dataset.piece + '"]');
      if (old !== null && old.outerHTML !== piece.outerHTML) {
        old.replaceWith(piece);
      }
    });
  }

  function show(page) {
    const next = new DOMParser().parseFromString(page, "text/html").querySelector("[data-version]");
    if (next === null) {
      throw new Error("not the progress of a build");
    }
    if (next.dataset.whole === "true") {
      replaceAll(next);
      version = next.dataset.version;
    } else {
      replacePieces(next);
    }
    delay = Number(next.dataset.next);
    failures = 0;
    write(alert, "");
    if (next.dataset.announcement !== announcement) {
      announcement = next.dataset.announcement;
      write(status, announcement);
    }
  }

  function fail() {
    failures += 1;
    write(alert, box.dataset.unreachable);
  }

  function refuse() {
    delay = 0;
    write(alert, box.dataset.refused);
  }

  function ask() {
    clearTimeout(timer);
    if (asking || delay === 0 || document.hidden) {
      return;
    }
    asking = true;
    fetch(box.dataset.from + "?version=" + encodeURIComponent(version), { signal: AbortSignal.timeout(PATIENCE) })
      .then((response) => {
        if (response.ok) {
          return response.text().then(show);
        }
        /* While Jenkins restarts, a gateway may answer in its place. Some proxies take Jenkins' header away. */
        const own = response.headers.has("X-Jenkins") || failures >= MAX_FOREIGN;
        const final = own && [401, 403, 404].includes(response.status);
        return final ? refuse() : fail();
      })
      .catch(fail)
      .then(() => {
        asking = false;
        later();
      });
  }

  function later() {
    clearTimeout(timer);
    if (delay > 0 && box.isConnected) {
      timer = setTimeout(ask, Math.min(MAX_DELAY, delay * Math.pow(2, failures)) * 1000);
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      ask();
    }
  });
  later();
});
