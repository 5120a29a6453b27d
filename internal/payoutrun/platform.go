package payoutrun

import (
	"context"
	"iter"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// platform is what the platform says of the payments of a file.
type platform struct {
	payments map[string][]simplepayments.SimplePayment // by reference
	changes  map[string][]balances.BalanceChange       // of balances, by the id of the transaction
}

// skew is how far the platform's clock may be behind that of whoever began the journal.
const skew = time.Hour

// fetch asks for all payments since the journal was begun, for older ones by their reference, one by one, and for the
// balance history since the first of them.
func fetch(ctx context.Context, client *wallex.Client, rows []payoutfile.Row, begun time.Time) (platform, error) {
	p := platform{map[string][]simplepayments.SimplePayment{}, map[string][]balances.BalanceChange{}}
	if !begun.IsZero() {
		begun = begun.Add(-skew)
		request := simplepayments.FindSimplePaymentsRequest{StartDate: timestamp.From(begun)}
		if err := p.add(client.V1.SimplePayments.FindAll(ctx, request)); err != nil {
			return p, err
		}
	}
	for _, row := range rows {
		if reference := row.Order.Reference; len(p.payments[reference]) == 0 {
			request := simplepayments.FindSimplePaymentsRequest{ReferenceID: reference}
			if err := p.add(client.V1.SimplePayments.FindAll(ctx, request)); err != nil {
				return p, err
			}
		}
	}
	request := balances.FindBalanceHistoryRequest{StartDate: timestamp.From(p.first(rows))}
	for change, err := range client.V1.Balances.HistoryAll(ctx, request) {
		if err != nil {
			return p, err
		}
		id := string(change.TransactionID)
		p.changes[id] = append(p.changes[id], change)
	}
	return p, nil
}

// add takes notice of payments. One shows up twice where pages shift.
func (p platform) add(listing iter.Seq2[simplepayments.SimplePayment, error]) error {
	for payment, err := range listing {
		if err != nil {
			return err
		}
		if known := p.payments[payment.ReferenceID]; !ids(known)[payment.SimplePaymentID] {
			p.payments[payment.ReferenceID] = append(known, payment)
		}
	}
	return nil
}

// first returns when the first payment of some rows was created, the zero time where the platform does not say so.
func (p platform) first(rows []payoutfile.Row) (first time.Time) {
	for _, row := range rows {
		for _, payment := range p.payments[row.Order.Reference] {
			created := payment.CreatedAt.Time()
			if created.IsZero() {
				return created
			}
			if first.IsZero() || created.Before(first) {
				first = created
			}
		}
	}
	return first
}
