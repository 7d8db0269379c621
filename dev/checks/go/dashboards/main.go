// Holds dashboards against Grafana's schema: the strict readers of the Grafana Foundation SDK (Apache-2.0), which are
// generated from the schema that Grafana itself publishes. Prints a line for each violation and exits with 1 if there is one.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// A panel as the strict reader of the whole leaves it unread: the defaults of its fields, and its kind.
type panel struct {
	Title       string          `json:"title"`
	Type        string          `json:"type"`
	FieldConfig json.RawMessage `json:"fieldConfig"`
	Panels      []panel         `json:"panels"`
}

func main() {
	runtime := cog.NewRuntime()
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
	for _, kind := range []variants.PanelcfgConfig{
		stat.VariantConfig(), table.VariantConfig(), bargauge.VariantConfig(), timeseries.VariantConfig(),
	} {
		runtime.RegisterPanelcfgVariant(kind)
	}
	violations := 0
	for _, file := range os.Args[1:] {
		raw, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		for _, violation := range check(raw) {
			fmt.Printf("%s: %s\n", file, violation)
			violations++
		}
	}
	if violations > 0 {
		os.Exit(1)
	}
}

func check(raw []byte) []string {
	var violations []string
	add := func(where string, err error) {
		var several cog.BuildErrors
		if errors.As(err, &several) {
			for _, one := range several {
				violations = append(violations, where+one.Error())
			}
		} else if err != nil {
			violations = append(violations, where+err.Error())
		}
	}
	var whole dashboard.Dashboard
	err := whole.UnmarshalJSONStrict(raw)
	add("", err)
	if len(violations) == 0 {
		add("", whole.Validate())
	}
	var outline struct {
		Panels []panel `json:"panels"`
	}
	if err := json.Unmarshal(raw, &outline); err != nil {
		add("", err)
	}
	eachPanel(outline.Panels, func(one panel) {
		where := fmt.Sprintf("panel %q: ", one.Title)
		if one.Type != "row" {
			if _, found := cog.ConfigForPanelcfgVariant(one.Type); !found {
				add(where, fmt.Errorf("type: required one that this program knows the options of, observed %q", one.Type))
			}
		}
		var source dashboard.FieldConfigSource
		add(where+"fieldConfig.", source.UnmarshalJSONStrict(one.FieldConfig))
	})
	return violations
}

func eachPanel(panels []panel, look func(panel)) {
	for _, one := range panels {
		look(one)
		eachPanel(one.Panels, look)
	}
}
