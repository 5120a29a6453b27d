package walletengine

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/topup"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// The channels. PayNow and GrabPay are documented, and their ids are not.
const (
	channelBankIn  = walletenginecommon.ChannelIDCreditBank
	channelBankOut = walletenginecommon.ChannelIDDebitBank
	channelPayNow  = walletenginecommon.ChannelID("rapyd_paynow")
	channelGrabPay = walletenginecommon.ChannelID("rapyd_grabpay")
)

// The channels as they are listed. Countries, costs and how long they take are the sandbox's own.
var (
	topupChannels = []walletenginecommon.Channel{
		channel(channelBankIn, "Bank transfer", "1 business day"),
		channel(channelPayNow, "PayNow", "a few minutes"),
		channel(channelGrabPay, "GrabPay", "a few minutes"),
	}
	withdrawalChannels = []walletenginecommon.Channel{
		channel(channelBankOut, "Bank transfer", "1 business day"),
	}
)

func channel(id walletenginecommon.ChannelID, name, takes string) walletenginecommon.Channel {
	return walletenginecommon.Channel{
		ChannelID: id, Name: name, CountryCode: "SG", CurrencyCode: currency, Fee: free, ProcessingTime: takes,
	}
}

// ListTopupChannels answers with the channels for topping up.
func (p *Platform) ListTopupChannels(_ Call, in topup.ListTopupChannelsRequest) ([]walletenginecommon.Channel, error) {
	return channelsIn(in.CountryCode, topupChannels), nil
}

// ListWithdrawalChannels answers with the channels for withdrawing.
func (p *Platform) ListWithdrawalChannels(
	_ Call, in withdrawal.ListWithdrawalChannelsRequest,
) ([]walletenginecommon.Channel, error) {
	return channelsIn(in.CountryCode, withdrawalChannels), nil
}

// channelsIn returns the channels of a country, or all of them where none is given.
func channelsIn(country string, all []walletenginecommon.Channel) []walletenginecommon.Channel {
	return slices.DeleteFunc(slices.Clone(all), func(c walletenginecommon.Channel) bool {
		return country != "" && c.CountryCode != country
	})
}

// choose returns the channel that a request names, which is the first possible one where it names none.
func choose(id string, possible ...walletenginecommon.ChannelID) (walletenginecommon.ChannelID, error) {
	chosen := walletenginecommon.ChannelID(id)
	switch {
	case id == "":
		return possible[0], nil
	case !slices.Contains(possible, chosen):
		return "", refusal.Field("channel_id", "must be a channel of this operation")
	}
	return chosen, nil
}
