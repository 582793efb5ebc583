#!/bin/bash
# Installs k3s on a fresh machine. Terraform fills in version, secret and name; role and first differ by machine.
set -euo pipefail
role='{role}' first='{first}'
version='${version}' secret_id='${secret_id}' api_name='${api_name}'

K3S_TOKEN=$(aws secretsmanager get-secret-value --secret-id "$secret_id" --query SecretString --output text)
export K3S_TOKEN INSTALL_K3S_VERSION="$version" INSTALL_K3S_SKIP_SELINUX_RPM=true INSTALL_K3S_SKIP_ENABLE=true

# The installer compares the program with the checksums of its release.
curl --fail --silent --show-error --location --retry 5 --output /root/install-k3s.sh \
    "https://raw.githubusercontent.com/k3s-io/k3s/$${version/+/%2B}/install.sh"

# The shutdown waits for the pods: they have 330 s before the machine ends.
mkdir -p /etc/rancher/k3s /var/lib/rancher/k3s/agent/etc/kubelet.conf.d
cat >/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/10-shutdown.conf <<'SETTINGS'
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
shutdownGracePeriod: 360s
shutdownGracePeriodCriticalPods: 20s
SETTINGS
mkdir -p /etc/systemd/logind.conf.d
printf '[Login]\nInhibitDelayMaxSec=380\n' >/etc/systemd/logind.conf.d/10-k3s.conf
systemctl restart systemd-logind

if [ "$role" = server ]; then
    cat >/etc/rancher/k3s/config.yaml <<SETTINGS
tls-san: [$api_name, 127.0.0.1]
secrets-encryption: true
write-kubeconfig-mode: "0600"
etcd-snapshot-schedule-cron: "0 */6 * * *"
etcd-snapshot-retention: 28
protect-kernel-defaults: false
node-taint: ["node-role.kubernetes.io/control-plane=true:NoSchedule"]
kube-apiserver-arg: ["audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log", "audit-log-maxage=30"]
SETTINGS
    if [ -n "$first" ]; then
        # Once: a first server that is made anew joins the others.
        if curl --silent --insecure --max-time 5 "https://$api_name:6443/ping" >/dev/null; then
            echo "server: https://$api_name:6443" >>/etc/rancher/k3s/config.yaml
        else
            echo "cluster-init: true" >>/etc/rancher/k3s/config.yaml
        fi
    else
        echo "server: https://$api_name:6443" >>/etc/rancher/k3s/config.yaml
    fi
    sh /root/install-k3s.sh server
    systemctl enable --now k3s
else
    echo "server: https://$api_name:6443" >/etc/rancher/k3s/config.yaml
    sh /root/install-k3s.sh agent
    systemctl enable --now k3s-agent

    # The group announces the end in the machine's metadata and waits (lifecycle hook): shut down now, which lets the pods end.
    cat >/usr/local/bin/end-when-told <<'SCRIPT'
#!/bin/bash
set -euo pipefail
metadata=http://169.254.169.254/latest
while sleep 5; do
    token=$(curl --silent --fail --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token") || continue
    state=$(curl --silent --fail --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/autoscaling/target-lifecycle-state") || continue
    [ "$state" != Terminated ] || exec systemctl poweroff
done
SCRIPT
    chmod 755 /usr/local/bin/end-when-told
    cat >/etc/systemd/system/end-when-told.service <<'UNIT'
[Unit]
Description=Shuts the machine down when its group ends it
After=k3s-agent.service

[Service]
ExecStart=/usr/local/bin/end-when-told
Restart=always

[Install]
WantedBy=multi-user.target
UNIT
    systemctl enable --now end-when-told
fi
