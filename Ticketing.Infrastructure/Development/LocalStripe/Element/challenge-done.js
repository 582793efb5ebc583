// Last page of a 3-D Secure frame: notifies the parent script that the challenge is answered.
window.parent.postMessage({ source: 'local-stripe', type: 'challenge-done' }, window.location.origin);
