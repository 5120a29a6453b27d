package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
)

// landlord is who the holder pays rent to; the IBAN is from the documentation.
const (
	landlord     = "John Marsh"
	landlordIBAN = "AE580300000002000007377"
)

func (s *cardStory) checkIBAN(ctx context.Context) error {
	s.begin("Have an IBAN checked: first one with a typing error.")
	typo := "AE59" + landlordIBAN[4:]
	_, err := s.client.Transfers.ValidateIBAN(ctx, transfers.ValidateIBANRequest{IBAN: typo, AccountTitle: landlord})
	refused := apierror.Of(err)
	switch {
	case refused == nil:
		return errors.New("the check lets a wrong IBAN pass")
	case refused.Code != cardplatform.CodeBadRequest:
		return err
	}
	s.fact("refused", refused.Code, refused.Message)
	checked, err := s.client.Transfers.ValidateIBAN(ctx, transfers.ValidateIBANRequest{IBAN: landlordIBAN, AccountTitle: landlord})
	if err == nil {
		s.fact("valid", checked.Details.BankName, checked.Details.AccountTitle)
	}
	return err
}

func (s *cardStory) transfer(ctx context.Context) error {
	s.begin("Pay the rent: create a payment contact, and transfer. The platform notifies of the end.")
	contact, err := s.client.Transfers.CreateContact(ctx, transfers.CreatePaymentContactRequest{
		Title: "Landlord", IBAN: landlordIBAN, AccountTitle: landlord,
	})
	if err != nil {
		return err
	}
	s.fact("contact", contact.ID, contact.Title)
	sent, err := s.client.Transfers.Initiate(ctx, transfers.InitiateDirectTransferRequest{
		SenderAccountID: strconv.Itoa(s.account.ID), PaymentContactID: strconv.Itoa(contact.ID),
		Purpose: transfers.TransferPurposeRent, Description: "Rent of March", Amount: 150_000, // minor units
	})
	if err != nil {
		return err
	}
	s.fact("transfer", sent.Amount, sent.CurrencyCode, "in minor units,", sent.Status, "with charges of", sent.TotalCharges)
	n, err := s.inbox.wait(ctx, func(n notification) bool { return n.TransactionID == sent.TransactionID })
	if err != nil {
		return err
	}
	s.fact("notified", n.TransactionID, n.Outcome)
	if n.Outcome != transfers.TransferOutcomeSuccess {
		return fmt.Errorf("transfer %s ended as %s", n.TransactionID, n.Outcome)
	}
	return nil
}

func (s *cardStory) readBooks(ctx context.Context) error {
	s.begin("Read the ledger, in minor units, and the transactions. Iterators get further pages by themselves.")
	for entry, err := range s.client.Wallets.ListLedgerAll(ctx, s.account.ID, nil) {
		if err != nil {
			return err
		}
		s.fact("ledger", "+"+entry.Credit.String(), "-"+entry.Debit.String(), "=", entry.Balance, entry.Narration)
	}
	for t, err := range s.client.Transactions.ListAll(ctx, nil) {
		if err != nil {
			return err
		}
		s.fact("transaction", t.TransactionType, t.BillingAmount.Amount, t.BillingAmount.CurrencyCode, t.Status)
	}
	return nil
}
