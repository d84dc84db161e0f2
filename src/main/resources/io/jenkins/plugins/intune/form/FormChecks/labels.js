/* Gives fields the names that stand beside them: Jenkins' forms show labels, but tie few of them to their fields. */
Behaviour.specify(".intune-form .jenkins-form-item, .intune-form .jenkins-checkbox", "intune-labels", 0, (item) => {
  const label = item.querySelector(":scope > .jenkins-form-label, :scope > label");
  const name = label === null ? "" : label.firstChild === null ? "" : label.firstChild.textContent.trim();
  if (name === "") {
    return;
  }
  for (const field of item.querySelectorAll("input:not([type=radio]), select, textarea")) {
    if (field.closest(".jenkins-form-item, .jenkins-checkbox") === item && !field.hasAttribute("aria-label")) {
      field.setAttribute("aria-label", name);
    }
  }
});

/* Jenkins' list of suggestions sets aria-expanded on its field, which only a combobox may have, together with aria-controls. */
Behaviour.specify(".intune-form input.auto-complete", "intune-suggestions", 1, (field) => {
  if (field.hasAttribute("role")) {
    return;
  }
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  new MutationObserver(() => {
    if (field.dropdown?.popper) {
      field.setAttribute("aria-controls", field.dropdown.popper.id);
    }
  }).observe(field, { attributeFilter: ["aria-expanded"] });
});
