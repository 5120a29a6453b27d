package payout

import (
	"context"
	"errors"
	"iter"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/internaltransfers"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Transfer is an internal transfer to make to another account of the same partnership.
type Transfer struct {
	// Reference is what the transfer is looked for by. It must not be empty nor begin or end with white space.
	Reference string
	// ID is that of the transfer that an earlier call has made, which a [Journal] has kept. That one is gone on with, and
	// nothing is searched for or sent.
	ID string
	// Sent says that a request for this transfer may have been sent before: the transfer is then looked for and never
	// sent. A [Journal] that has written down [Journal.Before] knows.
	Sent bool

	ReceiverAccountID string
	Currency          string
	Amount            decimal.Decimal
	Purpose           string
	Remarks           string
	Documents         []string
}

// ErrNotShown says that the listing does not show something that was, or may have been, made. That proves nothing.
var ErrNotShown = errors.New("the listing does not show it, which proves nothing")

// Transfer makes the transfer, or finds one that was made, and follows it to its end. It needs a client
// [client.WithUnverified], since the operation is inferred.
//
// It cannot promise what [Payer.Pay] does. Nothing says that the platform refuses a reference that was used before. So
// the transfer is looked for first, and sent at most once by each call. Where the answer is lost and the listing does
// not show the transfer, the outcome is [Unknown]: call Transfer again with Sent set, which only looks. Two calls at
// once, and a second call that does not set Sent, can make two transfers. Of the statuses none is documented; one that
// is not known as final is followed until the context ends ([WithFollow]).
//
// Source: https://docs.wallex.asia/docs/api/internal-transfers/internal-transfer-create, Page "Internal Transfer Create"
//
// [client.WithUnverified]: https://pkg.go.dev/github.com/wallex-sdk/wallex-go/pkg/client#WithUnverified
func (p *Payer) Transfer(ctx context.Context, order Transfer) (Result, error) {
	return p.start(ctx, &run{
		resource:  transfer{p.client, order},
		id:        order.ID,
		elsewhere: order.ID != "",
		unknown:   order.Sent && order.ID == "",
		want: terms{
			reference: order.Reference, party: order.ReceiverAccountID, sellCurrency: order.Currency, amount: order.Amount,
		},
	})
}

// transfer is an internal transfer as a resource. There are no quotes, and what is created is paid for at once.
type transfer struct {
	client *wallex.Client
	order  Transfer
}

func (t transfer) find(ctx context.Context) iter.Seq2[state, error] {
	return states(t.client.V2.InternalTransfers.ListAll(ctx, nil), t.state)
}

func (t transfer) quote(context.Context) (quote, error) { return quote{}, nil }

func (t transfer) create(ctx context.Context, _ string) (state, error) {
	return one(t.state)(t.client.V2.InternalTransfers.Create(ctx, internaltransfers.CreateInternalTransferRequest{
		Reference:           t.order.Reference,
		ReceiverAccountID:   t.order.ReceiverAccountID,
		Currency:            t.order.Currency,
		Amount:              t.order.Amount,
		PurposesOfTransfer:  t.order.Purpose,
		Remarks:             t.order.Remarks,
		SupportingDocuments: t.order.Documents,
	}))
}

func (t transfer) retrieve(ctx context.Context, id string) (state, error) {
	return one(t.state)(t.client.V2.InternalTransfers.Retrieve(ctx, id, nil))
}

func (t transfer) state(answer internaltransfers.InternalTransfer) state {
	return state{
		id:     answer.ID,
		status: answer.Status,
		terms: terms{
			reference: answer.Reference, party: answer.ReceiverAccountID,
			sellCurrency: answer.Currency, amount: answer.Amount,
		},
		resources: Resources{Transfer: &answer},
	}
}
