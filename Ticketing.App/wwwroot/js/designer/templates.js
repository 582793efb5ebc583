// Drawings to begin with: a theatre, a hall with tables, an arena. Each is one change set, so it can be undone.

import { change } from './core/changes.js';
import { object } from './core/objects.js';
import { round } from './core/points.js';

const colours = ['#5b8def', '#e0704f', '#3f9c6b'];

/** The three templates; the names are text keys. */
export const templates = [
  { id: 'theatre', name: 'Theatre', text: 'Curved stalls and a circle', build: theatre },
  { id: 'tables', name: 'Hall with tables', text: 'Round tables and a bar', build: tables },
  { id: 'arena', name: 'Arena', text: 'Standing floor and stands on three sides', build: arena },
];

/** The changes that draw a template into an empty plan. t translates names. */
export function changesOf(template, t) {
  const { sections, categories, objects, focus } = template.build(t);
  return [
    ...categories.map((c, i) => change('category', c.key, null, { ...c, color: colours[i] })),
    ...sections.map(s => change('section', s.key, null, s)),
    ...objects.map(o => change('object', o.id, null, object(o))),
    change('document', 'focus', null, { value: focus }),
  ];
}

const rectangle = (x1, y1, x2, y2) => [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];

function theatre(t) {
  const aisles = (seats, width) => [{ after: Math.round(seats * 0.28), width, growth: 0.28 }, { after: Math.round(seats * 0.72), width, growth: 0.72 }];
  const letters = start => ({ style: 'letters', start });
  return {
    focus: [0, -150],
    categories: [{ key: 'c1', name: t('Category 1') }, { key: 'c2', name: t('Category 2') }, { key: 'c3', name: t('Category 3') }],
    sections: [{ key: 's1', name: t('Stalls') }, { key: 's2', name: t('Circle') }],
    objects: [
      { type: 'stage', id: 'st1', text: t('Stage'), points: [[-700, -420], [700, -420], [600, -60], [0, 0], [-600, -60]] },
      { type: 'block', id: 'b1', section: 's1', category: 'c1', x: 0, y: 300, rows: 6, seats: 18, seatGrowth: 1, spacing: 54, rowSpacing: 92, radius: 1300, justified: true, aisles: aisles(18, 110), rowNumbering: letters(1) },
      { type: 'block', id: 'b2', section: 's1', category: 'c2', x: 0, y: 910, rows: 7, seats: 24, seatGrowth: 1, spacing: 54, rowSpacing: 92, radius: 1910, justified: true, aisles: aisles(24, 110), rowNumbering: letters(7) },
      { type: 'block', id: 'b3', section: 's2', category: 'c3', x: 0, y: 1800, rows: 4, seats: 32, seatGrowth: 1, spacing: 54, rowSpacing: 96, radius: 2800, justified: true, aisles: aisles(32, 120), rowNumbering: letters(1) },
    ],
  };
}

function tables(t) {
  const all = [];
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 5; column++) {
      all.push({ type: 'table', id: `t${all.length + 1}`, section: 's1', category: row === 0 ? 'c1' : 'c2', name: String(all.length + 1), seats: 8, width: 160, x: (column - 2) * 380, y: 350 + row * 380 });
    }
  }
  return {
    focus: [0, -100],
    categories: [{ key: 'c1', name: t('Front tables') }, { key: 'c2', name: t('Tables') }],
    sections: [{ key: 's1', name: t('Hall') }],
    objects: [
      { type: 'stage', id: 'st1', text: t('Stage'), points: rectangle(-450, -250, 450, 50) },
      { type: 'shape', id: 'sh1', fill: 'wall', points: rectangle(-950, 1800, 950, 1880) },
      { type: 'text', id: 'x1', text: t('Bar'), x: 0, y: 1960, size: 70 },
      ...all,
    ],
  };
}

function arena(t) {
  const stand = (id, section, x, y, angle, category) => ({
    type: 'block', id, section, category, x: round(x), y: round(y), angle, rows: 14, seats: 30, seatGrowth: 1, spacing: 52, rowSpacing: 82, justified: true,
    aisles: [{ after: 10, width: 110, growth: 0.33 }, { after: 20, width: 110, growth: 0.67 }], rowNumbering: { style: 'numbers' },
  });
  return {
    focus: [0, -900],
    categories: [{ key: 'c1', name: t('Standing') }, { key: 'c2', name: t('Stands') }, { key: 'c3', name: t('Back stand') }],
    sections: [{ key: 's1', name: t('Floor area') }, { key: 's2', name: t('Left stand') }, { key: 's3', name: t('Right stand') }, { key: 's4', name: t('Back stand') }],
    objects: [
      { type: 'stage', id: 'st1', text: t('Stage'), points: rectangle(-700, -1250, 700, -850) },
      { type: 'area', id: 'a1', section: 's1', category: 'c1', kind: 'standing', capacity: 2500, points: rectangle(-1000, -700, 1000, 1100) },
      stand('b1', 's2', -1250, 200, 90, 'c2'),
      stand('b2', 's3', 1250, 200, 270, 'c2'),
      stand('b3', 's4', 0, 1350, 0, 'c3'),
    ],
  };
}
