# shellcheck shell=bash disable=SC2154 # set by those that source this
# Cluster DNS: one CoreDNS, behind the usual Service, whose endpoint is written here. It knows the
# cluster's own names and no others.

dns() {
  put "$CLUSTER_STATE/Corefile" <<C
cluster.local in-addr.arpa {
  bind $control_plane
  errors
  ready $control_plane:8181
  kubernetes {
    kubeconfig $KUBECONFIG
    pods verified
    ttl 5
  }
}
. {
  bind $control_plane
  template ANY ANY {
    rcode NXDOMAIN
  }
}
C
  plane coredns "$bin/coredns" -conf "$CLUSTER_STATE/Corefile"
  "$bin/kubectl" apply -f - >/dev/null <<C
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec:
  clusterIP: $dns_service
  ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: kube-dns
  namespace: kube-system
  labels: {kubernetes.io/service-name: kube-dns, endpointslice.kubernetes.io/managed-by: dev-cluster}
addressType: IPv4
endpoints: [{addresses: [$control_plane], conditions: {ready: true}}]
ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
C
  await 20 coredns "cluster DNS" curl -fsS "http://$control_plane:8181/ready"
}
