package wallexplatform

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

const notACountry = "must be the code of a country"

// form is what partners fill in about a user bit by bit, under the names of the fields in the API.
type form map[string]any

// update sets what a request gives, and removes what it gives as null. The countries are fields that must hold one.
func (f form) update(request any, countries ...string) error {
	written, err := json.Marshal(request)
	if err != nil {
		return err
	}
	var changes form
	if err := json.Unmarshal(written, &changes); err != nil {
		return err
	}
	var faults refusal.Faults
	for _, name := range countries {
		code := changes.text(name)
		if _, ok := findCountry(code); !ok && code != "" {
			faults.Add(refusal.ValidationFailed, name, notACountry)
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	maps.Copy(f, changes)
	return nil
}

// text returns the text in a field, empty where there is none.
func (f form) text(name string) string {
	text, _ := f[name].(string)
	return text
}

// missing returns which of the needed fields are not filled in.
func (f form) missing(needed []string) []string {
	return slices.DeleteFunc(slices.Clone(needed), func(name string) bool { return f[name] != nil && f[name] != "" })
}

// show shows a form as an answer that has fields of the same names, and a status that names what is missing of the
// needed ones.
func show[T any](f form, needed []string) (answer T, err error) {
	status := users.UserDetailStatus{Value: string(users.CompletenessValueCompleted)}
	if missing := f.missing(needed); len(missing) > 0 {
		status = users.UserDetailStatus{Value: string(users.CompletenessValueIncomplete), MissingFields: missing}
	}
	all := maps.Clone(f)
	all["status"] = status
	written, err := json.Marshal(all)
	if err != nil {
		return answer, err
	}
	return answer, json.Unmarshal(written, &answer)
}
