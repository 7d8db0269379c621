module cluster/probe

go 1.24
