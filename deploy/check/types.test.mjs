// Every object of every overlay has its kind's type.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { unknownFields } from './lib/fields.mjs';
import { files, has, needs, run, text } from './lib/machine.mjs';
import { nameOf, overlays, render } from './lib/render.mjs';
import { moduleOf, schemaErrors, typeErrors } from './lib/types.mjs';

const typed = objects =>
    objects.filter(moduleOf).map(object => ({
        name: nameOf(object),
        value: object,
        type: `I${object.kind}`,
        from: moduleOf(object),
    }));

describe('types of the manifests', needs('kubectl'), () => {
    const everything = has('kubectl') ? overlays.map(overlay => [overlay, render(overlay)]) : [];

    for (const [overlay, objects] of everything) {
        it(`${overlay}: values`, async () => {
            const errors = [];
            for (const object of objects.filter(moduleOf))
                errors.push(...(await schemaErrors(object)).map(error => `${nameOf(object)}: ${error}`));
            assert.deepEqual(errors, []);
        });

        it(`${overlay}: kinds without a package`, () => {
            const problems = objects
                .filter(object => !moduleOf(object))
                .flatMap(object => {
                    const unknown = unknownFields(object);
                    return unknown === null
                        ? [`${object.apiVersion} ${object.kind} has neither types nor a list`]
                        : unknown.map(field => `${nameOf(object)}: ${field}`);
                });
            assert.deepEqual(problems, []);
        });

        it(`${overlay}: values of charts are YAML`, () => {
            for (const chart of objects.filter(object => object.spec?.valuesContent))
                assert.equal(typeof load(chart.spec.valuesContent), 'object', nameOf(chart));
        });

        it(`${overlay}: each object once`, () => {
            const names = objects.map(object => `${object.apiVersion} ${nameOf(object)}`);
            assert.deepEqual(
                names.filter((name, at) => names.indexOf(name) !== at),
                [],
            );
        });
    }

    it('fields', () => assert.deepEqual(typeErrors(everything.flatMap(([, objects]) => typed(objects))), []));

    it('misspelt and mistyped fields are found', async () => {
        const shop = render('single').find(object => object.kind === 'Deployment' && object.metadata.name === 'shop');
        const misspelt = structuredClone(shop);
        misspelt.spec.template.spec.containers[0].livenesProbe = {};
        assert.match(typeErrors(typed([misspelt])).join(), /livenesProbe/);
        const mistyped = structuredClone(shop);
        mistyped.spec.template.spec.containers[0].ports[0].containerPort = 'many';
        assert.notDeepEqual(await schemaErrors(mistyped), []);
        const route = render('single').find(object => object.kind === 'IngressRoute');
        route.spec.routes[0].services[0].sticky = { cookie: { nam: 'instance' } };
        assert.match(typeErrors(typed([route])).join(), /nam/);
        const cluster = render('ha').find(object => object.kind === 'Cluster');
        cluster.spec.postgresql.synchronus = {};
        assert.deepEqual(unknownFields({ ...cluster, spec: { ...cluster.spec, instanced: 3 } }), ['instanced']);
    });
});

describe('kustomizations', needs('kubectl'), () => {
    it('each component is used by an overlay or by this test', () => {
        const used = overlays.flatMap(overlay =>
            load(text(`deploy/k3s/overlays/${overlay}/kustomization.yaml`)).components.map(path => path.split('/').pop()),
        );
        const all = files('deploy/k3s/components', /kustomization\.yaml$/).map(path => path.split('/')[3]);
        assert.deepEqual(
            all.filter(name => !used.includes(name)),
            [],
        );
    });

    it('an image without a digest is refused', () =>
        assert.throws(() => run('build/render', ['single', 'registry.example/ticketing:latest']), /digest/));

    it('an unknown overlay is refused', () =>
        assert.throws(() => run('build/render', ['double', `x@sha256:${'a'.repeat(64)}`]), /overlay/));
});
