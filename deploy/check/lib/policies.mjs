// Rules for the rendered manifests. Each takes the objects of an overlay and returns what violates it, one sentence each.
import { load } from 'js-yaml';
import { containersOf, matches, podsOf, quantity } from './pods.mjs';
import { nameOf } from './render.mjs';

const kinds = (objects, ...wanted) => objects.filter(object => wanted.includes(object.kind));
const podsIn = objects => objects.flatMap(podsOf);
const podName = pod => nameOf(pod.owner);
const settingsOf = objects => objects.find(o => o.kind === 'ConfigMap' && o.metadata.name.startsWith('shop-settings'))?.data ?? {};
const shopOf = objects => podsIn(objects).find(pod => pod.owner.kind === 'Deployment' && pod.owner.metadata.name === 'shop');

/** Servers say whether they live and whether they are ready. */
export function probes(objects) {
  return podsIn(kinds(objects, 'Deployment', 'StatefulSet', 'DaemonSet')).flatMap(pod => pod.spec.containers.flatMap(container =>
    ['livenessProbe', 'readinessProbe'].filter(probe => !container[probe]).map(probe => `${podName(pod)}: ${container.name} has no ${probe}.`)));
}

/** Each container asks for CPU and memory and has a memory limit. */
export function resources(objects) {
  return podsIn(objects).flatMap(pod => containersOf(pod).flatMap(({ name, resources: r }) => [
    ...['cpu', 'memory'].filter(key => !r?.requests?.[key]).map(key => `${podName(pod)}: ${name} requests no ${key}.`),
    ...(r?.limits?.memory ? [] : [`${podName(pod)}: ${name} has no memory limit.`]),
    ...(r?.limits?.memory && quantity(r.limits.memory) < quantity(r.requests?.memory ?? 0) ? [`${podName(pod)}: ${name} requests more than its limit.`] : []),
  ]));
}

/** The Pod Security Standard "restricted", a read-only root, and no token of the cluster. */
export function restricted(objects) {
  return podsIn(objects).filter(pod => pod.spec).flatMap(pod => {
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
  return podsIn(objects).flatMap(pod => containersOf(pod).flatMap(({ image }) => {
    if (/@sha256:[0-9a-f]{64}$/.test(image)) return [];
    if (image.includes('ticketing')) return [`${podName(pod)}: ${image} is not named by its digest.`];
    const tag = /:([^/:]+)$/.exec(image)?.[1];
    if (!tag || /^(latest|stable|main|master|edge)$/.test(tag)) return [`${podName(pod)}: ${image} can change.`];
    return /\d+\.\d+\.\d+|\d+\.\d+-|^RELEASE\.\d{4}-\d\d-\d\dT/.test(tag) ? [] : [`${podName(pod)}: ${image} has no full version.`];
  }));
}

/** No Secret is rendered, and no password stands in an environment variable or a setting. */
export function noSecrets(objects) {
  const secret = /password|secret|token|api_?key|access_?key/i;
  const reference = /_FILE$|Directory$/;
  return [
    ...kinds(objects, 'Secret').map(object => `${nameOf(object)} stands in the manifests.`),
    ...podsIn(objects).flatMap(pod => containersOf(pod).flatMap(container => (container.env ?? [])
      .filter(variable => secret.test(variable.name) && !reference.test(variable.name) && variable.value !== undefined)
      .map(variable => `${podName(pod)}: the value of ${variable.name} stands in the manifest.`))),
    ...kinds(objects, 'ConfigMap').flatMap(map => Object.keys(map.data ?? {})
      .filter(key => !key.includes('.') && !reference.test(key) && (secret.test(key) || /^ConnectionStrings__/.test(key)))
      .map(key => `${nameOf(map)}: ${key} belongs into a Secret.`)),
  ];
}

/** Everything is denied first; each pod is then named by policies for both directions. */
export function network(objects) {
  const policies = kinds(objects, 'NetworkPolicy');
  const problems = [];
  const namespaces = new Set(podsIn(objects).map(pod => pod.namespace));
  if (!policies.some(p => p.metadata.namespace === 'ticketing' && !Object.keys(p.spec.podSelector).length
    && p.spec.policyTypes?.length === 2 && !p.spec.ingress && !p.spec.egress)) {
    problems.push('ticketing: no policy denies everything.');
  }
  for (const namespace of namespaces) {
    for (const pod of podsIn(objects).filter(pod => pod.namespace === namespace)) {
      const own = policies.filter(policy => policy.metadata.namespace === namespace
        && Object.keys(policy.spec.podSelector).length > 0 && matches(policy.spec.podSelector, pod.labels));
      for (const direction of ['Ingress', 'Egress']) {
        if (!own.some(policy => policy.spec.policyTypes?.includes(direction))) problems.push(`${podName(pod)}: no policy for ${direction} names it.`);
      }
    }
  }
  return problems;
}

/** Ports of a policy: numbers, with a pod's named ports resolved. */
function portsOf(rule, pod) {
  return rule.ports?.map(({ port }) => typeof port === 'number' ? port
    : containersOf(pod).flatMap(container => container.ports ?? []).find(known => known.name === port)?.containerPort);
}

/** What a pod may send within the cluster, the receiver's policy lets in; otherwise one of the two is wrong. */
export function roads(objects) {
  const policies = kinds(objects, 'NetworkPolicy');
  const pods = podsIn(objects);
  const admits = (peer, namespace, source) => peer.ipBlock ? false
    : (peer.namespaceSelector ? matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': source.namespace }) : source.namespace === namespace)
      && (!peer.podSelector || matches(peer.podSelector, source.labels));
  const problems = [];
  for (const policy of policies) {
    for (const rule of policy.spec.egress ?? []) {
      for (const peer of (rule.to ?? []).filter(peer => peer.podSelector && Object.keys(peer.podSelector).length)) {
        const senders = pods.filter(pod => pod.namespace === policy.metadata.namespace && matches(policy.spec.podSelector, pod.labels));
        const target = peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] ?? policy.metadata.namespace;
        const receivers = pods.filter(pod => pod.namespace === target && matches(peer.podSelector, pod.labels));
        if (!receivers.length && target !== 'kube-system') problems.push(`${nameOf(policy)}: nobody in ${target} has the labels of a receiver.`);
        for (const receiver of receivers) {
          for (const sender of senders) {
            for (const port of rule.ports.map(entry => entry.port)) {
              const open = policies.some(other => other.metadata.namespace === receiver.namespace && matches(other.spec.podSelector, receiver.labels)
                && (other.spec.ingress ?? []).some(into => (!into.ports || portsOf(into, receiver).includes(port))
                  && (!into.from || into.from.some(from => admits(from, other.metadata.namespace, sender)))));
              if (!open) problems.push(`${podName(sender)} may call ${podName(receiver)} at ${port}, which does not let it in.`);
            }
          }
        }
      }
    }
    for (const rule of policy.spec.ingress ?? []) {
      for (const { port } of rule.ports ?? []) {
        const named = pods.filter(pod => pod.spec && pod.namespace === policy.metadata.namespace && matches(policy.spec.podSelector, pod.labels));
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
  const find = (kind, name, namespace) => objects.find(o => o.kind === kind && o.metadata.name === name && o.metadata.namespace === namespace);
  for (const object of kinds(objects, 'Deployment', 'StatefulSet')) {
    if (!matches(object.spec.selector, object.spec.template.metadata.labels)) problems.push(`${nameOf(object)} does not select its own pods.`);
  }
  for (const service of kinds(objects, 'Service').filter(service => service.spec.selector)) {
    const found = inNamespace(service).filter(pod => matches({ matchLabels: service.spec.selector }, pod.labels));
    if (!found.length) problems.push(`${nameOf(service)} selects no pod.`);
    for (const { targetPort } of service.spec.ports) {
      if (!found.some(pod => containersOf(pod).some(c => c.ports?.some(p => p.name === targetPort || p.containerPort === targetPort)))) {
        problems.push(`${nameOf(service)}: no container has the port ${targetPort}.`);
      }
    }
  }
  for (const budget of kinds(objects, 'PodDisruptionBudget', 'PodMonitor')) {
    if (budget.metadata.namespace === 'kube-system') continue;
    const found = inNamespace(budget).filter(pod => matches(budget.spec.selector, pod.labels));
    if (!found.length) problems.push(`${nameOf(budget)} selects no pod.`);
    for (const { port } of budget.spec.podMetricsEndpoints ?? []) {
      if (!found.some(pod => containersOf(pod).some(c => c.ports?.some(p => p.name === port)))) problems.push(`${nameOf(budget)}: no port ${port}.`);
    }
  }
  for (const scaler of kinds(objects, 'HorizontalPodAutoscaler')) {
    const { kind, name } = scaler.spec.scaleTargetRef;
    if (!find(kind, name, scaler.metadata.namespace)) problems.push(`${nameOf(scaler)} scales ${kind} ${name}, which does not exist.`);
  }
  for (const rollout of kinds(objects, 'Rollout')) {
    const { workloadRef: template, strategy: { canary } } = rollout.spec;
    const source = find(template.kind, template.name, rollout.metadata.namespace);
    if (!source) problems.push(`${nameOf(rollout)}: there is no ${template.kind} ${template.name}.`);
    else if (source.spec.replicas !== 0) problems.push(`${nameOf(source)} runs pods beside ${nameOf(rollout)}.`);
    for (const name of [canary.stableService, canary.canaryService]) if (!find('Service', name, rollout.metadata.namespace)) problems.push(`There is no Service ${name}.`);
    for (const { templateName } of canary.analysis?.templates ?? []) {
      if (!find('AnalysisTemplate', templateName, rollout.metadata.namespace)) problems.push(`There is no AnalysisTemplate ${templateName}.`);
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
  const exists = (kind, name, namespace) => objects.some(o => o.kind === kind && o.metadata.name === name && o.metadata.namespace === namespace);
  for (const pod of podsIn(objects).filter(pod => pod.spec)) {
    const mounted = new Set(containersOf(pod).flatMap(container => (container.volumeMounts ?? []).map(mount => mount.name)));
    const claims = new Set((pod.owner.spec.volumeClaimTemplates ?? []).map(claim => claim.metadata.name));
    const volumes = new Set([...(pod.spec.volumes ?? []).map(volume => volume.name), ...claims]);
    for (const name of mounted) if (!volumes.has(name)) problems.push(`${podName(pod)} mounts ${name}, which is no volume.`);
    for (const name of volumes) if (!mounted.has(name)) problems.push(`${podName(pod)}: nothing mounts ${name}.`);
    const maps = [
      ...(pod.spec.volumes ?? []).map(volume => volume.configMap?.name),
      ...containersOf(pod).flatMap(c => [...(c.envFrom ?? []).map(from => from.configMapRef?.name), ...(c.env ?? []).map(v => v.valueFrom?.configMapKeyRef?.name)]),
    ].filter(name => name);
    for (const name of maps) if (!exists('ConfigMap', name, pod.namespace)) problems.push(`${podName(pod)}: there is no ConfigMap ${name}.`);
    for (const volume of pod.spec.volumes ?? []) {
      const claim = volume.persistentVolumeClaim?.claimName;
      if (claim && !exists('PersistentVolumeClaim', claim, pod.namespace)) problems.push(`${podName(pod)}: there is no claim ${claim}.`);
    }
  }
  return problems;
}

/** What has more than one pod keeps all but one when nodes are drained. */
export function disruption(objects) {
  const scaled = kinds(objects, 'HorizontalPodAutoscaler').map(scaler => scaler.spec.scaleTargetRef);
  return kinds(objects, 'Deployment', 'StatefulSet')
    .filter(object => object.spec.replicas > 1 || scaled.some(({ name }) => name === object.metadata.name))
    .filter(object => !kinds(objects, 'PodDisruptionBudget').some(budget => budget.metadata.namespace === object.metadata.namespace
      && matches(budget.spec.selector, object.spec.template.metadata.labels) && budget.spec.maxUnavailable === 1))
    .map(object => `${nameOf(object)} has no disruption budget.`);
}

/** A pod has more time to end than its drain takes, and a release never has fewer pods than before. */
export function draining(objects) {
  const settings = settingsOf(objects);
  const shop = shopOf(objects);
  const problems = [];
  const sleep = shop.spec.containers[0].lifecycle?.preStop?.sleep?.seconds;
  const drain = Number(settings.Drain__SecondsMax);
  const shutdown = Number(settings.Drain__ShutdownSeconds ?? 25);
  if (!(sleep > 0)) problems.push('The shop gets SIGTERM before the proxy knows that it ends.');
  if (!(drain > 0)) problems.push('The time to drain is not set.');
  if (!(shop.spec.terminationGracePeriodSeconds >= sleep + drain + shutdown + 30)) problems.push('The shop is killed before it has drained.');
  const { maxUnavailable, maxSurge } = shop.owner.spec.strategy?.rollingUpdate ?? {};
  if (maxUnavailable !== 0 || !(maxSurge >= 1)) problems.push('A release takes pods away before new ones are ready.');
  for (const rollout of kinds(objects, 'Rollout')) {
    if (rollout.spec.strategy.canary.maxUnavailable !== 0) problems.push(`${nameOf(rollout)} takes pods away before new ones are ready.`);
  }
  const readiness = shop.spec.containers[0].readinessProbe?.httpGet?.path;
  if (readiness !== '/health/ready') problems.push('The shop is ready without being asked.');
  return problems;
}

/** Targets of a route or of weights. */
function routesOf(object) {
  return object.kind === 'IngressRoute' ? object.spec.routes.flatMap(route => route.services ?? []) : object.spec.weighted?.services ?? [];
}

/** Stickiness at every level on the way to a pod, with a safe cookie; one name at each level. */
export function sticky(objects) {
  const problems = [];
  const check = (where, cookie, names) => {
    if (!cookie?.name) problems.push(`${where} is not sticky.`);
    else if (!cookie.secure || !cookie.httpOnly || cookie.sameSite !== 'lax') problems.push(`${where}: its cookie is not Secure, HttpOnly and Lax.`);
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
    for (const name of levels.release) if (names.has(name)) problems.push(`${nameOf(weights)}: release and pod share the cookie ${name}.`);
  }
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
    if (!scaler.spec.metrics.some(metric => metric.type === 'Resource')) problems.push(`${nameOf(scaler)} counts nothing when Prometheus is unavailable.`);
    if (scaler.spec.minReplicas < 2) problems.push(`${nameOf(scaler)} allows a single pod.`);
    if (!(scaler.spec.behavior?.scaleDown?.stabilizationWindowSeconds >= 300)) problems.push(`${nameOf(scaler)} takes pods away in a sale's first pause.`);
  }
  return problems;
}

/** Old pods run while the schema changes: a Job changes it, with the release's own image, and pods do not. */
export function migrations(objects) {
  const job = podsIn(kinds(objects, 'Job')).find(pod => pod.owner.metadata.name === 'migrations');
  if (!job) return ['Nothing migrates the database.'];
  const problems = [];
  const shop = shopOf(objects);
  if (!job.spec.containers[0].args?.includes('--migrate')) problems.push('The migrations Job starts a shop.');
  if (job.spec.containers[0].image !== shop.spec.containers[0].image) problems.push('The migrations have another image than the shop.');
  if (settingsOf(objects).Migrations__AtStart !== 'false') problems.push('Pods migrate, too.');
  return problems;
}

/** Ways to the internet leave private and link-local networks out. (CloudNativePG's pods must reach the API server.) */
export function egress(objects) {
  const wanted = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'];
  return kinds(objects, 'NetworkPolicy').filter(policy => ['shop', 'backup', 'keycloak'].includes(policy.metadata.name)).flatMap(policy =>
    (policy.spec.egress ?? []).flatMap(rule => (rule.to ?? []).filter(peer => peer.ipBlock?.cidr === '0.0.0.0/0').flatMap(peer =>
      wanted.filter(block => !peer.ipBlock.except?.includes(block)).map(block => `${nameOf(policy)} lets requests out to ${block}.`))));
}

/** Volumes in memory count as the pod's memory. */
export function memory(objects) {
  return podsIn(objects).filter(pod => pod.spec).flatMap(pod => {
    const inMemory = (pod.spec.volumes ?? []).filter(volume => volume.emptyDir?.medium === 'Memory');
    const limit = pod.spec.containers.reduce((sum, container) => sum + quantity(container.resources?.limits?.memory ?? 0), 0);
    const size = inMemory.reduce((sum, volume) => sum + quantity(volume.emptyDir.sizeLimit ?? '1Ti'), 0);
    return size > limit / 2 ? [`${podName(pod)}: its volumes in memory may take more than half of its memory.`] : [];
  });
}

export const all = { probes, resources, restricted, images, noSecrets, network, roads, selectors, disruption, draining, sticky, autoscaling, migrations, egress, memory };
