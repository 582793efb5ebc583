// The last page in a 3-D Secure frame: tells the script around it that the buyer has answered.
window.parent.postMessage({ source: 'local-stripe', type: 'challenge-done' }, window.location.origin);
