// Types of the manifests: values by the packages' JSON schemas, and misspelt fields, which schemas let pass, by TypeScript's `satisfies`.
import { existsSync, writeFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { modules, run, scratch } from './machine.mjs';

const packages = {
    'traefik.io': '@kubernetes-models/traefik',
    'argoproj.io': '@kubernetes-models/argo-rollouts',
    'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
    'external-secrets.io': '@kubernetes-models/external-secrets',
};

/** The module with an object's type: package/group/version/kind. Null: no package has it. */
export function moduleOf({ apiVersion, kind }) {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const module = `${packages[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
    return existsSync(join(modules, `${module}.js`)) ? module : null;
}

/** Wrong, missing and unknown values of an object, by its schema. */
export async function schemaErrors(object) {
    const module = await import(pathToFileURL(join(modules, `${moduleOf(object)}.js`)));
    try {
        new module[object.kind](object).validate();
        return [];
    } catch (error) {
        return [error.message];
    }
}

/**
 * Compiles values against types. `values`: [{ name, value, type, from, isDefault, enums }]. A text of JSON is no member of a string enum:
 * `enums` replaces such texts, [[text, 'Enum.Member']].
 * Returns the compiler's messages; empty: all fit.
 */
export function typeErrors(values) {
    const directory = scratch();
    symlinkSync(modules, join(directory, 'node_modules'));
    const imports = new Map();
    const lines = values.map(({ name, value, type, from, isDefault, enums = [] }, at) => {
        const key = `${from}#${type}`;
        if (!imports.has(key)) imports.set(key, { local: `T${imports.size}`, type, from, isDefault });
        let json = JSON.stringify(value);
        for (const [text, member] of enums) {
            imports.set(`${from}#${member}`, { local: member.split('.')[0], type: member.split('.')[0], from });
            json = json.replaceAll(text, `${text.slice(0, text.indexOf(':') + 1)}(null! as ${member})`);
        }
        return `// ${name}\nexport const value${at} = ${json} satisfies ${imports.get(key).local};`;
    });
    const head = [...imports.values()].map(({ local, type, from, isDefault }) =>
        isDefault ? `import type ${local} from '${from}';` : `import type { ${type} as ${local} } from '${from}';`,
    );
    writeFileSync(join(directory, 'values.ts'), [...head, ...lines].join('\n'));
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    writeFileSync(
        join(directory, 'tsconfig.json'),
        JSON.stringify({
            compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, module: 'nodenext', target: 'es2022', types: [] },
            files: ['values.ts'],
        }),
    );
    try {
        run(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', directory, '--pretty', 'false']);
        return [];
    } catch (error) {
        return error.message
            .split('\n')
            .filter(line => /error TS/.test(line))
            .map(line => explain(line, directory));
    }
}

/** The compiler's message with the name of the value and the place in its JSON in front. */
function explain(line, directory) {
    const [, at, column, message] = /\((\d+),(\d+)\): (.*)$/.exec(line) ?? [];
    if (!at) return line;
    const source = run('sed', ['-n', `${Number(at) - 1},${at}p`, join(directory, 'values.ts')]).split('\n');
    return `${source[0].replace(/^\/\/ /, '')}: ${message} at …${source[1].slice(Math.max(0, column - 1), Number(column) + 60)}…`;
}
