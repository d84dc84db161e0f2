/* The address of a filtered page can be passed on: it has what was filtered, and not the crumb that Jenkins adds to every form. */
Behaviour.specify("form.intune-filter", "intune-filter", 0, (form) => {
  form.addEventListener("formdata", ({ formData }) => {
    formData.delete(crumb.fieldName);
    for (const [name, value] of Array.from(formData)) {
      if (value === "") {
        formData.delete(name);
      }
    }
  });
});
