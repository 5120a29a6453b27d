package sandbox

import (
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// SimulateDeposit lets somebody pay an amount, in major units of the account's currency, into a virtual account. It is
// an error where there is no approved account with this number, the account is of type fixed and expired or for another
// amount, or the fee would leave nothing.
func (s *Sandbox) SimulateDeposit(virtualAccountNumber string, amount decimal.Decimal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.announce()
	now := s.clock.now()
	err := s.platform.Settle(now)
	if err == nil {
		err = s.platform.Deposit(now, virtualAccountNumber, amount)
	}
	if err != nil {
		return fmt.Errorf("sandbox.SimulateDeposit: %w", err)
	}
	return nil
}
