package sandbox_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

const landlord = "AE580300000002000007377"

// iban asks for the check of an IBAN.
func iban(number string) transfers.ValidateIBANRequest {
	return transfers.ValidateIBANRequest{IBAN: number, AccountTitle: "John Marsh"}
}

func TestValidateIBAN(t *testing.T) {
	i := connectCards(t)
	valid := answered(i.Transfers.ValidateIBAN(t.Context(), iban(landlord)))(t)
	require.Equal(t, transfers.IBANValidation{
		Valid: true, UniqueReference: landlord,
		Details: transfers.BankAccountDetails{
			BankCode: "030", AccountTitle: "john m*", IBAN: landlord, SwiftCode: "EXMPAEAA", BankName: "Example Bank",
		},
	}, valid, "the documented example")
	for _, wrong := range []string{"AE000000000000000000000", "AE590300000002000007377", "AE58", "ae580300000002000007377", "AE58 0300000002000007377"} {
		_, err := i.Transfers.ValidateIBAN(t.Context(), iban(wrong))
		require.Equal(t, "1010 Invalid IBAN", why(t, err), wrong)
	}
	_, err := i.Transfers.ValidateIBAN(t.Context(), transfers.ValidateIBANRequest{IBAN: landlord})
	require.Equal(t, "1000 accountTitle", why(t, err))
}

func (i *issuer) contact() transfers.PaymentContact {
	i.t.Helper()
	return answered(i.Transfers.CreateContact(i.t.Context(), transfers.CreatePaymentContactRequest{
		Title: "Landlord", IBAN: landlord, AccountTitle: "John Marsh",
	}))(i.t)
}

func TestPaymentContacts(t *testing.T) {
	i := connectCards(t)
	require.Equal(t, "john m*", i.contact().Details.AccountTitle)
	for body, refused := range map[transfers.CreatePaymentContactRequest]string{
		{Title: "Again", IBAN: landlord, AccountTitle: "J"}: "1010 Payment Contact already exists",
		{Title: "Wrong", IBAN: "AE1", AccountTitle: "J"}:    "1010 Invalid IBAN",
		{Title: "Nobody", IBAN: landlord}:                   "1000 accountTitle",
	} {
		_, err := i.Transfers.CreateContact(t.Context(), body)
		require.Equal(t, refused, why(t, err))
	}
}

// rent is a transfer of 1500.00 to a contact.
func rent(from wallets.WalletAccount, to transfers.PaymentContact) transfers.InitiateDirectTransferRequest {
	return transfers.InitiateDirectTransferRequest{
		SenderAccountID: strconv.Itoa(from.ID), PaymentContactID: strconv.Itoa(to.ID),
		Purpose: transfers.TransferPurposeRent, Description: "Rent of March", Amount: 150_000,
	}
}

func TestTransfers(t *testing.T) {
	for _, test := range []struct {
		description string
		status      transactions.TransactionStatus
		left        string
		paid        string
	}{
		{"Rent of March", transactions.TransactionStatusSuccess, "849500", "1500"},
		{"sandbox fail", transactions.TransactionStatusFailed, "1000000", "0"},
	} {
		t.Run(test.description, func(t *testing.T) {
			i := connectCards(t)
			from, to := i.open(i.user().ID, "AED"), i.contact()
			body := rent(from, to)
			body.Description = test.description
			sent := answered(i.Transfers.Initiate(t.Context(), body))(t)
			require.Equal(t, transfers.DirectTransferStatusPending, sent.Status)
			requireAmount(t, "150000", sent.Amount)
			requireAmount(t, "500", sent.TotalCharges)
			requireAmount(t, "849500", i.balance(from.ID))
			found := func() transactions.Transaction { return answered(i.Transactions.Retrieve(t.Context(), sent.ID))(t) }
			require.Equal(t, transactions.TransactionStatusPending, found().Status)

			i.sandbox.Advance(settled)
			done := found()
			require.Equal(t, test.status, done.Status)
			require.Equal(t, sent.TransactionID, done.TransactionID)
			require.Equal(t, "Transfer", done.TransactionType)
			require.Equal(t, "Transfer to Landlord", done.Narration)
			require.Equal(t, landlord, done.ReceiverAccount.IBAN)
			requireAmount(t, "1500", done.BillingAmount.Amount)
			requireAmount(t, "5", done.TotalCharges)
			requireAmount(t, "5", done.Charges[0].Value)
			requireAmount(t, test.left, i.balance(from.ID))
			payouts := ledger.Account{Kind: "payouts", Owner: "contact " + strconv.Itoa(to.ID)}
			requireAmount(t, test.paid, i.sandbox.CardBooks().Balance(payouts, "AED"))
			requireAmount(t, "0", i.sandbox.CardBooks().Balance(ledger.Account{Kind: "in transit"}, "AED"))
		})
	}
}

func TestTransfersOfTheCaller(t *testing.T) {
	i := connectCards(t)
	user, to := i.user(), i.contact()
	i.open(user.ID, "USD")
	own := i.open(user.ParentID, "USD")
	body := rent(own, to)
	body.SenderAccountID, body.CurrencyCode = "", "USD"
	answered(i.Transfers.Initiate(t.Context(), body))(t)
	requireAmount(t, "849500", i.balance(own.ID))

	for refused, change := range map[string]func(*transfers.InitiateDirectTransferRequest){
		"1000 currencyCode":         func(b *transfers.InitiateDirectTransferRequest) { b.CurrencyCode = "EUR" },
		"1000 senderAccountId":      func(b *transfers.InitiateDirectTransferRequest) { b.SenderAccountID = "x" },
		"1000 paymentContactId":     func(b *transfers.InitiateDirectTransferRequest) { b.PaymentContactID = "1" },
		"1000 amount":               func(b *transfers.InitiateDirectTransferRequest) { b.Amount = 1 << 60 },
		"1010 Insufficient balance": func(b *transfers.InitiateDirectTransferRequest) { b.Amount = 849_001 },
	} {
		wrong := body
		change(&wrong)
		_, err := i.Transfers.Initiate(t.Context(), wrong)
		require.Equal(t, refused, why(t, err))
	}
	wrong := rent(own, to)
	wrong.CurrencyCode = "AED"
	_, err := i.Transfers.Initiate(t.Context(), wrong)
	require.Equal(t, "1000 currencyCode", why(t, err), "the account is in another currency")
	answer := i.do("POST", "/tc/api/v1/direct-transfer", object{
		"paymentContactId": strconv.Itoa(to.ID), "purpose": "RENT", "description": "x", "amount": 1, "senderAccountId": "",
	})
	require.Contains(t, string(answer.body), `"key":"senderAccountId"`)
	requireAmount(t, "849500", i.balance(own.ID))
}
