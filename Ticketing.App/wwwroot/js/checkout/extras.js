// The buttons beside a number of extras. The amounts are shown by checkout.js, which hears the change.

for (const stepper of document.querySelectorAll('[data-stepper]')) {
  const field = stepper.querySelector('input');
  const buttons = [...stepper.querySelectorAll('[data-step]')];
  const after = (button) => (Math.trunc(Number(field.value)) || 0) + Number(button.dataset.step);

  const update = () => {
    for (const button of buttons) {
      // Not disabled: the focus would be lost at the last one.
      button.setAttribute('aria-disabled', String(after(button) < 0 || after(button) > Number(field.max)));
    }
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') === 'true') return;
      field.value = after(button);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  field.addEventListener('input', update);
  update();
}
