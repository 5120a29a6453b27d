package main

import (
	"io/fs"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/api"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

func TestSpecsLists(t *testing.T) {
	names, err := spec.Embedded.Domains()
	require.NoError(t, err)
	for _, args := range [][]string{{"specs"}, {"specs", "list"}} {
		got := wallexRun(t, args...)
		require.Equal(t, exitDone, got.code)
		for _, name := range names {
			require.Regexp(t, `(?m)^\w+ +`+regexp.QuoteMeta(name)+` +[1-9]\d*$`, got.stdout)
		}
	}
}

func TestSpecsShows(t *testing.T) {
	const name = "wallex/v1/currencies.yaml"
	want, err := fs.ReadFile(api.Files, name)
	require.NoError(t, err)
	require.Equal(t, result{exitDone, string(want), ""}, wallexRun(t, "specs", "show", name))
}
