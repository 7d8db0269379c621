# shellcheck shell=bash disable=SC2154 # set by those that source this
# Ends a cluster. What its processes held (namespaces, mounts, interfaces) goes with them.

down() {
  [ $# -eq 0 ] || refuse "no arguments" "$*"
  check_state_path
  lock
  end_cluster
}

end_cluster() {
  end_all
  end_network
  end_groups
  end_folders
  check_state_folder
  rm -rf --one-file-system "$CLUSTER_STATE.gone"
  [ -e "$CLUSTER_STATE/.cluster" ] || return 0
  mv "$CLUSTER_STATE" "$CLUSTER_STATE.gone" # whole or not at all, also when interrupted
  rm -rf --one-file-system "$CLUSTER_STATE.gone"
}
