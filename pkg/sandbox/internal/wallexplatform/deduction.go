package wallexplatform

import (
	"errors"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/deductions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// deduction is money that the platform took.
type deduction struct {
	owned
	deductions.Deduction
}

// deduct takes a fee out of the wallet of a call's scope. It takes nothing where there is not enough.
func (p *Platform) deduct(call Call, money currency, amount decimal.Decimal, reason string) error {
	w, err := p.wallet(call)
	if err != nil {
		return err
	}
	taken := &deduction{owned: owned{uuid.New(), call.Scope, call.Now}}
	err = p.book.Post(ledger.Entry{Transaction: taken.id, Kind: "deduction", At: call.Now, Postings: []ledger.Posting{
		{From: w.account, To: ledger.Account{Kind: fees}, Currency: money.code, Amount: amount},
	}})
	if errors.Is(err, ledger.ErrInsufficientFunds) {
		return nil
	}
	if err != nil {
		return err
	}
	taken.Deduction = deductions.Deduction{
		ID: taken.id, Status: "completed", Currency: money.code, Amount: amount, Reason: reason,
	}
	p.deductions.add(taken)
	p.Notify("deductionStatusNotification", deductions.DeductionStatusNotification{
		Resource: "deduction", ResourceID: taken.id, Status: taken.Status,
	})
	return nil
}

// ListDeductions answers with all deductions, newest first.
func (p *Platform) ListDeductions(call Call, _ struct{}) (Page[deductions.Deduction], error) {
	all := p.deductions.newestFirst(call, func(*deduction) bool { return true })
	return paginate(all, call.page(), func(d *deduction) deductions.Deduction { return d.Deduction }), nil
}

// RetrieveDeduction answers with one deduction. There are no documented codes for deductions.
func (p *Platform) RetrieveDeduction(call Call, _ struct{}) (answer deductions.Deduction, err error) {
	d, ok := p.deductions.find(call.Scope, call.Path["deductionId"])
	if !ok {
		return answer, refusal.New("deduction_non_existent", "There is no such deduction")
	}
	return d.Deduction, nil
}
