/* Shows the percentage's field only where one is chosen; without scripts the field is always there. */
Behaviour.specify(".intune-percentage", "intune-percentage", 0, (part) => {
  const choice = part.closest(".intune-form").querySelector("select[name='_.failChoice']");
  const show = () => {
    /* Until the choices are there, an attribute has what is chosen. */
    part.hidden = (choice.value || choice.getAttribute("value")) !== "%";
  };
  choice.addEventListener("change", show);
  choice.addEventListener("filled", show);
  show();
});
