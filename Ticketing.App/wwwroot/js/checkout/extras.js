// Buttons and the total of extras. The page has each unit's total, with and without a seat's price, from the server; here they are only added.

const panel = document.querySelector('[data-extras]');

if (panel) {
  const { locale, currency, decimals, seats } = panel.dataset;
  const scale = 10 ** Number(decimals);
  const format = (amount) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount / scale);

  const amountOf = (row) => {
    const field = row.querySelector('input');
    if (row.dataset.donation !== undefined) {
      const typed = Number(field.value.trim().replace(',', '.'));
      return Number.isFinite(typed) ? Math.round(typed * scale) : 0;
    }

    const quantity = Math.min(Math.max(0, Math.trunc(Number(field.value)) || 0), Number(field.max));
    const withSeat = Math.min(quantity, Number(row.dataset.withSeatUnits ?? 0));
    return withSeat * Number(row.dataset.withSeatTotal ?? 0) + (quantity - withSeat) * Number(row.dataset.total);
  };

  const update = () => {
    const rows = [...panel.querySelectorAll('[data-extra]')];
    const sum = rows.reduce((total, row) => total + amountOf(row), Number(seats));
    for (const target of document.querySelectorAll('[data-total-with-extras]')) {
      target.textContent = format(sum);
    }

    for (const row of rows) {
      const field = row.querySelector('input');
      for (const button of row.querySelectorAll('[data-step]')) {
        const next = Number(field.value || 0) + Number(button.dataset.step);
        button.disabled = next < 0 || next > Number(field.max);
      }
    }
  };

  panel.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]');
    if (!button) return;
    const field = button.closest('[data-extra]').querySelector('input');
    field.value = Math.min(Math.max(0, (Math.trunc(Number(field.value)) || 0) + Number(button.dataset.step)), Number(field.max));
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });

  panel.addEventListener('input', update);
  for (const button of panel.querySelectorAll('[data-step]')) button.hidden = false;
  panel.querySelector('[data-without-script]')?.remove();
  update();
}
