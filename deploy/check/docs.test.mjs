// What the manifests need is written down: settings in docs/operations.md, Secrets in docs/deployment.md.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { containersOf, podsOf } from './lib/pods.mjs';
import { files, needs, root, text } from './lib/machine.mjs';
import { overlays, render } from './lib/render.mjs';

/** Secrets that objects refer to, by whatever field. */
function secretsOf(objects) {
    const names = new Set();
    const walk = (value, key) => {
        if (Array.isArray(value)) return value.forEach(item => walk(item, key));
        if (value === null || typeof value !== 'object') {
            if (['secretName', 'configSecret', 'existingSecret'].includes(key)) names.add(value);
            return undefined;
        }
        if (['secretKeyRef', 'secretRef', 'passwordSecret', 'accessKeyId', 'secretAccessKey'].includes(key) && value.name)
            names.add(value.name);
        // CloudNativePG: bootstrap.initdb.secret.name.
        if (key === 'secret' && value.name) names.add(value.name);
        return Object.entries(value).forEach(([name, item]) => walk(item, name));
    };
    walk(objects);
    return [...names].sort();
}

/** Whether a setting (`A__B`) has a row in docs/operations.md: `A:B`, `A:B:0…`, or `…B` beside another key of A. */
function isDocumented(setting) {
    // OpenTelemetry's and ASP.NET Core's own.
    if (/^(OTEL|ASPNETCORE)_/.test(setting)) return true;
    const key = setting.replace(/__\d+$/, '').replaceAll('__', ':');
    return text('docs/operations.md')
        .split('\n')
        .filter(line => line.startsWith('| `'))
        .some(line => {
            const names = [...line.split(' | ')[0].matchAll(/`([^`]+)`/g)].map(match => match[1].replace(/:0…$/, ''));
            const section = names[0].slice(0, names[0].lastIndexOf(':') + 1);
            return names.some(name => name === key || (name.startsWith('…') && key.startsWith(section) && key.endsWith(name.slice(1))));
        });
}

describe('documentation', () => {
    it('every setting of the shop is in docs/operations.md', needs('kubectl'), () => {
        const keys = new Set(
            overlays.flatMap(overlay =>
                Object.keys(
                    render(overlay).find(object => object.kind === 'ConfigMap' && object.metadata.name.startsWith('shop-settings')).data,
                ),
            ),
        );
        assert.deepEqual(
            [...keys].filter(key => !isDocumented(key)),
            [],
        );
    });

    it('every setting that docs/deployment.md puts into the Secret is in docs/operations.md', () => {
        const row = text('docs/deployment.md')
            .split('\n')
            .find(line => line.startsWith('| `shop` |'));
        const keys = [...row.matchAll(/`(\w+__\w+)`/g)].map(match => match[1]);
        assert.ok(keys.length > 5);
        assert.deepEqual(
            keys.filter(key => !isDocumented(key)),
            [],
        );
    });

    it('every Secret is in docs/deployment.md', needs('kubectl'), () => {
        const page = text('docs/deployment.md');
        const wanted = new Set(overlays.flatMap(overlay => secretsOf(render(overlay))));
        assert.ok(wanted.size >= 8);
        assert.deepEqual(
            [...wanted].filter(name => !page.includes(`| \`${name}\``)),
            [],
        );
    });

    it('every environment variable of Keycloak that the realm needs is a Secret or a setting', needs('kubectl'), () => {
        const pod = render('ha')
            .flatMap(podsOf)
            .find(entry => entry.owner.metadata.name === 'keycloak');
        for (const { name, value, valueFrom } of containersOf(pod)[0].env) assert.ok(value || valueFrom, name);
    });

    it('links lead to files', () => {
        const broken = [...files('docs', /\.md$/), 'README.md', 'SECURITY.md', 'CONTRIBUTING.md'].flatMap(path =>
            [
                ...text(path)
                    .replace(/```[\s\S]*?```/g, '')
                    .matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g),
            ]
                .map(match => match[1])
                .filter(link => !existsSync(join(root, dirname(path), link)))
                .map(link => `${path}: ${link}`),
        );
        assert.deepEqual(broken, []);
    });
});
