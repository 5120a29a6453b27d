package sandbox

import (
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// SimulateDeposit lets somebody pay an amount, in major units of the account's currency, into a virtual account. It is
// an error where there is no approved account with this number, the account is of type fixed and expired or for another
// amount, or the fee would leave nothing.
func (s *Sandbox) SimulateDeposit(virtualAccountNumber string, amount decimal.Decimal) error {
	return s.simulate("SimulateDeposit", func(now time.Time) error {
		return s.platform.Deposit(now, virtualAccountNumber, amount)
	})
}

// SimulateFunding sends an amount, in major units of the currency, to the wallet of a member account, or of the partner
// where accountID is empty. The funding is pending at first and completed after the time of settlement; then the wallet
// has the money. It is an error where the currency is not supported or cannot have the amount.
func (s *Sandbox) SimulateFunding(accountID string, currency string, amount decimal.Decimal) error {
	return s.simulate("SimulateFunding", func(now time.Time) error {
		return s.platform.Fund(now, accountID, currency, amount)
	})
}

// SimulateCollection lets somebody pay an amount, in major units of the account's currency, into a collection account;
// the one of a collection request is among them. The collection is pending at first and completed after the time of
// settlement; then the wallet has what the fee left of it. It is an error where there is no active account with this
// number, or nothing would be left.
func (s *Sandbox) SimulateCollection(accountNumber string, amount decimal.Decimal) error {
	return s.simulate("SimulateCollection", func(now time.Time) error {
		return s.platform.Collect(now, accountNumber, amount)
	})
}

// SimulatePurchase lets somebody pay a merchant with a card of the card platform: an amount in major units of the
// currency of the card's account. A purchase that is declined, for the status of the card, its security settings, its
// limits or a lack of money, is no error but a transaction with the status FAILED. It is an error where there is no such
// card, or where nobody can pay such an amount.
func (s *Sandbox) SimulatePurchase(cardID int, amount decimal.Decimal, merchant string) error {
	return s.simulate("SimulatePurchase", func(now time.Time) error {
		return s.issuer.Purchase(now, cardID, amount, merchant)
	})
}

// simulate lets something happen that no request of the partner causes.
func (s *Sandbox) simulate(name string, happen func(now time.Time) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.announce()
	now := s.clock.now()
	err := s.settle(now)
	if err == nil {
		err = happen(now)
	}
	if err != nil {
		return fmt.Errorf("sandbox.%s: %w", name, err)
	}
	return nil
}
