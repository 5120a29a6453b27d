package main

import (
	"context"
	"errors"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/kyc"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/topup"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

// limits shows what the wallet holds, and may take and give.
func (s *walletStory) limits(ctx context.Context) (*kyc.KYC, error) {
	state, err := s.session.KYC.Query(ctx)
	if err == nil {
		s.fact("balance", state.AvailableBalance, currency, "available,", state.BlockedBalance, "blocked")
		s.fact("KYC level", state.KYCLevel, "takes", state.BalanceRemainderAllowance, "more, gives", state.DebitRemainderAllowance, "in a year")
	}
	return state, err
}

func (s *walletStory) refuseTopUp(ctx context.Context) error {
	s.begin("Try to top up before anybody has verified the user.")
	if _, err := s.limits(ctx); err != nil {
		return err
	}
	_, err := s.session.Topup.ByBank(ctx, topup.TopupByBankRequest{Amount: decimal.MustParse("200"), CurrencyCode: currency})
	refused := apierror.Of(err)
	switch {
	case refused == nil:
		return errors.New("a wallet of KYC level 0 was topped up")
	case refused.Code != withdrawal.CodeKYCLevelUnqualified:
		return err
	}
	s.fact("refused", refused.Code, refused.Outcome)
	return nil
}

func (s *walletStory) verify(ctx context.Context) error {
	s.begin("Have the user invited to the verification, and wait for its end.")
	if _, err := s.session.KYC.SendInvitation(ctx); err != nil {
		return err
	}
	err := poll(ctx, soon, func() (bool, error) {
		state, err := s.session.KYC.QueryCase(ctx)
		if err != nil {
			return false, err
		}
		return state.KYCStatus != walletenginecommon.KYCStatusProcessing, nil
	})
	if err != nil {
		return err
	}
	_, err = s.limits(ctx)
	return err
}

func (s *walletStory) topUp(ctx context.Context) error {
	s.begin("Top up from a bank, and wait until the money is there.")
	made, err := s.session.Topup.ByBank(ctx, topup.TopupByBankRequest{Amount: decimal.MustParse("200"), CurrencyCode: currency})
	if err != nil {
		return err
	}
	s.fact("top-up", made.ID, made.Amount, currency, made.State)
	return s.arrived(ctx, made.ID)
}

// arrived waits until a transaction is no longer under way, and shows the limits after it.
func (s *walletStory) arrived(ctx context.Context, id string) error {
	err := poll(ctx, soon, func() (bool, error) {
		for transaction, err := range s.session.History.QueryAll(ctx, history.QueryHistoryRequest{}) {
			if err != nil || transaction.ID == id {
				return transaction.State != history.TransactionStateInprogress, err
			}
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	_, err = s.limits(ctx)
	return err
}

func (s *walletStory) transfer(ctx context.Context) error {
	s.begin("Transfer to another wallet: find it, ask what that costs and how much is possible, and confirm.")
	prepared, err := s.session.PrepareTransfer(ctx, walletengine.Phone{CountryDialCode: "65", PhoneNumber: "808088888"})
	if err != nil {
		return err
	}
	s.fact("recipient", prepared.RecipientID, "at most", prepared.MaxAmount, "with a fee of", prepared.Fee)
	made, err := s.session.Transfer.Confirm(ctx, transfer.ConfirmTransferRequest{
		RxClientID: prepared.RecipientID, Amount: decimal.MustParse("25.5"), CurrencyCode: currency, Notes: "Lunch",
	})
	if err != nil {
		return err
	}
	s.fact("transfer", made.ID, made.Amount, currency)
	found, err := s.session.FindTransfer(ctx, prepared, decimal.MustParse("25.5"))
	if err == nil {
		s.fact("found", found.ID, "as it could be, had the answer been lost")
	}
	return err
}

func (s *walletStory) withdraw(ctx context.Context) error {
	s.begin("Withdraw to a bank, which blocks the money until it is paid out.")
	made, err := s.session.Withdrawal.ToBank(ctx, withdrawal.WithdrawToBankRequest{
		Amount: decimal.MustParse("50"), CurrencyCode: currency, AccountNumber: "0019000000", AccountName: "Ada Bar",
	})
	if err != nil {
		return err
	}
	s.fact("withdrawal", made.ID, made.Amount, currency, made.State)
	if _, err := s.limits(ctx); err != nil {
		return err
	}
	return s.arrived(ctx, made.ID)
}

func (s *walletStory) readHistory(ctx context.Context) error {
	s.begin("Read the history, newest first, in pages of two.")
	for transaction, err := range s.session.History.QueryAll(ctx, history.QueryHistoryRequest{Limit: 2}) {
		if err != nil {
			return err
		}
		s.fact("transaction", transaction.ID, transaction.Type, transaction.Amount, currency, transaction.Notes)
	}
	return nil
}
