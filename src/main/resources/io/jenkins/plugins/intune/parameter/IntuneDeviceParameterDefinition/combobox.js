/* Suggests devices while somebody types. The pattern is https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
Behaviour.specify(".intune-device", "intune-device", 0, (box) => {
  const DELAY = 300;
  const MIN_TYPED = 3;
  const text = box.querySelector("[role=combobox]");
  const chosen = box.querySelector("input[name=deviceId]");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  let active = -1;
  let timer = 0;
  let search = null;

  function say(message) {
    status.textContent = message;
  }

  /* An id and a look-up are what the server reads; anything else has to be chosen. */
  function validate() {
    const typed = text.value.trim();
    const readable = typed.includes(":") || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed);
    text.setCustomValidity(typed === "" || chosen.value !== "" || readable ? "" : box.dataset.choose);
  }

  function activate(index) {
    active = index;
    Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) {
      text.removeAttribute("aria-activedescendant");
    } else {
      text.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function open(yes) {
    list.hidden = !yes;
    text.setAttribute("aria-expanded", String(yes));
    activate(-1);
  }

  /* Whatever is under way is not waited for any more. */
  function stop() {
    clearTimeout(timer);
    if (search !== null) {
      search.abort();
      search = null;
    }
  }

  function show(devices) {
    list.textContent = "";
    devices.forEach((device, index) => list.appendChild(option(device, index)));
    open(devices.length > 0);
    list.scrollIntoView({ block: "nearest" });
  }

  function choose(device) {
    stop();
    text.value = device.name || device.serialNumber || device.id;
    chosen.value = device.id;
    validate();
    show([]);
    const parts = [device.name, device.serialNumber, device.user].filter((part) => part !== "");
    say(box.dataset.chosen + " " + parts.join(", "));
  }

  function option(device, index) {
    const item = document.createElement("li");
    item.id = list.id + "-" + index;
    item.className = "intune-device__option";
    item.setAttribute("role", "option");
    [device.name || device.id, device.serialNumber, device.user].forEach((part) => {
      const span = document.createElement("span");
      span.textContent = part;
      item.appendChild(span);
      item.appendChild(document.createTextNode(" "));
    });
    /* The text keeps the focus. */
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(device));
    return item;
  }

  function answer(response) {
    if (response.ok) {
      return response.json();
    }
    const refused = response.status === 403 || response.status === 404;
    return { devices: [], message: refused ? box.dataset.refused : box.dataset.failed };
  }

  function suggest() {
    const mine = new AbortController();
    const body = new URLSearchParams();
    body.append("parameter", box.querySelector("input[name=name]").value);
    body.append("typed", text.value);
    search = mine;
    say(box.dataset.searching);
    fetch((box.dataset.job || new URL("./", text.form.action).href) + box.dataset.suggest, {
      method: "POST",
      headers: crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" }),
      body: body.toString(),
      signal: mine.signal,
    })
      .then(answer)
      .catch(() => ({ devices: [], message: box.dataset.failed }))
      .then((found) => {
        /* Another search may have begun, or something was chosen. */
        if (search === mine) {
          search = null;
          show(found.devices);
          say(found.message);
        }
      });
  }

  function typed() {
    stop();
    chosen.value = "";
    validate();
    show([]);
    say("");
    if (Array.from(text.value.trim()).length >= MIN_TYPED) {
      timer = setTimeout(suggest, DELAY);
    }
  }

  text.addEventListener("input", typed);

  text.addEventListener("keydown", (event) => {
    /* An input method's keys choose among its own. Safari ends the composition before the key that ends it. */
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    const count = list.children.length;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && count > 0) {
      event.preventDefault();
      const from = active < 0 && step < 0 ? count : active;
      if (list.hidden) {
        open(true);
      }
      activate((from + step + count) % count);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      /* A dialog around stays open. */
      event.stopPropagation();
      open(false);
    }
  });

  text.addEventListener("blur", () => open(false));
  validate();
});
