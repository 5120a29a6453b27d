package walletengine

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// ErrUnclear says that the history does not tell whether a transfer was made: more than one transaction may be it, or
// one that may be something else.
var ErrUnclear = errors.New("the history does not tell whether the transfer was made")

// PreparedTransfer is what is known before a transfer. It holds nothing but data, so that it can be stored until the
// transfer is over.
type PreparedTransfer struct {
	RecipientID string          // the recipient's client id, for the RxClientID of the transfer
	MaxAmount   decimal.Decimal // how much can be transferred, in major units; inferred
	Fee         decimal.Decimal // what it costs, in major units; inferred
	Since       string          // the day from which on [Session.FindTransfer] searches
	Known       []string        // ids of the transactions since then that were there before
}

// PrepareTransfer finds the recipient of a transfer, and asks how much can be transferred and what that costs, for the
// application to ask its user. It also remembers the transactions that there are. Then transfer with
//
//	session.Transfer.Confirm(ctx, transfer.ConfirmTransferRequest{RxClientID: prepared.RecipientID, ...})
//
// and, where the error of that is ambiguous, look for the transfer with [Session.FindTransfer] before anything else. Of
// a number without a wallet the error is [apierror.ErrNotFound], or none, as the source contradicts itself: the owner
// may be sent a link to download the application.
//
// Source: https://apidocs.walletengine.io/transfer
func (s *Session) PrepareTransfer(ctx context.Context, to Phone) (*PreparedTransfer, error) {
	recipient, err := s.Transfer.Verify(ctx, transfer.VerifyTransferRequest(to))
	if err != nil {
		return nil, err
	}
	limit, err := s.Transfer.Query(ctx, transfer.QueryTransferRequest{RxClientID: recipient.ClientID})
	if err != nil {
		return nil, err
	}
	prepared := &PreparedTransfer{
		RecipientID: recipient.ClientID,
		MaxAmount:   limit.MaxAmount,
		Fee:         limit.Fee,
		// The platform's time zone is not documented, nor whether its own day counts: today is at most a day later there.
		Since: time.Now().UTC().AddDate(0, 0, -2).Format(time.DateOnly),
	}
	for transaction, err := range s.transactions(ctx, prepared.Since) {
		if err != nil {
			return nil, err
		}
		prepared.Known = append(prepared.Known, transaction.ID)
	}
	return prepared, nil
}

// FindTransfer looks for a transfer whose answer was lost: a transaction that was not there when it was prepared, by
// which exactly this amount left the wallet. It may be called again at any time. Where it cannot say, the transfer stays
// ambiguous, and so is the error, which is one of these:
//
//   - [apierror.ErrNotFound]: there is none. That is no proof: how soon the history shows a transfer is not documented,
//     nor whether its amounts include the fee.
//   - [ErrUnclear]: there are several; or the only one names no other wallet, as those of withdrawals do not, or is in a
//     state that is not known for one whose money has left, such as failed. The states of transactions are not
//     documented, but for inprogress.
//
// Nothing in the history names the recipient by the client id. A transfer of the same amount that was made for the same
// user in the meantime, in another session, is therefore taken for this one.
func (s *Session) FindTransfer(ctx context.Context, prepared *PreparedTransfer, amount decimal.Decimal) (*history.Transaction, error) {
	switch {
	case prepared == nil || prepared.Since == "": // without what was known before, anything could be the transfer
		return nil, invalid("confirmTransfer", apierror.Field{Name: "prepared", Message: "must come from PrepareTransfer"})
	case amount.Sign() <= 0:
		return nil, invalid("confirmTransfer", apierror.Field{Name: "amount", Message: "must be more than 0"})
	}
	hits := map[string]history.Transaction{} // by id: entries move to the next page when others come before them
	for transaction, err := range s.transactions(ctx, prepared.Since) {
		if err != nil {
			return nil, err
		}
		if transaction.Amount.Equal(amount.Neg()) && !slices.Contains(prepared.Known, transaction.ID) {
			hits[transaction.ID] = transaction
		}
	}
	unknown := &apierror.Error{Platform: platform, Operation: "confirmTransfer", Outcome: apierror.Ambiguous}
	if len(hits) == 0 {
		unknown.Kind, unknown.Message = apierror.ErrNotFound, "the history does not show the transfer"
		return nil, unknown
	}
	for _, hit := range hits {
		moved := hit.State == "" || hit.State == history.TransactionStateInprogress
		if len(hits) == 1 && moved && hit.TransferDetails != (history.TransferDetails{}) {
			return &hit, nil
		}
	}
	unknown.Err = ErrUnclear
	return nil, unknown
}

// transactions returns all transactions since a day, in pages as large as the platform allows.
func (s *Session) transactions(ctx context.Context, since string) iter.Seq2[history.Transaction, error] {
	return s.History.QueryAll(ctx, history.QueryHistoryRequest{DateFrom: since, Limit: 99})
}
