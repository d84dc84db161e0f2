/* Makes a hidden field say which credential is chosen beside it: in the list, or as an expression. */
Behaviour.specify(".intune-chosen-credential > input", "intune-chosen-credential", 0, (chosen) => {
  const control = chosen.parentElement.parentElement.querySelector(".credentials-select-control");
  Object.defineProperty(chosen, "value", {
    configurable: true,
    get: () => {
      const way = control.querySelector("input.credentials-select-radio-control:checked");
      const expression = way !== null && way.value === "param";
      const field = control.querySelector(expression ? ".credentials-select-content-param input" : "select");
      return field === null ? "" : field.value;
    },
  });
});
