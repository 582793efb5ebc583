// The plan's addresses. An answer is { status, body }; no answer is status 0.

export class Api {
  #base;
  #headers;

  constructor(base, headers = {}) {
    this.#base = base.replace(/\/$/, '');
    this.#headers = headers;
  }

  draft() { return this.#send('GET', '/draft'); }

  /** keepalive lets a small body out while the page closes. */
  save(revision, sets, keepalive = false) {
    return this.#send('PATCH', '/draft', sets, { 'If-Match': `"${revision}"` }, keepalive);
  }

  edit(takeOver = false) { return this.#send('POST', '/draft/editing', { takeOver }); }
  check() { return this.#send('GET', '/draft/check'); }
  best(count) { return this.#send('GET', `/draft/best?count=${count}`); }
  versions() { return this.#send('GET', '/versions'); }
  version(number) { return this.#send('GET', `/versions/${number}`); }
  saveVersion(name) { return this.#send('POST', '/versions', { name }); }
  restore(number) { return this.#send('POST', `/versions/${number}/restore`, {}); }
  publish() { return this.#send('POST', '/publish', {}); }
  dates() { return this.#send('GET', '/dates'); }
  planChange(performance) { return this.#at(performance, 'GET'); }
  applyPlanChange(performance, hash) { return this.#at(performance, 'POST', { hash }); }
  import(file) { return this.#send('POST', '/import', file, { 'Content-Type': 'application/octet-stream' }); }
  exportUrl(format) { return `${this.#base}/export?format=${format}`; }

  // Dates are no part of the plan's addresses.
  #at(performance, method, body) { return this.#send(method, `/performances/${performance}/plan-change`, body, {}, false, this.#base.replace(/\/organizations\/.*$/, '')); }

  async #send(method, path, body, headers = {}, keepalive = false, base = this.#base) {
    try {
      const response = await fetch(base + path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        keepalive,
        headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(method === 'GET' ? {} : this.#headers), ...headers },
        body: body === undefined ? undefined : body instanceof Blob ? body : JSON.stringify(body),
      });
      const text = await response.text();
      let answer = null;
      try {
        answer = text === '' ? null : JSON.parse(text);
      } catch {
        answer = null; // a proxy's page in place of an answer
      }
      return { status: response.status, body: answer };
    } catch {
      return { status: 0, body: null };
    }
  }
}

/** What a refusal says: its detail, or the status. */
export const reasonOf = answer => answer.body?.detail ?? answer.body?.title ?? `HTTP ${answer.status}`;
