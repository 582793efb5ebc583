// Timers that a worker keeps: browsers slow the timers of hidden pages down to one a minute, which is longer than a turn may last.

export function createTimers(startWorker) {
  const waiting = new Map();
  let count = 0;
  let worker = null;

  function run(id) {
    const timer = waiting.get(id);
    waiting.delete(id);
    timer?.act();
  }

  // Without a worker (blocked, or it failed) the page's own timers do.
  function keepHere(id) {
    const { due } = waiting.get(id);
    setTimeout(() => run(id), Math.max(0, due - Date.now()));
  }

  function fallBack() {
    worker = null;
    [...waiting.keys()].forEach(keepHere);
  }

  try {
    worker = startWorker();
    worker.addEventListener('message', (event) => run(event.data));
    worker.addEventListener('error', fallBack);
  } catch {
    worker = null;
  }

  return {
    /** Runs an action after some milliseconds; returns the timer's id. */
    after(ms, act) {
      const id = ++count;
      waiting.set(id, { act, due: Date.now() + ms });
      if (worker) {
        worker.postMessage({ id, ms });
      } else {
        keepHere(id);
      }

      return id;
    },

    cancel(id) {
      waiting.delete(id);
    },
  };
}
