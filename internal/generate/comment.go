package main

import (
	"fmt"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// comment writes the doc comment of a method: what it does, how it may be called again, and where that is from.
func comment(op *spec.Operation, name string, iterator bool) string {
	summary := strings.TrimSuffix(op.Schema.Summary, ".")
	paragraphs := []string{name + " calls " + op.Method + " " + op.Path + ": " + codegen.LowercaseFirstCharacter(summary) + "."}
	if iterator {
		paragraphs[0] = strings.TrimSuffix(name, "All") + "All iterates over the entries of all pages of [Client." +
			strings.TrimSuffix(name, "All") + "], from the page that the request asks for. It sends nothing before its " +
			"first step and keeps a copy of the request; the first error ends it."
	} else {
		paragraphs = append(paragraphs, strings.TrimSpace(op.Schema.Description), op.Again())
		if codes := op.ErrorCodes(); len(codes) > 20 {
			paragraphs = append(paragraphs, fmt.Sprintf("The platform documents %d error codes, from %s to %s.",
				len(codes), codes[0], codes[len(codes)-1]))
		} else if len(codes) > 0 {
			paragraphs = append(paragraphs, "Error codes: "+strings.Join(codes, ", ")+".")
		}
		paragraphs = append(paragraphs, op.Source())
		if op.Schema.Deprecated {
			paragraphs = append(paragraphs, "Deprecated: the platform has deprecated this operation.")
		}
	}
	var lines []string
	for _, paragraph := range paragraphs {
		if paragraph == "" {
			continue
		}
		if lines != nil {
			lines = append(lines, "//")
		}
		lines = append(lines, wrap(paragraph)...)
	}
	return strings.Join(lines, "\n")
}

// wrap breaks a paragraph into comment lines of at most 118 characters.
func wrap(text string) []string {
	var lines []string
	line := "//"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > 118 {
			lines, line = append(lines, line), "//"
		}
		line += " " + word
	}
	return append(lines, line)
}

// tidyComments mends the comments of oapi-codegen's models, "// Name Description": fields lose the name, types get a
// colon behind it, and long lines are wrapped.
func tidyComments(code string) string {
	lines := strings.Split(code, "\n")
	var tidy []string
	for i := 0; i < len(lines); i++ {
		indent, text, ok := strings.Cut(lines[i], "// ")
		if !ok || strings.TrimSpace(indent) != "" || strings.HasPrefix(text, "Code generated") {
			tidy = append(tidy, lines[i])
			continue
		}
		name, rest, _ := strings.Cut(text, " ")
		switch declared := declaration(lines[i+1:]); {
		case strings.HasPrefix(declared, "type "+name+" "):
			text = name + ": " + rest
		case indent == "\t" && strings.HasPrefix(declared, name+" "):
			text = rest
		default:
			tidy = append(tidy, lines[i])
			continue
		}
		for _, line := range wrap(text) {
			tidy = append(tidy, indent+line)
		}
	}
	return strings.Join(tidy, "\n")
}

// declaration returns the first line that is no comment.
func declaration(lines []string) string {
	for _, line := range lines {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "//") {
			return line
		}
	}
	return ""
}
