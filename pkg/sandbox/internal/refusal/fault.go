package refusal

import "slices"

// Fault is one mistake in a request.
type Fault struct {
	Code  string
	Field string // path of the field in the request: bankAccount.bicSwift
	Rule  string // the rule it breaks; never its value
}

// Faults are the mistakes in a request, one for each field.
type Faults []Fault

// Add notes a mistake, unless the field has one already: what is missing need not be told that it also has the wrong
// form.
func (f *Faults) Add(code, field, rule string) {
	if slices.ContainsFunc(*f, func(known Fault) bool { return known.Field == field }) {
		return
	}
	*f = append(*f, Fault{Code: code, Field: field, Rule: rule})
}

// Err returns the refusal of the request, nil where there are no faults. The first one gives the code.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	refused := New(f[0].Code, "The request is not valid")
	refused.Faults = f
	return refused
}
