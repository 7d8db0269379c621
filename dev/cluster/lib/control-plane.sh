# shellcheck shell=bash disable=SC2154 # set by those that source this
# etcd and kube-apiserver, and those that make the API more than a store: controller-manager and scheduler.

# plane NAME PROGRAM ARGUMENT...: starts it with the nodes' bridge, or without nodes simply here.
plane() {
  local name=$1 in=()
  shift
  [ "$nodes" = 0 ] || read -ra in < <(enter switch)
  start "$name" "${in[@]}" "$@"
}

# Without nodes it serves on loopback. Alone it wants no ServiceAccount of a pod, as nobody makes them.
api_server() {
  local address=$control_plane alone=()
  [ "$nodes" != 0 ] || address=127.0.0.1
  [ "$extent" != alone ] || alone=(--disable-admission-plugins ServiceAccount)
  local etcd=http://127.0.0.1:$((CLUSTER_PORT + 1))
  certificate kube-apiserver /CN=kube-apiserver "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,\
DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$control_plane,IP:$first_service"
  certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  audit_policy | put "$CLUSTER_STATE/audit-policy.yaml"
  plane etcd "$bin/etcd" --data-dir "$CLUSTER_STATE/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
    --listen-peer-urls "http://127.0.0.1:$((CLUSTER_PORT + 2))"
  plane kube-apiserver "$bin/kube-apiserver" --etcd-servers "$etcd" \
    --bind-address "$address" --secure-port "$CLUSTER_PORT" --advertise-address "$control_plane" \
    --service-cluster-ip-range "$service_net" \
    --tls-cert-file "$pki/kube-apiserver.crt" --tls-private-key-file "$pki/kube-apiserver.key" \
    --client-ca-file "$pki/ca.crt" --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
    --allow-privileged --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --service-account-signing-key-file "$pki/tokens.key" --service-account-key-file "$pki/tokens.pub" \
    --kubelet-client-certificate "$pki/kubelet-client.crt" --kubelet-client-key "$pki/kubelet-client.key" \
    --kubelet-certificate-authority "$pki/ca.crt" --kubelet-preferred-address-types InternalIP \
    --requestheader-client-ca-file "$pki/ca.crt" --requestheader-allowed-names front-proxy-client \
    --audit-policy-file "$CLUSTER_STATE/audit-policy.yaml" --audit-log-path "$CLUSTER_STATE/log/audit.log" "${alone[@]}"
}

# Who asked for what with which answer, of those that live in the cluster; Kubernetes' own are left out.
audit_policy() {
  cat <<A
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - {level: None, userGroups: ["system:serviceaccounts:kube-system"]}
  - {level: Metadata, userGroups: ["system:serviceaccounts"]}
  - {level: None}
A
}

api_server_ready() {
  curl -fsS --max-time 2 --cacert "$pki/ca.crt" --cert "$pki/admin.crt" --key "$pki/admin.key" "$server/readyz"
}

controllers() {
  local name
  certificate kube-controller-manager /CN=system:kube-controller-manager
  certificate kube-scheduler /CN=system:kube-scheduler
  for name in kube-controller-manager kube-scheduler; do kubeconfig "$name" "$pki/$name.kubeconfig"; done
  # The client's usual 20 requests a second cost 5 s until the ServiceAccounts are there. The ttl-controller writes to every
  # node whenever there are a few hundred more, a hint that kubelets no longer read.
  plane kube-controller-manager "$bin/kube-controller-manager" \
    --kubeconfig "$pki/kube-controller-manager.kubeconfig" --secure-port 0 --leader-elect=false \
    --use-service-account-credentials --controllers '*,-node-ipam-controller,-ttl-controller' \
    --service-account-private-key-file "$pki/tokens.key" --root-ca-file "$pki/ca.crt" \
    --node-monitor-grace-period 40s --kube-api-qps 500 --kube-api-burst 1000
  plane kube-scheduler "$bin/kube-scheduler" --kubeconfig "$pki/kube-scheduler.kubeconfig" --secure-port 0 \
    --leader-elect=false
}
