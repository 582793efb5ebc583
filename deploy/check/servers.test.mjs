// PostgreSQL and Redis with the settings of the components, started here for a moment.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { has, needs, root, run, scratch, text } from './lib/machine.mjs';

const bin = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql')
          .map(version => `/usr/lib/postgresql/${version}/bin`)
          .filter(path => existsSync(join(path, 'initdb')))
          .sort()
          .pop()
    : null;
const isRoot = process.getuid() === 0;
// PostgreSQL refuses to run as root.
const user = isRoot && bin ? { uid: Number(run('id', ['-u', 'postgres'])), gid: Number(run('id', ['-g', 'postgres'])) } : {};
const withPostgres = bin && has('openssl') ? {} : { skip: 'no PostgreSQL or openssl' };

describe('PostgreSQL of the component', withPostgres, () => {
    const directory = scratch();
    const own = path => {
        if (isRoot) chownSync(path, user.uid, user.gid);
    };
    const at = name => join(directory, name);
    let server;
    const passwords = { postgres: 'p1', ticketing: 'p2', backup: 'p3', metrics: 'p4', keycloak: 'p5' };

    /** A query of a role over TLS. Returns its answer; an error's text when it is refused. */
    const ask = (role, sql, database = 'ticketing') => {
        const done = spawnSync(
            join(bin, 'psql'),
            [
                '-X',
                '-qAt',
                '-v',
                'ON_ERROR_STOP=1',
                '-c',
                sql,
                `host=127.0.0.1 port=${port} user=${role} dbname=${database} sslmode=require`,
            ],
            { encoding: 'utf8', env: { ...process.env, PGPASSWORD: passwords[role] } },
        );
        return done.status === 0 ? done.stdout.trim() : done.stderr;
    };
    const port = 20000 + Math.floor(Math.random() * 12000);

    before(async () => {
        chmodSync(directory, 0o755);
        for (const name of ['data', 'run', 'archive', 'archive/wal', 'secrets']) {
            mkdirSync(at(name));
            own(at(name));
        }
        chmodSync(at('data'), 0o700);
        for (const [role, password] of Object.entries(passwords)) writeFileSync(at(`secrets/${role}`), password);
        run(
            'openssl',
            [
                'req',
                '-x509',
                '-newkey',
                'rsa:2048',
                '-nodes',
                '-days',
                '2',
                '-subj',
                '/CN=postgres',
                '-keyout',
                at('tls.key'),
                '-out',
                at('tls.crt'),
            ],
            { stdio: 'pipe' },
        );
        own(at('tls.key'));
        chmodSync(at('tls.key'), 0o600);
        cpSync(join(root, 'deploy/k3s/components/postgres/pg_hba.conf'), at('pg_hba.conf'));
        cpSync(join(root, 'deploy/k3s/components/postgres/postgresql.conf'), at('postgresql.conf'));
        run(
            join(bin, 'initdb'),
            [
                '-D',
                at('data'),
                '-U',
                'postgres',
                `--pwfile=${at('secrets/postgres')}`,
                '--auth=scram-sha-256',
                '--data-checksums',
                '--locale=C.UTF-8',
            ],
            { ...user, cwd: directory },
        );
        server = spawn(
            join(bin, 'postgres'),
            [
                '-D',
                at('data'),
                '-p',
                port,
                '-k',
                at('run'),
                '-c',
                `config_file=${at('postgresql.conf')}`,
                '-c',
                `hba_file=${at('pg_hba.conf')}`,
                // The files' places are the container's; the sizes are too large for a check.
                '-c',
                `ssl_cert_file=${at('tls.crt')}`,
                '-c',
                `ssl_key_file=${at('tls.key')}`,
                '-c',
                'shared_buffers=32MB',
                '-c',
                'max_connections=20',
                '-c',
                text('deploy/k3s/components/postgres/postgresql.conf')
                    .match(/^archive_command = '(.*)'$/m)[0]
                    .replace(/^archive_command = '(.*)'$/, 'archive_command=$1')
                    .replaceAll('/archive/', at('archive/')),
            ],
            { ...user, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] },
        );
        let log = '';
        server.stderr.on('data', chunk => {
            log += chunk;
        });
        for (let tries = 0; !/ready to accept connections/.test(log); tries++) {
            if (tries > 300 || server.exitCode !== null) throw new Error(log);
            await delay(100);
        }
        const script = text('deploy/k3s/components/postgres/roles.sh').replace('secrets=/run/secrets/postgres', `secrets=${at('secrets')}`);
        const done = spawnSync('sh', ['-c', script], {
            encoding: 'utf8',
            env: {
                ...process.env,
                PATH: `${bin}:${process.env.PATH}`,
                POSTGRES_USER: 'postgres',
                PGHOST: at('run'),
                PGPORT: `${port}`,
                PGPASSWORD: passwords.postgres,
            },
        });
        assert.equal(done.status, 0, done.stderr);
    });

    after(() => server?.kill('SIGQUIT'));

    it('is what the shop needs: its own database, extensions, logical log', () => {
        assert.equal(
            ask(
                'ticketing',
                'CREATE EXTENSION pg_trgm; CREATE EXTENSION cube; CREATE EXTENSION fuzzystrmatch; CREATE TABLE orders (id int); SELECT 1',
            ),
            '1',
        );
        assert.equal(ask('ticketing', 'SHOW wal_level'), 'logical');
        assert.equal(ask('ticketing', 'SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user'), 'f');
    });

    it('gives each role what it needs and nothing else', () => {
        assert.equal(ask('backup', 'SELECT count(*) FROM orders'), '0');
        assert.match(ask('backup', 'INSERT INTO orders VALUES (1)'), /permission denied/);
        assert.match(ask('metrics', 'SELECT * FROM orders'), /permission denied/);
        assert.match(ask('metrics', 'SELECT count(*) FROM pg_stat_activity'), /^\d+$/);
        assert.match(ask('keycloak', 'SELECT 1'), /no pg_hba.conf entry|permission denied/);
        assert.match(ask('ticketing', 'SELECT 1', 'keycloak'), /no pg_hba.conf entry|permission denied/);
        assert.match(ask('postgres', 'SELECT 1'), /no pg_hba.conf entry/, 'the administrator works within the pod');
    });

    it('refuses connections without TLS', () => {
        const done = spawnSync(
            join(bin, 'psql'),
            ['-c', 'SELECT 1', `host=127.0.0.1 port=${port} user=ticketing dbname=ticketing sslmode=disable`],
            { encoding: 'utf8', env: { ...process.env, PGPASSWORD: passwords.ticketing } },
        );
        assert.match(done.stderr, /no encryption/);
    });

    it('archives whole segments', async () => {
        const administer = sql =>
            run(join(bin, 'psql'), ['-h', at('run'), '-p', `${port}`, '-U', 'postgres', '-At', '-c', sql], {
                env: { ...process.env, PGPASSWORD: passwords.postgres },
            });
        administer('CREATE TABLE something (id int)');
        administer('SELECT pg_switch_wal()');
        for (let tries = 0; !readdirSync(at('archive/wal')).some(name => /^[0-9A-F]{24}$/.test(name)); tries++) {
            assert.ok(tries < 200, administer('SELECT * FROM pg_stat_archiver'));
            await delay(100);
        }
    });
});

describe('Redis of the components', needs('redis-server'), () => {
    const accounts = text('docs/deployment.md')
        .split('\n')
        .filter(line => /^ {4}user /.test(line))
        .map(line => line.trim().replace('PASSWORD', 'secret'))
        .join('\n');

    for (const component of ['redis', 'redis-ha']) {
        it(`${component}: settings and the documented accounts`, async () => {
            const directory = scratch();
            const socket = join(directory, 'redis.sock');
            writeFileSync(join(directory, 'users.acl'), `${accounts}\n`);
            writeFileSync(
                join(directory, 'redis.conf'),
                text(`deploy/k3s/components/${component}/redis.conf`)
                    .replace('/run/secrets/redis/users.acl', join(directory, 'users.acl'))
                    .replace(/^dir .*/m, `dir ${directory}`)
                    .replace(/^port .*/m, 'port 0')
                    .replace(/^bind .*/m, `unixsocket ${socket}`)
                    .replace(/^min-replicas.*/gm, ''),
            );
            const server = spawn('redis-server', [join(directory, 'redis.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
            let log = '';
            server.stdout.on('data', chunk => {
                log += chunk;
            });
            try {
                for (let tries = 0; !existsSync(socket); tries++) {
                    assert.ok(tries < 100 && server.exitCode === null, log);
                    await delay(50);
                }
                const ask = (name, ...words) =>
                    run('redis-cli', [
                        '-s',
                        socket,
                        ...(name ? ['--user', name, '--pass', 'secret', '--no-auth-warning'] : []),
                        ...words,
                    ]).trim();
                assert.match(ask(null, 'ping'), /NOAUTH/, 'strangers get nothing; the probe is content with any answer');
                assert.equal(ask('ticketing', 'set', '{evt}a', '1'), 'OK');
                assert.match(ask('ticketing', 'info', 'server'), /redis_version/);
                assert.equal(ask('ticketing', 'eval', 'return 1', '0'), '1');
                assert.match(ask('ticketing', 'shutdown', 'nosave'), /NOPERM/);
                assert.match(ask('exporter', 'get', '{evt}a'), /NOPERM/);
                assert.match(ask('exporter', 'info', 'memory'), /maxmemory_policy:noeviction/);
                assert.equal(ask('replication', 'role').split('\n')[0], 'master');
            } finally {
                server.kill();
            }
        });
    }

    it('redis-ha: start.sh writes settings that Redis and Sentinel accept', () => {
        const script = text('deploy/k3s/components/redis-ha/start.sh');
        const configured = [...script.matchAll(/echo "((?:sentinel |replica|master)[^"]*)"/g)].map(match =>
            match[1].replaceAll('$name.$domain', '127.0.0.1').replaceAll('$primary', '127.0.0.1').replaceAll('$password', 'secret'),
        );
        assert.ok(configured.length >= 10);
        const directory = scratch();
        writeFileSync(
            join(directory, 'sentinel.conf'),
            [
                text('deploy/k3s/components/redis-ha/sentinel.conf')
                    .replace(/^dir .*/m, `dir ${directory}`)
                    .replace(/^port .*/m, `port ${21000 + Math.floor(Math.random() * 9000)}`),
                ...configured.filter(line => line.startsWith('sentinel ')),
            ].join('\n'),
        );
        // Two seconds of life: a setting that is refused ends it at once, with another code.
        const done = spawnSync('timeout', ['2', 'redis-server', join(directory, 'sentinel.conf'), '--sentinel'], { encoding: 'utf8' });
        assert.match(done.stdout, /\+monitor master ticketing 127\.0\.0\.1 6379 quorum 2/, done.stdout);
    });
});
