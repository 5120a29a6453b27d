package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestAddress(t *testing.T) {
	const sandbox, own = "http://127.0.0.1:8080", "https://own.test"
	for name, test := range map[string]struct {
		flags    connection
		variable string
		want     string
	}{
		"nothing said":                 {connection{}, "", wallex.Production},
		"environment variable":         {connection{}, sandbox, sandbox},
		"--env":                        {connection{environment: demo}, "", wallex.Demo},
		"--env over the variable":      {connection{environment: production}, sandbox, wallex.Production},
		"--base-url over the variable": {connection{baseURL: own}, sandbox, own},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(envBaseURL, test.variable)
			require.Equal(t, test.want, test.flags.address(platforms()["wallex"]))
		})
	}
}
