// Programs of this machine. What is missing is skipped by name; continuous integration must have all of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
export const modules = join(root, 'deploy/check/node_modules');

const required = process.env.DEPLOY_CHECK_REQUIRE_ALL === 'true';

/** Options of a test that needs a program: skipped, by its name, where it is missing and not required. */
export function needs(program) {
    return has(program) || required ? {} : { skip: `no ${program}` };
}

/** Whether a program can be started. */
export function has(program) {
    return spawnSync('sh', ['-c', `command -v "$1"`, 'sh', program]).status === 0;
}

/** Runs a program. Returns its standard output; throws with everything it wrote when it fails. */
export function run(program, args, options = {}) {
    const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, cwd: root, ...options });
    if (done.error) throw done.error;
    if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${done.status}\n${done.stdout}\n${done.stderr}`);
    return done.stdout;
}

/** A directory that is removed when the process ends. */
export function scratch() {
    const directory = mkdtempSync(join(tmpdir(), 'deploy-check-'));
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
    return directory;
}

/** The text of a file of the repository; a clear error when it is missing. */
export function text(path) {
    const file = join(root, path);
    if (!existsSync(file)) throw new Error(`${path} is missing.`);
    return readFileSync(file, 'utf8');
}

/** Paths below a directory of the repository that match a pattern. */
export function files(directory, pattern) {
    return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && !/(^|\/)(node_modules|bin|obj|\.git|\.local|\.terraform)(\/|$)/.test(entry.parentPath))
        .map(entry => relative(root, join(entry.parentPath, entry.name)))
        .filter(path => pattern.test(path))
        .sort();
}
