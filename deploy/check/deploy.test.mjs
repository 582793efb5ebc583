// build/deploy against a kubectl that only writes down what it is asked.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadAll } from 'js-yaml';
import { needs, root, run, scratch } from './lib/machine.mjs';
import { image, keycloakImage, render } from './lib/render.mjs';

/** Runs a deployment. Returns exit code, messages, and the calls in order: applied objects, or the arguments. */
function deploy(overlay, { job = 'Complete', phase = 'Healthy' } = {}) {
    const directory = scratch();
    const kubectl = run('sh', ['-c', 'command -v kubectl']).trim();
    mkdirSync(join(directory, 'bin'));
    writeFileSync(
        join(directory, 'bin/kubectl'),
        `#!/usr/bin/env bash
set -euo pipefail
[ "$1" = kustomize ] && exec ${kubectl} "$@"
printf '%s\\n' "$*" >>"${directory}/calls"
case "$*" in
    apply*) number=$(grep -c ^apply "${directory}/calls"); cp "\${*: -1}" "${directory}/applied-$number.yaml" ;;
    *"get job migrations"*) echo ${job} ;;
    *"{.status.phase}"*) printf ${phase} ;;
esac
`,
    );
    chmodSync(join(directory, 'bin/kubectl'), 0o755);
    const done = spawnSync(join(root, 'build/deploy'), [overlay, image, ...(overlay === 'ha' ? [keycloakImage] : [])], {
        encoding: 'utf8',
        env: { ...process.env, PATH: `${directory}/bin:${process.env.PATH}`, DEPLOY_POLL_SECONDS: '0' },
    });
    let applied = 0;
    const calls = existsSync(join(directory, 'calls')) ? readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n') : [];
    return {
        code: done.status,
        messages: done.stderr,
        calls: calls.map(call =>
            call.startsWith('apply')
                ? loadAll(readFileSync(join(directory, `applied-${++applied}.yaml`), 'utf8')).filter(object => object)
                : call,
        ),
    };
}

const kindsOf = call => (Array.isArray(call) ? [...new Set(call.map(object => object.kind))] : []);

describe('deployment', needs('kubectl'), () => {
    for (const overlay of ['single', 'ha', 'aws']) {
        it(`${overlay}: settings, migrations, then pods, and everything once`, () => {
            const { code, messages, calls } = deploy(overlay);
            assert.equal(code, 0, messages);
            const migrated = calls.findIndex(call => kindsOf(call).includes('Job'));
            const removed = calls.findIndex(call => typeof call === 'string' && call.startsWith('delete job migrations'));
            assert.ok(removed >= 0 && removed < migrated);
            for (const before of calls.slice(0, migrated))
                assert.ok(!kindsOf(before).some(kind => ['Deployment', 'Rollout', 'HorizontalPodAutoscaler'].includes(kind)));
            assert.ok(calls.slice(migrated + 1).some(call => kindsOf(call).includes('Deployment')));
            const names = objects => objects.map(object => `${object.kind} ${object.metadata.name}`).sort();
            assert.deepEqual(names(calls.filter(Array.isArray).flat()), names(render(overlay)));
        });
    }

    it('a failed migration leaves the old release', () => {
        const { code, messages, calls } = deploy('single', { job: 'Failed' });
        assert.equal(code, 1);
        assert.match(messages, /The migrations failed\. The old release goes on\./);
        assert.ok(!calls.some(call => kindsOf(call).includes('Deployment')));
    });

    it('a release that was taken back is a failed deployment', () => {
        const { code, messages } = deploy('ha', { phase: 'Degraded' });
        assert.equal(code, 1);
        assert.match(messages, /The release was taken back\./);
    });

    it('Keycloak needs its image', () => assert.throws(() => run('build/render', ['ha', image]), /KEYCLOAK_IMAGE/));
});
