package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

func TestFieldsAreWrittenAsTheSpecificationWants(t *testing.T) {
	quote, err := spec.Embedded.Find("wallex/v1/simple-payments.yaml", "quoteSimplePayment")
	require.NoError(t, err)
	find, err := spec.Embedded.Find("wallex/v1/simple-payments.yaml", "findSimplePayments")
	require.NoError(t, err)
	for name, test := range map[string]struct {
		op     *spec.Operation
		body   string
		fields []string
		want   string
	}{
		"text":                    {quote, ``, []string{"beneficiaryId=42"}, `{"beneficiaryId":"42"}`},
		"text with an equal sign": {quote, ``, []string{"beneficiaryId=a=b"}, `{"beneficiaryId":"a=b"}`},
		"null where it may be":    {quote, ``, []string{"beneficiaryId=null"}, `{"beneficiaryId":null}`},
		"null as a text":          {quote, ``, []string{"onBehalfOfUser=null"}, `{"onBehalfOfUser":"null"}`},
		"amount to the digit":     {quote, ``, []string{"amount=1234567890123.4500"}, `{"amount":1234567890123.4500}`},
		"boolean":                 {quote, ``, []string{"includeFee=false"}, `{"includeFee":false}`},
		"boolean that is none":    {quote, ``, []string{"includeFee=maybe"}, `{"includeFee":"maybe"}`},
		"nested":                  {quote, ``, []string{"partner.fee=2", "partner.markup=0.1"}, `{"partner":{"fee":2,"markup":0.1}}`},
		"list":                    {find, ``, []string{"status=failed", "status=completed"}, `{"status":["failed","completed"]}`},
		"list as JSON":            {find, ``, []string{`status=["failed"]`}, `{"status":["failed"]}`},
		"over the body":           {quote, `{"amount":1,"sellCurrency":"SGD"}`, []string{"amount=2"}, `{"amount":2,"sellCurrency":"SGD"}`},
		"unknown":                 {quote, ``, []string{"new.field=7", "other=x"}, `{"new":{"field":7},"other":"x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			schema, _ := test.op.Request()
			object := json.RawMessage(test.body)
			for _, field := range test.fields {
				name, value, _ := strings.Cut(field, "=")
				object, err = setField(object, strings.Split(name, "."), schema.Value, value)
				require.NoError(t, err)
			}
			require.Equal(t, test.want, string(object))
		})
	}
}
