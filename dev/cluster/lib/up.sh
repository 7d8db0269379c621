# shellcheck shell=bash disable=SC2154,SC2034 # shared with those that source this
# Starts a cluster, or what a cluster lacks.

up() {
  began=$(date +%s%N)
  nodes='' regions='' pretend=''
  options "$@"
  check_state_path
  lock
  if stale; then
    say "clearing what is left of an earlier cluster"
    end_cluster
  fi
  check_state_folder
  if [ -e "$CLUSTER_STATE/.cluster" ]; then same_cluster; else new_cluster; fi
  server=https://127.0.0.1:$CLUSTER_PORT
  [ "$nodes" = 0 ] || server=https://$control_plane:$CLUSTER_PORT
  build_parts
  authority
  certificate admin /O=system:masters/CN=admin
  kubeconfig admin "$KUBECONFIG"

  local i
  [ "$nodes" = 0 ] || switch
  api_server
  for i in $(seq "$nodes"); do
    node_network "$i" "$nodes"
    node_runtime "$i"
  done
  await 60 kube-apiserver "kube-apiserver ready" api_server_ready
  mark "kube-apiserver ready"
  [ "$extent" = alone ] || everything_else
  mark "up: export KUBECONFIG=$KUBECONFIG"
}

everything_else() {
  local i
  controllers
  for i in $(seq "$nodes"); do node_agents "$i" "$(region "$i")" "$(zone "$i")"; done
  [ "$nodes" = 0 ] || dns
  if [ -n "$pretend" ]; then
    kwok
    # shellcheck disable=SC2086 # a list
    pretend_nodes "$pretend" ${regions//,/ }
  fi
  await 60 kube-controller-manager "the default ServiceAccount" "$bin/kubectl" get serviceaccount default -n default
  for i in $(seq "$nodes"); do await 60 "kubelet-node-$i" "node-$i ready" node_ready "node-$i"; done
  [ "$nodes" = 0 ] || mark "$nodes nodes ready"
  [ -n "$pretend" ] || return 0
  await 120 kwok "$pretend pretend nodes ready" pretend_nodes_ready "$pretend"
  mark "$pretend pretend nodes ready"
}

options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --nodes=* | --regions=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
      --nodes)
        [[ ${2:-} =~ ^(1?[0-9]|20)$ ]] || refuse "--nodes from 0 to 20" "${2:-nothing}"
        nodes=$2
        shift 2
        ;;
      --regions)
        [[ ${2:-} =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?(,[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$ ]] ||
          refuse "--regions as names with commas between" "${2:-nothing}"
        regions=$2
        shift 2
        ;;
      --kwok)
        pretend=0
        shift
        ;;
      --kwok=*)
        pretend=${1#*=}
        [[ $pretend =~ ^[0-9]{1,5}$ ]] || refuse "--kwok=N with a number" "$pretend"
        shift
        ;;
      *) refuse "--nodes N, --regions R,R or --kwok[=N]" "$1" ;;
    esac
  done
}

new_cluster() {
  nodes=${nodes:-2} regions=${regions:-eu-west-1,us-east-1} extent=whole
  [ "$nodes" != 0 ] || [ -n "$pretend" ] || extent=alone
  check_machine
  check_addresses
  mkdir -p "$CLUSTER_STATE"
  chmod 700 "$CLUSTER_STATE"
  [ "$nodes" = 0 ] || check_overlay
  echo "$nodes $regions $extent $inputs" >"$CLUSTER_STATE/.cluster" # from now on the folder is ours
  cat /proc/sys/kernel/random/boot_id >"$CLUSTER_STATE/boot"
  mkdir "$CLUSTER_STATE"/{log,pid}
}

# A cluster stays what it was started as; only kwok may join later.
same_cluster() {
  local was_nodes was_regions was_inputs
  read -r was_nodes was_regions extent was_inputs <"$CLUSTER_STATE/.cluster"
  nodes=${nodes:-$was_nodes} regions=${regions:-$was_regions}
  [ "$nodes $regions" = "$was_nodes $was_regions" ] ||
    refuse "the cluster as it was started (--nodes $was_nodes --regions $was_regions), or 'cluster down' first" \
      "--nodes $nodes --regions $regions"
  [ -z "$pretend" ] || [ "$extent" = whole ] ||
    refuse "a cluster that was started with nodes or kwok, or 'cluster down' first" "kube-apiserver alone"
  [ "$inputs" = "$was_inputs" ] ||
    refuse "the programs that the cluster was started with, or 'cluster down' first" "dev/cluster/go or build changed since"
  [ -n "$pretend" ] || [ ! -e "$CLUSTER_STATE/pid/kwok" ] || pretend=0
  check_machine
}

# What starting the missing processes cannot mend: the machine was started again, a process that holds a namespace has
# ended, or processes are there whose state folder is not.
stale() {
  local was_nodes i
  if [ ! -e "$CLUSTER_STATE/.cluster" ]; then
    [ -n "$(members)" ] || [ -e "/sys/class/net/$id" ]
    return
  fi
  [ "$(cat /proc/sys/kernel/random/boot_id)" = "$(cat "$CLUSTER_STATE/boot" 2>/dev/null)" ] || return 0
  read -r was_nodes _ <"$CLUSTER_STATE/.cluster"
  [ "$was_nodes" != 0 ] || return 1
  alive switch || return 0
  for i in $(seq "$was_nodes"); do alive "node-$i" || return 0; done
  return 1
}

build_parts() {
  local parts=(kube etcd)
  [ "$nodes" = 0 ] || parts+=(coredns pause)
  [ -z "$pretend" ] || parts+=(kwok)
  "$home/build" "${parts[@]}" >/dev/null
}

region() {
  local names
  IFS=, read -ra names <<<"$regions"
  echo "${names[(($1 - 1) % ${#names[@]})]}"
}

zone() {
  local names letters=abcdefghijklmnopqrstuvwxyz
  IFS=, read -ra names <<<"$regions"
  echo "$(region "$1")${letters:(($1 - 1) / ${#names[@]}):1}"
}

mark() { printf '%8d ms  %s\n' $((($(date +%s%N) - began) / 1000000)) "$*" >&2; }
