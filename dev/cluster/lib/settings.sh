# shellcheck shell=bash disable=SC2034 # read by the scripts that source this
# Where things are and what they are called. Every CLUSTER_… value may come from the environment.

CLUSTER_STATE=${CLUSTER_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/softphone-loadtest/cluster}
CLUSTER_SUBNET=${CLUSTER_SUBNET:-10.90} # a /16, divided below
CLUSTER_PORT=${CLUSTER_PORT:-16443}     # of kube-apiserver; etcd takes the next two

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The one name of everything that has to have one on the machine: a control group and a network interface. It follows from
# the state folder, so what is left of a folder that was deleted is still found.
id=slt-$(printf %s "$CLUSTER_STATE" | sha256sum | cut -c1-6)

# What was built from other sources is another folder. The compiler's version is left out on purpose: a machine that got
# this folder from a cache needs no compiler.
inputs=$(cd "$home" && { uname -m && cat build image go/*/*; } | sha256sum | cut -c1-16)
bin=${XDG_CACHE_HOME:-$HOME/.cache}/softphone-loadtest/cluster/$inputs
kubernetes=$(awk '$1 == "k8s.io/kubernetes" {print $2}' "$home/go/kube/go.mod")

machine=$CLUSTER_SUBNET.0.1         # this machine's leg in the nodes' network
control_plane=$CLUSTER_SUBNET.0.2   # kube-apiserver and CoreDNS, when there are nodes
pod_net=$CLUSTER_SUBNET.96.0/19     # of all nodes together
service_net=$CLUSTER_SUBNET.192.0/18
first_service=$CLUSTER_SUBNET.192.1 # "kubernetes"
dns_service=$CLUSTER_SUBNET.192.10  # "kube-dns"
node_ip() { echo "$CLUSTER_SUBNET.0.$((10 + $1))"; }
node_pods() { echo "$CLUSTER_SUBNET.$((96 + $1)).0/24"; }

pki=$CLUSTER_STATE/pki
export KUBECONFIG=$CLUSTER_STATE/kubeconfig

say() { printf 'cluster: %s\n' "$*" >&2; }
# refuse REQUIRED OBSERVED
refuse() {
  say "required $1; observed $2"
  exit 3
}

# put FILE: standard input, unless that is in it already. kube-proxy, for one, ends when its file is written to.
put() {
  local content
  content=$(cat)
  [ "$content" = "$(cat "$1" 2>/dev/null)" ] || printf '%s\n' "$content" >"$1"
}
