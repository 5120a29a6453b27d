package payoutjournal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// Content is what a journal says.
type Content struct {
	Header Header // zero where there is no journal yet
	States map[string]State

	whole int64 // bytes without a torn last line
}

// Read reads a journal without locking it. One that is not there is empty; one with another header is [ErrElsewhere]. A
// last line that was never finished counts for nothing: it was being written when the program was killed, and nothing
// was sent after it.
func Read(path string, header Header) (Content, error) {
	content := Content{States: map[string]State{}}
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return content, nil
	}
	if err != nil {
		return content, err
	}
	data = data[:bytes.LastIndexByte(data, '\n')+1]
	content.whole = int64(len(data))
	earlier := map[string]bool{} // the references of which a create before the newest one may have taken effect
	number := 0
	for text := range bytes.Lines(data) {
		number++
		if number == 1 {
			if err := json.Unmarshal(text, &content.Header); err != nil || content.Header.Version != version {
				return content, fmt.Errorf("%s is no journal of this version", path)
			}
			if !content.Header.same(header) {
				return content, fmt.Errorf("%s: %w, %s", path, ErrElsewhere, content.Header.scope())
			}
			continue
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil || l.Reference == "" {
			return content, fmt.Errorf("%s: line %d is damaged", path, number)
		}
		state := content.States[l.Reference]
		if l.Step == payout.StepCreate && l.Sending {
			earlier[l.Reference] = state.Sent
		}
		content.States[l.Reference] = state.apply(l, earlier[l.Reference])
	}
	return content, nil
}
