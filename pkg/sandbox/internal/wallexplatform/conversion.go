package wallexplatform

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// conversion is an exchange that somebody committed to. Nothing tells what becomes of one that is not funded in time;
// here it goes on waiting and can no longer be funded.
type conversion struct {
	owned
	exchange
	referenceID string
	status      conversions.ConversionStatus
}

// The source lists no error codes for conversions. These are inferred from those of payments.
var (
	errConversionNotFound  = refusal.New("conversions_not_found", "There is no such conversion")
	errConversionQuote     = refusal.New("conversion_quote_not_exists", "The quote does not exist, has expired or was used")
	errConversionReference = refusal.New("conversion_reference_id_already_exist", "The reference was used before")
)

// errStatus is documented for payments.
var errStatus = refusal.New("status_invalid", "This cannot be funded now")

// CreateConversion commits to a quote.
func (p *Platform) CreateConversion(call Call, in conversions.CreateConversionRequest) (answer conversions.Conversion, err error) {
	// the reference comes first: a create that is sent again, with its quote used up, must learn that it took place
	sameReference := func(other *conversion) bool { return other.referenceID == in.ReferenceID }
	if in.UniqueReferenceID && in.ReferenceID != "" && p.conversions.contains(call.Scope, sameReference) {
		return answer, errConversionReference
	}
	quote, ok := p.conversionQuotes.find(call, in.QuoteID)
	if !ok {
		return answer, errConversionQuote
	}
	p.conversionQuotes.use(in.QuoteID)
	c := &conversion{
		owned:       owned{uuid.New(), call.Scope, call.Now},
		exchange:    quote,
		referenceID: in.ReferenceID,
		status:      conversions.ConversionStatusAwaitingFunds,
	}
	p.conversions.add(c)
	return c.view(), nil
}

// RetrieveConversion answers with one conversion.
func (p *Platform) RetrieveConversion(call Call, _ struct{}) (answer conversions.Conversion, err error) {
	c, ok := p.conversions.find(call.Scope, call.Path["conversionId"])
	if !ok {
		return answer, errConversionNotFound
	}
	return c.view(), nil
}

// FindConversions answers with the conversions that match all filters, newest first.
func (p *Platform) FindConversions(call Call, in conversions.FindConversionsRequest) (Page[conversions.Conversion], error) {
	span := period{in.StartDate, in.EndDate}
	found := p.conversions.newestFirst(call, func(c *conversion) bool {
		return span.covers(c.created) &&
			(in.ReferenceID == "" || c.referenceID == in.ReferenceID) &&
			(in.Status == "" || string(c.status) == in.Status)
	})
	return paginate(found, in.Pagination, (*conversion).view), nil
}

// FundConversion exchanges the money, at once.
func (p *Platform) FundConversion(call Call, in conversions.FundConversionRequest) (answer conversions.Conversion, err error) {
	c, ok := p.conversions.find(call.Scope, in.ConversionID)
	switch {
	case !ok:
		return answer, errConversionNotFound
	case c.status != conversions.ConversionStatusAwaitingFunds || !call.Now.Before(c.cutoff()):
		return answer, errStatus
	}
	w, err := p.wallet(call)
	if err != nil {
		return answer, err
	}
	counterparty := ledger.Account{Kind: fx}
	err = p.spend(ledger.Entry{Transaction: c.id, Kind: "conversion", At: call.Now, Postings: []ledger.Posting{
		{From: w.account, To: counterparty, Currency: c.sell.code, Amount: c.sellAmount},
		{From: w.account, To: ledger.Account{Kind: fees}, Currency: c.sell.code, Amount: c.fee},
		{From: counterparty, To: w.account, Currency: c.buy.code, Amount: c.buyAmount},
	}})
	if err != nil {
		return answer, err
	}
	c.status = conversions.ConversionStatusCompleted
	p.Notify("conversionStatusNotification", conversions.ConversionStatusNotification{
		Resource: "conversion", ResourceID: c.id, AccountID: p.accountID(c.scope), Status: c.status,
	})
	return c.view(), nil
}

// cutoff is until when the conversion can be funded.
func (c *conversion) cutoff() time.Time { return c.created.Add(fundingPeriod) }

func (c *conversion) view() conversions.Conversion {
	return conversions.Conversion{
		ConversionID:      c.id,
		ReferenceID:       c.referenceID,
		Status:            c.status,
		CurrencyPair:      c.pairCode(),
		BuyCurrency:       c.buy.code,
		SellCurrency:      c.sell.code,
		FixedSide:         c.fixedSide,
		BuyAmount:         c.buyAmount,
		SellAmount:        c.sellAmount,
		TotalAmount:       c.total(),
		Rate:              c.rate,
		TotalFees:         c.fee,
		CreatedAt:         instant(c.created),
		FundingCutoffTime: instant(c.cutoff()),
	}
}
