// The overlays keep the rules, and each rule finds what breaks it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './lib/machine.mjs';
import { all } from './lib/policies.mjs';
import { overlays, render } from './lib/render.mjs';

describe('policies', needs('kubectl'), () => {
    for (const overlay of overlays) {
        for (const [name, rule] of Object.entries(all)) {
            it(`${overlay}: ${name}`, () => assert.deepEqual(rule(render(overlay)), []));
        }
    }
});

// One change each that its rule must refuse.
const find = (objects, kind, name) => objects.find(o => o.kind === kind && o.metadata.name.startsWith(name));
const shop = objects => find(objects, 'Deployment', 'shop').spec.template.spec;
const container = objects => shop(objects).containers[0];
const settings = objects => find(objects, 'ConfigMap', 'shop-settings').data;
const remove = (objects, kind, name) => objects.splice(objects.indexOf(find(objects, kind, name)), 1);
const broken = {
    probes: [
        o => delete container(o).livenessProbe,
        o => delete find(o, 'StatefulSet', 'redis').spec.template.spec.containers[0].readinessProbe,
    ],
    resources: [
        o => delete container(o).resources.limits,
        o => {
            container(o).resources.requests.memory = '3Gi';
        },
    ],
    restricted: [
        o => {
            shop(o).securityContext.runAsNonRoot = false;
        },
        o => {
            container(o).securityContext.readOnlyRootFilesystem = false;
        },
        o => delete container(o).securityContext.capabilities,
        o => {
            shop(o).volumes.push({ name: 'node', hostPath: { path: '/' } });
        },
        o => delete shop(o).automountServiceAccountToken,
    ],
    images: [
        o => {
            container(o).image = 'registry.example/ticketing:1.0.0';
        },
        o => {
            find(o, 'StatefulSet', 'redis').spec.template.spec.containers[0].image = 'redis:latest';
        },
        o => {
            find(o, 'StatefulSet', 'redis').spec.template.spec.containers[0].image = 'redis';
        },
    ],
    noSecrets: [
        o => o.push({ kind: 'Secret', metadata: { name: 's' } }),
        o => container(o).env.push({ name: 'API_TOKEN', value: 'x' }),
        o => {
            settings(o).ConnectionStrings__Postgres = 'Host=x';
        },
    ],
    network: [o => remove(o, 'NetworkPolicy', 'deny-all'), o => remove(o, 'NetworkPolicy', 'migrations')],
    roads: [
        o => {
            find(o, 'NetworkPolicy', 'to-redis').spec.egress[0].ports[0].port = 6380;
        },
        o => remove(o, 'NetworkPolicy', 'redis'),
        o => {
            find(o, 'NetworkPolicy', 'redis').spec.ingress[0].ports[0].port = 'other';
        },
    ],
    selectors: [
        o => {
            find(o, 'Service', 'shop').spec.selector = { 'app.kubernetes.io/name': 'other' };
        },
        o => {
            find(o, 'Service', 'shop').spec.ports[0].targetPort = 'other';
        },
        o => {
            find(o, 'IngressRoute', 'shop').spec.routes[0].services[0].name = 'other';
        },
        o => {
            find(o, 'HorizontalPodAutoscaler', 'shop').spec.scaleTargetRef.name = 'other';
        },
        o => remove(o, 'ConfigMap', 'shop-settings'),
    ],
    disruption: [o => remove(o, 'PodDisruptionBudget', 'shop')],
    draining: [
        o => {
            shop(o).terminationGracePeriodSeconds = 30;
        },
        o => delete container(o).lifecycle,
        o => {
            find(o, 'Deployment', 'shop').spec.strategy.rollingUpdate.maxUnavailable = 1;
        },
    ],
    sticky: [
        o => delete find(o, 'IngressRoute', 'shop').spec.routes[0].services[0].sticky,
        // Traefik's pages show the cookie flat, which names none.
        o => {
            find(o, 'IngressRoute', 'shop').spec.routes[0].services[0].sticky = { cookie: { secure: true, httpOnly: true } };
        },
    ],
    autoscaling: [
        o => {
            find(o, 'HorizontalPodAutoscaler', 'shop').spec.metrics[0].pods.metric.name = 'other';
        },
        o => {
            find(o, 'HorizontalPodAutoscaler', 'shop').spec.metrics = find(o, 'HorizontalPodAutoscaler', 'shop').spec.metrics.filter(
                m => m.type === 'Pods',
            );
        },
    ],
    migrations: [
        o => remove(o, 'Job', 'migrations'),
        o =>
            find(o, 'Job', 'migrations').spec.template.spec.containers[0].args.pop() &&
            find(o, 'Job', 'migrations').spec.template.spec.containers[0].args.pop(),
        o => {
            find(o, 'Job', 'migrations').spec.template.spec.containers[0].image = 'other';
        },
    ],
    egress: [
        o =>
            find(o, 'NetworkPolicy', 'shop')
                .spec.egress.find(rule => rule.to[0].ipBlock)
                .to[0].ipBlock.except.pop() &&
            find(o, 'NetworkPolicy', 'shop')
                .spec.egress.find(rule => rule.to[0].ipBlock)
                .to[0].ipBlock.except.splice(1, 1),
    ],
    memory: [
        o => {
            shop(o).volumes[0].emptyDir.sizeLimit = '2Gi';
        },
    ],
};

describe('policies find what breaks them', needs('kubectl'), () => {
    it('each rule has such a test', () => assert.deepEqual(Object.keys(broken), Object.keys(all)));
    for (const [name, changes] of Object.entries(broken)) {
        it(name, () => {
            for (const change of changes) {
                const objects = render('single');
                change(objects);
                assert.notDeepEqual(all[name](objects), [], `${change}`);
            }
        });
    }
    it('sticky: weights without a cookie of their own', () => {
        for (const change of [
            o => delete find(o, 'TraefikService', 'shop').spec.weighted.sticky,
            o => delete find(o, 'TraefikService', 'shop').spec.weighted.services[1].sticky,
            o => {
                find(o, 'TraefikService', 'shop').spec.weighted.services[1].sticky.cookie.name = 'other';
            },
        ]) {
            const objects = render('ha');
            change(objects);
            assert.notDeepEqual(all.sticky(objects), [], `${change}`);
        }
    });
});
