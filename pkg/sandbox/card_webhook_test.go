package sandbox_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// told reads the next notification that a receiver gets.
func told[T any](r *receiver) (body T) {
	r.t.Helper()
	n := r.next()
	require.Equal(r.t, "hidden", n.header.Get("X-Secret"))
	require.NoError(r.t, json.Unmarshal([]byte(n.body), &body))
	return body
}

func TestCardStatusNotifications(t *testing.T) {
	r := receive(t, nil)
	i := connectCards(t, sandbox.WithCardWebhook(r.URL, http.Header{"X-Secret": {"hidden"}}))
	card := i.process(i.order(cards.CardTypeVirtual).ID)
	requested := told[cards.CardStatusNotification](r)
	require.Equal(t, cards.CardStatus("PENDING"), requested.Status.Previous.Code)

	i.sandbox.Advance(settled)
	active := told[cards.CardStatusNotification](r)
	require.Len(t, active.ID, 26)
	require.Equal(t, cards.CardStatusNotification{
		ID: active.ID, Type: "card.status.active", OccurredAt: active.OccurredAt,
		Status: cards.NotifiedStatusChange{
			Previous: cards.NotifiedStatus{Code: cards.CardStatusIssuanceInProgress, Label: "DECLINE_ALL_TXNS"},
			Current:  cards.NotifiedStatus{Code: cards.CardStatusActive, Label: "FULLY_OPERATIONAL"},
			Reason:   "Issued",
		},
		Card: cards.NotifiedCard{
			Token: card.Token, LastFourDigits: card.LastFourDigits, Tier: "Standard debit", Network: "MC", Type: cards.CardTypeVirtual,
		},
	}, active)
	require.Equal(t, "2024-03-01T12:00:02Z", active.OccurredAt.String())

	block := cards.UpdateCardStatusRequest{CardID: card.ID, CardStatus: cards.NewCardStatusBlock, StatusReason: "Lost"}
	answered(i.Cards.UpdateStatus(t.Context(), block))(t)
	require.Equal(t, "card.status.block", told[cards.CardStatusNotification](r).Type)
	answered(i.Cards.UpdateStatus(t.Context(), block))(t)
	requireDeliveries(t, i.sandbox, 3, 0, 3) // nothing changed the second time
}

func TestTransferNotifications(t *testing.T) {
	r := receive(t, nil)
	i := connectCards(t, sandbox.WithCardWebhook(r.URL, http.Header{"X-Secret": {"hidden"}}))
	body := rent(i.open(i.user().ID, "AED"), i.contact())
	for description, outcome := range map[string]transfers.TransferOutcome{
		"Rent of March": transfers.TransferOutcomeSuccess,
		"sandbox fail":  transfers.TransferOutcomeReversed,
	} {
		body.Description = description
		sent := answered(i.Transfers.Initiate(t.Context(), body))(t)
		i.sandbox.Advance(settled)
		notified := told[transfers.TransferNotification](r)
		require.Equal(t, outcome, notified.Status)
		require.Equal(t, sent.TransactionID, notified.TransactionID)
		requireAmount(t, "150000", notified.Amount)
	}
}

func TestCardNotificationsAreTriedThreeTimes(t *testing.T) {
	r := receive(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	i := connectCards(t, sandbox.WithCardWebhook(r.URL, nil), sandbox.WithRedelivery(time.Millisecond))
	i.process(i.order(cards.CardTypeVirtual).ID)
	requireDeliveries(t, i.sandbox, 0, 1, 3)
}
