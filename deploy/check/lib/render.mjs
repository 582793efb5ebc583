// The overlays as the cluster would get them, by the script that deploys them.
import { loadAll } from 'js-yaml';
import { run } from './machine.mjs';

export const overlays = ['single', 'ha', 'aws'];
export const image = `registry.example/ticketing@sha256:${'a'.repeat(64)}`;
export const keycloakImage = `registry.example/ticketing-keycloak@sha256:${'b'.repeat(64)}`;

const rendered = new Map();

/** The objects of an overlay. */
export function render(overlay) {
    if (!rendered.has(overlay)) {
        rendered.set(
            overlay,
            loadAll(run('build/render', [overlay, image, keycloakImage])).filter(object => object),
        );
    }
    return structuredClone(rendered.get(overlay));
}

/** An object's kind and name, for messages. */
export const nameOf = object => `${object.kind} ${object.metadata?.namespace ?? ''}/${object.metadata?.name}`;
