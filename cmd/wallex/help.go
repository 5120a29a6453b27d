package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// headline is the summary of an operation; that of an inferred one begins with a warning.
func headline(op *spec.Operation) string {
	summary := strings.TrimSuffix(op.Schema.Summary, ".")
	if op.Evidence == operation.Inferred {
		return "[inferred] " + summary
	}
	return summary
}

// writeHelp writes the help of an operation: all that its specification says, in the order in which one needs it.
func writeHelp(cmd *cobra.Command, op *spec.Operation) {
	w := cmd.OutOrStdout()
	if op.Evidence == operation.Inferred {
		fmt.Fprintln(w, "Inferred, not documented: path and fields of this operation may be wrong.")
		fmt.Fprintln(w)
	}
	section(w, "", wrap(op.ID+": "+strings.TrimSuffix(op.Schema.Summary, ".")+".", 0))
	section(w, "", wrap(op.Schema.Description, 0))
	section(w, "", "  "+op.Method+" "+op.Path)
	section(w, "Usage:", "  "+cmd.UseLine()+otherName(cmd))
	if op.Schema.Deprecated {
		section(w, "", "Deprecated: the platform has deprecated this operation.")
	}
	section(w, "Calling it again:", wrap(op.Again(), 2))
	section(w, "Evidence:", wrap(op.Source(), 2))
	section(w, "Parameters:", parameterHelp(op))
	if schema, required := op.Request(); schema != nil {
		title := "Body, JSON:"
		if !required {
			title = "Body, JSON, may be left out:"
		}
		section(w, title, bodyHelp(schema.Value, "", nil))
	}
	section(w, "Error codes:", wrap(strings.Join(op.ErrorCodes(), ", "), 2))
	section(w, "Example of a body:", exampleHelp(op))
	section(w, "Flags:", strings.TrimRight(flagHelp(cmd, op), "\n"))
}

func otherName(cmd *cobra.Command) string {
	if len(cmd.Aliases) == 0 {
		return ""
	}
	return "\n  The operation may also be written " + cmd.Aliases[0] + "."
}

// section writes a paragraph under a title; an empty one is left out, with its title.
func section(w io.Writer, title, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if title != "" {
		fmt.Fprintln(w, title)
	}
	fmt.Fprintf(w, "%s\n\n", text)
}

func parameterHelp(op *spec.Operation) string {
	var entries []string
	for _, f := range parameterFlags(op) {
		about := f.Description
		if f.property != "" && f.schema.Description != "" {
			about = f.schema.Description
		}
		entries = append(entries, entry("--"+f.flag, f.schema, f.required(), about))
	}
	return strings.Join(entries, "\n")
}

// bodyHelp describes the fields of an object and of the objects in it, whose path is the prefix.
func bodyHelp(schema *openapi3.Schema, prefix string, outer []*openapi3.Schema) string {
	if slices.Contains(outer, schema) { // a schema that contains itself
		return ""
	}
	outer = append(outer, schema)
	var entries []string
	for _, name := range propertyNames(schema) {
		property := propertyOf(schema, name)
		entries = append(entries, entry(prefix+name, property, needs(schema, name), about(property)))
		inner, path := property, prefix+name+"."
		if property.Items != nil {
			inner, path = property.Items.Value, prefix+name+"[]."
		}
		if fields := bodyHelp(inner, path, outer); fields != "" {
			entries = append(entries, fields)
		}
	}
	return strings.Join(entries, "\n")
}

// about returns the description of a schema, or of what it refers to.
func about(schema *openapi3.Schema) string {
	if schema.Description != "" || len(schema.AllOf) == 0 {
		return schema.Description
	}
	return about(schema.AllOf[0].Value)
}

// entry describes a parameter or a field.
func entry(name string, schema *openapi3.Schema, required bool, about string) string {
	facts := typeOf(schema)
	if required {
		facts += "; required"
	}
	if schema.Deprecated {
		facts += "; deprecated"
	}
	text := wrap(name+" ("+facts+")", 2)
	if about != "" {
		text += "\n" + wrap(about, 6)
	}
	return text
}

// exampleHelp returns the documented body of a request.
func exampleHelp(op *spec.Operation) string {
	if op.Schema.RequestBody == nil {
		return ""
	}
	media := op.Schema.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return ""
	}
	value := media.Example
	for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
		value = media.Examples[name].Value.Value
		break
	}
	if value == nil {
		return ""
	}
	text, err := json.MarshalIndent(value, "  ", "  ")
	if err != nil {
		return ""
	}
	return "  " + string(text)
}

// flagHelp describes the flags that are no parameters of the operation.
func flagHelp(cmd *cobra.Command, op *spec.Operation) string {
	parameters := parameterFlags(op)
	others := pflag.NewFlagSet(op.ID, pflag.ContinueOnError)
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !slices.ContainsFunc(parameters, func(p parameterFlag) bool { return p.flag == flag.Name }) {
			others.AddFlag(flag)
		}
	})
	return others.FlagUsagesWrapped(width)
}

// width is how many characters a line of help has at most.
const width = 100

// wrap breaks a text into lines with an indent.
func wrap(text string, indent int) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && indent+len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	lines = append(lines, line)
	margin := strings.Repeat(" ", indent)
	return margin + strings.Join(lines, "\n"+margin)
}
