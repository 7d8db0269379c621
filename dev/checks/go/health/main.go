// Runs a health script of Argo CD as Argo CD does: by gopher-lua, with the libraries base and table alone, the resource in the
// variable obj. Arguments: the script and the resource (JSON). Prints what the script returns, as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	lua "github.com/yuin/gopher-lua"
)

func main() {
	if len(os.Args) != 3 {
		fail("required SCRIPT RESOURCE, observed %d arguments", len(os.Args)-1)
	}
	raw, err := os.ReadFile(os.Args[2])
	if err != nil {
		fail("%v", err)
	}
	var object any
	if err := json.Unmarshal(raw, &object); err != nil {
		fail("%s: %v", os.Args[2], err)
	}
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable} {
		state.Push(state.NewFunction(open))
		state.Push(lua.LString(name))
		state.Call(1, 0)
	}
	state.SetGlobal("obj", value(state, object))
	if err := state.DoFile(os.Args[1]); err != nil {
		fail("%v", err)
	}
	health, isTable := state.Get(-1).(*lua.LTable)
	if !isTable {
		fail("required a table to be returned, observed %s", state.Get(-1).Type())
	}
	returned := map[string]any{}
	health.ForEach(func(key, value lua.LValue) {
		returned[key.String()] = value.String()
	})
	if err := json.NewEncoder(os.Stdout).Encode(returned); err != nil {
		fail("%v", err)
	}
}

func value(state *lua.LState, of any) lua.LValue {
	switch it := of.(type) {
	case nil:
		return lua.LNil
	case bool:
		return lua.LBool(it)
	case float64:
		return lua.LNumber(it)
	case string:
		return lua.LString(it)
	case []any:
		table := state.CreateTable(len(it), 0)
		for _, element := range it {
			table.Append(value(state, element))
		}
		return table
	case map[string]any:
		table := state.CreateTable(0, len(it))
		for key, element := range it {
			table.RawSetString(key, value(state, element))
		}
		return table
	default:
		fail("no such value in JSON: %T", it)
		return lua.LNil
	}
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(3)
}
