// Formats the selection of a Markdown text.

const PAIRS = { bold: '**', italic: '*' };
const STARTS = { heading: '### ', list: '- ' };

const wrap = (text, start, end, mark) => {
  const chosen = text.slice(start, end);
  const isMarked = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
  return isMarked
    ? { text: text.slice(0, start - mark.length) + chosen + text.slice(end + mark.length), start: start - mark.length, end: end - mark.length }
    : { text: text.slice(0, start) + mark + chosen + mark + text.slice(end), start: start + mark.length, end: end + mark.length };
};

const begin = (text, start, end, mark) => {
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const lines = text.slice(first, end).split('\n');
  const isMarked = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join('\n');
  return { text: text.slice(0, first) + changed + text.slice(end), start: first, end: first + changed.length };
};

/** The text with a mark added to the selection, or removed from it, and the new selection. */
export const format = (mark, text, start, end) => {
  if (PAIRS[mark]) return wrap(text, start, end, PAIRS[mark]);
  if (STARTS[mark]) return begin(text, start, end, STARTS[mark]);
  const label = text.slice(start, end);
  const inserted = `[${label}](https://)`;
  const at = start + inserted.length - 1;
  return { text: text.slice(0, start) + inserted + text.slice(end), start: at, end: at };
};
