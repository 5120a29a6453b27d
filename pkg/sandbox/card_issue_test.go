package sandbox_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// settled is how long the sandbox settles things.
const settled = 2 * time.Second

func TestVirtualCard(t *testing.T) {
	i := connectCards(t)
	ordered := i.order(cards.CardTypeVirtual)
	require.Equal(t, cards.CardStatus("PENDING"), ordered.Status)
	require.Empty(t, ordered.Token)
	require.Empty(t, ordered.LastFourDigits)
	_, err := i.Cards.RetrievePAN(t.Context(), cards.RetrieveCardPANRequest{CardID: ordered.ID})
	require.Equal(t, "1010 The card was not processed yet", why(t, err))

	issued := i.process(ordered.ID)
	require.Equal(t, cards.CardStatusIssuanceInProgress, issued.Status)
	require.True(t, issued.ProcessedAtThirdParty)
	i.sandbox.Advance(settled)
	byToken := answered(i.Cards.Retrieve(t.Context(), cards.RetrieveCardRequest{Token: issued.Token}))(t)
	require.Equal(t, cards.CardStatusActive, byToken.Status)
	require.Equal(t, "AMINA RAHMAN", byToken.EmbossName)
	require.Equal(t, "AED", byToken.BillingCurrency)

	pan := answered(i.Cards.RetrievePAN(t.Context(), cards.RetrieveCardPANRequest{Token: issued.Token}))(t).PAN.Reveal()
	require.Regexp(t, "^541333[0-9]{10}$", pan)
	require.Zero(t, luhn(pan)%10)
	require.Equal(t, issued.LastFourDigits, pan[12:])
	cvv := answered(i.Cards.RetrieveCVV(t.Context(), cards.RetrieveCardCVVRequest{CardID: issued.ID}))(t)
	require.Regexp(t, "^[0-9]{3}$", cvv.CVV.Reveal())
	expiry := answered(i.Cards.RetrieveExpiry(t.Context(), cards.RetrieveCardExpiryRequest{CardID: issued.ID, Token: issued.Token}))(t)
	require.Equal(t, "03/27", expiry.Expiry.Reveal(), "after 36 months")

	_, err = i.Cards.Process(t.Context(), cards.ProcessCardRequestRequest{CardID: issued.ID, Status: cards.CardStatusIssuanceInProgress})
	require.Equal(t, "1010 The card was processed already", why(t, err))
	_, err = i.Cards.Process(t.Context(), cards.ProcessCardRequestRequest{CardID: issued.ID, Status: cards.CardStatusActive})
	require.Equal(t, "1000 status", why(t, err))
	_, err = i.Cards.SetPIN(t.Context(), cards.SetCardPINRequest{CardID: issued.ID, PIN: secret.New("2468")})
	require.Equal(t, "1010 Only physical cards in use have a PIN", why(t, err))
	other := i.virtual()
	_, err = i.Cards.RetrieveCVV(t.Context(), cards.RetrieveCardCVVRequest{CardID: issued.ID, Token: other.Token})
	require.Equal(t, "1000 cardId", why(t, err), "the id and the token of two cards")
	_, err = i.Cards.RetrieveExpiry(t.Context(), cards.RetrieveCardExpiryRequest{Token: json.Number(strconv.Itoa(issued.ID))})
	require.Equal(t, "1000 cardId", why(t, err), "an id is no token")
	_, err = i.Cards.ToggleFreeze(t.Context(), cards.ToggleCardFreezeRequest{StatusReason: "none"})
	require.Equal(t, "1000 body", why(t, err), "neither")
}

// luhn adds up the digits of a card's number.
func luhn(pan string) (sum int) {
	for at, digit := range pan {
		n := int(digit - '0')
		if at%2 == 0 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum
}

func TestPhysicalCard(t *testing.T) {
	i := connectCards(t)
	ordered := i.order(cards.CardTypePhysical)
	process := cards.ProcessCardRequestRequest{CardID: ordered.ID, Status: cards.CardStatusIssuanceInProgress}
	_, err := i.Cards.Process(t.Context(), process)
	require.Equal(t, "1035 actionRequired", why(t, err), "there is no PIN")
	for _, wrong := range []string{"123", "12345", "12a4"} {
		_, err := i.Cards.SetPIN(t.Context(), cards.SetCardPINRequest{CardID: ordered.ID, PIN: secret.New(wrong)})
		require.Equal(t, "1000 pin", why(t, err))
	}
	answered(i.Cards.SetPIN(t.Context(), cards.SetCardPINRequest{CardID: ordered.ID, PIN: secret.New("2468")}))(t)
	issued := answered(i.Cards.Process(t.Context(), process))(t)
	require.True(t, issued.PINSet)
	i.sandbox.Advance(settled)
	require.Equal(t, cards.CardStatusIssuanceInProgress, i.card(issued.ID).Status, "it has to be made")

	delivery := cards.UpdateCardDeliveryRequest{CardID: issued.ID, DeliveryStatus: "DELIVERED", EstimateDeliveryTime: "2024-03-05T12:00"}
	_, err = i.Cards.UpdateDelivery(t.Context(), delivery)
	require.Equal(t, "1010 The card is not being delivered", why(t, err), "it was not made")
	_, err = i.Cards.UpdateDelivery(t.Context(), cards.UpdateCardDeliveryRequest{CardID: issued.ID, DeliveryStatus: "DELIVERED", EstimateDeliveryTime: "soon"})
	require.Equal(t, "1000 estimateDeliveryTime", why(t, err))
	made := cards.UpdateCardManufacturingRequest{CardID: issued.ID, ManufacturingStatus: "MANUFACTURED"}
	answered(i.Cards.UpdateManufacturing(t.Context(), made))(t)
	_, err = i.Cards.UpdateManufacturing(t.Context(), made)
	require.Equal(t, "1010 The card is not being made", why(t, err))
	_, err = i.Cards.Activate(t.Context(), i.proof(issued.ID))
	require.Equal(t, "1010 The card does not wait for its activation", why(t, err))
	delivered := answered(i.Cards.UpdateDelivery(t.Context(), delivery))(t)
	require.Equal(t, cards.CardProduction{
		CardID: issued.ID, CardToken: issued.Token, CardStatus: cards.CardStatusPendingVerification, StatusReason: "Delivered",
		CardManufacturingStatus: "MANUFACTURED", DeliveryStatus: "DELIVERED", EstimatedDeliveryTime: "2024-03-05T12:00",
	}, delivered)
	require.Equal(t, delivered, answered(i.Cards.UpdateDelivery(t.Context(), delivery))(t), "it can be said again")

	wrong := i.proof(issued.ID)
	wrong.ExpiryDate = secret.New("27/03")
	_, err = i.Cards.Activate(t.Context(), wrong)
	require.Equal(t, "1000 pan", why(t, err))
	active := answered(i.Cards.Activate(t.Context(), i.proof(issued.ID)))(t)
	require.Equal(t, cards.CardStatusActive, active.CardStatus)
	_, err = i.Cards.Activate(t.Context(), i.proof(issued.ID))
	require.Equal(t, "1010 The card does not wait for its activation", why(t, err))
	_, err = i.Cards.UpdateDelivery(t.Context(), delivery)
	require.Equal(t, "1010 The card is not being delivered", why(t, err))
}

func TestCreateCard(t *testing.T) {
	i := connectCards(t)
	tiers, err := i.Cards.ListTiers(t.Context())
	require.NoError(t, err)
	holder := i.user()
	names := answered(i.Cards.ListEmbossingNames(t.Context(), holder.ID))(t)
	require.Equal(t, []string{"AMINA", "AMINA RAHMAN", "A RAHMAN", "RAHMAN"}, names.Names)
	_, err = i.Cards.ListEmbossingNames(t.Context(), 1)
	require.Equal(t, "1000 id", why(t, err))

	account := i.open(holder.ID, tiers[0].BillingCurrencyCode)
	dollars, other := i.open(holder.ID, "USD"), i.open(i.user().ID, "AED")
	valid := cards.CreateCardRequest{
		CardTierID: tiers[0].ID, CustomerID: holder.ID, AccountID: account.ID, CardType: cards.CardTypeVirtual, CardHolderName: names.Names[0],
	}
	for key, changes := range map[string][]func(*cards.CreateCardRequest){
		"cardTierId":     {func(b *cards.CreateCardRequest) { b.CardTierID = 1 }},
		"customerId":     {func(b *cards.CreateCardRequest) { b.CustomerID = 1 }},
		"cardType":       {func(b *cards.CreateCardRequest) { b.CardType = "PAPER" }},
		"cardHolderName": {func(b *cards.CreateCardRequest) { b.CardHolderName = "SOMEBODY ELSE" }},
		"address":        {func(b *cards.CreateCardRequest) { b.CardType = cards.CardTypePhysical }},
		"accountId": {
			func(b *cards.CreateCardRequest) { b.AccountID = 1 },
			func(b *cards.CreateCardRequest) { b.AccountID = dollars.ID },
			func(b *cards.CreateCardRequest) { b.AccountID = other.ID },
		},
	} {
		for _, change := range changes {
			body := valid
			change(&body)
			_, err := i.Cards.Create(t.Context(), body)
			require.Equal(t, "1000 "+key, why(t, err))
		}
	}
	first, second := answered(i.Cards.Create(t.Context(), valid))(t), answered(i.Cards.Create(t.Context(), valid))(t)
	require.NotEqual(t, first.ID, second.ID, "nothing marks a repetition")
}
