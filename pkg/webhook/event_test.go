package webhook_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/fundings"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// Every notification of every specification is recognised and has the Go type of its schema.
func TestEveryNotificationIsKnown(t *testing.T) {
	platforms, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	for _, platform := range platforms {
		all, err := spec.Embedded.Notifications(platform)
		require.NoError(t, err)
		for _, n := range all {
			for name, example := range n.Body.Examples {
				t.Run(n.ID+"."+name, func(t *testing.T) {
					text, err := json.Marshal(example.Value.Value)
					require.NoError(t, err)
					event, err := webhook.Parse(text)
					require.NoError(t, err)
					require.Equal(t, platform, event.Platform)
					if n.Same == "" {
						require.Equal(t, n.ID, event.Kind)
					} else {
						require.Equal(t, n.Same, event.Kind)
					}
					schema := n.Body.Schema.Ref[strings.LastIndex(n.Body.Schema.Ref, "/")+1:]
					require.Equal(t, schema, reflect.TypeOf(event.Notification).Elem().Name())
					require.Equal(t, event.Kind != "cardStatusNotification", event.About != "")
					require.Empty(t, event.Problems)
				})
			}
		}
	}
}

func TestParse(t *testing.T) {
	missing := func(name string) []apierror.Field { return []apierror.Field{{Name: name, Message: "is required"}} }
	for _, test := range []struct {
		name, body  string
		kind, about string
		want        any
		problems    []apierror.Field
	}{
		{"payment", paid, "simplePaymentStatusNotification", "p-1",
			&simplepayments.SimplePaymentStatusNotification{Resource: "simple_payment", ResourceID: "p-1", AccountID: "a-1", Status: "completed"}, nil},
		{"refund of a payment", `{"refundId":"r-1","resource":"simple_payment","resourceId":"p-1","status":"completed"}`,
			"refundStatusNotification", "r-1",
			&refunds.RefundStatusNotification{RefundID: "r-1", Resource: "simple_payment", Status: "completed"}, nil},
		{"refund of anything else", `{"refundId":"r-1","resource":"conversion","status":"completed"}`, "refundStatusNotification", "r-1",
			&refunds.RefundStatusNotification{RefundID: "r-1", Resource: "conversion", Status: "completed"}, nil},
		{"other spelling of the id", `{"resourceId":"f-1","resource":"funding","status":"completed"}`, "fundingStatusNotification", "f-1",
			&fundings.FundingStatusNotification{FundingID: "f-1", Resource: "funding", Status: "completed"}, nil},
		{"older name of the id", `{"action":"request","status":"approved","virtualAccountRequestId":"q-1"}`,
			"virtualAccountRequestStatusNotification", "q-1",
			&virtualaccounts.VirtualAccountRequestStatusNotification{Action: "request", Status: "approved", RequestID: "q-1"}, nil},
		{"another status of a card", `{"id":"n-1","type":"card.status.blocked","status":{"current":{"code":"BLOCK"}},"card":{"token":7}}`,
			"cardStatusNotification", "",
			&cards.CardStatusNotification{ID: "n-1", Type: "card.status.blocked",
				Status: cards.NotifiedStatusChange{Current: cards.NotifiedStatus{Code: "BLOCK"}}, Card: cards.NotifiedCard{Token: "7"}}, nil},
		{"new field, new status", `{"resource":"funding","fundingId":"f-1","status":"returned","at":"2026"}`, "fundingStatusNotification", "f-1",
			&fundings.FundingStatusNotification{FundingID: "f-1", Resource: "funding", Status: "returned"}, nil},
		{"without its id", `{"resource":"funding","status":"completed"}`, "fundingStatusNotification", "",
			&fundings.FundingStatusNotification{Resource: "funding", Status: "completed"}, missing("fundingId")},
		{"that does not fit its type", `{"resource":"funding","fundingId":"f-1","status":{"value":"completed"}}`, "fundingStatusNotification", "f-1",
			webhook.Unknown{}, []apierror.Field{{Name: "status", Message: "must be of type string"}}},
		{"of an unknown resource", `{"resource":"coupon","resourceId":"c-1"}`, "", "", webhook.Unknown{}, nil},
		{"of two kinds", `{"resource":"user","resourceId":"u-1","action":"deposit","transactionId":"t-1"}`, "", "", webhook.Unknown{}, nil},
		{"resource in another form", `{"resource":{"type":"user"},"resourceId":"u-1"}`, "", "", webhook.Unknown{}, nil},
		{"empty", `{}`, "", "", webhook.Unknown{}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			event, err := webhook.Parse([]byte(test.body))
			require.NoError(t, err)
			require.Equal(t, test.kind, event.Kind)
			require.Equal(t, test.about, event.About)
			require.Equal(t, test.want, event.Notification)
			require.Equal(t, test.problems, event.Problems)
			require.Equal(t, test.body, string(event.Body))
		})
	}
}

func TestParseRefusesWhatIsNoObject(t *testing.T) {
	for _, body := range []string{``, ` `, `null`, `[]`, `[{}]`, `"user"`, `7`, `{`, `{"a":1}}`, `{"a":1}{"a":1}`, `{"a":01}`, `<html>`} {
		_, err := webhook.Parse([]byte(body))
		require.ErrorIs(t, err, webhook.ErrNotJSON, body)
	}
}

// The key follows from the content, not from how it is written.
func TestKeys(t *testing.T) {
	key := func(body string) string {
		event, err := webhook.Parse([]byte(body))
		require.NoError(t, err)
		return event.Key
	}
	require.Equal(t, key(`{"resource":"user","status":"x"}`), key(" {\"status\" : \"x\",\n\"resource\":\"\\u0075ser\"}\n"))
	require.NotEqual(t, key(`{"resource":"user","status":"x"}`), key(`{"resource":"user","status":"y"}`))
	require.NotEqual(t, key(`{"amount":9007199254740993}`), key(`{"amount":9007199254740992}`), "as a float they would be equal")
}
