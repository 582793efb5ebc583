// The sizes of the sections' names: one size for all, so that no section looks more important, and the counts on all or on none.

const sizes = [14, 13, 12, 11, 10, 9];
const sizeMin = sizes.at(-1);
const withCountsShare = 0.85; // of the sections, whose counts must fit for any to be shown
const namesShare = 0.95;      // of the sections, whose names must fit
const overflowMax = 1.5;     // of the room: a short name may exceed a narrow section by so much rather than be missing

/**
 * Lays out labels. labels: [{ names: [full, short …], counts: [full, short …] }]. room(index, from, to): the width inside a section's outline between two
 * heights relative to its label's position. width(text, size). All in pixels.
 * Returns for each label { name, size, nameAt, count, countSize, countAt } (count null: without it), or null.
 */
export function layoutLabels(labels, room, width) {
  const lines = size => {
    const countSize = Math.max(sizeMin, Math.round(size * 0.75));
    return { size, countSize, nameAt: -countSize * 0.62, countAt: size * 0.62 };
  };
  const fits = (index, text, size, at, most = 1) => width(text, size) <= most * room(index, at - size * 0.4, at + size * 0.4);
  const nameThatFits = (index, size, at) => labels[index].names.find(name => fits(index, name, size, at)) ?? null;
  const both = (index, size) => {
    const { countSize, nameAt, countAt } = lines(size);
    const name = nameThatFits(index, size, nameAt);
    const count = labels[index].counts.find(text => fits(index, text, countSize, countAt)) ?? null;
    return name !== null && count !== null ? { name, size, nameAt, count, countSize, countAt } : null;
  };
  const alone = (index, size) => {
    const name = nameThatFits(index, size, 0);
    return name === null ? null : { name, size, nameAt: 0, count: null, countSize: 0, countAt: 0 };
  };
  const squeezed = index => {
    const name = labels[index].names.at(-1);
    return fits(index, name, sizeMin, 0, overflowMax) ? { name, size: sizeMin, nameAt: 0, count: null, countSize: 0, countAt: 0 } : null;
  };
  const fitMost = (layout, size, share) => labels.filter((_, index) => layout(index, size) !== null).length >= share * labels.length;
  const fitting = sizes.filter(size => fitMost(alone, size, namesShare));
  const sizeOfBoth = fitting.find(size => fitMost(both, size, withCountsShare));
  const size = sizeOfBoth ?? fitting[0] ?? sizeMin;
  return labels.map((_, index) => (sizeOfBoth ? both(index, size) : null) ?? alone(index, size) ?? squeezed(index));
}
