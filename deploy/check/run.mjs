// Runs the checks and prints `N passed, N failed, N skipped`; what was skipped is named.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here)
    .filter(name => name.endsWith('.test.mjs') && (!wanted.length || wanted.some(word => name.includes(word))))
    .map(name => join(here, name));
if (!files.length) {
    console.error(`No check is named ${wanted.join(' ')}.`);
    process.exit(2);
}

let passed = 0,
    failed = 0;
const skipped = [];
const isTest = data => data.details?.type !== 'suite';
const stream = run({ files, concurrency: 2, timeout: 300_000 });
stream.on('test:pass', data => {
    if (data.skip !== undefined) skipped.push(`${data.name}: ${data.skip}`);
    else if (isTest(data)) passed++;
});
stream.on('test:fail', data => {
    // A suite fails with its tests; one that fails by itself could not be loaded.
    const cause = data.details.error;
    if (!isTest(data) && cause?.failureType === 'subtestsFailed') return;
    failed++;
    console.error(`FAILED ${data.name}\n${String(cause?.cause?.message ?? cause?.message ?? cause).replace(/^/gm, '    ')}\n`);
});
stream.on('test:stderr', data => process.stderr.write(data.message));
stream.resume();
await new Promise(resolve => stream.once('end', resolve));
for (const name of skipped) console.error(`skipped ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed || !passed ? 1 : 0);
