package payoutfile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// column is a column that files may have.
type column struct {
	name     string
	required bool
	about    string
	example  string
	// read puts a cell that is not empty into the order, and returns what is wrong with it, "" where nothing is.
	read func(order *payout.Order, cell string) string
}

// columns are all there are. What they hold is as the platform documents it for quotes and payments.
var columns = []column{
	{"reference", true, "your own name of the payment, which no other payment of yours ever has", "invoice-7", readReference},
	{"beneficiary_id", true, "who is paid", "",
		text(func(o *payout.Order) *string { return &o.BeneficiaryID })},
	{"sell_currency", true, "the currency of the wallet that pays", "USD",
		matching(currencyForm, "must be three capital letters", func(o *payout.Order) *string { return &o.SellCurrency })},
	{"buy_currency", true, "the currency that arrives", "SGD",
		matching(currencyForm, "must be three capital letters", func(o *payout.Order) *string { return &o.BuyCurrency })},
	{"amount", true, "in plain digits, such as 1250.50, in the currency of the fixed side", "1250.50", readAmount},
	{"fixed_side", false, "buy or sell: which currency the amount is in; buy where it is empty", "buy",
		choice(func(o *payout.Order, value conversions.FixedSide) { o.FixedSide = value },
			conversions.FixedSideBuy, conversions.FixedSideSell)},
	{"purpose", true, "code of the purpose of transfer", "GDDS",
		text(func(o *payout.Order) *string { return &o.Purpose })},
	{"purpose_description", false, "more about the purpose, which some codes need", "",
		text(func(o *payout.Order) *string { return &o.PurposeDescription })},
	{"funding_source", true, "where the money comes from, such as COMPANY_BANK_ACCOUNT", "COMPANY_BANK_ACCOUNT",
		choice(func(o *payout.Order, value simplepayments.FundingSource) { o.FundingSource = value },
			simplepayments.FundingSourceBusinessOwnerOrShareholder, simplepayments.FundingSourceCompanyBankAccount,
			simplepayments.FundingSourceFamilyFriendCoWorker, simplepayments.FundingSourceInvestments,
			simplepayments.FundingSourceLoanFacility, simplepayments.FundingSourceOther,
			simplepayments.FundingSourcePersonalAccount, simplepayments.FundingSourcePersonalSavings,
			simplepayments.FundingSourcePersonalWealth, simplepayments.FundingSourceRetirementFunds,
			simplepayments.FundingSourceSalaryWages, simplepayments.FundingSourceThirdParty)},
	{"funding_country", false, "two letters; needed for beneficiaries in Indonesia", "",
		matching(regexp.MustCompile(`^[A-Z]{2}$`), "must be two capital letters",
			func(o *payout.Order) *string { return &o.FundingCountry })},
	{"payment_reference", false, "what the beneficiary sees; the reference where it is empty", "Invoice 7",
		text(func(o *payout.Order) *string { return &o.PaymentReference })},
	{"channel", false, "LOCAL, SWIFT-SHA, SWIFT-OUR or INTERNAL; the platform chooses where it is empty", "",
		choice(func(o *payout.Order, value simplepayments.PaymentChannel) { o.Channel = value },
			simplepayments.PaymentChannelLocal, simplepayments.PaymentChannelSwiftSha,
			simplepayments.PaymentChannelSwiftOur, simplepayments.PaymentChannelInternal)},
	{"invoice_number", false, "at most 30 letters and digits; needed for business payments in INR", "",
		matching(regexp.MustCompile(`^[A-Za-z0-9]{1,30}$`), "must be at most 30 letters and digits",
			func(o *payout.Order) *string { return &o.InvoiceNumber })},
	{"invoice_date", false, "as DD-MM-YYYY; needed for business payments in INR", "",
		matching(regexp.MustCompile(`^\d{2}-\d{2}-\d{4}$`), "must look like DD-MM-YYYY",
			func(o *payout.Order) *string { return &o.InvoiceDate })},
	{"files", false, "ids of uploaded documents, with spaces between them", "",
		func(o *payout.Order, cell string) string { o.Files = strings.Fields(cell); return "" }},
}

var (
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
	amountForm   = regexp.MustCompile(`^\d+(\.\d+)?$`)
)

// text reads anything.
func text(field func(*payout.Order) *string) func(*payout.Order, string) string {
	return func(order *payout.Order, cell string) string { *field(order) = cell; return "" }
}

// readReference reads what people must be able to tell from other references: what looks the same is another text, and
// would be another payment.
func readReference(order *payout.Order, cell string) string {
	order.Reference = cell
	switch {
	case strings.ContainsFunc(cell, invisible):
		return "must not have invisible characters or unusual spaces"
	case !norm.NFC.IsNormalString(cell):
		return "must have composed characters (Unicode NFC): type it again"
	}
	return ""
}

// invisible reports whether a character is not seen, or looks like a space and is another one.
func invisible(r rune) bool {
	return r != ' ' && unicode.In(r, unicode.Cf, unicode.Z, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// matching reads what has a form.
func matching(form *regexp.Regexp, wrong string, field func(*payout.Order) *string) func(*payout.Order, string) string {
	return func(order *payout.Order, cell string) string {
		*field(order) = cell
		if !form.MatchString(cell) {
			return wrong
		}
		return ""
	}
}

// choice reads one of some values.
func choice[T ~string](set func(*payout.Order, T), values ...T) func(*payout.Order, string) string {
	return func(order *payout.Order, cell string) string {
		set(order, T(cell))
		if !slices.Contains(values, T(cell)) {
			return "must be " + strings.Trim(strings.Join(strings.Fields(fmt.Sprint(values)), ", "), "[]")
		}
		return ""
	}
}

// readAmount reads an amount as people write it: exponents and signs are a spreadsheet's mistakes.
func readAmount(order *payout.Order, cell string) string {
	if strings.HasPrefix(cell, "-") {
		return "must not be negative"
	}
	if !amountForm.MatchString(cell) {
		return "must be written in plain digits, such as 1250.50"
	}
	amount, err := decimal.Parse(cell)
	switch {
	case err != nil:
		return "has " + err.Error()
	case amount.Sign() == 0:
		return "must be more than zero"
	}
	order.Amount = amount
	return ""
}

// Help describes the columns, one in each line.
func Help() string {
	var b strings.Builder
	for _, c := range columns {
		about := c.about
		if !c.required {
			about = "(optional) " + about
		}
		fmt.Fprintf(&b, "  %-20s %s\n", c.name, about)
	}
	return b.String()
}
