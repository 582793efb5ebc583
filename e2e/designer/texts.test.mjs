// Every text of the designer has a German one. Run: node --test e2e/designer/
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

const root = new URL('../../Ticketing.App/wwwroot/js/designer/', import.meta.url);
const { german, keys } = await import(new URL('texts.js', root));
const files = (await readdir(root, { recursive: true })).filter(f => f.endsWith('.js') && !f.startsWith('texts'));
const sources = await Promise.all(files.map(async f => [f, await readFile(new URL(f, root), 'utf8')]));
const literal = "'((?:[^'\\\\\\n]|\\\\.)*)'";

test('texts in the modules', () => {
  for (const [file, source] of sources) {
    for (const pattern of [`\\bt\\(${literal}`, `editor\\.(?:replace|commit)\\(${literal}`, `\\btitle = ${literal}`]) {
      for (const [, key] of source.matchAll(new RegExp(pattern, 'g'))) {
        assert.ok(key in german || key === '{0}', `${file}: ${key}`);
      }
    }
  }
});

test('names of commands, presets and templates', async () => {
  const { commandsOf } = await import(new URL('commands.js', root));
  const { seatPresets, rowPresets } = await import(new URL('core/numbering.js', root));
  const { templates } = await import(new URL('templates.js', root));
  const commands = commandsOf({ editor: {}, view: {} });
  assert.equal(new Set(commands.map(c => c.id)).size, commands.length);
  for (const key of [...commands.flatMap(c => [c.name, c.group]), ...[...seatPresets, ...rowPresets, ...templates].map(p => p.name)]) {
    assert.ok(key in german, key);
  }
});

test('placeholders are the same in both languages', () => {
  for (const key of keys) {
    const places = text => [...text.matchAll(/\{\d\}/g)].map(m => m[0]).sort().join();
    assert.equal(places(german[key]), places(key), key);
  }
});
