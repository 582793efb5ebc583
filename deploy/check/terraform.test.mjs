// Terraform without account and network: form, types, and its own tests against a mocked provider.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { files, has, needs, root, run, scratch, text } from './lib/machine.mjs';

// A directory with the provider (terraform providers mirror), or Terraform's own cache of plugins.
const mirror = [process.env.TF_PLUGIN_DIR, process.env.TF_PLUGIN_CACHE_DIR, '/opt/tf-plugins', '/usr/share/terraform/plugins'].find(
    directory => directory && existsSync(join(directory, 'registry.terraform.io/hashicorp/aws')),
);
const withProvider = !has('terraform')
    ? needs('terraform')
    : mirror || process.env.TF_DOWNLOAD === 'true' || process.env.DEPLOY_CHECK_REQUIRE_ALL === 'true'
      ? {}
      : { skip: 'no AWS provider of Terraform (TF_PLUGIN_DIR)' };
const environment = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
};

/** A copy to work in, so that the repository keeps its lock files. */
function copy() {
    const directory = join(scratch(), 'terraform');
    cpSync(join(root, 'terraform'), directory, { recursive: true, filter: path => !path.includes('/.terraform/') });
    return directory;
}

function terraform(directory, ...args) {
    return run('terraform', [`-chdir=${directory}`, ...args], { env: environment });
}

function init(directory) {
    terraform(directory, 'init', '-backend=false', '-input=false', '-no-color', ...(mirror ? [`-plugin-dir=${mirror}`] : []));
}

describe('terraform', () => {
    it('is formatted', needs('terraform'), () =>
        assert.equal(terraform(join(root, 'terraform'), 'fmt', '-check', '-recursive', '-no-color'), ''),
    );

    it('passes its tests against a mocked provider', withProvider, () => {
        const directory = copy();
        init(directory);
        assert.match(terraform(directory, 'test', '-no-color'), /Success! \d+ passed, 0 failed/);
    });

    it('production is valid', withProvider, () => {
        const directory = join(copy(), 'environments/production');
        init(directory);
        assert.match(terraform(directory, 'validate', '-no-color'), /The configuration is valid/);
    });

    // Loading the provider takes ten seconds: what is the same text need not be validated twice.
    it('staging is production but for its name, addresses and size', () => {
        const plain = name =>
            ['main.tf', 'variables.tf', '.terraform.lock.hcl']
                .map(file => text(`terraform/environments/${name}/${file}`))
                .join('\n')
                .replaceAll(name, 'ENVIRONMENT')
                .replace(/(cidr\s+= )".*"/, '$1')
                .replace(/default = "(small|medium|large)"/, 'default');
        assert.equal(plain('staging'), plain('production'));
    });

    it('state is encrypted and locked', () => {
        for (const name of readdirSync(join(root, 'terraform/environments'))) {
            const main = text(`terraform/environments/${name}/main.tf`);
            assert.match(main, /encrypt\s+= true/);
            assert.match(main, /use_lockfile = true/);
        }
    });

    it('each module has a run in the tests', () => {
        const tests = text('terraform/tests/installation.tftest.hcl');
        for (const name of readdirSync(join(root, 'terraform/modules'))) assert.match(tests, new RegExp(`source = "./modules/${name}"`));
    });

    it('policies name no wildcard of everything', () => {
        for (const path of files('terraform/modules', /\.tf$/)) {
            assert.doesNotMatch(text(path), /Action\s*=\s*\[?"\*"|"iam:\*"|AdministratorAccess/, path);
        }
    });
});
