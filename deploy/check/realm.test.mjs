// The realm of Keycloak: its types, and what the shop relies on.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { text } from './lib/machine.mjs';
import { typeErrors } from './lib/types.mjs';

const realm = JSON.parse(text('deploy/keycloak/ticketing-realm.json'));
const users = JSON.parse(text('deploy/keycloak/demo-users.json'));
const types = '@keycloak/keycloak-admin-client/lib/defs';
const client = id => realm.clients.find(entry => entry.clientId === id);
const scope = name => realm.clientScopes.find(entry => entry.name === name);

// Fields of Keycloak's RealmRepresentation (Java) that the client's types lack.
const untyped = [
    'webAuthnPolicyPasswordlessRpEntityName',
    'webAuthnPolicyPasswordlessSignatureAlgorithms',
    'webAuthnPolicyPasswordlessUserVerificationRequirement',
    'webAuthnPolicyPasswordlessRequireResidentKey',
    'webAuthnPolicyPasswordlessAttestationConveyancePreference',
];
const typedRealm = Object.fromEntries(Object.entries(realm).filter(([key]) => !untyped.includes(key)));

/** Each part by its own type: the realm's lists are untyped (`any`) in places. */
const parts = () => [
    { name: 'realm', value: typedRealm, type: 'Realm', from: `${types}/realmRepresentation.js`, isDefault: true },
    { name: 'demo users', value: users, type: 'Realm', from: `${types}/realmRepresentation.js`, isDefault: true },
    ...realm.clientScopes.map(value => ({
        name: `scope ${value.name}`,
        value,
        type: 'Scope',
        from: `${types}/clientScopeRepresentation.js`,
        isDefault: true,
    })),
    ...realm.requiredActions.map(value => ({
        name: value.alias,
        value,
        type: 'Action',
        from: `${types}/requiredActionProviderRepresentation.js`,
        isDefault: true,
    })),
];

describe('realm', () => {
    it('has the types of Keycloak', () => assert.deepEqual(typeErrors(parts()), []));

    it('a misspelt field is found', () =>
        assert.notDeepEqual(typeErrors([{ ...parts()[0], value: { ...typedRealm, bruteForceProtcted: true } }]), []));

    it('secrets and addresses are placeholders', () => {
        for (const entry of realm.clients) {
            if ('secret' in entry) assert.match(entry.secret, /^\$\{[A-Z_]+\}$/);
            for (const url of [entry.rootUrl, ...(entry.redirectUris ?? []), ...(entry.webOrigins ?? [])].filter(url => url)) {
                assert.match(url, /^\$\{TICKETING_URL\}/);
                assert.doesNotMatch(url, /\*/, 'an exact address');
            }
        }
        for (const user of users.users) for (const { value } of user.credentials) assert.match(value, /^\$\{[A-Z_]+\}$/);
    });

    it('each placeholder gets a value in the cluster', () => {
        const used = new Set([...JSON.stringify(realm).matchAll(/\$\{([A-Z_]+)\}/g)].map(match => match[1]));
        const pod = text('deploy/k3s/components/keycloak/keycloak.yaml');
        for (const name of used) assert.match(pod, new RegExp(`name: ${name}\\b`));
    });

    it('has no users', () => assert.equal(realm.users, undefined));

    it('people sign in by code, PKCE and nothing else', () => {
        const web = client('ticketing-web');
        assert.equal(web.publicClient, false);
        assert.equal(web.standardFlowEnabled, true);
        for (const flow of ['implicitFlowEnabled', 'directAccessGrantsEnabled', 'serviceAccountsEnabled']) assert.equal(web[flow], false);
        assert.equal(web.attributes['pkce.code.challenge.method'], 'S256');
        assert.equal(web.attributes['backchannel.logout.session.required'], 'true');
        assert.match(web.attributes['backchannel.logout.url'], /^\$\{TICKETING_URL\}\/account\/oidc\/logout$/);
        for (const name of ['profile', 'email', 'roles', 'groups']) assert.ok(web.defaultClientScopes.includes(name));
    });

    it('machines have client credentials only, and the audience of the API', () => {
        const machine = client('box-office-example');
        assert.equal(machine.serviceAccountsEnabled, true);
        assert.equal(machine.standardFlowEnabled, false);
        assert.ok(machine.defaultClientScopes.includes('ticketing-api'));
        assert.equal(scope('ticketing-api').protocolMappers[0].config['included.client.audience'], 'ticketing-api');
    });

    it('roles and groups are in the ID token, which the shop reads', () => {
        for (const [name, claims] of [
            ['roles', ['realm_access.roles', 'resource_access.${client_id}.roles']],
            ['groups', ['groups']],
        ]) {
            const mappers = scope(name).protocolMappers;
            assert.deepEqual(
                mappers.map(mapper => mapper.config['claim.name']),
                claims,
            );
            for (const { config } of mappers)
                for (const token of ['id.token.claim', 'access.token.claim']) assert.equal(config[token], 'true');
        }
        assert.equal(scope('groups').protocolMappers[0].config['full.path'], 'true');
    });

    it('every scope that a client names exists', () => {
        const known = new Set(realm.clientScopes.map(entry => entry.name));
        const named = realm.clients.flatMap(entry => [...entry.defaultClientScopes, ...entry.optionalClientScopes]);
        assert.deepEqual(
            named.filter(name => !known.has(name)),
            [],
        );
    });

    it('the scopes of machines are those of the API', () => {
        assert.deepEqual(
            realm.clientScopes
                .map(entry => entry.name)
                .filter(name => /:|^checkin$/.test(name))
                .sort(),
            [
                'analytics:read',
                'attendees:read',
                'checkin',
                'events:read',
                'events:write',
                'orders:read',
                'orders:write',
                'webhooks:manage',
            ],
        );
    });

    it('tokens are short, guesses are limited, events are kept', () => {
        assert.equal(realm.accessTokenLifespan, 300);
        assert.equal(realm.ssoSessionIdleTimeout, 1800);
        assert.equal(realm.bruteForceProtected, true);
        assert.equal(realm.eventsEnabled, true);
        assert.equal(realm.verifyEmail, true, 'unverified addresses take nothing over');
    });
});
