// Kinds of which no package has the types: the fields that the manifests use, read from the operators' reference. A field beside them is
// a mistake or a new one, which is added here after a look into the reference.

/** CloudNativePG 1.27, its Barman Cloud plugin 0.6, k3s' Helm controller. A trailing `*` allows any fields below. */
export const fields = {
    'postgresql.cnpg.io/v1 Cluster': [
        'instances',
        'imageName',
        'primaryUpdateStrategy',
        'postgresql.synchronous.method',
        'postgresql.synchronous.number',
        'postgresql.synchronous.dataDurability',
        'postgresql.parameters.*',
        'bootstrap.initdb.database',
        'bootstrap.initdb.owner',
        'bootstrap.initdb.secret.name',
        'bootstrap.initdb.dataChecksums',
        'bootstrap.initdb.localeCType',
        'bootstrap.initdb.localeCollate',
        'enableSuperuserAccess',
        'managed.roles.name',
        'managed.roles.ensure',
        'managed.roles.login',
        'managed.roles.passwordSecret.name',
        'storage.size',
        'walStorage.size',
        'resources.requests.*',
        'resources.limits.*',
        'affinity.enablePodAntiAffinity',
        'affinity.podAntiAffinityType',
        'affinity.topologyKey',
        'plugins.name',
        'plugins.isWALArchiver',
        'plugins.parameters.*',
        'monitoring.enablePodMonitor',
    ],
    'postgresql.cnpg.io/v1 ScheduledBackup': ['schedule', 'backupOwnerReference', 'cluster.name', 'method', 'pluginConfiguration.name'],
    'postgresql.cnpg.io/v1 Database': ['name', 'owner', 'cluster.name'],
    'barmancloud.cnpg.io/v1 ObjectStore': [
        'retentionPolicy',
        'configuration.destinationPath',
        'configuration.s3Credentials.accessKeyId.name',
        'configuration.s3Credentials.accessKeyId.key',
        'configuration.s3Credentials.secretAccessKey.name',
        'configuration.s3Credentials.secretAccessKey.key',
        'configuration.wal.compression',
        'configuration.wal.encryption',
        'configuration.wal.maxParallel',
        'configuration.data.compression',
        'configuration.data.encryption',
    ],
    'helm.cattle.io/v1 HelmChart': ['repo', 'chart', 'version', 'targetNamespace', 'valuesContent'],
    'helm.cattle.io/v1 HelmChartConfig': ['valuesContent'],
};

/** Fields of an object's spec that its list does not have; null: the kind has no list. */
export function unknownFields(object) {
    const known = fields[`${object.apiVersion} ${object.kind}`];
    if (!known) return null;
    return [...new Set(leaves(object.spec))].filter(
        path => !known.some(entry => entry === path || (entry.endsWith('.*') && path.startsWith(entry.slice(0, -1)))),
    );
}

function leaves(value, prefix = '') {
    if (Array.isArray(value)) return value.flatMap(item => leaves(item, prefix));
    if (value === null || typeof value !== 'object') return [prefix];
    return Object.entries(value).flatMap(([key, item]) => leaves(item, prefix ? `${prefix}.${key}` : key));
}
