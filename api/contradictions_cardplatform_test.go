package api_test

import (
	"context"
	"testing"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/authentication"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

func TestContradictionsOfTheCardPlatform(t *testing.T) {
	logIn := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return authentication.New(c).Login(ctx, authentication.LoginRequest{ClientID: secret.New("c"), ClientSecret: secret.New("s")})
	})
	renewed := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return authentication.New(c).RefreshToken(ctx, authentication.RefreshTokenRequest{RefreshToken: secret.New("r")})
	})
	personal := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return kyc.New(c).UpdatePersonalInfo(ctx, kyc.UpdatePersonalInfoRequest{UserID: 5})
	})
	address := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return kyc.New(c).UpdateAddress(ctx, kyc.UpdateAddressRequest{UserID: 5, Type: "MAILING"})
	})
	card := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).Retrieve(ctx, cards.RetrieveCardRequest{CardID: 1})
	})
	status := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).UpdateStatus(ctx, cards.UpdateCardStatusRequest{
			CardID: 1, CardStatus: cards.NewCardStatusActive, StatusReason: "found",
		})
	})
	enrollment := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).RemoveFromThreeDS(ctx, cards.RemoveCardFromThreeDSRequest{CardToken: "987654321"})
	})
	delivery := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).UpdateDelivery(ctx, cards.UpdateCardDeliveryRequest{CardID: 1, DeliveryStatus: "DELIVERED"})
	})
	renewal := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).Renew(ctx, cards.RenewCardRequest{CardID: 1})
	})
	decline := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).DeclineIssue(ctx, cards.DeclineCardRequest{CardID: 1})
	})
	expiry := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).RetrieveExpiry(ctx, cards.RetrieveCardExpiryRequest{CardID: 1})
	})
	transaction := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return transactions.New(c).Retrieve(ctx, 1)
	})
	account := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return wallets.New(c).RetrieveAccount(ctx, 1)
	})
	ledger := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return items(wallets.New(c).ListLedger(ctx, 1, nil))
	})
	limits := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return rules.New(c).ListTransactionLimits(ctx, nil)
	})
	cities := answer(func(ctx context.Context, c *operation.Caller) (any, error) { return users.New(c).ListCities(ctx, 1) })
	cardTold := notified[cards.CardStatusNotification]("cardplatform", "cardStatusNotification")
	transferTold := notified[transfers.TransferNotification]("cardplatform", "transferNotification")

	requireRead(t, []contradiction{
		{"a login with and without an envelope", logIn, []string{
			`{"accessToken":"a","refreshToken":"r"}`,
			`{"data":{"accessToken":"a","refreshToken":"r"}}`,
		}, &authentication.LoginTokens{AccessToken: secret.New("a"), RefreshToken: secret.New("r")}},
		{"a renewed token with and without an envelope", renewed, []string{
			`{"data":{"accessToken":"a"}}`,
			`{"accessToken":"a"}`,
		}, &authentication.RenewedToken{AccessToken: secret.New("a")}},
		{"personal information with and without an envelope", personal, []string{
			`{"userId":603,"status":"PENDING"}`,
			`{"data":{"userId":603,"status":"PENDING"}}`,
		}, &kyc.PersonalInfo{UserID: 603, Status: "PENDING"}},
		{"token of a card by two names, and as a number or a string", card, []string{
			`{"data":{"id":1,"status":"ACTIVE","token":987654321}}`,
			`{"data":{"id":1,"status":"ACTIVE","token":"987654321"}}`,
			`{"data":{"id":1,"status":"ACTIVE","cardToken":987654321}}`,
		}, &cards.Card{ID: 1, Status: "ACTIVE", Token: "987654321"}},
		{"last digits of a card in two spellings", card, []string{
			`{"data":{"id":1,"status":"ACTIVE","lastFourDigits":"4444"}}`,
			`{"data":{"id":1,"status":"ACTIVE","lastFourDigit":"4444"}}`,
		}, &cards.Card{ID: 1, Status: "ACTIVE", LastFourDigits: "4444"}},
		{"3-D Secure of a card in three spellings", card, []string{
			`{"data":{"id":1,"status":"ACTIVE","_3dSecure":{"id":88,"configId":2,"status":true}}}`,
			`{"data":{"id":1,"status":"ACTIVE","_3dsecure":{"id":88,"configId":2,"status":true}}}`,
			`{"data":{"id":1,"status":"ACTIVE","card3DSecure":{"id":88,"configId":2,"status":true}}}`,
		}, &cards.Card{ID: 1, Status: "ACTIVE", ThreeDSecure: cards.CardThreeDS{ID: 88, ConfigID: 2, Status: true}}},
		{"3-D Secure of an enrollment in three spellings", enrollment, []string{
			`{"data":{"cardId":1,"cardToken":987654321,"card3DSecure":{"id":88,"configId":2,"status":false}}}`,
			`{"data":{"cardId":1,"cardToken":"987654321","_3dSecure":{"id":88,"configId":2,"status":false}}}`,
			`{"data":{"cardId":1,"token":987654321,"_3dsecure":{"id":88,"configId":2,"status":false}}}`,
		}, &cards.CardThreeDSEnrollment{CardID: 1, CardToken: "987654321", Card3DSecure: cards.CardThreeDS{ID: 88, ConfigID: 2}}},
		{"a new status by two sets of names", status, []string{
			`{"data":{"id":1,"token":987654321,"status":"BLOCK"}}`,
			`{"data":{"cardId":1,"cardToken":"987654321","cardStatus":"BLOCK"}}`,
		}, &cards.CardStatusChange{ID: 1, Token: "987654321", Status: "BLOCK"}},
		{"time of a delivery in two spellings", delivery, []string{
			`{"data":{"cardId":1,"cardStatus":"PENDING_VERIFICATION","cardToken":987654321,"estimatedDeliveryTime":"2024-12-24T12:00"}}`,
			`{"data":{"cardId":1,"cardStatus":"PENDING_VERIFICATION","token":"987654321","estimateDeliveryTime":"2024-12-24T12:00"}}`,
		}, &cards.CardProduction{
			CardID: 1, CardStatus: "PENDING_VERIFICATION", CardToken: "987654321", EstimatedDeliveryTime: "2024-12-24T12:00",
		}},
		{"token of a renewed card", renewal, []string{
			`{"data":{"cardId":2,"status":"ISSUANCE_IN_PROGRESS","cardToken":987654321}}`,
			`{"data":{"cardId":2,"status":"ISSUANCE_IN_PROGRESS","token":"987654321"}}`,
		}, &cards.ReissuedCard{CardID: 2, Status: "ISSUANCE_IN_PROGRESS", CardToken: "987654321"}},
		{"token of a declined card", decline, []string{
			`{"data":{"cardId":1,"cardStatus":"FREEZE","cardToken":987654321}}`,
			`{"data":{"cardId":1,"cardStatus":"FREEZE","token":"987654321"}}`,
		}, &cards.CardIssue{CardID: 1, CardStatus: "FREEZE", CardToken: "987654321"}},
		{"card of a transaction in two forms", transaction, []string{
			`{"data":{"id":1,"status":"SUCCESS","card":{"id":2,"cardToken":987654321,"lastFourDigits":"4242"}}}`,
			`{"data":{"id":1,"status":"SUCCESS","card":{"id":2,"token":"987654321","lastFourDigit":"4242"}}}`,
		}, &transactions.Transaction{ID: 1, Status: "SUCCESS", Card: transactions.TransactionCard{
			ID: 2, CardToken: "987654321", LastFourDigits: "4242",
		}}},
		{"amounts of an account as numbers or strings, and what is absent or null", account, []string{
			`{"data":{"id":1,"status":"ACTIVE","balance":100.50,"creditLimit":0,"totalTransactions":0}}`,
			`{"data":{"id":1,"status":"ACTIVE","balance":"100.50","creditLimit":"0","totalTransactions":null,"iban":null}}`,
		}, &wallets.WalletAccount{ID: 1, Status: "ACTIVE", Balance: decimal.MustParse("100.50"), CreditLimit: decimal.MustParse("0")}},
		{"who added and changed a currency, whatever the form", account, []string{
			`{"data":{"id":1,"status":"ACTIVE","currency":{"id":2,"createdBy":"admin","updatedBy":{"id":4}}}}`,
		}, &wallets.WalletAccount{ID: 1, Status: "ACTIVE", Currency: wallets.WalletCurrency{
			ID: 2, CreatedBy: "admin", UpdatedBy: map[string]any{"id": 4.0},
		}}},
		{"who added and changed a currency, a number or null", account, []string{
			`{"data":{"id":1,"status":"ACTIVE","currency":{"id":2,"createdBy":1,"updatedBy":null}}}`,
		}, &wallets.WalletAccount{ID: 1, Status: "ACTIVE", Currency: wallets.WalletCurrency{ID: 2, CreatedBy: 1.0}}},
		{"amounts of a ledger as numbers or strings", ledger, []string{
			`{"data":[{"id":1,"credit":10000.00000000,"transactionRefId":13432435435242}]}`,
			`{"data":[{"id":1,"credit":"10000.00000000","transactionRefId":13432435435242}],"pagination":null}`,
		}, []wallets.LedgerEntry{{ID: 1, Credit: decimal.MustParse("10000.00000000"), TransactionRefID: 13432435435242}}},
		{"limits as strings or numbers", limits, []string{
			`{"data":[{"id":8,"limit":"30000","allowedLimit":"50000"}]}`,
			`{"data":[{"id":8,"limit":30000,"allowedLimit":50000}]}`,
		}, []rules.TransactionLimit{{ID: 8, Limit: decimal.MustParse("30000"), AllowedLimit: decimal.MustParse("50000")}}},
		{"token of a card in a notification", cardTold, []string{
			`{"id":"n","type":"card.status.active","status":{"current":{"code":"ACTIVE"}},"card":{"token":987654321,"network":"MC"}}`,
			`{"id":"n","type":"card.status.active","status":{"current":{"code":"ACTIVE"}},"card":{"token":"987654321","network":"MC"}}`,
		}, &cards.CardStatusNotification{
			ID: "n", Type: "card.status.active", Card: cards.NotifiedCard{Token: "987654321", Network: "MC"},
			Status: cards.NotifiedStatusChange{Current: cards.NotifiedStatus{Code: "ACTIVE"}},
		}},
		{"amount of a transfer in a notification", transferTold, []string{
			`{"transactionId":"t","status":"SUCCESS","amount":1000.00}`,
			`{"transactionId":"t","status":"SUCCESS","amount":"1000.00","refId":null}`,
		}, &transfers.TransferNotification{TransactionID: "t", Status: "SUCCESS", Amount: decimal.MustParse("1000.00")}},

		// Where the sides are different values, each is read as it is.
		{"an expiry date as month and year", expiry, []string{`{"data":{"expiry":"12/27"}}`}, &cards.CardExpiry{Expiry: secret.New("12/27")}},
		{"an expiry date as year and month", expiry, []string{`{"data":{"expiry":"27/12"}}`}, &cards.CardExpiry{Expiry: secret.New("27/12")}},
		{"a date of birth as a date", personal, []string{`{"userId":5,"dob":"1990-05-15"}`}, &kyc.PersonalInfo{UserID: 5, Dob: "1990-05-15"}},
		{"a date of birth as a point in time", personal, []string{`{"userId":5,"dob":"1990-05-15T00:00:00.000+00:00"}`},
			&kyc.PersonalInfo{UserID: 5, Dob: "1990-05-15T00:00:00.000+00:00"}},
		{"an address that the ids decide, with a latitude that cannot be", address, []string{
			`{"data":{"id":1,"userId":5,"country":{"id":1,"name":"Afghanistan"},"countryCode":"AFG","latitude":"716.70","status":false}}`,
		}, &kyc.UserAddress{ID: 1, UserID: 5, Country: kyc.AddressPlace{ID: 1, Name: "Afghanistan"}, CountryCode: "AFG", Latitude: "716.70"}},
		{"places with coordinates in strings", cities, []string{`{"data":[{"id":85475,"latitude":"33.72","country":{"id":167}}]}`},
			[]users.City{{ID: 85475, Latitude: "33.72", Country: users.Country{ID: 167}}}},
		{"values that no list has", card, []string{`{"data":{"id":1,"status":"NEW","cardType":"METAL","cardNetwork":"MC"}}`},
			&cards.Card{ID: 1, Status: "NEW", CardType: "METAL", CardNetwork: "MC"}},
		{"a purchase in capitals", transaction, []string{`{"data":{"id":1,"status":"SUCCESS","transactionType":"PURCHASE"}}`},
			&transactions.Transaction{ID: 1, Status: "SUCCESS", TransactionType: "PURCHASE"}},
		{"times with an offset", transaction, []string{`{"data":{"id":1,"status":"SUCCESS","dateTime":"2024-10-07T04:56:49.699+00:00"}}`},
			&transactions.Transaction{ID: 1, Status: "SUCCESS", DateTime: timestamp.Parse("2024-10-07T04:56:49.699+00:00")}},
		{"times without milliseconds", cardTold, []string{
			`{"id":"n","type":"x","occurred_at":"2026-03-13T09:20:12Z","status":{"current":{"code":"x"}},"card":{"token":1}}`,
		}, &cards.CardStatusNotification{
			ID: "n", Type: "x", OccurredAt: timestamp.Parse("2026-03-13T09:20:12Z"), Card: cards.NotifiedCard{Token: "1"},
			Status: cards.NotifiedStatusChange{Current: cards.NotifiedStatus{Code: "x"}},
		}},
	})
}

func TestSentFormsOfTheCardPlatform(t *testing.T) {
	requireSent(t, []sending{
		{"ids of a transfer as strings", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return transfers.New(c).Initiate(ctx, transfers.InitiateDirectTransferRequest{
				SenderAccountID: "61", PaymentContactID: "93", Purpose: transfers.TransferPurposeRent, Description: "May", Amount: 100000,
			})
		}), `POST /tc/api/v1/direct-transfer {"amount":100000,"description":"May","paymentContactId":"93","purpose":"RENT","senderAccountId":"61"}`},
		{"ids of a setting as strings", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return rules.New(c).UpdateCardSecurity(ctx, rules.UpdateCardSecurityRequest{TransactionType: "ALL", CardID: "33", ID: "69", Value: "1"})
		}), `PUT /re/api/v1/card-security {"cardId":"33","id":"69","transactionType":"ALL","value":"1"}`},
		{"id of a card whose settings are reset as a number", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return rules.New(c).ResetCardSecurity(ctx, rules.ResetCardSecurityRequest{CardID: 33})
		}), `PATCH /re/api/v1/card-security/reset {"cardId":33}`},
		{"token of a card as a number, where cards are retrieved", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return cards.New(c).Retrieve(ctx, cards.RetrieveCardRequest{Token: "987654321"})
		}), `POST /pcs/api/v1/cards/details {"token":987654321}`},
		{"token of a card by its other name, where cards are changed", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return cards.New(c).RemoveFromThreeDS(ctx, cards.RemoveCardFromThreeDSRequest{CardToken: "987654321"})
		}), `POST /pcs/api/v1/remove-card-three-ds {"cardToken":987654321}`},
		{"time of a delivery in the spelling of requests", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return cards.New(c).UpdateDelivery(ctx, cards.UpdateCardDeliveryRequest{
				CardID: 1, DeliveryStatus: "DELIVERED", EstimateDeliveryTime: "2024-12-24T12:00",
			})
		}), `POST /pcs/api/v1/update-delivery-status {"cardId":1,"deliveryStatus":"DELIVERED","estimateDeliveryTime":"2024-12-24T12:00"}`},
		{"a user who is a customer, with an address of names", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return cards.New(c).Create(ctx, cards.CreateCardRequest{
				CardTierID: 1, CustomerID: 5, AccountID: 16, CardType: "PHYSICAL", CardHolderName: "SUPER",
				Address: cards.CardAddress{Country: "PAK", State: "Punjab", City: "RWP", AddressLine1: "1 Road", PostalCode: "46000", Latitude: "716.70"},
			})
		}), `POST /pcs/api/v1/cards {"accountId":16,"address":{"addressLine1":"1 Road","city":"RWP","country":"PAK","latitude":"716.70",` +
			`"postalCode":"46000","state":"Punjab"},"cardHolderName":"SUPER","cardTierId":1,"cardType":"PHYSICAL","customerId":5}`},
		{"a user by number, with an address of ids", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return kyc.New(c).CreateAddress(ctx, kyc.CreateAddressRequest{
				UserID: 5, Type: "MAILING", CountryID: 167, StateID: 3, CityID: 85475, AddressLine1: "1 Road",
			})
		}), `POST /us/api/v1/kyc/addresses {"addressLine1":"1 Road","cityId":85475,"countryId":167,"stateId":3,"type":"MAILING","userId":5}`},
		{"ids of a limit as strings", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return rules.New(c).UpdateTransactionLimit(ctx, rules.UpdateTransactionLimitRequest{TransactionType: "ALL", ID: "8", Value: "30000"})
		}), `PUT /re/api/v1/transaction-limits {"id":"8","transactionType":"ALL","value":"30000"}`},
	})
}
