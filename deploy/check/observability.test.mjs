// Alerts, dashboards and what they measure.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { dump, load } from 'js-yaml';
import { files, needs, root, run, scratch, text } from './lib/machine.mjs';
import {
    adapterRules,
    applicationMetrics,
    dashboards,
    expressions,
    family,
    metricsOf,
    otherMetrics,
    ruleFiles,
    rules,
} from './lib/metrics.mjs';
import { typeErrors } from './lib/types.mjs';

const alerts = rules().filter(rule => rule.alert);
const promtool = needs('promtool');

/** Rule files as Prometheus reads them, without the Kubernetes object around. */
function extracted() {
    const directory = scratch();
    for (const { file, groups } of ruleFiles()) writeFileSync(join(directory, file.split('/').pop()), dump({ groups }));
    return directory;
}

describe('alerts', () => {
    it('are valid', promtool, () => {
        const directory = extracted();
        for (const { file } of ruleFiles())
            assert.match(run('promtool', ['check', 'rules', join(directory, file.split('/').pop())]), /SUCCESS/);
    });

    it('pass their tests', promtool, () => {
        const directory = extracted();
        copyFileSync(join(root, 'deploy/observability/tests/rules.yaml'), join(directory, 'tests.yaml'));
        assert.match(run('promtool', ['test', 'rules', 'tests.yaml'], { cwd: directory }), /SUCCESS/);
    });

    it('each has a test that raises it', () => {
        const raised = load(text('deploy/observability/tests/rules.yaml')).tests.flatMap(test =>
            test.alert_rule_test.filter(check => check.exp_alerts.length).map(check => check.alertname),
        );
        assert.deepEqual(
            alerts.map(alert => alert.alert).filter(name => !raised.includes(name)),
            [],
        );
    });

    it('each has a runbook, and each runbook an alert', () => {
        for (const alert of alerts) {
            assert.equal(alert.annotations.runbook, `docs/runbooks/${alert.alert}.md`);
            assert.match(text(alert.annotations.runbook), new RegExp(`^# ${alert.alert}\\n`), alert.alert);
        }
        const pages = files('docs/runbooks', /\.md$/)
            .map(path => path.split('/').pop().replace('.md', ''))
            .filter(name => name !== 'README');
        assert.deepEqual(
            pages.filter(page => !alerts.some(alert => alert.alert === page)),
            [],
        );
    });

    it('runbooks say what it means, what to look at and what to do', () => {
        for (const alert of alerts) {
            const page = text(alert.annotations.runbook);
            for (const heading of ['Means', 'Look', 'Do'])
                assert.match(page, new RegExp(`^\\*\\*${heading}\\.\\*\\* \\S`, 'm'), `${alert.alert}: ${heading}`);
        }
    });

    it('each is named once, wakes somebody or makes a ticket', () => {
        const names = alerts.map(alert => alert.alert);
        assert.deepEqual(
            names.filter((name, at) => names.indexOf(name) !== at),
            [],
        );
        for (const alert of alerts) assert.match(alert.labels.severity, /^(page|ticket)$/);
    });
});

describe('dashboards', () => {
    it('have the types of Grafana', () => {
        const values = dashboards().map(({ file, dashboard }) => ({
            name: file,
            value: dashboard,
            type: 'Dashboard',
            from: '@grafana/schema',
            enums: [['"mode":"absolute"', 'ThresholdsMode.Absolute']],
        }));
        assert.deepEqual(typeErrors(values), []);
        const [first] = values;
        assert.notDeepEqual(typeErrors([{ ...first, value: { ...first.value, schemaVersion: 'new' } }]), []);
    });

    it('have expressions that Prometheus can read', promtool, () => {
        const directory = scratch();
        const file = join(directory, 'expressions.yaml');
        const texts = expressions().map(({ expression }, at) => ({ record: `check:expression:${at}`, expr: expression }));
        writeFileSync(file, dump({ groups: [{ name: 'expressions', rules: texts }] }));
        assert.match(run('promtool', ['check', 'rules', file]), /SUCCESS/);
    });

    it('have a title and an address of their own, and panels without gaps or overlaps', () => {
        const all = dashboards().map(({ dashboard }) => dashboard);
        for (const key of ['uid', 'title']) assert.equal(new Set(all.map(dashboard => dashboard[key])).size, all.length);
        for (const { file, dashboard } of dashboards()) {
            const taken = new Set();
            for (const {
                id,
                title,
                gridPos: { x, y, w, h },
            } of dashboard.panels) {
                assert.ok(x + w <= 24, `${file}: ${title} is too wide`);
                for (let column = x; column < x + w; column++) {
                    for (let line = y; line < y + h; line++) {
                        assert.ok(!taken.has(`${column} ${line}`), `${file}: ${title} overlaps`);
                        taken.add(`${column} ${line}`);
                    }
                }
                assert.equal(dashboard.panels.filter(panel => panel.id === id).length, 1, `${file}: the id ${id} is used twice`);
            }
        }
    });

    it('are all installed, like the rules', () => {
        const kustomization = text('deploy/observability/kustomization.yaml');
        for (const path of [...files('deploy/observability/dashboards', /./), ...files('deploy/observability/rules', /./)]) {
            assert.ok(kustomization.includes(path.replace('deploy/observability/', '')), path);
        }
    });
});

describe('metrics', () => {
    it('that are used exist', () => {
        const known = new Set([
            ...applicationMetrics(),
            ...otherMetrics(),
            ...rules()
                .filter(rule => rule.record)
                .map(rule => rule.record),
        ]);
        const missing = expressions().flatMap(({ where, expression }) =>
            metricsOf(expression)
                .filter(name => !known.has(name) && !known.has(family(name)))
                .map(name => `${where}: ${name}`),
        );
        assert.deepEqual(missing, []);
    });

    it('of frameworks and exporters are listed because they are used', () => {
        const used = new Set(
            expressions()
                .flatMap(({ expression }) => metricsOf(expression))
                .flatMap(name => [name, family(name)]),
        );
        assert.deepEqual(
            [...otherMetrics()].filter(name => !used.has(name)),
            [],
        );
    });

    it('of the application do not stand in the list of others', () => {
        assert.deepEqual(
            [...otherMetrics()].filter(name => name.startsWith('ticketing_')),
            [],
        );
    });

    it('of the autoscaler come from the adapter', () => {
        const offered = adapterRules().map(rule => rule.name.as);
        const wanted = [...text('deploy/k3s/base/autoscaling.yaml').matchAll(/name: (ticketing_\w+)/g)].map(match => match[1]);
        assert.deepEqual(wanted.sort(), offered.sort());
    });

    it('are found in expressions', () => {
        assert.deepEqual(
            metricsOf(
                'histogram_quantile(0.99, sum by (le, pod) (rate(a_seconds_bucket{x="b_c"}[5m]))) > on (d) group_left () c_total and 1e9 < time() or vector(0)',
            ),
            ['a_seconds_bucket', 'c_total'],
        );
        assert.equal(family('a_seconds_bucket'), 'a_seconds');
    });
});

describe('collector', () => {
    const settings = load(text('deploy/observability/collector/collector.yaml'));

    it('uses what it defines, and defines what it uses', () => {
        for (const part of ['receivers', 'processors', 'exporters']) {
            const used = new Set(Object.values(settings.service.pipelines).flatMap(pipeline => pipeline[part]));
            assert.deepEqual([...used].sort(), Object.keys(settings[part]).sort(), part);
        }
        assert.deepEqual(settings.service.extensions, Object.keys(settings.extensions));
    });

    it('keeps errors and slow holds, removes secrets before anything is stored', () => {
        assert.ok(settings.processors.tail_sampling.policies.some(policy => policy.type === 'status_code'));
        for (const [name, { processors }] of Object.entries(settings.service.pipelines)) {
            assert.ok(processors.indexOf('redaction') === 1, name);
            assert.equal(processors[0], 'memory_limiter', name);
        }
    });

    it('is installed', () => assert.ok(existsSync(join(root, 'deploy/k3s/components/observability/collector.yaml'))));
});
