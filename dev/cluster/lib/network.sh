# shellcheck shell=bash disable=SC2154 # set by those that source this
# The nodes' network: a bridge in a network namespace of its own, where the control plane runs too, and on it a leg of each
# node and one of the machine. On the machine itself there is nothing but that one leg: neither its firewall nor its
# forwarding nor its ports are touched, and nothing in the cluster has a route beyond it.
#
# A namespace is held by a process and not by a mount, so it goes when the cluster's processes go, however they go.

# hold NAME: a process that holds a network and a mount namespace.
hold() {
  start "$1" unshare --net --mount --propagation private "$bin/pause"
  await 10 "$1" "a namespace for $1" held "$1"
}
held() { [ "$(readlink -f "/proc/$(pid_of "$1")/exe")" = "$(readlink -f "$bin/pause")" ]; }

# enter HOLDER [--mount]: the words to put before a command that is to be started there.
enter() { echo nsenter --target "$(pid_of "$1")" --net "${@:2}"; }

# inside HOLDER COMMAND...
inside() {
  local pid
  pid=$(pid_of "$1") || refuse "that $1 runs" "it does not"
  shift
  nsenter --target "$pid" --net --mount "$@"
}

# leg HOLDER PORT INTERFACE ADDRESS: INTERFACE with ADDRESS in the namespace of HOLDER, or on the machine when HOLDER is
# "-"; its other end is PORT on the bridge.
leg() {
  local holder=$1 port=$2 interface=$3 address=$4 in=()
  [ "$holder" = - ] || in=(inside "$holder")
  if ! "${in[@]}" ip link show "$interface" >/dev/null 2>&1; then
    "${in[@]}" ip link add "$interface" type veth peer name "$port" netns "$(pid_of switch)"
  fi
  inside switch ip link set "$port" master bridge up
  "${in[@]}" ip addr replace "$address/24" dev "$interface"
  "${in[@]}" ip link set "$interface" up
}

switch() {
  hold switch
  inside switch ip link show bridge >/dev/null 2>&1 || inside switch ip link add bridge type bridge
  inside switch ip link set lo up
  inside switch ip addr replace "$control_plane/24" dev bridge
  inside switch ip link set bridge up
  leg - machine "$id" "$machine"
}

# node_network INDEX COUNT
node_network() {
  local node=node-$1 other
  hold "$node"
  leg "$node" "$node" eth0 "$(node_ip "$1")"
  inside "$node" ip link set lo up
  for other in $(seq "$2"); do # as the route table of a cloud does
    [ "$other" = "$1" ] || inside "$node" ip route replace "$(node_pods "$other")" via "$(node_ip "$other")"
  done
  # A node's own processes reach services too: any way out does, as they are sent on before they leave.
  inside "$node" ip route replace "$service_net" dev eth0
  for other in "" "inside switch"; do # the machine and the control plane reach services by way of the first node
    $other ip route replace "$(node_pods "$1")" via "$(node_ip "$1")"
    [ "$1" != 1 ] || $other ip route replace "$service_net" via "$(node_ip 1)"
  done
  inside "$node" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  # To other pods a pod comes with its own address, to everything else with its node's.
  inside "$node" nft -f - <<N
table ip egress
delete table ip egress
table ip egress {
  chain post {
    type nat hook postrouting priority srcnat + 10
    ip saddr $(node_pods "$1") ip daddr != { $pod_net, $service_net } masquerade
  }
}
N
}

# The machine's leg goes with the bridge's namespace, a moment after the last process in it.
end_network() {
  [ ! -e "/sys/class/net/$id" ] || ip link del "$id" 2>/dev/null || true
}
