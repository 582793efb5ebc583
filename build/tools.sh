# Finds and, where possible, installs the programs that ./run, ./test and ./bench need. Sourced, not executed.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

has_postgres() {
    has initdb && return
    local bin
    for bin in /usr/lib/postgresql/*/bin/initdb; do [ -x "$bin" ] && return; done
    return 1
}

has_browser() { has chromium-headless-shell || has chromium || has chromium-browser || has google-chrome; }

need_dotnet() {
    local sdk
    if has dotnet && sdk=$(dotnet --list-sdks 2>/dev/null) && grep -q '^1[0-9]\.' <<<"$sdk"; then return; fi
    fail "The .NET 10 SDK is needed and not installed. Either:
  - a package of your system: https://learn.microsoft.com/dotnet/core/install/linux
  - or, without root: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
    and then: export PATH=\"\$HOME/.dotnet:\$PATH\""
}

# Runs as root, else through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

can_install() {
    has apt-get || return 1
    [ "$(id -u)" = 0 ] && return
    has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

# Installs Debian packages without starting their servers, now or at boot: the application runs its own. A system with the
# packages installed is left unchanged.
install_quietly() {
    can_install || fail "Missing: $*. Install them with your system's package manager (they could not be installed from here: no apt-get, or no root), and run this again."
    say "Installing $* ..."

    local policy=/usr/sbin/policy-rc.d made_policy=
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        made_policy=yes
    fi
    local log status=0
    log=$(mktemp)
    {
        as_root apt-get -q -o Acquire::Retries=3 update &&
            { [[ " $* " != *" postgresql "* ]] || without_main_cluster; } &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 install --no-install-recommends "$@"
    } >"$log" 2>&1 || status=$?
    [ -z "$made_policy" ] || as_root rm -f "$policy"
    [ ! -e "$cluster_settings.before" ] || as_root mv "$cluster_settings.before" "$cluster_settings"
    if [ "$status" != 0 ]; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "apt-get could not install: $*"
    fi
    rm -f "$log"

    local package
    for package in "$@"; do
        case $package in
            # `postgresql` has no cluster to start.
            redis-server | prometheus) if has systemctl; then as_root systemctl disable "$package" >/dev/null 2>&1 || true; fi ;;
        esac
    done
}

# Debian's postgresql creates and starts a cluster unless this setting is changed before the installation.
cluster_settings=/etc/postgresql-common/createcluster.conf

without_main_cluster() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 install --no-install-recommends postgresql-common &&
        as_root cp -p "$cluster_settings" "$cluster_settings.before" &&
        as_root sed -i -E 's/^#? ?create_main_cluster *=.*/create_main_cluster = false/' "$cluster_settings"
}

need_servers() {
    local missing=()
    has_postgres || missing+=(postgresql)
    has redis-server || has valkey-server || missing+=(redis-server)
    # setpriv and setsid: PostgreSQL refuses to run as root.
    has setpriv || missing+=(util-linux)
    [ ${#missing[@]} = 0 ] || install_quietly "${missing[@]}"
}

need_test_tools() {
    local missing=()
    has_browser || missing+=(chromium-headless-shell)
    has node || missing+=(nodejs)
    has npm || missing+=(npm)
    [ ${#missing[@]} = 0 ] || install_quietly "${missing[@]}"
}

# What checks of the deployment files are made with and Debian has; kubectl and Terraform it has not. Without them those checks are skipped.
want_deploy_tools() {
    local missing=()
    has promtool || missing+=(prometheus)
    has shellcheck || missing+=(shellcheck)
    [ ${#missing[@]} = 0 ] || ! can_install || (install_quietly "${missing[@]}") || say "Going on without: ${missing[*]}"
}
