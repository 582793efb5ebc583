// Completions under search fields: the combobox pattern with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

const delayMs = 140;
let count = 0;

export function attach() {
  for (const form of document.querySelectorAll('form[data-suggest]:not([data-attached])')) {
    form.dataset.attached = 'true';
    new Suggest(form, form.querySelector('input[type=search]'));
  }
}

class Suggest {
  #input;
  #list;
  #status;
  #texts;
  #address;
  #timer = 0;
  #request = null;
  #active = -1;

  constructor(form, input) {
    this.#input = input;
    this.#address = form.dataset.suggest;
    this.#texts = form.dataset;
    this.#list = document.createElement('ul');
    this.#list.className = 'suggestions';
    this.#list.id = `suggestions-${++count}`;
    this.#list.hidden = true;
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', input.labels[0]?.textContent ?? '');
    // Says the number of completions; the list itself is silent until it is entered.
    this.#status = document.createElement('span');
    this.#status.className = 'visually-hidden';
    this.#status.setAttribute('aria-live', 'polite');
    input.parentElement.append(this.#list, this.#status);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', this.#list.id);
    input.addEventListener('input', () => this.#later());
    input.addEventListener('keydown', (event) => this.#key(event));
    input.addEventListener('blur', () => setTimeout(() => this.#close(), 150));
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    // Typed before this script had loaded.
    if (document.activeElement === input && input.value !== input.defaultValue) this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const text = this.#input.value.trim();
    if (text.length < 2) {
      this.#close();
      return;
    }
    this.#timer = setTimeout(() => this.#ask(text), delayMs);
  }

  async #ask(text) {
    this.#request = new AbortController();
    try {
      const answer = await fetch(`${this.#address}?q=${encodeURIComponent(text)}`, { signal: this.#request.signal });
      if (answer.ok) this.#show((await answer.json()).items);
    } catch (error) {
      // Aborted by further typing, or offline: the form still works.
      if (error.name !== 'AbortError') this.#close();
    }
  }

  #show(items) {
    this.#list.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.#active = -1;
    this.#list.hidden = items.length === 0;
    this.#input.setAttribute('aria-expanded', String(items.length > 0));
    this.#status.textContent = items.length === 0 ? (this.#texts.suggestNone ?? '')
      : items.length === 1 ? (this.#texts.suggestOne ?? '')
      : (this.#texts.suggestMany ?? '').replace('{0}', items.length);
    this.#input.removeAttribute('aria-activedescendant');
  }

  #option(item, index) {
    const option = document.createElement('li');
    option.id = `${this.#list.id}-${index}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.dataset.url = item.url;
    option.dataset.kind = item.kind;
    const text = document.createElement('span');
    text.textContent = item.text;
    const detail = document.createElement('span');
    detail.className = 'suggestion-detail';
    detail.textContent = item.detail;
    option.append(text, detail);
    option.addEventListener('click', () => this.#open(item.url));
    return option;
  }

  #key(event) {
    const options = this.#list.children;
    if (this.#list.hidden || options.length === 0) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.#activate((this.#active + step + options.length + (this.#active < 0 && step < 0 ? 1 : 0)) % options.length);
        break;
      }
      case 'Enter':
        if (this.#active >= 0) {
          event.preventDefault();
          this.#open(options[this.#active].dataset.url);
        }
        break;
      case 'Escape':
        event.preventDefault();
        this.#close();
        break;
    }
  }

  #activate(index) {
    const options = this.#list.children;
    options[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = index;
    options[index].setAttribute('aria-selected', 'true');
    options[index].scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', options[index].id);
  }

  #open(url) {
    this.#close();
    if (window.Blazor?.navigateTo) window.Blazor.navigateTo(url);
    else location.assign(url);
  }

  #close() {
    this.#list.hidden = true;
    this.#status.textContent = '';
    this.#active = -1;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }
}
