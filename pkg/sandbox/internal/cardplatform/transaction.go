package issuing

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// transaction is a purchase or a transfer.
type transaction struct {
	id              int
	uuid, kind      string
	at              time.Time
	status          transactions.TransactionStatus
	narration       string
	amount, charges cents
	sender          *account
	card            *card    // of a purchase
	merchant        string   // of a purchase
	contact         *contact // of a transfer
}

func (p *Platform) newTransaction(now time.Time, made transaction) *transaction {
	made.id, made.uuid, made.at = p.newID(), uuid.New(), now
	return &made
}

func (t *transaction) total() cents { return t.amount + t.charges }

func (t *transaction) posting(from, to ledger.Account, amount cents) ledger.Posting {
	return ledger.Posting{From: from, To: to, Currency: t.sender.currency.Code, Amount: amount.major()}
}

// ListTransactions answers with a page of all transactions, newest first. The names of filters are not documented.
func (p *Platform) ListTransactions(call Call, _ struct{}) (Page[transactions.Transaction], error) {
	all := p.transactions.newestFirst(func(*transaction) bool { return true })
	return paginate(call, all, p.brief), nil
}

// RetrieveTransaction answers with one transaction, and with more than the listing has.
func (p *Platform) RetrieveTransaction(call Call, _ struct{}) (answer transactions.Transaction, err error) {
	t, ok := p.transactions.byID[call.id("id")]
	if !ok {
		return answer, unknown("id", "Transaction")
	}
	answer = p.brief(t)
	answer.APIStatus = string(t.status)
	answer.ThirdPartyConfigSlug = processor
	answer.TransactionAmount = t.inCurrency("TRANSACTION") // merchants and contacts take the currency of the account here
	answer.Conversions.TransactionToBillingCR = decimal.FromInt(1)
	answer.Charges = []transactions.TransactionCharge{}
	if t.charges > 0 {
		answer.Charges = append(answer.Charges, transactions.TransactionCharge{
			Title: "Transfer charge", Fixed: true, Value: t.charges.major(), ChargeType: "FEE", BillingAmount: t.charges.major(),
		})
	}
	if c := t.card; c != nil {
		answer.Card.CardToken = c.shownToken()
		answer.Card.CardTierID = c.tier.ID
		answer.Card.CardNetwork = c.tier.CardNetwork
		answer.Card.PaymentCardType = c.tier.PaymentCardType
	}
	return answer, nil
}

// brief is what listings show.
func (p *Platform) brief(t *transaction) transactions.Transaction {
	shown := transactions.Transaction{
		ID:              t.id,
		TransactionID:   t.uuid,
		TransactionType: t.kind,
		DateTime:        instant(t.at),
		Status:          t.status,
		TotalCharges:    t.charges.major(),
		Narration:       t.narration,
		BillingAmount:   t.inCurrency("BILLING"),
		SenderAccount: transactions.TransactionAccount{
			ID: t.sender.id, UserID: t.sender.owner.id, AccountTitle: t.sender.title(),
			AccountNumber: hide(t.sender.number()), AccountType: digital, IBAN: t.sender.iban(),
		},
	}
	if t.card != nil {
		shown.Card = transactions.TransactionCard{ID: t.card.id, LastFourDigits: t.card.lastFour(), CardType: string(t.card.kind)}
		shown.Location, shown.Merchant = p.shop(t.merchant)
	}
	if t.contact != nil {
		shown.ReceiverAccount = transactions.TransactionAccount{
			AccountTitle: t.contact.details.AccountTitle, IBAN: t.contact.details.IBAN,
		}
	}
	return shown
}

func (t *transaction) inCurrency(which string) transactions.TransactionAmount {
	return transactions.TransactionAmount{Amount: t.amount.major(), CurrencyCode: t.sender.currency.Code, AmountType: which}
}

// hide leaves the last four digits of an account's number.
func hide(number string) string { return "************" + number[len(number)-4:] }

// shop is where a purchase was made. All merchants are grocery stores in Dubai.
func (p *Platform) shop(name string) (transactions.TransactionLocation, transactions.TransactionMerchant) {
	id := p.merchants[name]
	return transactions.TransactionLocation{ID: id, CountryCode: "ARE"}, transactions.TransactionMerchant{
		ID: id, Mcc: "5411", Name: name, City: "Dubai", Country: "United Arab Emirates", CountryCode: "ARE",
	}
}
