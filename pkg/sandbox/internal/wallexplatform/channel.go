package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// Figures of the channels in US dollars. They are the sandbox's own: the source has none.
var (
	localLimit  = decimal.FromInt(200_000) // of one settlement
	localFee    = decimal.FromInt(1)
	swiftFee    = decimal.FromInt(5)
	bankCharges = decimal.FromInt(15) // on top, where the sender bears all charges
)

// channels are the ways that a currency reaches a bank in a country, the best one first.
func channels(currency, bankCountry string) []simplepayments.PaymentChannel {
	all := []simplepayments.PaymentChannel{simplepayments.PaymentChannelSwiftSha, simplepayments.PaymentChannelSwiftOur}
	if _, ok := findLocal(currency, bankCountry); ok {
		all = slices.Insert(all, 0, simplepayments.PaymentChannelLocal)
	}
	return all
}

// pickChannel returns the channel that was asked for, or the best one. INTERNAL is for beneficiaries with a Wallex
// account, of which there are none here.
func pickChannel(asked simplepayments.PaymentChannel, currency, bankCountry string) (simplepayments.PaymentChannel, error) {
	possible := channels(currency, bankCountry)
	switch {
	case asked == "":
		return possible[0], nil
	case !slices.Contains(possible, asked):
		return "", refusal.New("payment_channel_not_valid", "This channel does not reach the beneficiary")
	}
	return asked, nil
}

// charge is what a channel costs, and which part of that the banks take, in US dollars.
func charge(channel simplepayments.PaymentChannel) (fee, ofWhichBanks decimal.Decimal) {
	switch channel {
	case simplepayments.PaymentChannelLocal:
		return localFee, zero
	case simplepayments.PaymentChannelSwiftOur:
		return add(swiftFee, bankCharges), bankCharges
	}
	return swiftFee, zero
}

// ListPaymentChannels answers with the channels that reach a beneficiary. The amount is taken to be in the currency of
// the beneficiary's account; the source does not say.
func (p *Platform) ListPaymentChannels(
	call Call, in simplepayments.ListPaymentChannelsRequest,
) ([]simplepayments.AvailablePaymentChannel, error) {
	b, ok := p.beneficiaries.find(call.Scope, in.BeneficiaryID)
	if !ok {
		return nil, errBeneficiaryNotFound
	}
	account, _ := findCurrency(b.BankAccount.Currency) // creation has seen to it that it is supported
	var all []simplepayments.AvailablePaymentChannel
	for _, channel := range channels(account.code, b.BankAccount.Country) {
		available := simplepayments.AvailablePaymentChannel{SettlementChannel: string(channel)}
		if channel == simplepayments.PaymentChannelLocal {
			available.Limit = account.fromUSD(localLimit)
			available.SplitSettlement = in.Amount.Cmp(available.Limit) > 0
		}
		all = append(all, available)
	}
	return all, nil
}
