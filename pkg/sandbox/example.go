package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// example returns the documented answer of an operation that has no handler: the first example by name.
func example(op *spec.Operation) ([]byte, error) {
	if op.Empty {
		return nil, nil
	}
	media := op.Response(op.Success())
	names := slices.Sorted(maps.Keys(media.Examples))
	if len(names) == 0 {
		return nil, fmt.Errorf("the operation has neither a handler nor an example")
	}
	body, err := json.Marshal(media.Examples[names[0]].Value.Value)
	if err != nil {
		return nil, err
	}
	return body, fits(op, op.Success(), body)
}
