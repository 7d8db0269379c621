# shellcheck shell=bash disable=SC2154 # set by those that source this
# Starts processes and ends them again, these and no others.
#
# Each has a log and a file with its pid and start tick, which together name one process even after the pid is used again.
# As root each is also put into a control group of the cluster's own, which everything that it starts inherits: whatever is
# in there is the cluster's, even when its parents are gone.

# The folders of that control group, one in each hierarchy that has it. Hierarchies are v1's (one per controller), v2's, or
# both.
group_roots() {
  local mount
  while read -r _ mount kind _; do
    case $kind in cgroup | cgroup2) echo "$mount/$id" ;; esac
  done </proc/mounts
}

# The file through which a process joins it: in v2's hierarchy, which exists beside v1's too, else in that of pids. Empty
# for an ordinary user.
join_file() {
  [ "$(id -u)" = 0 ] || return 0
  local root
  root=$(awk '$3 == "cgroup2" {v2 = $2} $3 == "cgroup" && $4 ~ /(^|,)pids(,|$)/ {v1 = $2} END {print v2 ? v2 : v1}' /proc/mounts)
  [ -n "$root" ] || return 0
  mkdir -p "$root/$id/system"
  echo "$root/$id/system/cgroup.procs"
}

# None for a process that has ended and that nobody has waited for yet.
start_tick() { sed -n 's/.*) //; /^Z/d; p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

pid_of() {
  local pid tick
  read -r pid tick 2>/dev/null <"$CLUSTER_STATE/pid/$1" || return 1
  [ -n "$tick" ] && [ "$(start_tick "$pid")" = "$tick" ] && echo "$pid"
}

alive() { pid_of "$1" >/dev/null; }

# start NAME COMMAND...: unless it runs.
start() {
  local name=$1 join
  shift
  if alive "$name"; then return; fi
  join=$(join_file)
  (
    [ -z "$join" ] || echo "$BASHPID" >"$join"
    exec setsid "$@" >>"$CLUSTER_STATE/log/$name.log" 2>&1 </dev/null 9>&-
  ) &
  echo "$! $(start_tick $!)" >"$CLUSTER_STATE/pid/$name"
}

# await SECONDS PROCESS WHAT COMMAND...: until COMMAND succeeds. Tells at once when PROCESS has ended.
await() {
  local deadline=$((SECONDS + $1)) process=$2 what=$3 seconds=$1
  shift 3
  until "$@" >/dev/null 2>&1; do
    alive "$process" || give_up "$what" "$process ended" "$process"
    [ $SECONDS -lt $deadline ] || give_up "$what within $seconds s" "$process runs and it is not so" "$process"
    sleep 0.1
  done
}

give_up() {
  say "required $1; observed $2. The end of $CLUSTER_STATE/log/$3.log:"
  tail -n 15 "$CLUSTER_STATE/log/$3.log" >&2
  exit 1
}

# Groups may go while they are read.
members() {
  local root
  for root in $(group_roots); do
    [ ! -d "$root" ] || find "$root" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done | sort -un
}

# end_all: kills, as there is nothing to keep, until none is left.
end_all() {
  local file pid pids deadline=$((SECONDS + 30))
  for file in "$CLUSTER_STATE"/pid/*; do
    ! pid=$(pid_of "${file##*/}") || kill -9 "$pid" 2>/dev/null || true
  done
  while pids=$(members) && [ -n "$pids" ]; do
    # shellcheck disable=SC2086 # a list
    kill -9 $pids 2>/dev/null || true
    [ $SECONDS -lt $deadline ] || refuse "that killed processes go within 30 s" "still there: $(echo "$pids" | xargs)"
    sleep 0.05
  done
}

# A group is busy until the last of the killed is buried.
end_groups() {
  local root deadline=$((SECONDS + 30))
  for root in $(group_roots); do
    until [ ! -d "$root" ] || find "$root" -depth -type d -exec rmdir {} + 2>/dev/null; do
      [ $SECONDS -lt $deadline ] || refuse "control group $root removed within 30 s" "it is busy"
      sleep 0.05
    done
  done
}
