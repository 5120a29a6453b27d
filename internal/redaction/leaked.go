package redaction

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// noise is what holds digits of no meaning.
var noise = regexp.MustCompile(`[0-9.]+(µs|ms|s)\b|"duration":[0-9]+|http://127.0.0.1:[0-9]+`)

// Leaked returns the names of the secrets that a text holds as they are or in hexadecimal. One of a few characters must
// be a word of its own.
func Leaked(text string, secrets map[string][]string) (names []string) {
	text = noise.ReplaceAllString(text, "")
	for name, values := range secrets {
		if slices.ContainsFunc(values, func(value string) bool { return holds(text, value) }) {
			names = append(names, name)
		}
	}
	return names
}

func holds(text, value string) bool {
	for _, form := range []string{value, fmt.Sprintf("%x", value), fmt.Sprintf("%X", value)} {
		switch {
		case !strings.Contains(text, form):
		case len(value) > 6, regexp.MustCompile(`(^|[^\w.])` + regexp.QuoteMeta(form) + `($|[^\w.])`).MatchString(text):
			return true
		}
	}
	return false
}
