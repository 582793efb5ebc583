// The Dockerfiles, as far as they can be judged without an engine.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { files, root, run, text } from './lib/machine.mjs';

const shop = text('deploy/Dockerfile').replace(/\\\n/g, ' ');
const lines = shop.split('\n').filter(line => line && !line.startsWith('#'));
const stages = shop.split(/^FROM /m).slice(1);
const copied = lines
    .filter(line => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap(line => line.slice(5).trim().split(/\s+/).slice(0, -1));

/** Whether a path of a COPY, with a `*` in its last part, matches something. */
function exists(path) {
    const [directory, name] = path.includes('/')
        ? [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)]
        : ['.', path];
    if (!name.includes('*')) return existsSync(join(root, path));
    const pattern = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
    return existsSync(join(root, directory)) && readdirSync(join(root, directory)).some(entry => pattern.test(entry));
}

describe('image', () => {
    it('copies what exists, and what the builder is given', () => {
        assert.deepEqual(
            copied.filter(path => !exists(path)),
            [],
        );
        const given = text('deploy/Dockerfile.dockerignore')
            .split('\n')
            .filter(line => line.startsWith('!'))
            .map(line => line.slice(1));
        assert.equal(
            text('deploy/Dockerfile.dockerignore')
                .split('\n')
                .filter(line => line && !line.startsWith('#'))[0],
            '*',
            'nothing is given but what is named',
        );
        assert.deepEqual(
            copied.filter(path => !given.some(entry => path === entry || path.startsWith(`${entry}/`))),
            [],
        );
    });

    it('has every project that the shop is made of, and every file that sets how it is built', () => {
        const projects = new Set(['Ticketing.App']);
        for (const project of projects) {
            for (const [, reference] of text(`${project}/${project}.csproj`).matchAll(/ProjectReference Include="\.\.\/([^/"]+)\//g))
                projects.add(reference);
        }
        for (const project of projects) assert.ok(copied.includes(project), project);
        for (const file of files('.', /^(Directory\.[\w.]+|global\.json|nuget\.config|\.editorconfig)$/))
            assert.ok(copied.includes(file), file);
    });

    it('restores from lock files, runs without root, shell and debugger', () => {
        assert.match(shop, /dotnet restore Ticketing\.App --locked-mode/);
        const last = stages.at(-1);
        assert.match(last, /^mcr\.microsoft\.com\/dotnet\/aspnet:10\.0-noble-chiseled-extra\b/);
        assert.match(last, /^USER 1654:1654$/m);
        assert.match(last, /DOTNET_EnableDiagnostics=0/);
        assert.doesNotMatch(last, /^RUN /m, 'a chiseled image has nothing to run');
        assert.doesNotMatch(shop, /^ADD |password|secret/im);
    });

    it('listens on the ports that the manifests name', () => {
        assert.match(shop, /^EXPOSE 8080 8081$/m);
        assert.match(text('deploy/k3s/base/shop.env'), /^ASPNETCORE_URLS=http:\/\/0\.0\.0\.0:8080$/m);
    });

    it('is made of the same base without an engine', () => {
        const expression = /sed -nE '([^']+)' deploy\/Dockerfile/.exec(text('build/image'))[1];
        assert.equal(run('sed', ['-nE', expression, 'deploy/Dockerfile']).trim(), stages.at(-1).split('\n')[0]);
    });

    it("Keycloak's is prepared, of one version and without root", () => {
        const keycloak = text('deploy/keycloak/Dockerfile');
        const versions = new Set([...keycloak.matchAll(/^FROM (\S+)/gm)].map(match => match[1]));
        assert.equal(versions.size, 1);
        assert.match([...versions][0], /:\d+\.\d+\.\d+$/);
        assert.match(keycloak, /^RUN \/opt\/keycloak\/bin\/kc\.sh build$/m);
        assert.match(keycloak, /^USER 1000$/m);
    });
});
