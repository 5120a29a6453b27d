package api_test

import (
	"context"
	"testing"

	"github.com/oapi-codegen/nullable"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

func TestContradictionsOfVersion1(t *testing.T) {
	logIn := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return authentication.New(c).Authenticate(ctx, keys)
	})
	history := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return items(balances.New(c).History(ctx, balances.FindBalanceHistoryRequest{}))
	})
	conversion := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return conversions.New(c).Retrieve(ctx, "c", nil)
	})
	quote := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return simplepayments.New(c).Quote(ctx, simplepayments.QuoteSimplePaymentRequest{
			BeneficiaryID: nullable.NewNullNullable[string](), BuyCurrency: "USD", SellCurrency: "SGD", Amount: decimal.MustParse("1000"),
		})
	})
	payment := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return simplepayments.New(c).Retrieve(ctx, "p", nil)
	})
	channels := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return simplepayments.New(c).Channels(ctx, simplepayments.ListPaymentChannelsRequest{BeneficiaryID: "b", Amount: decimal.MustParse("1")})
	})
	paymentUpload := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return simplepayments.New(c).UploadURL(ctx, simplepayments.RequestPaymentUploadURLRequest{FileName: "a.pdf"})
	})
	beneficiary := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return beneficiaries.New(c).Retrieve(ctx, "b", nil)
	})
	requirements := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return beneficiaries.New(c).Requirements(ctx, beneficiaries.RetrieveBeneficiaryRequirementsRequest{
			Currency: "USD", BankAccountCountry: "SG", BeneficiaryCountry: "SG",
		})
	})
	account := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return virtualaccounts.New(c).RetrieveRequest(ctx, "r")
	})
	transaction := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return virtualaccounts.New(c).RetrieveTransaction(ctx, "t")
	})
	withdrawal := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return virtualaccounts.New(c).CreateWithdrawal(ctx, virtualaccounts.CreateVirtualAccountWithdrawalRequest{
			QuoteID: "q", MasterAccountID: "m", BankAccountID: "b", FileIDs: nullable.NewNullNullable[[]string](),
		})
	})
	withdrawalQuote := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return virtualaccounts.New(c).QuoteWithdrawal(ctx, virtualaccounts.QuoteVirtualAccountWithdrawalRequest{
			Amount: decimal.MustParse("1"), SellCurrency: "IDR", BuyCurrency: "SGD",
		})
	})
	withdrawalUpload := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return virtualaccounts.New(c).UploadURL(ctx, virtualaccounts.RequestWithdrawalUploadURLRequest{
			FileName: "a.pdf", ContentType: "application/pdf", ContentLength: 1,
		})
	})
	told := notified[virtualaccounts.VirtualAccountRequestStatusNotification]("wallex", "virtualAccountRequestStatusNotification")
	deposited := notified[virtualaccounts.VirtualAccountDepositNotification]("wallex", "virtualAccountDepositNotification")
	paid := notified[simplepayments.SimplePaymentStatusNotification]("wallex", "simplePaymentStatusNotification")

	requireRead(t, []contradiction{
		{"token of a login", logIn, []string{`{"token":"t="}`, `{"accessToken":"t="}`}, &authentication.AccessToken{Token: secret.New("t=")}},
		{"id of a transaction as a number or a string", history, []string{
			`{"data":[{"id":"h","transactionId":"12345678901234567890"}]}`,
			`{"data":[{"id":"h","transactionId":12345678901234567890}]}`,
		}, []balances.BalanceChange{{ID: "h", TransactionID: "12345678901234567890"}}},
		{"id of a conversion, by its older name, too", conversion, []string{
			`{"data":{"conversionId":"c","status":"completed"}}`,
			`{"data":{"conversionId":"c","id":"c","status":"completed"}}`,
			`{"data":{"id":"c","status":"completed"}}`,
		}, &conversions.Conversion{ConversionID: "c", Status: "completed"}},
		{"amounts of a quote as numbers or strings", quote, []string{
			`{"data":{"quoteId":"q","partnerRate":1.3,"partnerBuyAmount":1000,"partnerSellAmount":1300,"partnerPaymentFee":5}}`,
			`{"data":{"quoteId":"q","partnerRate":"1.3","partnerBuyAmount":"1000","partnerSellAmount":"1300","partnerPaymentFee":"5"}}`,
		}, &simplepayments.SimplePaymentQuote{
			QuoteID: "q", PartnerRate: decimal.MustParse("1.3"), PartnerBuyAmount: decimal.MustParse("1000"),
			PartnerSellAmount: decimal.MustParse("1300"), PartnerPaymentFee: decimal.MustParse("5"),
		}},
		{"a quote without a beneficiary", quote, []string{
			`{"data":{"quoteId":"q"}}`,
			`{"data":{"quoteId":"q","beneficiaryId":null}}`,
		}, &simplepayments.SimplePaymentQuote{QuoteID: "q"}},
		{"cut-off time of a quote in two spellings", quote, []string{
			`{"data":{"quoteId":"q","setlementCutOffTime":"17:00"}}`,
			`{"data":{"quoteId":"q","settlementCutOffTime":"17:00"}}`,
		}, &simplepayments.SimplePaymentQuote{QuoteID: "q", SetlementCutOffTime: "17:00"}},
		{"fields of a payment that are absent or null", payment, []string{
			`{"data":{"simplePaymentId":"p","status":"processing","beneficiary":{"beneficiaryId":"b"}}}`,
			`{"data":{"simplePaymentId":"p","status":"processing","beneficiary":{"beneficiaryId":"b","firstName":null,"lastName":null},` +
				`"completedAt":null,"failureReason":null,"fundingCountry":null}}`,
		}, &simplepayments.SimplePayment{
			SimplePaymentID: "p", Status: "processing", Beneficiary: simplepayments.PaymentBeneficiary{BeneficiaryID: "b"},
		}},
		{"a limit that is absent or null", channels, []string{
			`{"data":[{"settlementChannel":"SWIFT-SHA"}]}`,
			`{"data":[{"settlementChannel":"SWIFT-SHA","limit":null}]}`,
		}, []simplepayments.AvailablePaymentChannel{{SettlementChannel: "SWIFT-SHA"}}},
		{"a limit as a number or a string", channels, []string{
			`{"data":[{"settlementChannel":"LOCAL","limit":200000}]}`,
			`{"data":[{"settlementChannel":"LOCAL","limit":"200000"}]}`,
		}, []simplepayments.AvailablePaymentChannel{{SettlementChannel: "LOCAL", Limit: decimal.MustParse("200000")}}},
		{"upload URL in two spellings, payment", paymentUpload, []string{
			`{"data":{"fileId":"f","uploadUrl":"https://files.example/a"}}`,
			`{"data":{"fileId":"f","uploadURL":"https://files.example/a"}}`,
		}, &simplepayments.PaymentUpload{FileID: "f", UploadURL: secret.New("https://files.example/a")}},
		{"upload URL in two spellings, withdrawal", withdrawalUpload, []string{
			`{"data":{"fileId":"f","uploadUrl":"https://files.example/a"}}`,
			`{"data":{"fileId":"f","uploadURL":"https://files.example/a"}}`,
		}, &virtualaccounts.WithdrawalUpload{FileID: "f", UploadURL: secret.New("https://files.example/a")}},
		{"fields of a beneficiary that are absent or null", beneficiary, []string{
			`{"data":{"beneficiaryId":"b"}}`,
			`{"data":{"beneficiaryId":"b","nationalIdentificationNumber":null,"region":null,"intermediaryBank":null,"bankAccount":{}}}`,
			`{"data":{"beneficiaryId":"b","intermediaryBank":{"address":null},"bankAccount":{"routingCode":null,"ifscCode":null}}}`,
		}, &beneficiaries.Beneficiary{BeneficiaryID: "b"}},
		{"name of a user in two spellings, request", account, []string{
			`{"data":{"requestId":"r","status":"pending","userFullname":"API User"}}`,
			`{"data":{"requestId":"r","status":"pending","userFullName":"API User"}}`,
		}, &virtualaccounts.VirtualAccountRequest{RequestID: "r", Status: "pending", UserFullname: "API User"}},
		{"name of a user in two spellings, transaction", transaction, []string{
			`{"data":{"transactionId":"t","status":"Completed","userFullName":"API User"}}`,
			`{"data":{"transactionId":"t","status":"Completed","userFullname":"API User"}}`,
		}, &virtualaccounts.VirtualAccountTransaction{TransactionID: "t", Status: "Completed", UserFullName: "API User"}},
		{"label of a master account in two spellings", withdrawal, []string{
			`{"data":{"withdrawalId":"w","status":"pending","masterAccountlabel":"Main"}}`,
			`{"data":{"withdrawalId":"w","status":"pending","masterAccountLabel":"Main"}}`,
		}, &virtualaccounts.Withdrawal{WithdrawalID: "w", Status: "pending", MasterAccountlabel: "Main"}},
		{"a transaction, or a list of it", transaction, []string{
			`{"data":{"transactionId":"t","status":"Completed"}}`,
			`{"data":[{"transactionId":"t","status":"Completed"}]}`,
		}, &virtualaccounts.VirtualAccountTransaction{TransactionID: "t", Status: "Completed"}},
		{"a fee that is absent, null or empty", withdrawalQuote, []string{
			`{"data":{"quoteId":"q"}}`,
			`{"data":{"quoteId":"q","fee":null}}`,
			`{"data":{"quoteId":"q","fee":{}}}`,
		}, &virtualaccounts.WithdrawalQuote{QuoteID: "q"}},
		{"id of a request in its notification, by its older name, too", told, []string{
			`{"action":"request","status":"approved","requestId":"r"}`,
			`{"action":"request","status":"approved","requestId":"r","virtualAccountRequestId":"r"}`,
			`{"action":"request","status":"approved","virtualAccountRequestId":"r"}`,
		}, &virtualaccounts.VirtualAccountRequestStatusNotification{Action: "request", Status: "approved", RequestID: "r"}},
		{"number of an account in a notification, by its older name, too", deposited, []string{
			`{"action":"deposit","status":"completed","transactionId":"t","virtualAccountNumber":"8","sourceAmount":10}`,
			`{"action":"deposit","status":"completed","transactionId":"t","virtualAccountNumber":"8","virtualAccountNo":"8","sourceAmount":"10"}`,
			`{"action":"deposit","status":"completed","transactionId":"t","virtualAccountNo":"8","sourceAmount":10}`,
		}, &virtualaccounts.VirtualAccountDepositNotification{
			Action: "deposit", Status: "completed", TransactionID: "t", VirtualAccountNumber: "8", SourceAmount: decimal.MustParse("10"),
		}},
		{"a reason that is absent or null", paid, []string{
			`{"resource":"simple_payment","resourceId":"p","status":"completed"}`,
			`{"resource":"simple_payment","resourceId":"p","status":"completed","accountId":null,"reason":null}`,
		}, &simplepayments.SimplePaymentStatusNotification{Resource: "simple_payment", ResourceID: "p", Status: "completed"}},

		// Where the sides are different values, each is read as it is.
		{"a payment with what only real servers send", payment, []string{`{"data":{"simplePaymentId":"p","status":"x","conversionFee":1,` +
			`"paymentFee":"2","paymentChannel":"local","beneficiary":{"beneficiaryId":"b","companyName":"c","bankAccount":{"aba":"1"}}}}`},
			&simplepayments.SimplePayment{
				SimplePaymentID: "p", Status: "x", ConversionFee: decimal.MustParse("1"), PaymentFee: decimal.MustParse("2"), PaymentChannel: "local",
				Beneficiary: simplepayments.PaymentBeneficiary{
					BeneficiaryID: "b", CompanyName: "c", BankAccount: simplepayments.PaymentBankAccount{ABA: "1"},
				},
			}},
		{"a beneficiary with undocumented payment types and semi-deprecated numbers", beneficiary, []string{`{"data":{"beneficiaryId":"b",` +
			`"paymentTypes":"priority","businessRegistration":"1","nationalIdentificationNumber":"2","identificationNumber":"3"}}`},
			&beneficiaries.Beneficiary{
				BeneficiaryID: "b", PaymentTypes: "priority", BusinessRegistration: "1", NationalIdentificationNumber: "2", IdentificationNumber: "3",
			}},
		{"requirements with fields that differ by corridor", requirements, []string{`{"data":[{"entityType":"company","region":"^.+$",` +
			`"country":"^[A-z]{2}$","bankAccount":{"iban":"^[A-Z]{2}"},"intermediaryBank":{"bicSwift":"^.{8}$"}}]}`},
			[]beneficiaries.BeneficiaryRequirements{{
				EntityType: "company", BankAccount: map[string]string{"iban": "^[A-Z]{2}"}, IntermediaryBank: map[string]string{"bicSwift": "^.{8}$"},
				AdditionalProperties: map[string]any{"region": "^.+$", "country": "^[A-z]{2}$"},
			}}},
		{"a request that has no number yet", account, []string{`{"data":{"requestId":"r","status":"pending","approveAsync":true,` +
			`"virtualAccountNo":"Creating...","userId":1,"createdBy":2}}`},
			&virtualaccounts.VirtualAccountRequest{
				RequestID: "r", Status: "pending", ApproveAsync: true, VirtualAccountNo: "Creating...", UserID: 1, CreatedBy: 2,
			}},
		{"a withdrawal in capitals", withdrawal, []string{`{"data":{"withdrawalId":"w","status":"Completed"}}`},
			&virtualaccounts.Withdrawal{WithdrawalID: "w", Status: virtualaccounts.WithdrawalStatusCompleted}},
		{"a transaction in lower case", transaction, []string{`{"data":{"transactionId":"t","status":"completed","action":"deposit"}}`},
			&virtualaccounts.VirtualAccountTransaction{TransactionID: "t", Status: "completed", Action: "deposit"}},
		{"times with and without a zone", withdrawalQuote, []string{`{"data":{"quoteId":"q","quotedAt":"2019-03-12T02:00:08.113",` +
			`"expiredAt":"2019-03-12T02:05:08.113Z","createdAt":"2018-10-05T02:25:11.208Z","updatedAt":"2018-09-20T03:23:23Z"}}`},
			&virtualaccounts.WithdrawalQuote{
				QuoteID: "q", QuotedAt: "2019-03-12T02:00:08.113", ExpiredAt: "2019-03-12T02:05:08.113Z",
				CreatedAt: timestamp.Parse("2018-10-05T02:25:11.208Z"), UpdatedAt: timestamp.Parse("2018-09-20T03:23:23Z"),
			}},
		{"a fee in a transaction", transaction, []string{
			`{"data":{"transactionId":"t","status":"x","fee":{"type":"percentage","value":10,"amount":"200000","minFee":10000}}}`,
		}, &virtualaccounts.VirtualAccountTransaction{TransactionID: "t", Status: "x", Fee: virtualaccounts.VirtualAccountFee{
			Type: "percentage", Value: decimal.MustParse("10"), Amount: decimal.MustParse("200000"), MinFee: decimal.MustParse("10000"),
		}}},
	})
}

func TestSentFormsOfVersion1(t *testing.T) {
	secondPage := wallexcommon.PageRequest{Page: 2}
	requireSent(t, []sending{
		{"the page of a listing in the body", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return items(balances.New(c).Find(ctx, balances.FindBalancesRequest{OnBehalfOfAccount: "a", Pagination: secondPage}))
		}), `POST /balances/v1/find {"onBehalfOfAccount":"a","pagination":{"page":2}}`},
		{"the status of conversions as a string", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return items(conversions.New(c).Find(ctx, conversions.FindConversionsRequest{Status: "completed"}))
		}), `POST /conversions/v1/find {"status":"completed"}`},
		{"the status of payments as a list", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return items(simplepayments.New(c).Find(ctx, simplepayments.FindSimplePaymentsRequest{
				Status: []simplepayments.SimplePaymentStatusFilter{simplepayments.SimplePaymentStatusFilterCompleted},
			}))
		}), `POST /simple-payments/v1/find {"status":["completed"]}`},
		{"the account that funds a payment in the body", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return simplepayments.New(c).Fund(ctx, simplepayments.FundSimplePaymentRequest{SimplePaymentID: "p", OnBehalfOfAccount: "a"})
		}), `POST /simple-payments/v1/fund {"onBehalfOfAccount":"a","simplePaymentId":"p"}`},
		{"the payment whose purposes are listed in the body", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return simplepayments.New(c).Purposes(ctx, simplepayments.ListPurposesOfTransferRequest{
				BuyCurrency: "USD", BeneficiaryBankCountry: "SG", BeneficiaryEntityType: beneficiaries.EntityTypeCompany,
				PaymentChannel: simplepayments.PaymentChannelSwiftOur,
			})
		}), `POST /simple-payments/v1/purpose-of-transfer {"beneficiaryBankCountry":"SG","beneficiaryEntityType":"company",` +
			`"buyCurrency":"USD","paymentChannel":"SWIFT-OUR"}`},
		{"a quote without a beneficiary", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return simplepayments.New(c).Quote(ctx, simplepayments.QuoteSimplePaymentRequest{
				BeneficiaryID: nullable.NewNullNullable[string](), BuyCurrency: "USD", SellCurrency: "SGD", Amount: decimal.MustParse("1000"),
			})
		}), `POST /simple-payments/v1/quote {"amount":1000,"beneficiaryId":null,"buyCurrency":"USD","sellCurrency":"SGD"}`},
		{"an upload with a name only", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return simplepayments.New(c).UploadURL(ctx, simplepayments.RequestPaymentUploadURLRequest{FileName: "a.pdf"})
		}), `POST /simple-payments/v1/get-upload-url {"fileName":"a.pdf"}`},
		{"an upload of a type that is not registered", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return simplepayments.New(c).UploadURL(ctx, simplepayments.RequestPaymentUploadURLRequest{
				FileName: "a.jpg", ContentType: simplepayments.UploadContentTypeImageJpg,
			})
		}), `POST /simple-payments/v1/get-upload-url {"contentType":"image/jpg","fileName":"a.jpg"}`},
		{"a bank that the BIC names", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return beneficiaries.New(c).Create(ctx, beneficiaries.CreateBeneficiaryRequest{
				Country: "SG", EntityType: beneficiaries.EntityTypeIndividual, BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
					Country: "SG", Currency: "SGD", BankAccountHolderName: "J", BICSwift: "UOVBSGSG",
				},
			})
		}), `POST /beneficiaries/v1/create {"bankAccount":{"bankAccountHolderName":"J","bicSwift":"UOVBSGSG","country":"SG","currency":"SGD"},` +
			`"country":"SG","entityType":"individual"}`},
	})
}
