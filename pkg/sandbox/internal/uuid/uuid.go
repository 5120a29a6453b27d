// Package uuid makes the random ids that the platform gives to everything.
package uuid

import (
	"crypto/rand"
	"fmt"
	"strings"
)

// New returns a random UUID (version 4) in lower case with dashes.
func New() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // crypto/rand never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Undashed returns a UUID without its dashes, as some of the platform's ids are.
func Undashed(id string) string { return strings.ReplaceAll(id, "-", "") }
