// Shell scripts: found by their first line, checked by shellcheck.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { files, needs, root, run } from './lib/machine.mjs';

const scripts = [
    ...['run', 'test', 'bench'],
    ...files('build', /^[^.]*$|\.sh$/),
    ...files('.ci', /./),
    ...files('deploy', /^[^.]*$|\.sh$/),
    ...files('terraform', /\.sh$/),
].filter(path => /^#!.*\b(ba)?sh\b/.test(readFileSync(join(root, path), 'utf8')));

describe('scripts', () => {
    it('are found', () => assert.ok(scripts.length >= 10, scripts.join(' ')));

    it('pass shellcheck', needs('shellcheck'), () => {
        // Terraform's template has ${…} of its own; sourced files are checked by themselves.
        const plain = scripts.filter(path => path !== 'terraform/modules/nodes/k3s.sh');
        assert.equal(run('shellcheck', ['--severity=warning', '--exclude=SC1091', ...plain]), '');
    });

    it('stop at the first error', () => {
        for (const path of scripts) assert.match(readFileSync(join(root, path), 'utf8'), /^set -e/m, path);
    });
});
