// One editor at a time: the lease, watching while somebody else edits, and conflicts put on top of what others saved.

import { partsOf } from '../core/changes.js';
import { PlanModel } from '../core/model.js';
import { keepMine, open, rebased } from '../core/rebase.js';

const renewMilliseconds = 30_000;
const watchMilliseconds = 6000;

export class Session {
  /** { name, until } of who edits instead; null: this page does. */
  other = null;
  #app;
  #timer = 0;
  #canWrite;

  constructor(app, canWrite) {
    this.#app = app;
    this.#canWrite = canWrite;
    app.saver.addEventListener('conflict', e => this.#conflict(e.detail));
    app.saver.addEventListener('locked', e => this.#locked(e.detail));
    app.saver.addEventListener('refused', e => this.#refused(e.detail));
  }

  async start() {
    if (this.#canWrite) {
      await this.#lease(false);
    }
    this.#again();
  }

  async takeOver() {
    await this.#lease(true);
    if (this.other !== null) {
      return;
    }
    const { saver } = this.#app;
    if (saver.isIdle) {
      await this.reload();
    } else {
      saver.resume(saver.revision, saver.unsent); // meets the others' changes as a conflict
    }
  }

  dispose() { clearTimeout(this.#timer); }

  /** Takes the server's document in place of this one. */
  async reload() {
    const { api, editor, saver } = this.#app;
    const answer = await api.draft();
    if (answer.status !== 200) {
      return false;
    }
    editor.model.load(answer.body.document);
    editor.reset();
    saver.resume(answer.body.revision, []);
    return true;
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (document.visibilityState === 'visible') {
        await (this.other === null && this.#canWrite ? this.#lease(false) : this.#watch());
      }
      this.#again();
    }, this.other === null && this.#canWrite ? renewMilliseconds : watchMilliseconds);
  }

  async #lease(takeOver) {
    const answer = await this.#app.api.edit(takeOver);
    if (answer.status === 423) {
      this.#setOther(answer.body);
    } else if (answer.status === 200) {
      this.#setOther(null);
    }
  }

  // Others watch: the document of a newer revision takes the place of this one.
  async #watch() {
    const { api, editor, saver } = this.#app;
    const answer = await api.draft();
    if (answer.status === 200 && saver.isIdle) {
      if (answer.body.revision !== saver.revision) {
        saver.revision = answer.body.revision;
        editor.model.load(answer.body.document);
        editor.history.clear();
      }
      if (this.#canWrite && answer.body.editor === null && this.other !== null) {
        await this.#lease(false);
      }
    }
  }

  #setOther(body) {
    const was = this.other !== null;
    this.other = body === null ? null : { name: body.editor?.name ?? body.editor ?? '', until: body.until };
    const { editor } = this.#app;
    if (was !== (this.other !== null)) {
      editor.readOnly = this.other !== null || !this.#canWrite;
    }
    this.#app.showOther(this.other);
    this.#again();
  }

  // Somebody took over while sets were unsent: they stay in this browser.
  #locked(body) {
    this.#setOther(body);
    const { editor } = this.#app;
    editor.say(editor.t('Somebody else is editing now. Your unsaved changes are kept in this browser.'));
  }

  /** Both changed the plan: other parts go on silently, the same part is asked for. */
  async #conflict(body) {
    const { editor, saver, api } = this.#app;
    const own = saver.unsent;
    const answer = await api.draft();
    if (answer.status !== 200) {
      saver.resume(saver.revision, own);
      return;
    }
    const others = (body?.changes ?? []).filter(set => !own.some(o => o.id === set.id));
    // Sets that did arrive are in the document already: their answer was lost.
    const arrived = new Set((body?.changes ?? []).map(set => set.id));
    const { sets, conflicts } = rebased(own.filter(set => !arrived.has(set.id)), others);
    const before = new Map(editor.model.objects);
    const theirs = new PlanModel(answer.body.document);
    editor.model.load(answer.body.document);
    const fitting = [];
    for (const set of sets) {
      const completed = editor.model.completed(set);
      if (editor.model.misfit(completed) === null) {
        editor.model.apply(completed);
        fitting.push(completed);
      }
    }
    const asked = open(conflicts, (part, key) => theirs.get(part, key));
    const names = [...new Set(others.flatMap(partsOf))].length;
    if (asked.length === 0) {
      saver.resume(answer.body.revision, fitting);
      editor.say(editor.t('{0} changes of somebody else were taken in.', names));
      return;
    }
    const mine = await this.#app.decide(asked, { before, theirs });
    const chosen = asked.filter(c => mine.has(`${c.part}:${c.key}`));
    if (chosen.length > 0) {
      const set = editor.model.completed(keepMine('Keep own changes', chosen, (part, key) => editor.model.get(part, key)));
      editor.model.apply(set);
      fitting.push(set);
    }
    saver.resume(answer.body.revision, fitting);
  }

  // The server refuses a set: it is taken back here, with its reason; what does not fit without it comes from the server again.
  async #refused({ set, answer }) {
    const { editor, saver } = this.#app;
    saver.drop(set.id);
    await this.#app.tellRefused(set, answer);
    const rest = saver.unsent;
    const draft = await this.#app.api.draft();
    if (draft.status !== 200) {
      saver.resume(saver.revision, rest);
      return;
    }
    editor.model.load(draft.body.document);
    editor.history.clear();
    const fitting = rest.filter(s => {
      const fits = editor.model.misfit(s) === null;
      if (fits) {
        editor.model.apply(editor.model.completed(s));
      }
      return fits;
    });
    saver.resume(draft.body.revision, fitting);
  }
}
