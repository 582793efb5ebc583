#!/bin/sh
# Starts this pod's Redis or Sentinel. Both rewrite their settings, so they get copies. The primary is whom a Sentinel names; on the first
# start of all, when none answers, it is pod 0.
set -eu
role=$1 name=$(hostname) domain=redis-nodes.ticketing.svc.cluster.local
password=$(cat /run/secrets/redis/replication)
primary=
for number in 0 1 2; do
    primary=$(REDISCLI_AUTH=$password timeout 3 redis-cli -h "redis-$number.$domain" -p 26379 --user replication \
        sentinel get-master-addr-by-name ticketing 2>/dev/null | head -n 1) || primary=
    case $primary in *"$domain") break ;; *) primary= ;; esac
done
[ -n "$primary" ] || primary=redis-0.$domain

case $role in
    redis)
        cp /etc/redis/redis.conf /tmp/redis.conf
        {
            echo "replica-announce-ip $name.$domain"
            echo "masteruser replication"
            echo "masterauth $password"
            [ "$primary" = "$name.$domain" ] || echo "replicaof $primary 6379"
        } >>/tmp/redis.conf
        exec redis-server /tmp/redis.conf
        ;;
    sentinel)
        cp /etc/redis/sentinel.conf /tmp/sentinel.conf
        {
            echo "aclfile /run/secrets/redis/sentinel.acl"
            echo "sentinel announce-ip $name.$domain"
            echo "sentinel sentinel-user replication"
            echo "sentinel sentinel-pass $password"
            echo "sentinel monitor ticketing $primary 6379 2"
            echo "sentinel auth-user ticketing replication"
            echo "sentinel auth-pass ticketing $password"
            echo "sentinel down-after-milliseconds ticketing 5000"
            echo "sentinel failover-timeout ticketing 30000"
            echo "sentinel parallel-syncs ticketing 1"
        } >>/tmp/sentinel.conf
        exec redis-server /tmp/sentinel.conf --sentinel
        ;;
    *) echo "start.sh redis|sentinel" >&2; exit 2 ;;
esac
