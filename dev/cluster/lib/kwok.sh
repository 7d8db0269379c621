# shellcheck shell=bash disable=SC2154 # set by those that source this
# kwok: nodes that exist in the API only, by the thousand. Pods on them are ready at once, and a Job's are done after 1 to
# 5 s, but for those of a test: they go on until they are deleted. Any node with the annotation kwok.x-k8s.io/node is one,
# whoever made it.

# Leases are renewed in a quarter of their duration, and have to be within controller-manager's grace period.
kwok() {
  awk '{ print }
    /^  name: / { stage = $2 }
    stage == "pod-complete" && /^    matchExpressions:/ {
      print "    - {key: \x27.metadata.labels[\"softphone.dev/test\"]\x27, operator: DoesNotExist}"
    }' "$bin/kwok-stages.yaml" >"$CLUSTER_STATE/kwok-stages.yaml"
  plane kwok "$bin/kwok" --kubeconfig "$KUBECONFIG" --config "$CLUSTER_STATE/kwok-stages.yaml" \
    --manage-nodes-with-annotation-selector kwok.x-k8s.io/node=fake --node-lease-duration-seconds 80
}

# pretend_nodes COUNT REGION...: kwok-1 and on, as far as they are not there. Four at a time, as kubectl makes no more than
# 50 a second.
pretend_nodes() {
  local count=$1 part parts=()
  shift
  "$bin/kubectl" get nodes -l type=kwok -o name >"$CLUSTER_STATE/kwok-nodes"
  for part in 0 1 2 3; do
    pretend_node_list "$count" "$part" "$@" >"$CLUSTER_STATE/kwok-nodes-$part"
    [ -s "$CLUSTER_STATE/kwok-nodes-$part" ] || continue
    "$bin/kubectl" create -f "$CLUSTER_STATE/kwok-nodes-$part" >/dev/null &
    parts+=($!)
  done 9>&-
  for part in "${parts[@]}"; do wait "$part"; done
}

# pretend_node_list COUNT PART REGION...: a quarter of them. Region by region in turn, in three zones each; tainted, so that
# real pods stay away.
pretend_node_list() {
  jq -nc --argjson count "$1" --argjson part "$2" --rawfile there "$CLUSTER_STATE/kwok-nodes" '
    $ARGS.positional as $regions | ($regions | length) as $n
    | ($there | split("\n") | map({(ltrimstr("node/")): true}) | add) as $there
    | [range($part; $count; 4) | "kwok-\(. + 1)" as $name | select($there[$name] | not)
      | $regions[. % $n] as $region | ($region + ("abc" / "")[(. / $n | floor) % 3]) as $zone
      | {apiVersion: "v1", kind: "Node",
         metadata: {name: $name, annotations: {"kwok.x-k8s.io/node": "fake"}, labels: {
           type: "kwok", "kubernetes.io/hostname": $name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
           "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64",
           "topology.kubernetes.io/region": $region, "topology.kubernetes.io/zone": $zone}},
         spec: {taints: [{key: "kwok.x-k8s.io/node", value: "fake", effect: "NoSchedule"}]},
         status: ({cpu: "8", memory: "16Gi", pods: "110"} | {allocatable: ., capacity: .})}]
    | select(length > 0) | {apiVersion: "v1", kind: "List", items: .}' --args "${@:3}"
}

# pretend_nodes_ready COUNT: not to be asked ten times a second.
pretend_nodes_ready() {
  [ "$("$bin/kubectl" get nodes -l type=kwok --no-headers | awk '$2 == "Ready"' | wc -l)" -ge "$1" ] || {
    sleep 1
    return 1
  }
}
