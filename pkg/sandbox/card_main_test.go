package sandbox_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cardplatformservices"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/gen/cardplatformcommon"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// issuer calls the card platform with the generated clients. Answers are validated strictly.
type issuer struct {
	*caller
	cardplatformservices.Services
}

// cardLogin stands for any operation of the card platform.
var cardLogin = &spec.Operation{Operation: operation.Operation{Platform: "cardplatform"}}

func connectCards(t *testing.T, options ...sandbox.Option) *issuer {
	t.Helper()
	c := &caller{t: t, sandbox: start(t, options...)}
	c.authorize(cardLogin)
	return &issuer{c, cardplatformservices.New(&operation.Caller{
		BaseURL: c.sandbox.URL(), AllowUnverified: true, DecodeError: cardError,
		Transport: &validate.Transport{Base: authorized{c}, Answers: validate.Enforce},
	})}
}

func cardError(body []byte) (operation.Refusal, bool) {
	var e cardplatformcommon.Error
	err := json.Unmarshal(body, &e)
	refusal := operation.Refusal{Code: strconv.Itoa(e.Code), Message: e.Message, CallerMistake: true}
	for _, detail := range e.Errors {
		refusal.Fields = append(refusal.Fields, apierror.Field{Name: detail.Key, Message: detail.Reason})
	}
	return refusal, err == nil
}

// why is what the card platform refused a call with: its code, and the field or else the message.
func why(t *testing.T, err error) string {
	t.Helper()
	var refused *apierror.Error
	require.ErrorAs(t, err, &refused)
	if len(refused.Fields) > 0 {
		return refused.Code + " " + refused.Fields[0].Name
	}
	return refused.Code + " " + refused.Message
}

// answered returns what a call answers with.
func answered[T any](answer *T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return *answer
	}
}

// advance goes on in time, with a new token.
func (i *issuer) advance(d time.Duration) {
	i.t.Helper()
	i.sandbox.Advance(d)
	i.authorize(cardLogin)
}

// user creates a user.
func (i *issuer) user() users.User {
	i.t.Helper()
	return answered(i.Users.Create(i.t.Context(), users.CreateUserRequest{
		FirstName: "Amina", LastName: "Rahman", Email: "amina.rahman@example.com", Status: users.UserStatusActive,
	}))(i.t)
}

// currencyIDs are the ids of the currencies of accounts.
var currencyIDs = map[string]int{"AED": 2, "USD": 3, "EUR": 4}

// open opens an account.
func (i *issuer) open(userID int, currency string) wallets.WalletAccount {
	i.t.Helper()
	return answered(i.Wallets.CreateAccount(i.t.Context(), wallets.CreateAccountRequest{
		UserID: userID, CurrencyID: currencyIDs[currency], AccountType: "DIGITAL",
	}))(i.t)
}

var villa = cards.CardAddress{Country: "ARE", State: "Dubai", City: "Dubai", AddressLine1: "Villa 12", PostalCode: "00000"}

// order asks for a card of a new user with an account in AED.
func (i *issuer) order(kind cards.CardType) cards.Card {
	i.t.Helper()
	holder := i.user()
	body := cards.CreateCardRequest{
		CardTierID: 7, CustomerID: holder.ID, AccountID: i.open(holder.ID, "AED").ID, CardType: kind, CardHolderName: "AMINA RAHMAN",
	}
	if kind == cards.CardTypePhysical {
		body.Address = villa
	}
	return answered(i.Cards.Create(i.t.Context(), body))(i.t)
}

func (i *issuer) process(id int) cards.Card {
	i.t.Helper()
	return answered(i.Cards.Process(i.t.Context(), cards.ProcessCardRequestRequest{CardID: id, Status: cards.CardStatusIssuanceInProgress}))(i.t)
}

// virtual returns an active virtual card.
func (i *issuer) virtual() cards.Card {
	i.t.Helper()
	id := i.order(cards.CardTypeVirtual).ID
	i.process(id)
	i.sandbox.Advance(settled)
	return i.card(id)
}

// physical returns a physical card that is being made.
func (i *issuer) physical() cards.Card {
	i.t.Helper()
	id := i.order(cards.CardTypePhysical).ID
	answered(i.Cards.SetPIN(i.t.Context(), cards.SetCardPINRequest{CardID: id, PIN: secret.New("2468")}))(i.t)
	return i.process(id)
}

// deliver has a card made and delivered.
func (i *issuer) deliver(id int) cards.CardProduction {
	i.t.Helper()
	answered(i.Cards.UpdateManufacturing(i.t.Context(), cards.UpdateCardManufacturingRequest{CardID: id, ManufacturingStatus: "MANUFACTURED"}))(i.t)
	return answered(i.Cards.UpdateDelivery(i.t.Context(), cards.UpdateCardDeliveryRequest{
		CardID: id, DeliveryStatus: "DELIVERED", EstimateDeliveryTime: "2024-03-05T12:00",
	}))(i.t)
}

// proof is what a holder activates a card with.
func (i *issuer) proof(id int) cards.ActivateCardRequest {
	i.t.Helper()
	return cards.ActivateCardRequest{
		CardID:     id,
		PAN:        answered(i.Cards.RetrievePAN(i.t.Context(), cards.RetrieveCardPANRequest{CardID: id}))(i.t).PAN,
		ExpiryDate: answered(i.Cards.RetrieveExpiry(i.t.Context(), cards.RetrieveCardExpiryRequest{CardID: id}))(i.t).Expiry,
	}
}

func (i *issuer) card(id int) cards.Card {
	i.t.Helper()
	return answered(i.Cards.Retrieve(i.t.Context(), cards.RetrieveCardRequest{CardID: id}))(i.t)
}

// balance is what an account holds, in minor units.
func (i *issuer) balance(accountID int) decimal.Decimal {
	i.t.Helper()
	return answered(i.Wallets.RetrieveAccount(i.t.Context(), accountID))(i.t).Balance
}
