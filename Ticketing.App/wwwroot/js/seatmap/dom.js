// Builds elements; the content security policy allows neither inline styles nor inline handlers.

/** el('button', { type: 'button', class: 'x', 'data-testid': 'y', onclick: f }, 'text', child) */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A 20x20 icon of strokes. */
export function icon(...paths) {
  return svg('svg', { viewBox: '0 0 20 20', class: 'seatmap-icon', 'aria-hidden': 'true' }, ...paths.map(d => svg('path', { d })));
}

/** Sets text only where it differs, so that live regions and layout are not triggered. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
