// Rules for the rendered manifests: who may call whom, and that what points at something finds it.
import { containersOf, kinds, matches, podName, podsIn } from './pods.mjs';
import { nameOf } from './render.mjs';

/** Everything is denied first; each pod is then named by policies for both directions. */
export function network(objects) {
    const policies = kinds(objects, 'NetworkPolicy');
    const problems = [];
    const namespaces = new Set(podsIn(objects).map(pod => pod.namespace));
    if (
        !policies.some(
            p =>
                p.metadata.namespace === 'ticketing' &&
                !Object.keys(p.spec.podSelector).length &&
                p.spec.policyTypes?.length === 2 &&
                !p.spec.ingress &&
                !p.spec.egress,
        )
    ) {
        problems.push('ticketing: no policy denies everything.');
    }
    for (const namespace of namespaces) {
        for (const pod of podsIn(objects).filter(pod => pod.namespace === namespace)) {
            const own = policies.filter(
                policy =>
                    policy.metadata.namespace === namespace &&
                    Object.keys(policy.spec.podSelector).length > 0 &&
                    matches(policy.spec.podSelector, pod.labels),
            );
            for (const direction of ['Ingress', 'Egress']) {
                if (!own.some(policy => policy.spec.policyTypes?.includes(direction)))
                    problems.push(`${podName(pod)}: no policy for ${direction} names it.`);
            }
        }
    }
    return problems;
}

/** Ports of a policy: numbers, with a pod's named ports resolved. */
function portsOf(rule, pod) {
    return rule.ports?.map(({ port }) =>
        typeof port === 'number'
            ? port
            : containersOf(pod)
                  .flatMap(container => container.ports ?? [])
                  .find(known => known.name === port)?.containerPort,
    );
}

/** What a pod may send within the cluster, the receiver's policy lets in; otherwise one of the two is wrong. */
export function roads(objects) {
    const policies = kinds(objects, 'NetworkPolicy');
    const pods = podsIn(objects);
    const admits = (peer, namespace, source) =>
        peer.ipBlock
            ? false
            : (peer.namespaceSelector
                  ? matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': source.namespace })
                  : source.namespace === namespace) &&
              (!peer.podSelector || matches(peer.podSelector, source.labels));
    const problems = [];
    for (const policy of policies) {
        for (const rule of policy.spec.egress ?? []) {
            for (const peer of (rule.to ?? []).filter(peer => peer.podSelector && Object.keys(peer.podSelector).length)) {
                const senders = pods.filter(
                    pod => pod.namespace === policy.metadata.namespace && matches(policy.spec.podSelector, pod.labels),
                );
                const target = peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] ?? policy.metadata.namespace;
                const receivers = pods.filter(pod => pod.namespace === target && matches(peer.podSelector, pod.labels));
                if (!receivers.length && target !== 'kube-system')
                    problems.push(`${nameOf(policy)}: nobody in ${target} has the labels of a receiver.`);
                for (const receiver of receivers) {
                    for (const sender of senders) {
                        for (const port of rule.ports.map(entry => entry.port)) {
                            const open = policies.some(
                                other =>
                                    other.metadata.namespace === receiver.namespace &&
                                    matches(other.spec.podSelector, receiver.labels) &&
                                    (other.spec.ingress ?? []).some(
                                        into =>
                                            (!into.ports || portsOf(into, receiver).includes(port)) &&
                                            (!into.from || into.from.some(from => admits(from, other.metadata.namespace, sender))),
                                    ),
                            );
                            if (!open)
                                problems.push(`${podName(sender)} may call ${podName(receiver)} at ${port}, which does not let it in.`);
                        }
                    }
                }
            }
        }
        for (const rule of policy.spec.ingress ?? []) {
            for (const { port } of rule.ports ?? []) {
                const named = pods.filter(
                    pod => pod.spec && pod.namespace === policy.metadata.namespace && matches(policy.spec.podSelector, pod.labels),
                );
                if (typeof port === 'string' && named.length && !named.some(pod => portsOf({ ports: [{ port }] }, pod)[0])) {
                    problems.push(`${nameOf(policy)}: no container has a port ${port}.`);
                }
            }
        }
    }
    return problems;
}

/** What points at something by labels or name finds it. */
export function selectors(objects) {
    const problems = [];
    const pods = podsIn(objects);
    const inNamespace = object => pods.filter(pod => pod.namespace === object.metadata.namespace);
    const find = (kind, name, namespace) =>
        objects.find(o => o.kind === kind && o.metadata.name === name && o.metadata.namespace === namespace);
    for (const object of kinds(objects, 'Deployment', 'StatefulSet')) {
        if (!matches(object.spec.selector, object.spec.template.metadata.labels))
            problems.push(`${nameOf(object)} does not select its own pods.`);
    }
    for (const service of kinds(objects, 'Service').filter(service => service.spec.selector)) {
        const found = inNamespace(service).filter(pod => matches({ matchLabels: service.spec.selector }, pod.labels));
        if (!found.length) problems.push(`${nameOf(service)} selects no pod.`);
        for (const { targetPort } of service.spec.ports) {
            if (
                !found.some(pod => containersOf(pod).some(c => c.ports?.some(p => p.name === targetPort || p.containerPort === targetPort)))
            ) {
                problems.push(`${nameOf(service)}: no container has the port ${targetPort}.`);
            }
        }
    }
    for (const budget of kinds(objects, 'PodDisruptionBudget', 'PodMonitor')) {
        if (budget.metadata.namespace === 'kube-system') continue;
        const found = inNamespace(budget).filter(pod => matches(budget.spec.selector, pod.labels));
        if (!found.length) problems.push(`${nameOf(budget)} selects no pod.`);
        for (const { port } of budget.spec.podMetricsEndpoints ?? []) {
            if (!found.some(pod => containersOf(pod).some(c => c.ports?.some(p => p.name === port))))
                problems.push(`${nameOf(budget)}: no port ${port}.`);
        }
    }
    for (const scaler of kinds(objects, 'HorizontalPodAutoscaler')) {
        const { kind, name } = scaler.spec.scaleTargetRef;
        if (!find(kind, name, scaler.metadata.namespace)) problems.push(`${nameOf(scaler)} scales ${kind} ${name}, which does not exist.`);
    }
    for (const rollout of kinds(objects, 'Rollout')) {
        const {
            workloadRef: template,
            strategy: { canary },
        } = rollout.spec;
        const source = find(template.kind, template.name, rollout.metadata.namespace);
        if (!source) problems.push(`${nameOf(rollout)}: there is no ${template.kind} ${template.name}.`);
        else if (source.spec.replicas !== 0) problems.push(`${nameOf(source)} runs pods beside ${nameOf(rollout)}.`);
        for (const name of [canary.stableService, canary.canaryService])
            if (!find('Service', name, rollout.metadata.namespace)) problems.push(`There is no Service ${name}.`);
        for (const { templateName } of canary.analysis?.templates ?? []) {
            if (!find('AnalysisTemplate', templateName, rollout.metadata.namespace))
                problems.push(`There is no AnalysisTemplate ${templateName}.`);
        }
        const weights = find('TraefikService', canary.trafficRouting.traefik.weightedTraefikServiceName, rollout.metadata.namespace);
        if (!weights) problems.push('There is no TraefikService for the weights.');
    }
    for (const object of kinds(objects, 'IngressRoute', 'TraefikService')) {
        for (const target of routesOf(object)) {
            const found = find(target.kind ?? 'Service', target.name, object.metadata.namespace);
            if (!found) problems.push(`${nameOf(object)} leads to ${target.kind ?? 'Service'} ${target.name}, which does not exist.`);
            else if (found.kind === 'Service' && !found.spec.ports.some(port => port.name === target.port || port.port === target.port)) {
                problems.push(`${nameOf(object)}: Service ${target.name} has no port ${target.port}.`);
            }
        }
        for (const { name } of (object.spec.routes ?? []).flatMap(route => route.middlewares ?? [])) {
            if (!find('Middleware', name, object.metadata.namespace)) problems.push(`${nameOf(object)}: there is no Middleware ${name}.`);
        }
    }
    return [...problems, ...references(objects)];
}

/** ConfigMaps and claims that pods mount exist; Secrets are checked by the documentation's table. */
function references(objects) {
    const problems = [];
    const exists = (kind, name, namespace) =>
        objects.some(o => o.kind === kind && o.metadata.name === name && o.metadata.namespace === namespace);
    for (const pod of podsIn(objects).filter(pod => pod.spec)) {
        const mounted = new Set(containersOf(pod).flatMap(container => (container.volumeMounts ?? []).map(mount => mount.name)));
        const claims = new Set((pod.owner.spec.volumeClaimTemplates ?? []).map(claim => claim.metadata.name));
        const volumes = new Set([...(pod.spec.volumes ?? []).map(volume => volume.name), ...claims]);
        for (const name of mounted) if (!volumes.has(name)) problems.push(`${podName(pod)} mounts ${name}, which is no volume.`);
        for (const name of volumes) if (!mounted.has(name)) problems.push(`${podName(pod)}: nothing mounts ${name}.`);
        const maps = [
            ...(pod.spec.volumes ?? []).map(volume => volume.configMap?.name),
            ...containersOf(pod).flatMap(c => [
                ...(c.envFrom ?? []).map(from => from.configMapRef?.name),
                ...(c.env ?? []).map(v => v.valueFrom?.configMapKeyRef?.name),
            ]),
        ].filter(name => name);
        for (const name of maps)
            if (!exists('ConfigMap', name, pod.namespace)) problems.push(`${podName(pod)}: there is no ConfigMap ${name}.`);
        for (const volume of pod.spec.volumes ?? []) {
            const claim = volume.persistentVolumeClaim?.claimName;
            if (claim && !exists('PersistentVolumeClaim', claim, pod.namespace))
                problems.push(`${podName(pod)}: there is no claim ${claim}.`);
        }
    }
    return problems;
}

/** Targets of a route or of weights. */
function routesOf(object) {
    return object.kind === 'IngressRoute'
        ? object.spec.routes.flatMap(route => route.services ?? [])
        : (object.spec.weighted?.services ?? []);
}

/** Stickiness at every level on the way to a pod, with a safe cookie; one name at each level. */
export function sticky(objects) {
    const problems = [];
    const check = (where, cookie, names) => {
        if (!cookie?.name) problems.push(`${where} is not sticky.`);
        else if (!cookie.secure || !cookie.httpOnly || cookie.sameSite !== 'lax')
            problems.push(`${where}: its cookie is not Secure, HttpOnly and Lax.`);
        else names.add(cookie.name);
    };
    const levels = { route: new Set(), release: new Set() };
    for (const route of kinds(objects, 'IngressRoute')) {
        for (const service of routesOf(route).filter(service => (service.kind ?? 'Service') === 'Service')) {
            check(`${nameOf(route)} to ${service.name}`, service.sticky?.cookie, levels.route);
        }
    }
    for (const weights of kinds(objects, 'TraefikService')) {
        check(nameOf(weights), weights.spec.weighted.sticky?.cookie, levels.release);
        const names = new Set();
        for (const service of weights.spec.weighted.services) check(`${nameOf(weights)} to ${service.name}`, service.sticky?.cookie, names);
        if (names.size !== 1) problems.push(`${nameOf(weights)}: releases use different cookies.`);
        for (const name of levels.release)
            if (names.has(name)) problems.push(`${nameOf(weights)}: release and pod share the cookie ${name}.`);
    }
    return problems;
}

/** Ways to the internet leave private and link-local networks out. (CloudNativePG's pods must reach the API server.) */
export function egress(objects) {
    const wanted = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'];
    return kinds(objects, 'NetworkPolicy')
        .filter(policy => ['shop', 'backup', 'keycloak'].includes(policy.metadata.name))
        .flatMap(policy =>
            (policy.spec.egress ?? []).flatMap(rule =>
                (rule.to ?? [])
                    .filter(peer => peer.ipBlock?.cidr === '0.0.0.0/0')
                    .flatMap(peer =>
                        wanted
                            .filter(block => !peer.ipBlock.except?.includes(block))
                            .map(block => `${nameOf(policy)} lets requests out to ${block}.`),
                    ),
            ),
        );
}
