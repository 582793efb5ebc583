// What runs pods, and what selects them.
import { nameOf } from './render.mjs';

/** Pod templates of an object: [{ labels, spec, owner }]. */
export function podsOf(object) {
    const template = {
        Deployment: o => o.spec.template,
        StatefulSet: o => o.spec.template,
        DaemonSet: o => o.spec.template,
        Job: o => o.spec.template,
        CronJob: o => o.spec.jobTemplate.spec.template,
        Rollout: o => o.spec.template,
    }[object.kind]?.(object);
    if (template)
        return [{ owner: object, namespace: object.metadata.namespace, labels: template.metadata?.labels ?? {}, spec: template.spec }];
    // CloudNativePG makes its pods itself; policies must select them all the same.
    if (object.kind === 'Cluster') {
        return [{ owner: object, namespace: object.metadata.namespace, labels: { 'cnpg.io/cluster': object.metadata.name }, spec: null }];
    }
    return [];
}

/** Objects of some kinds. */
export const kinds = (objects, ...wanted) => objects.filter(object => wanted.includes(object.kind));

/** All pod templates. */
export const podsIn = objects => objects.flatMap(podsOf);

/** A pod's owner, for messages. */
export const podName = pod => nameOf(pod.owner);

export const containersOf = pod => [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];

/** Whether a label selector matches labels; an empty one matches all. */
export function matches(selector, labels) {
    const equal = Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
    return (
        equal &&
        (selector?.matchExpressions ?? []).every(({ key, operator, values }) => {
            switch (operator) {
                case 'In':
                    return values.includes(labels[key]);
                case 'NotIn':
                    return !values.includes(labels[key]);
                case 'Exists':
                    return key in labels;
                case 'DoesNotExist':
                    return !(key in labels);
                default:
                    throw new Error(`Unknown operator ${operator}`);
            }
        })
    );
}

/** A quantity in bytes or cores, from Kubernetes' notation. */
export function quantity(value) {
    const [, number, unit] = /^([0-9.]+)([a-zA-Z]*)$/.exec(String(value));
    const factor = { '': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 }[unit];
    if (!factor) throw new Error(`Unknown unit of ${value}`);
    return Number(number) * factor;
}
