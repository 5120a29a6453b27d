package wallexplatform

import (
	"cmp"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
)

// The bank that holds all collection accounts, and those who pay into them. Both are made up.
const (
	collectionProvider = "SANDBOX_BANK"
	collectionBank     = "Sandbox Bank"
	payerName          = "Sandbox Payer"
	payerNumber        = "000012345678"
)

// paidBySwift is the only documented way to pay into a collection account.
const paidBySwift = "swift"

// collectionCurrencies are the codes of the currencies that a collection account can have. The source lists none.
var collectionCurrencies = []string{"AUD", "EUR", "GBP", "HKD", "IDR", "SGD", "USD"}

func findCollectionCurrency(code string) (currency, bool) {
	money, ok := findCurrency(code)
	return money, ok && slices.Contains(collectionCurrencies, code)
}

// ListCollectionCurrencies answers with the currencies that a collection account can have.
func (p *Platform) ListCollectionCurrencies(Call, struct{}) (all []collections.CollectionCurrency, err error) {
	for _, code := range collectionCurrencies {
		all = append(all, collections.CollectionCurrency{Currency: code, Providers: []string{collectionProvider}})
	}
	return all, nil
}

// bankDetail is what a payer needs to know.
func (a *collectionAccount) bankDetail() collections.CollectionBankDetail {
	return collections.CollectionBankDetail{
		BankName:          collectionBank,
		Currency:          a.currency.code,
		PaymentType:       paidBySwift,
		AccountNumber:     a.number,
		AccountHolderName: cmp.Or(a.opened.Name, apiUserName),
		AccountNumberType: "account_number",
	}
}
