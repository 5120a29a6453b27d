package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// requestAccount asks for an open virtual account in rupiah, with changed fields.
func (c *caller) requestAccount(change object) virtualaccounts.VirtualAccountRequest {
	c.t.Helper()
	return post[virtualaccounts.VirtualAccountRequest](c, "/virtual-accounts/v1/requests/create", accountRequest(change))
}

func accountRequest(change object) object {
	return merge(object{"name": "Shop 1", "provider": "BNI", "currency": "IDR", "description": "Rent", "type": "open"}, change)
}

// account asks for a virtual account and waits for it.
func (c *caller) account(change object) virtualaccounts.VirtualAccountRequest {
	c.t.Helper()
	requested := c.requestAccount(change)
	c.sandbox.Advance(2 * time.Second)
	return get[virtualaccounts.VirtualAccountRequest](c, "/virtual-accounts/v1/requests/item/"+requested.RequestID)
}

func (c *caller) transactions(accountID string) []virtualaccounts.VirtualAccountTransaction {
	c.t.Helper()
	return post[[]virtualaccounts.VirtualAccountTransaction](c, "/virtual-accounts/v1/transactions/find", object{"virtualAccountId": accountID})
}

// deposit pays into a new account, and returns the id of the master account that the money is on.
func (c *caller) deposit(amount string) (masterID string) {
	c.t.Helper()
	account := c.account(nil)
	require.NoError(c.t, c.sandbox.SimulateDeposit(account.VirtualAccountNo, decimal.MustParse(amount)))
	return c.transactions(account.VirtualAccountID)[0].MasterAccountID
}

func (c *caller) quoteWithdrawal(amount, buy string) virtualaccounts.WithdrawalQuote {
	c.t.Helper()
	return post[virtualaccounts.WithdrawalQuote](c, "/virtual-accounts/v1/withdrawals/get-quote", object{
		"amount": decimal.MustParse(amount), "sellCurrency": "IDR", "buyCurrency": buy,
	})
}

// master returns what the partner's master accounts hold.
func (c *caller) master(currency string) decimal.Decimal {
	return c.sandbox.Books().Balance(ledger.Account{Kind: ledger.Master, Owner: "partner"}, currency)
}

func TestVirtualAccountRequests(t *testing.T) {
	for _, test := range []struct {
		name   string
		change object
		at     time.Duration
		status virtualaccounts.VirtualAccountRequestStatus
		number string
	}{
		{"pending, with a number", nil, 2*time.Second - 1, "pending", "8251000000000001"},
		{"pending, without one yet", object{"approveAsync": true}, 2*time.Second - 1, "pending", "Creating..."},
		{"approved", nil, 2 * time.Second, "approved", "8251000000000001"},
		{"approved, and numbered by now", object{"approveAsync": true}, 2 * time.Second, "approved", "8251000000000001"},
		{"of type fixed", object{"type": "fixed", "amount": 10000, "expiryDuration": 24}, 0, "pending", "8251000000000001"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			id := c.requestAccount(test.change).RequestID
			c.sandbox.Advance(test.at)
			request := get[virtualaccounts.VirtualAccountRequest](c, "/virtual-accounts/v1/requests/item/"+id)
			require.Equal(t, test.status, request.Status)
			require.Equal(t, test.number, request.VirtualAccountNo)
			require.Equal(t, "Shop 1", request.Name)
			require.Equal(t, "2024-03-01T12:00:00.000Z", request.CreatedAt.String())
			approved := test.status == "approved"
			require.Equal(t, approved, request.VirtualAccountID != "")
			require.Equal(t, approved, request.ApprovedAt.String() == "2024-03-01T12:00:02.000Z")
		})
	}
}

func TestVirtualAccountRequestMistakes(t *testing.T) {
	c := connect(t)
	for _, test := range []struct {
		name   string
		change object
		fields []string
	}{
		{"fixed without its terms", object{"type": "fixed"}, []string{"amount", "expiryDuration"}},
		{"expires too late", object{"type": "fixed", "amount": 1, "expiryDuration": 49}, []string{"expiryDuration"}},
		{"half a rupiah", object{"type": "fixed", "amount": 0.5, "expiryDuration": 1}, []string{"amount"}},
		{"name with signs", object{"name": "Shop #1"}, []string{"name"}},
		{"unsupported currency", object{"currency": "XXX"}, []string{"currency"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := c.do("POST", "/virtual-accounts/v1/requests/create", accountRequest(test.change))
			refused := answer.error(t)
			require.Equal(t, "validation_failed", refused.ErrorCode, "%s", answer.body)
			require.Len(t, refused.Errors, len(test.fields))
			for i, field := range test.fields {
				require.Contains(t, refused.Errors[i].Message, field)
			}
		})
	}
}

func TestDeposits(t *testing.T) {
	for _, test := range []struct{ amount, fee, net string }{
		{"2000000", "20000", "1980000"}, // one percent
		{"412501", "4126", "408375"},    // rounded up
		{"10000", "4125", "5875"},       // at least a quarter of a US dollar
	} {
		t.Run(test.amount, func(t *testing.T) {
			c := connect(t)
			account := c.account(nil)
			require.Empty(t, c.transactions(account.VirtualAccountID))
			require.NoError(t, c.sandbox.SimulateDeposit(account.VirtualAccountNo, decimal.MustParse(test.amount)))

			found := c.transactions(account.VirtualAccountID)
			require.Len(t, found, 1)
			paid := found[0]
			require.Equal(t, virtualaccounts.VirtualAccountTransactionStatusCompleted, paid.Status)
			require.Equal(t, account.VirtualAccountNo, paid.VirtualAccountNumber)
			require.Equal(t, "Source amount: "+test.amount+", Fee: "+test.fee+", Deposited amount: "+test.net, paid.Description)
			requireAmount(t, test.amount, paid.SourceAmount)
			requireAmount(t, test.fee, paid.Fee.Amount)
			requireAmount(t, test.net, paid.Amount)
			requireAmount(t, test.net, c.master("IDR"))
			requireAmount(t, "1000000000", c.balance("IDR"))
			path := "/virtual-accounts/v1/transactions/item/" + paid.TransactionID
			require.Equal(t, paid, get[virtualaccounts.VirtualAccountTransaction](c, path))
			require.Equal(t, "virtual_account_transaction_non_existent", c.refused("GET", path+"?onBehalfOfAccount=a1", nil))
		})
	}
}

func TestDepositsNewestFirst(t *testing.T) {
	c := connect(t)
	account, other := c.account(nil), c.account(nil)
	for i, number := range []string{account.VirtualAccountNo, other.VirtualAccountNo, account.VirtualAccountNo} {
		require.NoError(t, c.sandbox.SimulateDeposit(number, decimal.FromInt(int64(10_000+i))))
	}
	found := c.transactions(account.VirtualAccountID)
	require.Len(t, found, 2)
	requireAmount(t, "10002", found[0].SourceAmount)
	requireAmount(t, "10000", found[1].SourceAmount)
	require.Equal(t, found[0].MasterAccountID, c.transactions(other.VirtualAccountID)[0].MasterAccountID, "one for each currency")
}

func TestDepositsThatCannotBe(t *testing.T) {
	fixed := object{"type": "fixed", "amount": 10000, "expiryDuration": 1}
	for _, test := range []struct {
		name, amount string
		change       object
		after        time.Duration
		wrong        string
	}{
		{"before the approval", "10000", nil, 2*time.Second - 1, "virtual_account_non_existent"},
		{"just the amount, just in time", "10000", fixed, time.Hour + 2*time.Second - 1, ""},
		{"too late", "10000", fixed, time.Hour + 2*time.Second, "expired"},
		{"another amount", "10001", fixed, time.Minute, "is for 10000, not 10001"},
		{"no more than the fee", "4125", nil, time.Minute, "nothing is left"},
		{"a part of a rupiah", "10000.5", nil, time.Minute, "validation_failed"},
		{"nothing", "0", nil, time.Minute, "validation_failed"},
		{"less than nothing", "-10000", nil, time.Minute, "validation_failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			number := c.requestAccount(test.change).VirtualAccountNo
			c.sandbox.Advance(test.after)
			err := c.sandbox.SimulateDeposit(number, decimal.MustParse(test.amount))
			if test.wrong == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.wrong)
			require.Zero(t, c.master("IDR").Sign())
		})
	}
}

func TestWithdrawalQuotes(t *testing.T) {
	c := connect(t)
	for _, test := range []struct{ amount, buy, rate, bought string }{
		{"1000000", "USD", "16533", "60.48"}, // 16500 and the spread
		{"1000000", "IDR", "1", "1000000"},
		{"166", "USD", "16533", "0.01"},
	} {
		quote := c.quoteWithdrawal(test.amount, test.buy)
		requireAmount(t, test.rate, quote.Rate)
		requireAmount(t, test.amount, quote.SellAmount)
		requireAmount(t, test.bought, quote.BuyAmount)
		require.Equal(t, "2024-03-01T12:00:00.000", quote.QuotedAt)
		require.Equal(t, "2024-03-01T12:05:00.000", quote.ExpiredAt)
	}
	for _, test := range []struct{ sell, buy, amount, code string }{
		{"IDR", "XXX", "1000", "rate_non_existent"},
		{"XXX", "IDR", "1000", "rate_non_existent"},
		{"IDR", "USD", "165", "validation_failed"}, // worth less than a cent
		{"IDR", "USD", "1000.5", "validation_failed"},
		{"IDR", "USD", "1000000000001", "validation_failed"},
	} {
		require.Equal(t, test.code, c.refused("POST", "/virtual-accounts/v1/withdrawals/get-quote", object{
			"sellCurrency": test.sell, "buyCurrency": test.buy, "amount": decimal.MustParse(test.amount),
		}), "%v", test)
	}
}

func TestWithdrawal(t *testing.T) {
	c := connect(t)
	masterID := c.deposit("2000000")
	slot := post[virtualaccounts.WithdrawalUpload](c, "/virtual-accounts/v1/withdrawals/get-upload-url", object{
		"fileName": "invoice.pdf", "contentType": "application/pdf", "contentLength": 4,
	})
	require.Equal(t, 200, upload(t, slot.UploadURL.Reveal(), "%PDF", nil).status)

	withdrawn := post[virtualaccounts.Withdrawal](c, "/virtual-accounts/v1/withdrawals/create", object{
		"quoteId": c.quoteWithdrawal("1980000", "USD").QuoteID, "masterAccountId": masterID, "bankAccountId": "b1", "fileIds": []string{slot.FileID},
	})
	require.Equal(t, virtualaccounts.WithdrawalStatusPending, withdrawn.Status)
	require.Equal(t, "MASTER ACCOUNT (IDR)", withdrawn.MasterAccountlabel)
	require.Equal(t, []string{slot.FileID}, withdrawn.FileIDs)
	requireAmount(t, "119.76", withdrawn.BuyAmount)
	requireAmount(t, "0", c.master("IDR"))
	requireAmount(t, "119.76", c.sandbox.Books().Balance(ledger.Account{Kind: "payouts", Owner: "b1"}, "USD"))
}

func TestWithdrawalCodes(t *testing.T) {
	for _, test := range []struct {
		name, amount string
		after        time.Duration
		change       object
		code         string
	}{
		{"a rupiah too much", "1980001", 0, nil, "insufficient_funds"},
		{"unknown quote", "1000", 0, object{"quoteId": "x"}, "withdrawal_quote_not_exists"},
		{"expired quote", "1000", 5 * time.Minute, nil, "withdrawal_quote_not_exists"},
		{"quote of another scope", "1000", 0, object{"onBehalfOfAccount": "a1"}, "withdrawal_quote_not_exists"},
		{"unknown master account", "1000", 0, object{"masterAccountId": "x"}, "master_account_non_existent"},
		{"unknown file", "1000", 0, object{"fileIds": []string{"x"}}, "file_non_existent"},
		{"no list of files", "1000", 0, object{"fileIds": 1}, "validation_failed"},
		{"used quote", "1000", 0, object{"fileIds": nil}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			body := merge(object{
				"masterAccountId": c.deposit("2000000"), "quoteId": c.quoteWithdrawal(test.amount, "USD").QuoteID,
				"bankAccountId": "b1", "fileIds": []string{},
			}, test.change)
			c.sandbox.Advance(test.after)
			if test.code == "" {
				post[virtualaccounts.Withdrawal](c, "/virtual-accounts/v1/withdrawals/create", body)
				test.code = "withdrawal_quote_not_exists"
			}
			require.Equal(t, test.code, c.refused("POST", "/virtual-accounts/v1/withdrawals/create", body))
		})
	}
}

// The master account never goes below zero, however many withdrawals come at once.
func TestWithdrawalsAtOnce(t *testing.T) {
	c := connect(t)
	masterID := c.deposit("2000000") // 1980000 are left of it
	inParallel(20, func(int) {
		quote := c.do("POST", "/virtual-accounts/v1/withdrawals/get-quote", object{"amount": 500_000, "sellCurrency": "IDR", "buyCurrency": "IDR"})
		c.do("POST", "/virtual-accounts/v1/withdrawals/create", object{
			"quoteId": result[virtualaccounts.WithdrawalQuote](c, quote).QuoteID, "masterAccountId": masterID, "bankAccountId": "b1", "fileIds": nil,
		})
	})
	requireAmount(t, "480000", c.master("IDR"))
}
