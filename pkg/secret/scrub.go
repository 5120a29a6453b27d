package secret

import (
	"regexp"
	"strings"
)

// harmless is what looks like a number or a key and is none: UUIDs and dates.
const harmless = `\b(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2})\b`

var (
	// tokens of three dotted parts, and keys and tokens in base64
	token = regexp.MustCompile(`[A-Za-z0-9_=-]{8,}(?:\.[A-Za-z0-9_=-]{8,}){2}|[A-Za-z0-9_=+-]{40,}`)
	// keys and digests in hexadecimal, card and account numbers
	number     = regexp.MustCompile(harmless + `|[A-Fa-f0-9]{32,}|[0-9](?:[ -]?[0-9]){11,}`)
	isHarmless = regexp.MustCompile(`^` + harmless + `$`)
)

// Scrub replaces what looks like a card or account number, a token or a key in a text that somebody else wrote,
// such as a server's error message.
func Scrub(text string) string {
	text = token.ReplaceAllStringFunc(text, func(found string) string {
		if !random(found) {
			return found
		}
		return Redacted
	})
	return number.ReplaceAllStringFunc(text, func(found string) string {
		if isHarmless.MatchString(found) {
			return found
		}
		return Redacted
	})
}

// random tells base64 from the names of fields and error codes.
func random(word string) bool {
	const lower, upper, digits = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	return strings.ContainsAny(word, lower) && strings.ContainsAny(word, upper) && strings.ContainsAny(word, digits)
}
