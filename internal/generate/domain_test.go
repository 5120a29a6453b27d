package main

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

func TestNameValues(t *testing.T) {
	for _, test := range []struct {
		name   string
		enum   []any // values of an enum
		known  []any // known values of an open string
		want   []any
		values []any // the enum that constants are written of
	}{
		{"snake case", []any{"awaiting_funds", "completed"}, nil, []any{"AwaitingFunds", "Completed"}, []any{"awaiting_funds", "completed"}},
		{"upper case", []any{"SALARY_WAGES", "OTHER"}, nil, []any{"SalaryWages", "Other"}, []any{"SALARY_WAGES", "OTHER"}},
		{"hyphens", []any{"SWIFT-OUR", "payment-confirmation"}, nil, []any{"SwiftOur", "PaymentConfirmation"}, []any{"SWIFT-OUR", "payment-confirmation"}},
		{"slashes", []any{"image/jpg", "application/pdf"}, nil, []any{"ImageJpg", "ApplicationPdf"}, []any{"image/jpg", "application/pdf"}},
		{"mixed case", []any{"notRelated"}, nil, []any{"NotRelated"}, []any{"notRelated"}},
		{"an open string", nil, []any{"buy", "sell"}, []any{"Buy", "Sell"}, []any{"buy", "sell"}},
		{"null", []any{"male", nil}, nil, []any{"Male"}, []any{"male"}},
		{"neither", nil, nil, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			schema := &openapi3.SchemaRef{Value: &openapi3.Schema{Enum: test.enum}}
			if test.known != nil {
				schema.Value.Extensions = map[string]any{"x-extensible-enum": test.known}
			}
			nameValues(schema)
			if test.want == nil {
				require.Nil(t, schema.Value.Extensions)
				return
			}
			names := schema.Value.Extensions["x-enum-varnames"]
			require.Equal(t, test.want, names)
			require.Equal(t, test.values, schema.Value.Enum)
		})
	}
}

// What else is required does not change a type.
func TestDropAlternatives(t *testing.T) {
	named := &openapi3.SchemaRef{Value: &openapi3.Schema{Properties: openapi3.Schemas{"email": {Value: openapi3.NewStringSchema()}}}}
	rule := &openapi3.SchemaRef{Value: &openapi3.Schema{AnyOf: openapi3.SchemaRefs{
		{Value: &openapi3.Schema{Required: []string{"email"}}}, {Value: &openapi3.Schema{Required: []string{"code", "phone"}}},
	}}}
	schema := &openapi3.SchemaRef{Value: &openapi3.Schema{AllOf: openapi3.SchemaRefs{named, rule}}}
	dropAlternatives(schema)
	require.Equal(t, openapi3.SchemaRefs{named}, schema.Value.AllOf)
	dropAlternatives(&openapi3.SchemaRef{Ref: "wallex-common.yaml#/y"})
}

// A schema of another file gets its names there.
func TestNameValuesLeavesReferences(t *testing.T) {
	schema := &openapi3.SchemaRef{Ref: "wallex-common.yaml#/x", Value: &openapi3.Schema{Enum: []any{"buy"}}}
	nameValues(schema)
	require.Nil(t, schema.Value.Extensions)
	nameValues(&openapi3.SchemaRef{Ref: "wallex-common.yaml#/y"})
}
