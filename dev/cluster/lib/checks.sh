# shellcheck shell=bash disable=SC2154 # set by those that source this
# What has to be so before anything is started. Each refusal says what was required and what was observed.

need_commands() {
  local command missing=()
  for command in "$@"; do command -v "$command" >/dev/null || missing+=("$command"); done
  [ ${#missing[@]} -eq 0 ] || refuse "the commands $*" "no ${missing[*]} in PATH (README.md names the packages)"
}

cni_programs() {
  local folder
  for folder in /usr/lib/cni /opt/cni/bin; do
    [ ! -x "$folder/bridge" ] || [ ! -x "$folder/host-local" ] || [ ! -x "$folder/loopback" ] || {
      echo "$folder"
      return
    }
  done
  return 1
}

check_machine() {
  need_commands curl jq openssl flock setsid sha256sum awk
  if [ "$nodes" -gt 0 ]; then
    [ "$(id -u)" = 0 ] || refuse "root, for nodes (--nodes 0 needs none)" "user $(id -un)"
    need_commands containerd containerd-shim-runc-v2 ctr runc ip nft nsenter unshare
    cni_programs >/dev/null || refuse "the CNI plugins bridge, host-local, loopback in /usr/lib/cni or /opt/cni/bin" \
      "not there; on Debian: apt-get install containernetworking-plugins"
    grep -qw overlay /proc/filesystems || modprobe -q overlay || refuse "the overlay file system" "a kernel without it"
    grep -qE ' cgroup2? ' /proc/mounts || refuse "control groups mounted" "none in /proc/mounts"
  fi
}

check_state_path() {
  case $CLUSTER_STATE in /*) ;; *) refuse "CLUSTER_STATE as an absolute path" "$CLUSTER_STATE" ;; esac
  [ ${#CLUSTER_STATE} -le 60 ] || # a kubelet's sockets are in it, whose paths may have 107 characters
    refuse "CLUSTER_STATE of at most 60 characters" "${#CLUSTER_STATE}: $CLUSTER_STATE"
}

# Nobody else's folder is written to or removed.
check_state_folder() {
  [ ! -e "$CLUSTER_STATE" ] || [ -e "$CLUSTER_STATE/.cluster" ] || [ -z "$(ls -A "$CLUSTER_STATE")" ] ||
    refuse "CLUSTER_STATE empty, absent or of a cluster" "other files in $CLUSTER_STATE"
}

check_overlay() {
  local kind
  kind=$(stat -f -c %T "$CLUSTER_STATE")
  [ "$kind" != overlayfs ] || refuse "CLUSTER_STATE on a file system that can be an overlay's upper layer" \
    "overlayfs at $CLUSTER_STATE"
}

# Only for a cluster that is to be started: its own addresses and ports are in use once it is up.
check_addresses() {
  local port taken
  if [ "$nodes" = 0 ]; then
    for port in "$CLUSTER_PORT" $((CLUSTER_PORT + 1)) $((CLUSTER_PORT + 2)); do
      ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
        refuse "port $port free (CLUSTER_PORT=$CLUSTER_PORT and the next two)" "something listens on it"
    done
  else
    taken=$(ip -4 route show table all root "$CLUSTER_SUBNET.0.0/16" | head -1)
    [ -z "$taken" ] || refuse "no route into $CLUSTER_SUBNET.0.0/16 (CLUSTER_SUBNET)" "$taken"
  fi
}
