// Names of metrics: those that expressions use, and those that exist.
import { load } from 'js-yaml';
import { files, text } from './machine.mjs';

const keywords = new Set([
    'and',
    'or',
    'unless',
    'bool',
    'offset',
    'inf',
    'nan',
    'by',
    'without',
    'on',
    'ignoring',
    'group_left',
    'group_right',
]);

/** Metrics of a PromQL expression. */
export function metricsOf(expression) {
    const bare = expression
        .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
        .replace(/#.*$/gm, '')
        .replace(/\{[^}]*\}/g, '')
        .replace(/\[[^\]]*\]/g, '')
        .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
    return [
        ...new Set(
            [...bare.matchAll(/(?<![\w.:])[a-zA-Z_:][\w:]*/g)]
                .filter(match => !keywords.has(match[0].toLowerCase()) && !/^\s*\(/.test(bare.slice(match.index + match[0].length)))
                .map(match => match[0]),
        ),
    ];
}

/** A histogram's name, from that of one of its series. */
export const family = name => name.replace(/_(bucket|sum|count)$/, '');

/** Metrics of the application: first column of the tables in docs/telemetry.md. */
export function applicationMetrics() {
    const names = [...text('docs/telemetry.md').matchAll(/^\|\s*`([a-zA-Z_:][\w:]*)/gm)]
        .map(match => match[1])
        .filter(name => name.includes('_'));
    if (!names.length) throw new Error('docs/telemetry.md has no table whose first column is a metric.');
    return new Set(names);
}

/** Metrics of frameworks and exporters, as far as they are used: deploy/observability/others.json. */
export const otherMetrics = () => new Set(Object.values(JSON.parse(text('deploy/observability/others.json'))).flat());

/** The rules as Prometheus reads them: [{ file, groups }]. */
export function ruleFiles() {
    return files('deploy/observability/rules', /\.yaml$/).map(file => ({ file, groups: load(text(file)).spec.groups }));
}

/** Every rule with its file. */
export const rules = () => ruleFiles().flatMap(({ file, groups }) => groups.flatMap(group => group.rules.map(rule => ({ file, ...rule }))));

/** Dashboards: [{ file, dashboard }]. */
export const dashboards = () =>
    files('deploy/observability/dashboards', /\.json$/).map(file => ({ file, dashboard: JSON.parse(text(file)) }));

/** Every expression with the place where it stands: rules, dashboards, releases, the autoscaler's adapter. */
export function expressions() {
    const analysis = load(text('deploy/k3s/components/canary/analysis.yaml'));
    const adapter = adapterRules();
    return [
        ...rules().map(rule => ({ where: `${rule.file} ${rule.alert ?? rule.record}`, expression: rule.expr })),
        ...dashboards().flatMap(({ file, dashboard }) =>
            dashboard.panels.flatMap(panel =>
                (panel.targets ?? []).map(target => ({ where: `${file} “${panel.title}”`, expression: target.expr })),
            ),
        ),
        ...analysis.spec.metrics.map(metric => ({ where: `release: ${metric.name}`, expression: metric.provider.prometheus.query })),
        ...adapter.map(rule => ({ where: `adapter: ${rule.name.as}`, expression: rule.seriesQuery })),
    ];
}

/** Rules of prometheus-adapter, from its chart's values. */
export function adapterRules() {
    const charts = text('deploy/k3s/components/observability/charts.yaml')
        .split(/^---$/m)
        .map(part => load(part));
    return load(charts.find(chart => chart.spec.chart === 'prometheus-adapter').spec.valuesContent).rules.custom;
}
