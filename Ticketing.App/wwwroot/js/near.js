// "Near me": asks the browser for the position and opens the list around it.

// About a kilometre: enough for a radius, too little for an address.
const decimals = 2;
const timeoutMs = 10_000;

export function attach() {
  if (!navigator.geolocation) return;
  for (const button of document.querySelectorAll('button[data-near]:not([data-attached])')) {
    button.dataset.attached = 'true';
    button.hidden = false;
    button.addEventListener('click', () => find(button));
  }
}

function find(button) {
  const status = document.getElementById(button.dataset.nearStatus);
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const place = `${coords.latitude.toFixed(decimals)},${coords.longitude.toFixed(decimals)}`;
      open(button.dataset.near.replace(encodeURIComponent('{place}'), encodeURIComponent(place)));
    },
    () => {
      button.disabled = false;
      status.textContent = status.dataset.failed;
    },
    { timeout: timeoutMs, maximumAge: 600_000 },
  );
}

function open(url) {
  if (window.Blazor?.navigateTo) window.Blazor.navigateTo(url);
  else location.assign(url);
}
