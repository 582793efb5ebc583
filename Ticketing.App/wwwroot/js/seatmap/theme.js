// Colours: reads the map's CSS custom properties, mixes them, and ensures contrast.

const names = ['surface', 'section', 'outline', 'ink', 'muted', 'sold', 'held', 'own', 'own-ink', 'stage', 'stage-ink', 'wall', 'focus'];

const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)', 'print'];

/** Watches the theme of an element; read() sets the colours as [r,g,b] arrays by name. */
export class Theme {
  #root;
  #probe;
  #observer;
  #media = queries.map(query => matchMedia(query));
  #onChange;

  constructor(root, onChange) {
    this.#root = root;
    // A probe resolves var(), light-dark() and color-mix(), which a custom property's own value keeps as text.
    this.#probe = document.createElement('span');
    this.#probe.hidden = true;
    this.#probe.style.forcedColorAdjust = 'none'; // forced colours would replace every colour read from it by CanvasText
    root.append(this.#probe);
    this.#onChange = () => {
      this.read();
      onChange();
    };
    this.#observer = new MutationObserver(this.#onChange);
    for (const watched of [document.documentElement, document.body]) {
      this.#observer.observe(watched, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
    }
    this.#media.forEach(media => media.addEventListener('change', this.#onChange));
    document.fonts?.addEventListener('loadingdone', this.#onChange);
    this.read();
  }

  read() {
    for (const name of names) {
      this.#probe.style.color = '';
      this.#probe.style.color = `var(--seatmap-${name})`;
      this[name] = parse(getComputedStyle(this.#probe).color);
    }
    this.font = getComputedStyle(this.#root).fontFamily || 'sans-serif';
    this.isDark = luminance(this.surface) < 0.2;
    this.isForced = matchMedia('(forced-colors: active)').matches;
  }

  dispose() {
    this.#observer.disconnect();
    this.#media.forEach(media => media.removeEventListener('change', this.#onChange));
    document.fonts?.removeEventListener('loadingdone', this.#onChange);
    this.#probe.remove();
  }
}

/** '#5b8def', 'rgb(1 2 3)', 'rgba(1, 2, 3, .5)' or 'color(srgb 0.1 0.2 0.3)' as [r,g,b]. */
export function parse(text) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text?.trim() ?? '');
  if (hex) {
    const digits = hex[1].length === 3 ? [...hex[1]].map(d => d + d).join('') : hex[1];
    return [0, 2, 4].map(at => parseInt(digits.slice(at, at + 2), 16));
  }
  const numbers = (text?.match(/-?[\d.]+/g) ?? ['136', '136', '136']).slice(0, 3).map(Number);
  return text?.startsWith('color(') ? numbers.map(n => Math.round(n * 255)) : numbers;
}

export const css = ([r, g, b], alpha = 1) => `rgba(${Math.round(r)},${Math.round(g)},${Math.round(b)},${alpha})`;

export const mix = (a, b, share) => a.map((v, i) => v + (b[i] - v) * share);

/** Relative luminance, WCAG 2.2. */
export function luminance(rgb) {
  const [r, g, b] = rgb.map(v => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, WCAG 2.2: 1 to 21. */
export function contrast(a, b) {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

const shapeContrast = 3; // WCAG 2.2, 1.4.11

/** A colour, mixed with the ink until its shapes can be seen on a surface. */
export function visibleOn(surface, rgb, ink) {
  let seen = rgb;
  for (let share = 0.1; contrast(seen, surface) < shapeContrast && share <= 1; share += 0.1) {
    seen = mix(rgb, ink, share);
  }
  return seen;
}

const white = [255, 255, 255];
const black = [16, 18, 27];

const preferredContrast = 3.6;

/** White or near-black, whichever reads better on a colour; the preferred one where it reads well enough. */
export function inkOn(rgb, prefersWhite = true) {
  const l = luminance(rgb);
  const onWhite = 1.05 / (l + 0.05), onBlack = (l + 0.05) / (luminance(black) + 0.05);
  const [preferred, other] = prefersWhite ? [onWhite, onBlack] : [onBlack, onWhite];
  return (preferred >= preferredContrast || preferred >= other) === prefersWhite ? white : black;
}
