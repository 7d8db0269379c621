# shellcheck shell=bash disable=SC2154 # set by those that source this
# A real node: containerd, kubelet and kube-proxy in a network and a mount namespace of their own. In there the paths are
# Kubernetes' usual ones, bound to the node's own folder, and its mounts are no one else's.

# node_runtime INDEX: what needs no API server yet.
node_runtime() {
  local node=node-$1 dir=$CLUSTER_STATE/nodes/node-$1 in
  mkdir -p "$dir"/{cni,images}
  own_folder "$node" /var/lib/kubelet kubelet
  own_folder "$node" /var/lib/cni cni-state
  own_folder "$node" /run/containerd run
  own_folder "$node" /var/log log
  node_group "$node"
  containerd_config "$1" | put "$dir/containerd.toml"
  cni_config "$1" | put "$dir/cni/10-bridge.conflist"
  read -ra in < <(enter "$node" --mount)
  start "containerd-$node" "${in[@]}" containerd --config "$dir/containerd.toml"
}

# own_folder NODE PATH FOLDER
own_folder() {
  local own=$CLUSTER_STATE/nodes/$1/$3
  mkdir -p "$own"
  if [ ! -d "$2" ]; then # somewhere to mount on
    mkdir "$2"
    echo "$2" >>"$CLUSTER_STATE/made-folders"
  fi
  # shellcheck disable=SC2016 # expanded inside
  inside "$1" sh -c '[ "$1" -ef "$2" ] || mount --bind "$1" "$2"' - "$own" "$2"
}

end_folders() {
  local folder
  [ -e "$CLUSTER_STATE/made-folders" ] || return 0
  while read -r folder; do
    [ ! -d "$folder" ] || rmdir --ignore-fail-on-non-empty "$folder"
  done <"$CLUSTER_STATE/made-folders"
}

# node_group NODE: its control group in every hierarchy, under which its kubelet makes those of the pods. Of v1's those of
# cpuset are empty until told; where v2 has the controllers, each level has to hand them down.
node_group() {
  local root controllers controller
  for root in $(group_roots); do
    mkdir -p "$root/$1"
    if [ -e "$root/cgroup.controllers" ]; then
      read -ra controllers <"${root%/*}/cgroup.controllers" || true
      [[ " ${controllers[*]} " = *" memory "* ]] || continue
      for controller in "${controllers[@]}"; do
        echo "+$controller" >"${root%/*}/cgroup.subtree_control"
        echo "+$controller" >"$root/cgroup.subtree_control"
      done 2>/dev/null || true
    elif [ -e "$root/cpuset.mems" ]; then
      copy_cpuset "${root%/*}" "$root"
      copy_cpuset "$root" "$root/$1"
    fi
  done
}
copy_cpuset() {
  cat "$1/cpuset.cpus" >"$2/cpuset.cpus"
  cat "$1/cpuset.mems" >"$2/cpuset.mems"
}

# oom_score and restrict_oom_score_adj: to lower a process's needs CAP_SYS_RESOURCE, which a container does not have.
containerd_config() {
  cat <<C
version = 2
root = "$CLUSTER_STATE/nodes/node-$1/containerd"
state = "/run/containerd"
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$CLUSTER_STATE/nodes/node-$1/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  netns_mounts_under_state_dir = true
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(cni_programs)"
    conf_dir = "$CLUSTER_STATE/nodes/node-$1/cni"
C
}

cni_config() {
  jq -n --arg name "$id" --arg pods "$(node_pods "$1")" '{cniVersion: "0.4.0", name: $name, plugins: [
    {type: "bridge", bridge: "cni0", isGateway: true, ipMasq: false, hairpinMode: true,
     ipam: {type: "host-local", ranges: [[{subnet: $pods}]], routes: [{dst: "0.0.0.0/0"}]}}]}'
}

# node_agents INDEX REGION ZONE: what talks to the API server.
node_agents() {
  local node=node-$1 dir=$CLUSTER_STATE/nodes/node-$1 in
  read -ra in < <(enter "$node" --mount)
  certificate "$node" "/O=system:nodes/CN=system:node:$node" "DNS:$node,IP:$(node_ip "$1")"
  certificate kube-proxy /CN=system:kube-proxy
  kubeconfig "$node" "$dir/kubelet.kubeconfig"
  kubeconfig kube-proxy "$dir/kube-proxy.kubeconfig"
  await 20 "containerd-$node" "containerd of $node" ctr -a "$dir/run/containerd.sock" version
  import "$node" "$bin/pause.tar" >/dev/null
  kubelet_config "$1" | put "$dir/kubelet.yaml"
  : >"$dir/resolv.conf"
  start "kubelet-$node" "${in[@]}" "$bin/kubelet" --config "$dir/kubelet.yaml" --kubeconfig "$dir/kubelet.kubeconfig" \
    --hostname-override "$node" --node-ip "$(node_ip "$1")" \
    --node-labels "topology.kubernetes.io/region=$2,topology.kubernetes.io/zone=$3"
  proxy_config "$1" | put "$dir/kube-proxy.yaml"
  start "kube-proxy-$node" "${in[@]}" "$bin/kube-proxy" --config "$dir/kube-proxy.yaml"
}

# KubeletInUserNamespace: tolerates what needs CAP_SYS_RESOURCE and /dev/kmsg.
kubelet_config() {
  cat <<C
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $(node_ip "$1")
healthzBindAddress: 127.0.0.1
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $pki/node-$1.crt
tlsPrivateKeyFile: $pki/node-$1.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$id/node-$1
failCgroupV1: false
failSwapOn: false
featureGates: {KubeletInUserNamespace: true}
clusterDomain: cluster.local
clusterDNS: [$dns_service]
resolvConf: $CLUSTER_STATE/nodes/node-$1/resolv.conf
volumePluginDir: /var/lib/kubelet/volume-plugins
evictionHard: {memory.available: 200Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
nodeStatusUpdateFrequency: 5s
C
}

# nf_conntrack_max belongs to the first network namespace: left as it is.
proxy_config() {
  cat <<C
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clientConnection: {kubeconfig: $CLUSTER_STATE/nodes/node-$1/kube-proxy.kubeconfig}
hostnameOverride: node-$1
bindAddress: $(node_ip "$1")
clusterCIDR: $pod_net
healthzBindAddress: ""
metricsBindAddress: 127.0.0.1:10249
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
C
}

# import NODE TAR...: prints the names of the images once the node's kubelet sees them.
import() {
  local node=$1 socket=$CLUSTER_STATE/nodes/$1/run/containerd.sock tar names name
  shift
  for tar in "$@"; do
    names=$(ctr -a "$socket" -n k8s.io images import --snapshotter overlayfs "$tar" | awk '$1 == "unpacking" {print $2}')
    [ -n "$names" ] || refuse "a named image in $tar" "none"
    for name in $names; do
      await 20 "containerd-$node" "that $node sees $name" image_seen "$socket" "$name"
      echo "$name"
    done
  done
}
image_seen() { ctr -a "$1" -n k8s.io images ls "name==$2" | grep -q io.cri-containerd.image=managed; }

node_ready() {
  [ "$("$bin/kubectl" get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]
}
