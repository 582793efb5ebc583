// Rules for the rendered manifests. Each takes the objects of an overlay and returns what violates it, one sentence each.
import { load } from 'js-yaml';
import { egress, network, roads, selectors, sticky } from './connections.mjs';
import { containersOf, kinds, matches, podName, podsIn, quantity } from './pods.mjs';
import { nameOf } from './render.mjs';

const shopOf = objects => podsIn(objects).find(pod => pod.owner.kind === 'Deployment' && pod.owner.metadata.name === 'shop');

/** Servers say whether they live and whether they are ready. */
export function probes(objects) {
    return podsIn(kinds(objects, 'Deployment', 'StatefulSet', 'DaemonSet')).flatMap(pod =>
        pod.spec.containers.flatMap(container =>
            ['livenessProbe', 'readinessProbe']
                .filter(probe => !container[probe])
                .map(probe => `${podName(pod)}: ${container.name} has no ${probe}.`),
        ),
    );
}

/** Each container asks for CPU and memory and has a memory limit. */
export function resources(objects) {
    return podsIn(objects).flatMap(pod =>
        containersOf(pod).flatMap(({ name, resources: r }) => [
            ...['cpu', 'memory'].filter(key => !r?.requests?.[key]).map(key => `${podName(pod)}: ${name} requests no ${key}.`),
            ...(r?.limits?.memory ? [] : [`${podName(pod)}: ${name} has no memory limit.`]),
            ...(r?.limits?.memory && quantity(r.limits.memory) < quantity(r.requests?.memory ?? 0)
                ? [`${podName(pod)}: ${name} requests more than its limit.`]
                : []),
        ]),
    );
}

/** The Pod Security Standard "restricted", a read-only root, and no token of the cluster. */
export function restricted(objects) {
    return podsIn(objects)
        .filter(pod => pod.spec)
        .flatMap(pod => {
            const problems = [];
            const { spec } = pod;
            if (spec.securityContext?.runAsNonRoot !== true) problems.push('may run as root');
            if (spec.securityContext?.seccompProfile?.type !== 'RuntimeDefault') problems.push('has no seccomp profile');
            if (spec.automountServiceAccountToken !== false) problems.push("gets the cluster's token");
            if (spec.enableServiceLinks !== false) problems.push('gets the addresses of all Services in its environment');
            for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) if (spec[key]) problems.push(`uses ${key}`);
            for (const volume of spec.volumes ?? []) if (volume.hostPath) problems.push(`mounts ${volume.hostPath.path} of the node`);
            for (const container of containersOf(pod)) {
                const context = container.securityContext ?? {};
                if (context.privileged) problems.push(`${container.name} is privileged`);
                if (context.allowPrivilegeEscalation !== false) problems.push(`${container.name} may gain privileges`);
                if (context.readOnlyRootFilesystem !== true) problems.push(`${container.name} can write to its root`);
                if (!context.capabilities?.drop?.includes('ALL')) problems.push(`${container.name} keeps capabilities`);
                if (context.capabilities?.add?.length) problems.push(`${container.name} adds capabilities`);
                if (context.runAsUser === 0 || context.runAsNonRoot === false) problems.push(`${container.name} runs as root`);
            }
            return problems.map(problem => `${podName(pod)} ${problem}.`);
        });
}

/** Images are one image for ever: the shop's by digest, the others at least by a full version. */
export function images(objects) {
    return podsIn(objects).flatMap(pod =>
        containersOf(pod).flatMap(({ image }) => {
            if (/@sha256:[0-9a-f]{64}$/.test(image)) return [];
            if (image.includes('ticketing')) return [`${podName(pod)}: ${image} is not named by its digest.`];
            const tag = /:([^/:]+)$/.exec(image)?.[1];
            if (!tag || /^(latest|stable|main|master|edge)$/.test(tag)) return [`${podName(pod)}: ${image} can change.`];
            return /\d+\.\d+\.\d+|\d+\.\d+-|^RELEASE\.\d{4}-\d\d-\d\dT/.test(tag) ? [] : [`${podName(pod)}: ${image} has no full version.`];
        }),
    );
}

/** No Secret is rendered, and no password stands in an environment variable or a setting. */
export function noSecrets(objects) {
    const secret = /password|secret|token|api_?key|access_?key/i;
    const reference = /_FILE$|Directory$/;
    return [
        ...kinds(objects, 'Secret').map(object => `${nameOf(object)} stands in the manifests.`),
        ...podsIn(objects).flatMap(pod =>
            containersOf(pod).flatMap(container =>
                (container.env ?? [])
                    .filter(variable => secret.test(variable.name) && !reference.test(variable.name) && variable.value !== undefined)
                    .map(variable => `${podName(pod)}: the value of ${variable.name} stands in the manifest.`),
            ),
        ),
        ...kinds(objects, 'ConfigMap').flatMap(map =>
            Object.keys(map.data ?? {})
                .filter(key => !key.includes('.') && !reference.test(key) && (secret.test(key) || /^ConnectionStrings__/.test(key)))
                .map(key => `${nameOf(map)}: ${key} belongs into a Secret.`),
        ),
    ];
}

/** What has more than one pod keeps all but one when nodes are drained. */
export function disruption(objects) {
    const scaled = kinds(objects, 'HorizontalPodAutoscaler').map(scaler => scaler.spec.scaleTargetRef);
    return kinds(objects, 'Deployment', 'StatefulSet')
        .filter(object => object.spec.replicas > 1 || scaled.some(({ name }) => name === object.metadata.name))
        .filter(
            object =>
                !kinds(objects, 'PodDisruptionBudget').some(
                    budget =>
                        budget.metadata.namespace === object.metadata.namespace &&
                        matches(budget.spec.selector, object.spec.template.metadata.labels) &&
                        budget.spec.maxUnavailable === 1,
                ),
        )
        .map(object => `${nameOf(object)} has no disruption budget.`);
}

/** A pod has more time to end than its drain takes, and a release never has fewer pods than before. */
export function draining(objects) {
    const shop = shopOf(objects);
    const problems = [];
    const sleep = shop.spec.containers[0].lifecycle?.preStop?.sleep?.seconds;
    // The framework's limit for what has begun.
    const shutdown = 30;
    if (!(sleep > 0)) problems.push('The shop gets SIGTERM before the proxy knows that it ends.');
    if (!(shop.spec.terminationGracePeriodSeconds >= sleep + shutdown + 30)) problems.push('The shop is killed before it has drained.');
    const { maxUnavailable, maxSurge } = shop.owner.spec.strategy?.rollingUpdate ?? {};
    if (maxUnavailable !== 0 || !(maxSurge >= 1)) problems.push('A release takes pods away before new ones are ready.');
    for (const rollout of kinds(objects, 'Rollout')) {
        if (rollout.spec.strategy.canary.maxUnavailable !== 0)
            problems.push(`${nameOf(rollout)} takes pods away before new ones are ready.`);
    }
    const readiness = shop.spec.containers[0].readinessProbe?.httpGet?.path;
    if (readiness !== '/health/ready') problems.push('The shop is ready without being asked.');
    return problems;
}

/** What the autoscaler asks for is offered by the adapter, and pods come at once and go slowly. */
export function autoscaling(objects) {
    const problems = [];
    const adapter = kinds(objects, 'HelmChart').find(chart => chart.spec.chart === 'prometheus-adapter');
    const offered = new Set(adapter ? load(adapter.spec.valuesContent).rules.custom.map(rule => rule.name.as) : []);
    for (const scaler of kinds(objects, 'HorizontalPodAutoscaler')) {
        for (const { pods } of scaler.spec.metrics.filter(metric => metric.type === 'Pods')) {
            if (!offered.has(pods.metric.name)) problems.push(`${nameOf(scaler)}: nothing offers ${pods.metric.name}.`);
        }
        if (!scaler.spec.metrics.some(metric => metric.type === 'Resource'))
            problems.push(`${nameOf(scaler)} counts nothing when Prometheus is unavailable.`);
        if (scaler.spec.minReplicas < 2) problems.push(`${nameOf(scaler)} allows a single pod.`);
        if (!(scaler.spec.behavior?.scaleDown?.stabilizationWindowSeconds >= 300))
            problems.push(`${nameOf(scaler)} takes pods away in a sale's first pause.`);
    }
    return problems;
}

/** Old pods run while the schema changes: a Job changes it before, with the release's own image and settings, and ends. */
export function migrations(objects) {
    const job = podsIn(kinds(objects, 'Job')).find(pod => pod.owner.metadata.name === 'migrations');
    if (!job) return ['Nothing migrates the database.'];
    const problems = [];
    const shop = shopOf(objects);
    if (!job.spec.containers[0].args?.includes('--rebuild')) problems.push('The migrations Job starts a shop.');
    if (job.spec.containers[0].image !== shop.spec.containers[0].image) problems.push('The migrations have another image than the shop.');
    if (JSON.stringify(job.spec.containers[0].envFrom) !== JSON.stringify(shop.spec.containers[0].envFrom)) {
        problems.push('The migrations have other settings than the shop.');
    }
    return problems;
}

/** Volumes in memory count as the pod's memory. */
export function memory(objects) {
    return podsIn(objects)
        .filter(pod => pod.spec)
        .flatMap(pod => {
            const inMemory = (pod.spec.volumes ?? []).filter(volume => volume.emptyDir?.medium === 'Memory');
            const limit = pod.spec.containers.reduce((sum, container) => sum + quantity(container.resources?.limits?.memory ?? 0), 0);
            const size = inMemory.reduce((sum, volume) => sum + quantity(volume.emptyDir.sizeLimit ?? '1Ti'), 0);
            return size > limit / 2 ? [`${podName(pod)}: its volumes in memory may take more than half of its memory.`] : [];
        });
}

export const all = {
    probes,
    resources,
    restricted,
    images,
    noSecrets,
    network,
    roads,
    selectors,
    disruption,
    draining,
    sticky,
    autoscaling,
    migrations,
    egress,
    memory,
};
