// Answers each request with its id after its time; see timers.js.
addEventListener('message', ({ data: { id, ms } }) => setTimeout(() => postMessage(id), ms));
